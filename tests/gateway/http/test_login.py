"""A mini-program's code becomes a token, by way of a WeChat of our own."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from gateway.app import Gateway, make_app
from gateway.guards.rate_limit import RateLimiter
from gateway.http import login
from gateway.http.login import LOGIN_COST, WechatLogin
from gateway.http.sessions import REFRESH_COST, TOKEN_TTL
from gateway.upstream import wechat
from gateway.upstream.wechat import App, Wechat, read_apps
from services.common.auth import GATEWAY_AUDIENCE, Role, TokenIssuer, TokenVerifier
from services.common.cache import Cache
from services.common.errors import Refusal
from services.common.settings import SettingsError
from tessera.members.v1 import members_pb2
from tests.gateway.services import FakeBackend, member_id

APPS = {"wxtea": App("wxtea", "tea", "s3cret-tea"), "wxretail": App("wxretail", "retail", "s3cret")}
OPENID = "oTea-0001"


@dataclass
class Fake:
    """A small WeChat: codes are good once, with the secret of their app."""

    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    raw: bytes | None = None
    delay_s: float = 0.0
    url: str = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        query = {k: v[0] for k, v in parse_qs(urlsplit(head.split(" ")[1]).query).items()}
        self.asked.append(query)
        await asyncio.sleep(self.delay_s)
        answer: dict[str, Any] = {"errcode": 40029, "errmsg": "invalid code"}
        if query["secret"] == APPS[query["appid"]].secret:
            answer = self.codes.pop(query["js_code"], answer)
        whole = b"HTTP/1.0 200 OK\r\n\r\n" + json.dumps(answer).encode()
        writer.write(whole if self.raw is None else self.raw)
        writer.close()


@pytest.fixture
async def fake() -> AsyncIterator[Fake]:
    fake = Fake(codes={"good": {"openid": OPENID, "session_key": "k", "unionid": "u-1"}})
    server = await asyncio.start_server(fake.serve, "127.0.0.1", 0)
    fake.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/sns/jscode2session"
    yield fake
    server.close()


Ask = Callable[..., Any]


@pytest.fixture
def endpoint(gateway: Gateway, fake: Fake, keys_dir: Path) -> WechatLogin:
    issuer = TokenIssuer(keys_dir, audience=GATEWAY_AUDIENCE)
    return WechatLogin(APPS, Wechat(fake.url), gateway.services, issuer)


@pytest.fixture
async def http(gateway: Gateway, endpoint: WechatLogin) -> AsyncIterator[httpx.AsyncClient]:
    app = make_app(gateway, gateway.services.channels, endpoint)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
        yield client


async def _login(http: httpx.AsyncClient, **body: Any) -> httpx.Response:
    return await http.post("/login/wechat", json={"code": "good", "appId": "wxtea", **body})


def _code(response: httpx.Response) -> str:
    code: str = response.json()["errors"][0]["extensions"]["code"]
    return code


async def test_a_new_member_is_enrolled_and_gets_a_token(
    http: httpx.AsyncClient, backend: FakeBackend, keys_dir: Path
) -> None:
    answer = (await _login(http)).json()
    assert answer["created"] is True
    caller = TokenVerifier(keys_dir, audience=GATEWAY_AUDIENCE).verify(answer["token"])
    assert (caller.brand, caller.role, caller.member_id) == ("tea", Role.MEMBER, member_id(150))
    headers = {"authorization": f"Bearer {answer['token']}"}
    asked = await http.post("/graphql", json={"query": "{ me { id name } }"}, headers=headers)
    assert asked.json()["data"]["me"] == {"id": answer["memberId"], "name": "tea 150"}
    request = next(request for method, _, request in backend.requests if method == "EnrolMember")
    assert [(i.kind, i.value) for i in request.identities] == [
        (members_pb2.IDENTITY_KIND_WECHAT_OPENID, OPENID),
        (members_pb2.IDENTITY_KIND_WECHAT_UNIONID, "u-1"),
    ]
    assert all(c.role is Role.CHANNEL for m, c, _ in backend.requests if m == "EnrolMember")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (
            {"source": "store_qr", "storeCode": "SH1", "utm": {"source": "wechat", "term": "茶"}},
            members_pb2.Origin(
                source="store_qr",
                store_code="SH1",
                utm=members_pb2.Utm(source="wechat", term="茶"),
            ),
        ),
        # Whoever scanned the code can't mend it, so they log in all the same.
        ({"source": "a@b.cn", "storeCode": "SH1"}, members_pb2.Origin(store_code="SH1")),
        ({"source": "x" * 65, "utm": {"term": "x" * 129}}, None),
        ({"source": 1, "utm": "wechat"}, None),
        ("store_qr", None),
        (None, None),
    ],
)
async def test_a_new_member_brings_where_they_came_from(
    http: httpx.AsyncClient,
    backend: FakeBackend,
    given: object,
    kept: members_pb2.Origin | None,
) -> None:
    assert (await _login(http, origin=given)).json()["created"] is True
    request = next(request for method, _, request in backend.requests if method == "EnrolMember")
    assert (request.origin if request.HasField("origin") else None) == kept


async def test_the_same_person_is_found_again(
    http: httpx.AsyncClient, fake: Fake, backend: FakeBackend
) -> None:
    first = (await _login(http)).json()
    fake.codes["later"] = {"openid": OPENID}
    second = (await _login(http, code="later")).json()
    assert (second["memberId"], second["created"]) == (first["memberId"], False)
    assert backend.calls["EnrolMember"] == 1


async def test_a_code_is_good_once(http: httpx.AsyncClient, backend: FakeBackend) -> None:
    await _login(http)
    calls = backend.calls.copy()
    again = await _login(http)
    assert (again.status_code, _code(again)) == (400, "LOGIN_CODE_INVALID")
    assert backend.calls == calls


async def test_the_app_decides_the_brand_whatever_the_request_says(
    http: httpx.AsyncClient, fake: Fake, keys_dir: Path
) -> None:
    answer = (await _login(http, appId="wxretail", brand="tea")).json()
    verifier = TokenVerifier(keys_dir, audience=GATEWAY_AUDIENCE)
    assert verifier.verify(answer["token"]).brand == "retail"
    assert (fake.asked[0]["appid"], fake.asked[0]["secret"]) == ("wxretail", "s3cret")


@pytest.mark.parametrize(
    "body",
    [
        {"code": ""},
        {"code": None},
        {"code": 7},
        {"code": ["good"] * 10},
        {"code": "x" * 129},
        {"appId": "wxother"},
        {"appId": None},
        {"appId": ["wxtea"]},
    ],
    ids=repr,
)
async def test_a_request_holds_one_code_of_one_app(
    http: httpx.AsyncClient, fake: Fake, body: dict[str, Any]
) -> None:
    response = await _login(http, **body)
    assert (response.status_code, _code(response)) == (400, "BODY_INVALID")
    assert not fake.asked


@pytest.mark.parametrize(
    ("content", "content_type", "status", "code"),
    [
        (b"[]", "application/json", 400, "BODY_INVALID"),
        (b"{", "application/json", 400, "BODY_INVALID"),
        (b" " * 5_000, "application/json", 413, "BODY_TOO_LARGE"),
        (b"code=good", "application/x-www-form-urlencoded", 415, "CONTENT_TYPE_INVALID"),
    ],
)
async def test_a_bad_body_is_refused(
    http: httpx.AsyncClient, fake: Fake, content: bytes, content_type: str, status: int, code: str
) -> None:
    headers = {"content-type": content_type}
    response = await http.post("/login/wechat", content=content, headers=headers)
    assert (response.status_code, _code(response)) == (status, code)
    assert not fake.asked
    assert (await http.get("/login/wechat", params={"code": "good"})).status_code == 405


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"HTTP/1.0 500 Oh\r\n\r\n{}",
        b"HTTP/1.0 302 Found\r\nlocation: http://evil\r\n\r\n",
        b"HTTP/1.0 200 OK\r\n\r\n<html>",
        b"HTTP/1.0 200 OK\r\n\r\n[]",
        b"HTTP/1.0 200 OK\r\n\r\n{}",
        b'HTTP/1.0 200 OK\r\n\r\n{"openid": 7}',
        b'HTTP/1.0 200 OK\r\n\r\n{"errcode": 45011, "openid": "x"}',
        b"HTTP/1.0 200 OK\r\n\r\n" + b" " * 100_000,
    ],
    ids=lambda raw: raw[:40].decode(),
)
async def test_a_wechat_out_of_order_is_overloaded(
    http: httpx.AsyncClient, fake: Fake, backend: FakeBackend, raw: bytes
) -> None:
    fake.raw = raw
    response = await _login(http)
    assert (response.status_code, _code(response)) == (503, "OVERLOADED")
    assert "s3cret" not in response.text
    assert not backend.calls["EnrolMember"]


async def test_a_wechat_that_hangs_is_not_waited_for(
    http: httpx.AsyncClient, fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wechat, "EXCHANGE_TIMEOUT_S", 0.1)
    fake.delay_s = 5
    async with asyncio.timeout(4):
        assert _code(await _login(http)) == "OVERLOADED"


async def test_no_more_than_so_many_wait_for_wechat(
    http: httpx.AsyncClient, fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(login, "EXCHANGES_MAX", 2)
    fake.delay_s = 0.3
    answers = await asyncio.gather(*(_login(http) for _ in range(10)))
    codes = [_code(answer) if answer.status_code != 200 else "" for answer in answers]
    assert codes.count("OVERLOADED") == 8
    assert len(fake.asked) == 2


async def test_guessing_codes_is_limited_by_address(
    http: httpx.AsyncClient, endpoint: WechatLogin, fake: Fake, flushed_redis_url: str
) -> None:
    cache = Cache(flushed_redis_url, timeout_s=2.0)
    endpoint.endpoint.rate_limiter = RateLimiter(cache, per_caller=0, per_address=5 * LOGIN_COST)
    answers = [await _login(http, code=f"guess-{n}") for n in range(8)]
    await cache.close()
    assert [answer.status_code for answer in answers].count(429) >= 2
    assert _code(answers[-1]) == "RATE_LIMITED"
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert len(fake.asked) <= 6


async def test_a_members_service_out_of_order_is_reported_without_its_text(
    http: httpx.AsyncClient, backend: FakeBackend
) -> None:
    def fault() -> Exception:
        return RuntimeError("mongodb://root:hunter2@db")

    backend.failing["FindMember"] = fault
    response = await _login(http)
    assert response.status_code in (500, 503)
    assert "hunter2" not in response.text
    backend.failing["FindMember"] = lambda: Refusal("STORAGE_UNAVAILABLE")
    assert (await _login(http)).status_code in (400, 503)


async def test_no_log_line_has_a_code_or_a_secret(
    http: httpx.AsyncClient, fake: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    await _login(http)
    fake.raw = b""
    await _login(http, code="code-that-failed")
    output = "".join(capsys.readouterr())
    for secret in ("s3cret-tea", "code-that-failed", OPENID, 'u-1"'):
        assert secret not in output


async def test_without_apps_there_is_no_login(gateway: Gateway) -> None:
    transport = httpx.ASGITransport(make_app(gateway, gateway.services.channels))
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
        assert (await _login(client)).status_code == 404


def test_the_apps_are_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "apps.json"
    path.write_text('{"wx1": {"brand": "tea", "secret": "s3cret"}}')
    app = read_apps(path)["wx1"]
    assert (app.brand, app.secret) == ("tea", "s3cret")
    assert "s3cret" not in repr(app)
    for content in ("", "[]", '{"wx1": {"brand": "tea"}}', '{"wx1": {"brand": "*", "secret": ""}}'):
        path.write_text(content)
        with pytest.raises(SettingsError):
            read_apps(path)
    with pytest.raises(SettingsError, match="cannot read"):
        read_apps(tmp_path / "none.json")


async def _refresh(
    http: httpx.AsyncClient, token: Any, request_id: Any = "r-1", **more: Any
) -> httpx.Response:
    body = {"refreshToken": token, "requestId": request_id, **more}
    return await http.post("/login/refresh", json=body)


async def test_a_login_goes_on_by_its_refresh_token(
    http: httpx.AsyncClient, backend: FakeBackend, keys_dir: Path
) -> None:
    first = (await _login(http)).json()
    assert first["expiresIn"] == TOKEN_TTL.total_seconds()
    answer = await _refresh(http, first["refreshToken"])
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    going = answer.json()
    assert going["refreshToken"] != first["refreshToken"]
    assert going["memberId"] == first["memberId"]
    assert going["refreshExpiresAt"] > 0
    caller = TokenVerifier(keys_dir, audience=GATEWAY_AUDIENCE).verify(going["token"])
    assert (caller.brand, caller.role, caller.member_id) == ("tea", Role.MEMBER, member_id(150))
    calls = [(m, c.brand, c.role) for m, c, _ in backend.requests if m.endswith("Session")]
    assert calls == [("StartSession", "tea", Role.SERVICE), ("RefreshSession", "*", Role.SERVICE)]


async def test_a_refresh_token_that_is_not_good_asks_for_a_login(http: httpx.AsyncClient) -> None:
    token = (await _login(http)).json()["refreshToken"]
    await _refresh(http, token)
    for spent in (token, "made-up"):
        response = await _refresh(http, spent, "r-2")
        assert (response.status_code, _code(response)) == (401, "SESSION_ENDED")


async def test_who_logs_out_does_not_go_on(http: httpx.AsyncClient) -> None:
    token = (await _login(http)).json()["refreshToken"]
    ended = await http.post("/login/logout", json={"refreshToken": token})
    assert (ended.status_code, ended.content) == (204, b"")
    assert (await http.post("/login/logout", json={"refreshToken": token})).status_code == 204
    assert (await _refresh(http, token)).status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        {"refreshToken": ""},
        {"refreshToken": 7},
        {"refreshToken": ["x"] * 10},
        {"refreshToken": "x" * 1_025},
        {"requestId": ""},
        {"requestId": None},
        {"requestId": "x" * 256},
    ],
    ids=lambda body: str(body)[:40],
)
async def test_a_refresh_holds_one_token_and_one_request_id(
    http: httpx.AsyncClient, backend: FakeBackend, body: dict[str, Any]
) -> None:
    response = await http.post(
        "/login/refresh", json={"refreshToken": "x", "requestId": "r", **body}
    )
    assert (response.status_code, _code(response)) == (400, "BODY_INVALID")
    assert not backend.calls


async def test_guessing_refresh_tokens_is_limited_by_address(
    http: httpx.AsyncClient, endpoint: WechatLogin, backend: FakeBackend, flushed_redis_url: str
) -> None:
    cache = Cache(flushed_redis_url, timeout_s=2.0)
    endpoint.endpoint.rate_limiter = RateLimiter(cache, per_caller=0, per_address=5 * REFRESH_COST)
    answers = [await _refresh(http, f"guess-{n}") for n in range(8)]
    await cache.close()
    assert [answer.status_code for answer in answers].count(429) >= 2
    assert backend.calls["RefreshSession"] <= 6


async def test_a_refresh_while_members_is_away_may_be_tried_again(
    http: httpx.AsyncClient, backend: FakeBackend
) -> None:
    token = (await _login(http)).json()["refreshToken"]
    backend.failing["RefreshSession"] = lambda: Refusal("STORAGE_UNAVAILABLE")
    assert (await _refresh(http, token)).status_code == 503
    backend.failing.clear()
    assert (await _refresh(http, token)).status_code == 200
