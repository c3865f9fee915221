"""Overload, origins, br and gzip, validators: the same for every answer."""

import asyncio
import gzip
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import brotli
import httpx
import orjson
import pytest

from gateway.guards.concurrency import ConcurrencyLimit
from gateway.http.compression import BYTES_MIN, encoding_for
from gateway.http.delivery import Delivery
from tests.gateway.conftest import Client
from tests.gateway.queries import CARD

As = Callable[..., Client]
ORIGIN = "https://shop.example"


class _App:
    """Answers with `body`, when `go` is set."""

    def __init__(self, body: bytes = b"{}") -> None:
        self.body = body
        self.status = 200
        self.cache_control = b"no-store"
        self.go = asyncio.Event()
        self.go.set()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        while (await receive()).get("more_body"):
            pass
        await self.go.wait()
        headers = [
            (b"content-length", str(len(self.body)).encode()),
            (b"cache-control", self.cache_control),
        ]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.body})


@pytest.fixture
def app() -> _App:
    return _App()


@pytest.fixture
async def client(app: _App) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(
        Delivery(app, origins=[ORIGIN], concurrency=ConcurrencyLimit(at_work_max=2))
    )
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
        yield client


async def test_beyond_the_limit_a_request_is_refused_at_once(
    app: _App, client: httpx.AsyncClient
) -> None:
    app.go.clear()
    working = [asyncio.create_task(client.post("/")) for _ in range(2)]
    await asyncio.sleep(0.05)
    started = time.perf_counter()
    refused = await client.post("/", headers={"origin": ORIGIN})
    assert time.perf_counter() - started < 0.05
    assert refused.status_code == 503
    assert refused.headers["retry-after"] == "1"
    assert refused.headers["access-control-allow-origin"] == ORIGIN
    assert refused.json()["errors"][0]["extensions"]["code"] == "OVERLOADED"
    app.go.set()
    assert [answer.status_code for answer in await asyncio.gather(*working)] == [200, 200]
    assert (await client.post("/")).status_code == 200


async def test_a_slow_sender_does_not_count_and_is_refused_at_the_limit(
    app: _App, client: httpx.AsyncClient
) -> None:
    app.go.clear()
    sent = asyncio.Event()

    async def slowly() -> AsyncIterator[bytes]:
        yield b"{"
        await sent.wait()
        yield b"}"

    slow = [asyncio.create_task(client.post("/", content=slowly())) for _ in range(3)]
    await asyncio.sleep(0.05)
    working = [asyncio.create_task(client.post("/")) for _ in range(2)]
    await asyncio.sleep(0.05)
    assert not any(each.done() for each in (*slow, *working))
    sent.set()
    assert [answer.status_code for answer in await asyncio.gather(*slow)] == [503] * 3
    app.go.set()
    assert [answer.status_code for answer in await asyncio.gather(*working)] == [200, 200]
    assert (await client.post("/")).status_code == 200


async def test_a_large_answer_is_compressed_for_clients_that_accept_it_and_a_small_one_never(
    app: _App, client: httpx.AsyncClient
) -> None:
    app.body = b"a" * BYTES_MIN
    request = client.build_request("POST", "/", headers={"accept-encoding": "gzip"})
    packed = await client.send(request, stream=True)
    raw = b"".join([piece async for piece in packed.aiter_raw()])
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) == len(raw) < 100
    assert gzip.decompress(raw) == app.body
    plain = await client.post("/", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.headers["vary"] == "accept-encoding"
    app.body = b"a" * (BYTES_MIN - 1)
    small = await client.post("/", headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in small.headers


async def test_only_the_origins_in_the_settings_may_read(client: httpx.AsyncClient) -> None:
    asks = {"access-control-request-method": "POST"}
    allowed = await client.options("/", headers={"origin": ORIGIN, **asks})
    assert allowed.status_code == 204
    assert allowed.headers["access-control-allow-origin"] == ORIGIN
    assert "authorization" in allowed.headers["access-control-allow-headers"]
    assert "access-control-allow-credentials" not in allowed.headers
    other = await client.options("/", headers={"origin": "https://evil.example", **asks})
    assert "access-control-allow-origin" not in other.headers
    posted = await client.post("/", headers={"origin": ORIGIN})
    assert (posted.headers["access-control-allow-origin"], posted.headers["vary"]) == (
        ORIGIN,
        "origin",
    )
    foreign = await client.post("/", headers={"origin": "null"})
    assert "access-control-allow-origin" not in foreign.headers


async def test_an_answer_that_has_not_changed_is_not_sent_again(
    app: _App, client: httpx.AsyncClient
) -> None:
    app.body = b"1" * 2_000
    first = await client.get("/")
    assert first.headers["cache-control"] == "private, no-cache"
    again = await client.get("/", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    app.body = b"2" * 2_000
    changed = await client.get("/", headers={"if-none-match": first.headers["etag"]})
    assert (changed.status_code, changed.content) == (200, app.body)
    posted = await client.post("/", headers={"if-none-match": first.headers["etag"]})
    assert (posted.status_code, posted.headers["cache-control"]) == (200, "no-store")
    app.status = 429
    assert "etag" not in (await client.get("/")).headers


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("br", b"br"),
        ("gzip, deflate, br", b"br"),
        ("gzip;q=1.0, br;q=0.5", b"gzip"),
        ("gzip;q=0.5, br;q=0.5", b"br"),
        ("BR ; Q=0.2", b"br"),
        ("*", b"br"),
        ("br;q=0, *", b"gzip"),
        ("br;q=0, gzip;q=0", None),
        ("*;q=0", None),
        ("identity, br;q=0.5", None),
        ("identity;q=0, gzip", b"gzip"),
        ("deflate, zstd", None),
        ("br;q=nonsense", None),
        ("br;q=nan", None),
        ("xbr, gzipped", None),
        ("", None),
        ("gzip," * 10_000, b"gzip"),
    ],
)
def test_the_encoding_is_the_one_that_the_client_weighs_highest(
    accepted: str, encoding: bytes | None
) -> None:
    assert encoding_for(accepted.encode()) == encoding


async def test_br_is_taken_before_gzip_and_says_so(app: _App, client: httpx.AsyncClient) -> None:
    app.body = b"a" * BYTES_MIN
    request = client.build_request("GET", "/", headers={"accept-encoding": "gzip, br"})
    packed = await client.send(request, stream=True)
    raw = b"".join([part async for part in packed.aiter_raw()])
    assert packed.headers["content-encoding"] == "br"
    assert packed.headers["content-length"] == str(len(raw))
    assert "accept-encoding" in packed.headers["vary"]
    assert brotli.decompress(raw) == app.body
    tag = {"if-none-match": packed.headers["etag"], "accept-encoding": "br"}
    unchanged = await client.get("/", headers=tag)
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert "content-encoding" not in unchanged.headers
    assert "accept-encoding" in unchanged.headers["vary"]


async def test_a_stream_goes_as_it_comes_and_is_not_packed() -> None:
    sent: list[Any] = []
    seen: list[int] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(3):
            part = b"data: " + b"x" * BYTES_MIN
            await send({"type": "http.response.body", "body": part, "more_body": True})
            seen.append(len(sent))
        await send({"type": "http.response.body", "body": b""})

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        raise AssertionError("nothing is read")

    scope = {"method": "POST", "headers": [(b"accept-encoding", b"br, gzip")]}
    await Delivery(app)(scope, receive, send)
    assert seen == [2, 3, 4]
    assert not any(name == b"content-encoding" for name, _ in sent[0]["headers"])
    assert sent[1]["body"].startswith(b"data: x")


async def test_a_card_comes_packed_through_the_gateway(as_: As) -> None:
    client = as_()
    client.headers["accept-encoding"] = "gzip"
    answer = await client.post(CARD)
    assert answer.headers["content-encoding"] == "gzip"
    assert orjson.loads(answer.content)["data"]["me"]["name"] == "tea 2"


async def test_what_is_public_is_the_same_for_every_page(
    app: _App, client: httpx.AsyncClient
) -> None:
    app.cache_control = b"public, max-age=60"
    app.body = b"1" * BYTES_MIN
    answers = [
        await client.get("/", headers=headers)
        for headers in ({}, {"origin": ORIGIN}, {"origin": "https://other.example"})
    ]
    answers.append(await client.get("/", headers={"if-none-match": answers[0].headers["etag"]}))
    assert [answer.status_code for answer in answers] == [200, 200, 200, 304]
    for answer in answers:
        assert answer.headers["cache-control"] == "public, max-age=60"
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["vary"] == "accept-language, accept-encoding"
