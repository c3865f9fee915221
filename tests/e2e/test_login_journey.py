"""A mini-program's user logs in, refreshes, has a token stolen, logs in again and logs out."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx

from deploy.local.addresses import Addresses, environment
from deploy.local.ports import HOST, free_port
from tests.e2e.brand import Brand, unique
from tests.e2e.running_suite import RunningSuite, until

ME = {"query": "{ me { id tier { code } } }"}


async def _wechat(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A stand-in for WeChat: a code is an openid and a number; the call needs the secret."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    asked = {key: each[0] for key, each in parse_qs(urlsplit(head.split(" ")[1]).query).items()}
    good = asked["secret"] == "s3cret"
    answer = {"openid": asked["js_code"].partition(".")[0]} if good else {"errcode": 40029}
    writer.write(b"HTTP/1.0 200 OK\r\n\r\n" + json.dumps(answer).encode())
    writer.close()


@asynccontextmanager
async def _gateway(
    suite: RunningSuite, keys_dir: Path, folder: Path
) -> AsyncIterator[httpx.AsyncClient]:
    """Another gateway of the suite, for the mini-program wxtea."""
    wechat = await asyncio.start_server(_wechat, HOST, 0)
    apps = folder / "apps.json"
    apps.write_text('{"wxtea": {"brand": "tea", "secret": "s3cret"}}')
    run = suite.run
    ports = {**run.ports, "gateway": free_port(), "gateway-metrics": free_port()}
    env = environment(
        "gateway",
        Addresses(ports),
        mongo_url=run.mongo_url,
        redis_url=run.redis_url,
        keys_dir=str(keys_dir),
        env={
            **os.environ,
            "TESSERA_WECHAT_APPS": str(apps),
            "TESSERA_WECHAT_URL": f"http://{HOST}:{wechat.sockets[0].getsockname()[1]}/sns",
        },
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "gateway", env=env)
    url = f"http://{HOST}:{ports['gateway']}"

    async def answers() -> bool:
        try:
            return (await client.get("/healthz")).status_code == 200
        except httpx.TransportError:
            return False

    async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
        try:
            await until(answers, lambda up: up)
            yield client
        finally:
            process.terminate()
            await process.wait()
            wechat.close()


async def test_a_session_goes_on_until_it_is_stolen_or_ended(
    suite: RunningSuite, tea: Brand, tmp_path: Path
) -> None:
    keys = Path(suite.data) / "keys"
    async with _gateway(suite, keys, tmp_path) as http:

        async def login(code: str) -> dict[str, str]:
            body = {"code": code, "appId": "wxtea"}
            answer: dict[str, str] = (await http.post("/login/wechat", json=body)).json()
            return answer

        async def refresh(token: str, request_id: str) -> httpx.Response:
            body = {"refreshToken": token, "requestId": request_id}
            return await http.post("/login/refresh", json=body)

        async def me(token: str) -> str:
            headers = {"authorization": f"Bearer {token}"}
            answer = (await http.post("/graphql", json=ME, headers=headers)).json()
            assert answer["data"]["me"]["tier"]["code"] == "basic"
            return str(answer["data"]["me"]["id"])

        openid = unique("oTea")
        begun = await login(f"{openid}.1")
        assert await me(begun["token"]) == begun["memberId"]
        going = (await refresh(begun["refreshToken"], "r-1")).json()
        assert await me(going["token"]) == begun["memberId"]
        assert (await refresh(begun["refreshToken"], "r-1")).json()["refreshToken"] == going[
            "refreshToken"
        ]
        stolen = await refresh(begun["refreshToken"], "thief")
        assert stolen.status_code == 401
        assert stolen.json()["errors"][0]["extensions"]["code"] == "SESSION_ENDED"
        assert (await refresh(going["refreshToken"], "r-2")).status_code == 401

        again = await login(f"{openid}.2")
        assert again["memberId"] == begun["memberId"]
        out = await http.post("/login/logout", json={"refreshToken": again["refreshToken"]})
        assert out.status_code == 204
        assert (await refresh(again["refreshToken"], "r-3")).status_code == 401
