"""The gateway as a process: it starts without its services, reports its health, and drains."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx

from deploy.local.ports import free_port
from tests.gateway.queries import CARD
from tests.gateway.services import FakeBackend, Servers
from tests.paths import ROOT

FLOOD_BYTES = 16 << 20
"""Of each of 16 connections."""


@asynccontextmanager
async def _process(**variables: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """A gateway that answers, and where."""
    port = free_port()
    environment = {
        **os.environ,
        "TESSERA_PORT": str(port),
        "TESSERA_TRUSTED_ONLY": "off",
        "TESSERA_REDIS_URL": "",
        **variables,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "gateway", cwd=ROOT, env=environment, stdout=asyncio.subprocess.PIPE
    )
    url = f"http://127.0.0.1:{port}"
    try:
        async with httpx.AsyncClient(base_url=url) as client, asyncio.timeout(30):
            while True:
                try:
                    await client.get("/healthz")
                    break
                except httpx.TransportError:
                    await asyncio.sleep(0.05)
        yield process, url
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _log(process: asyncio.subprocess.Process) -> list[dict[str, str]]:
    assert process.stdout is not None
    return [json.loads(line) for line in (await process.stdout.read()).splitlines()]


async def test_it_is_up_and_says_so_while_its_services_are_away(keys_dir: Path) -> None:
    nowhere = {
        f"TESSERA_{name}_ADDRESS": f"127.0.0.1:{free_port()}"
        for name in ("MEMBERS", "POINTS", "FEEDBACK")
    }
    variables = {"TESSERA_KEYS_DIR": str(keys_dir), **nowhere}
    async with _process(**variables) as (process, url), httpx.AsyncClient(base_url=url) as client:
        assert (await client.get("/healthz")).json() == {"status": "ok"}
        ready = await client.get("/readyz")
        assert ready.status_code == 200
        assert set(ready.json()["services"]) == {"members", "points", "feedback"}
        assert (await client.get("/graphql")).status_code == 405
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(20):
            log = await _log(process)
        assert await process.wait() == 0
    assert [line["event"] for line in log if line["component"] == "gateway"] == [
        "started",
        "stopped",
    ]


async def _flood(port: int, head: bytes, again: bytes) -> None:
    """Send without an end, up to FLOOD_BYTES, for as long as the process takes it."""
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(head)
    with suppress(ConnectionError):
        for _ in range(FLOOD_BYTES // len(again)):
            writer.write(again)
            await asyncio.wait_for(writer.drain(), 10)
    writer.transport.abort()


def _resident_bytes(pid: int) -> int:
    fields = Path(f"/proc/{pid}/statm").read_text().split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE")


async def test_requests_without_an_end_take_no_memory(keys_dir: Path) -> None:
    head = b"POST /graphql HTTP/1.1\r\nhost: x\r\n"
    variables = {"TESSERA_KEYS_DIR": str(keys_dir)}
    async with _process(**variables) as (process, url), httpx.AsyncClient(base_url=url) as client:
        port = httpx.URL(url).port
        assert port is not None
        before = _resident_bytes(process.pid)
        headers = [_flood(port, head, b"x-more: a\r\n" * 1_000) for _ in range(8)]
        chunks = head + b"transfer-encoding: chunked\r\n\r\n"
        bodies = [_flood(port, chunks, b"3e8\r\n" + b"a" * 1000 + b"\r\n") for _ in range(8)]
        await asyncio.gather(*headers, *bodies)
        assert (await client.get("/healthz")).status_code == 200
        assert _resident_bytes(process.pid) - before < FLOOD_BYTES


async def test_a_request_at_work_is_answered_before_the_end(
    keys_dir: Path, servers: Servers, backend: FakeBackend, token: Callable[..., str]
) -> None:
    backend.delay_s = 1.0
    variables = {f"TESSERA_{name.upper()}_ADDRESS": at for name, at in servers.addresses.items()}
    variables["TESSERA_KEYS_DIR"] = str(keys_dir)
    async with _process(**variables) as (process, url), httpx.AsyncClient(base_url=url) as client:
        headers = {"authorization": f"Bearer {token()}", "x-request-id": "r-17"}
        asked = asyncio.create_task(client.post("/graphql", json={"query": CARD}, headers=headers))
        async with asyncio.timeout(10):
            while not backend.calls["BatchGetMembers"]:
                await asyncio.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        answer = await asked
        assert answer.json()["data"]["me"]["name"] == "tea 2"
        assert answer.headers["x-request-id"] == "r-17"
        async with asyncio.timeout(20):
            assert await process.wait() == 0


async def test_production_does_not_start_without_the_documents_it_trusts(keys_dir: Path) -> None:
    environment = {**os.environ, "TESSERA_KEYS_DIR": str(keys_dir)}
    for variables, sentence in (
        ({}, "TESSERA_TRUSTED_DOCUMENTS is not set"),
        ({"TESSERA_TRUSTED_DOCUMENTS": str(keys_dir / "none.json")}, "none.json"),
    ):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "gateway"),
            cwd=ROOT,
            env={**environment, **variables},
            stderr=asyncio.subprocess.PIPE,
        )
        _, said = await process.communicate()
        assert process.returncode == 1
        assert sentence in said.decode()
        assert "Traceback" not in said.decode()
