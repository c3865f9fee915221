"""The address of a client is what our own proxies saw, and every refusal is charged to it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from gateway.__main__ import server_config
from gateway.app import Gateway, make_app
from gateway.guards.rate_limit import REFUSED_COST, RateLimiter, address_of, client_address
from gateway.http.visitors import COST, Visitors
from services.common.auth import TokenIssuer
from services.common.cache import Pour
from tests.gateway.queries import CARD
from tests.gateway.sockets import until

SUBMIT = """mutation { submitFeedback(input: {requestId: "1", text: "凉了"}) {
  userErrors { code } } }"""


class _Buckets:
    """Counts what is poured into each bucket, and says that one is full beyond `room`."""

    def __init__(self, room: int = 10**9) -> None:
        self.poured: dict[str, int] = {}
        self._room = room

    async def pour(self, pours: Sequence[Pour]) -> list[float]:
        for each in pours:
            self.poured[str(each.key)] = self.poured.get(str(each.key), 0) + 1
        return [5.0 if self.poured[str(each.key)] > self._room else 0.0 for each in pours]

    async def close(self) -> None:
        """Nothing is open."""


@asynccontextmanager
async def _listening(gateway: Gateway) -> AsyncIterator[tuple[str, list[Scope]]]:
    """The server as the process configures it; an application that keeps the scopes."""
    scopes: list[Scope] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        scopes.append(scope)
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    config = server_config(app, gateway)
    config.port, config.loop, config.lifespan = 0, "asyncio", "off"
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server._serve())
    await until(lambda: server.started)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/", scopes
    server.should_exit = True
    await serving


@pytest.mark.parametrize(
    ("proxies", "address"), [(0, "127.0.0.1"), (1, "203.0.113.9"), (2, "198.51.100.4")]
)
async def test_exactly_our_proxies_are_believed_also_on_this_machine(
    gateway: Gateway, proxies: int, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The server's own variable and default would believe every peer, or those on this machine.
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    gateway.settings = replace(gateway.settings, proxies=proxies)
    headers = {"x-forwarded-for": "6.6.6.6, 198.51.100.4, 203.0.113.9", "x-forwarded-proto": "wss"}
    async with (
        _listening(gateway) as (url, scopes),
        httpx.AsyncClient(trust_env=False) as client,
    ):
        await client.get(url, headers=headers)
    (scope,) = scopes
    assert (scope["client"][0], scope["scheme"]) == ("127.0.0.1", "http")
    assert gateway.address(scope) == address


def _scope(*lines: bytes) -> dict[str, Any]:
    headers = [(b"x-forwarded-for", line) for line in lines]
    return {"client": ("10.0.0.1", 1), "headers": [(b"host", b"x"), *headers]}


def test_a_header_of_the_client_s_own_before_the_proxy_s_is_not_believed() -> None:
    assert client_address(_scope(b"6.6.6.6", b"203.0.113.9"), 1) == "203.0.113.9"
    assert client_address(_scope(b"6.6.6.6", b"203.0.113.9", b"10.0.0.2"), 2) == "203.0.113.9"
    assert client_address(_scope(b"6.6.6.6"), 0) == "10.0.0.1"
    assert client_address(_scope(), 1) == "10.0.0.1"


def test_an_entry_that_is_no_address_is_the_peer_s() -> None:
    for entry in ("unknown", "a" * 500, "1.2.3", "::1::", "[x]", "\x00"):
        assert address_of("10.0.0.1", entry, 1) == "10.0.0.1"
    assert address_of("10.0.0.1", "203.0.113.9:4711", 1) == "203.0.113.9"
    assert address_of("10.0.0.1", "[2001:db8::1]:80", 1) == "2001:db8::1"
    assert address_of("10.0.0.1", "2001:db8::1", 1) == "2001:db8::1"


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"authorization": "Bearer nonsense"}, {"query": CARD}),
        ({}, {"query": CARD}),
        ({"authorization": "Basic x"}, {"query": CARD}),
    ],
)
async def test_refused_tokens_are_charged_to_the_address(
    gateway: Gateway, http: httpx.AsyncClient, headers: dict[str, str], body: dict[str, Any]
) -> None:
    gateway.rate_limiter = RateLimiter(_Buckets(room=2), per_caller=0, per_address=10_000)
    answers = [await http.post("/graphql", json=body, headers=headers) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [401, 401, 429, 429]
    assert answers[-1].headers["retry-after"] == "6"
    assert answers[-1].json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
    assert REFUSED_COST > 0


async def test_malformed_requests_are_charged_to_the_caller(
    gateway: Gateway, http: httpx.AsyncClient, token: Callable[..., str]
) -> None:
    gateway.rate_limiter = RateLimiter(_Buckets(room=2), per_caller=10_000, per_address=0)
    headers = {"authorization": f"Bearer {token()}", "content-type": "text/plain"}
    answers = [await http.post("/graphql", content=b"x", headers=headers) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [415, 415, 429]


async def test_visitors_tokens_are_charged_to_the_address(
    gateway: Gateway, issuer: TokenIssuer
) -> None:
    limiter = RateLimiter(_Buckets(room=2), per_caller=0, per_address=10_000)
    visitors = Visitors({"web": "tea"}, issuer, rate_limiter=limiter)
    app = make_app(gateway, gateway.services.channels, None, visitors)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
        answers = [await client.get(f"/login/public?appId={app}") for app in ("web", "x", "web")]
    assert [answer.status_code for answer in answers] == [200, 400, 429]
    assert answers[-1].headers["retry-after"] == "6"
    assert COST > 0


async def test_feedback_costs_so_much_that_a_caller_sends_some_forty_a_minute(
    gateway: Gateway, as_: Callable[..., Any]
) -> None:
    cost = (await as_().ask(SUBMIT))["extensions"]["cost"]
    assert 30 <= gateway.settings.points_per_minute // cost <= 50


@pytest.mark.parametrize("accept", ["*/*", "text/event-stream"])
async def test_two_tokens_are_refused(
    http: httpx.AsyncClient, token: Callable[..., str], accept: str
) -> None:
    for second in (f"Bearer {token()}", "Bearer nonsense", ""):
        headers = [
            ("authorization", f"Bearer {token()}"),
            ("authorization", second),
            ("accept", accept),
        ]
        answer = await http.post("/graphql", json={"query": CARD}, headers=headers)
        assert answer.status_code == 400
        error = answer.json()["errors"][0]
        assert error["extensions"]["code"] == "AUTHORIZATION_REPEATED"


async def test_other_headers_may_come_twice(
    http: httpx.AsyncClient, token: Callable[..., str]
) -> None:
    headers = [("authorization", f"Bearer {token()}"), ("x-a", "1"), ("x-a", "2")]
    assert (await http.post("/graphql", json={"query": CARD}, headers=headers)).status_code == 200
