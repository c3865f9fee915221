"""A socket without a token, or with a small one, takes nothing from others. Each attack is bounded
in count and time."""

import asyncio
import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack, suppress
from typing import Any

import pytest
import websockets
from websockets.asyncio.client import ClientConnection

from gateway.app import Gateway
from gateway.guards.rate_limit import RateLimiter
from gateway.guards.socket_protocol import FRAMES_BURST
from gateway.guards.stream_limits import StreamLimits
from gateway.http.websockets import SUBSCRIBE_COST
from services.common.cache import Pour
from tests.gateway.services import FakeBackend
from tests.gateway.sockets import POINTS, connect, open_socket, receive, subscribe, until

CODES = {4400, 4401, 4403, 4408, 4409, 4429}
"""graphql-transport-ws' own."""


async def _read_on(socket: ClientConnection) -> None:
    while True:
        await socket.recv()


async def _closed(socket: ClientConnection) -> int:
    """The code by which the server closes; what it says before is passed over."""
    with pytest.raises(websockets.ConnectionClosed) as closed:
        await asyncio.wait_for(_read_on(socket), 20)
    assert closed.value.rcvd is not None
    return closed.value.rcvd.code


class _Buckets:
    """Counts the cost that is poured, and takes as much as `room`."""

    def __init__(self, room: int = 10**9) -> None:
        self.pours = 0
        self._room = room

    async def pour(self, pours: Sequence[Pour]) -> list[float]:
        self.pours += len(pours)
        return [5.0 if self.pours > self._room else 0.0] * len(pours)

    async def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fails when a traceback was logged, but for those of the services at their end."""
    yield
    records = caplog.get_records("call") + caplog.get_records("teardown")
    assert not [each for each in records if each.exc_info and not each.name.startswith("grpc")]


GARBAGE = [
    b"[]",
    b"0",
    b"null",
    b'"connection_init"',
    b"{}",
    b'{"type": []}',
    b'{"type": {"a": 1}}',
    b'{"type": "' + b"x" * 500 + b'"}',
    b'{"type": "connection_init", "payload": []}',
    b'{"type": "connection_init", "payload": {"authorization": "Bearer \xf0\x9f\x98\x80"}}',
    b'{"type": "connection_init", "payload": {"authorization": 5}}',
    b'{"type": "subscribe"}',
    b'{"type": "subscribe", "id": [], "payload": {"query": "{ me { id } }"}}',
    b'{"type": "subscribe", "id": "1", "payload": []}',
    b'{"type": "subscribe", "id": "1", "payload": {}}',
    b'{"type": "subscribe", "id": "1", "payload": {"query": "{ me { id } }"}}',
    b'{"type": "complete"}',
    b'{"type": "complete", "id": {}}',
    b"[" * 5_000,
    b"not JSON",
    b"",
]


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("sent", GARBAGE, ids=[each[:40].decode("latin-1") for each in GARBAGE])
async def test_garbage_before_the_token_closes_the_socket_by_the_protocol(
    url: str, sent: bytes
) -> None:
    for text in (True, False):
        async with connect(url) as socket:
            await socket.send(sent, text=text)
            assert await _closed(socket) in CODES


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize(
    "sent",
    [
        b"[]",
        b'{"type": "x' + b"\xe4\xb8\xad" * 300 + b'"}',
        b'{"type": "subscribe", "id": 5, "payload": {"query": "{ me { id } }"}}',
        b'{"type": "subscribe", "id": "' + b"i" * 500 + b'", "payload": {"query": ""}}',
        b'{"type": "complete", "id": []}',
    ],
)
async def test_garbage_behind_the_token_closes_the_socket_by_the_protocol(
    url: str, gateway: Gateway, token: Callable[..., str], sent: bytes
) -> None:
    async with open_socket(url, token()) as socket:
        await subscribe(socket, gateway.hub.points, POINTS)
        await socket.send(sent, text=True)
        assert await _closed(socket) in CODES
    await until(lambda: not gateway.streams._callers and not gateway.streams._open)


@pytest.mark.usefixtures("quiet")
async def test_text_that_is_no_utf8_closes_the_socket(url: str) -> None:
    async with connect(url) as socket:
        await socket.send(b'{"type": "\xff\xfe"}', text=True)
        assert await _closed(socket) == 4400


async def test_sockets_without_a_token_take_no_subscriber_s_place(
    url: str, gateway: Gateway, token: Callable[..., str]
) -> None:
    gateway.streams = StreamLimits(total=2, waiting=100, waiting_per_address=10)
    async with AsyncExitStack() as stack:
        idle = [await stack.enter_async_context(connect(url)) for _ in range(10)]
        async with connect(url) as refused:
            assert await _closed(refused) == 1013
        assert gateway.streams._open == 0
        # One of them goes: another may wait, and bring its token.
        await idle.pop().close()
        await until(lambda: gateway.streams._waiting == 9)
        async with open_socket(url, token()) as socket:
            assert (await receive(socket))["type"] == "connection_ack"
            assert (gateway.streams._waiting, gateway.streams._open) == (9, 1)
            # Its place among those that wait is free again.
            async with connect(url) as next_one:
                await next_one.send("[]")
                assert await _closed(next_one) == 4400
    await until(lambda: not gateway.streams._waiting and not gateway.streams._open)
    assert not gateway.streams._addresses


async def test_an_address_has_so_many_that_wait_and_others_theirs() -> None:
    streams = StreamLimits(waiting=3, waiting_per_address=2)
    assert [streams.wait("203.0.113.7") for _ in range(3)] == [True, True, False]
    assert [streams.wait(f"203.0.113.{n}") for n in (8, 9)] == [True, False]
    streams.wait_no_more("203.0.113.7")
    assert streams.wait("203.0.113.9")
    assert not streams.wait("203.0.113.9")
    assert "203.0.113.10" not in streams._addresses


async def test_a_socket_that_brings_no_token_is_closed_soon(url: str) -> None:
    async with connect(url) as socket:
        started = time.monotonic()
        assert await _closed(socket) == 4408
        assert time.monotonic() - started < 8


async def test_a_flood_of_pings_is_cut_off_for_little(url: str) -> None:
    for ping in ("message", "frame"):
        async with connect(url) as socket:
            cpu = time.process_time()
            with suppress(websockets.ConnectionClosed):
                for _ in range(3_000):
                    if ping == "message":
                        await socket.send('{"type": "ping"}')
                    else:
                        await socket.ping()
            assert await _closed(socket) == 4429
            # Both sides are in this process.
            assert time.process_time() - cpu < 3


async def test_a_flood_of_empty_continuations_is_cut_off(url: str) -> None:
    async with connect(url) as socket:

        async def pieces() -> Any:
            for _ in range(3_000):
                yield b""

        with suppress(websockets.ConnectionClosed):
            await socket.send(pieces())
        assert await _closed(socket) == 4429


async def test_an_honest_socket_may_send_a_burst(url: str, token: Callable[..., str]) -> None:
    async with open_socket(url, token()) as socket:
        assert (await receive(socket))["type"] == "connection_ack"
        for _ in range(FRAMES_BURST - 10):
            await socket.send('{"type": "ping"}')
        for _ in range(FRAMES_BURST - 10):
            assert (await receive(socket))["type"] == "pong"


async def test_each_subscribe_is_charged_though_it_is_completed_at_once(
    url: str, gateway: Gateway, token: Callable[..., str]
) -> None:
    buckets = _Buckets()
    gateway.rate_limiter = RateLimiter(buckets, per_caller=10_000, per_address=0)
    async with open_socket(url, token()) as socket:
        assert (await receive(socket))["type"] == "connection_ack"
        for _ in range(20):
            payload = {"query": POINTS}
            await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
            await socket.send(json.dumps({"id": "1", "type": "complete"}))
        await socket.send('{"type": "ping"}')
        while (await receive(socket))["type"] != "pong":
            pass
    assert buckets.pours >= 20
    assert SUBSCRIBE_COST > 0


async def test_a_caller_without_cost_left_subscribes_to_nothing(
    url: str, gateway: Gateway, backend: FakeBackend, token: Callable[..., str]
) -> None:
    gateway.rate_limiter = RateLimiter(_Buckets(room=0), per_caller=10_000, per_address=0)
    async with open_socket(url, token()) as socket:
        assert (await receive(socket))["type"] == "connection_ack"
        payload = {"query": "{ me { name } }"}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
        refused = await receive(socket)
    assert (refused["type"], refused["id"]) == ("error", "1")
    assert refused["payload"][0]["extensions"]["code"] == "RATE_LIMITED"
    assert not backend.calls["BatchGetMembers"]


async def test_a_refused_token_is_charged_to_the_address(url: str, gateway: Gateway) -> None:
    gateway.rate_limiter = RateLimiter(_Buckets(room=1), per_caller=0, per_address=10_000)
    closed = []
    for _ in range(3):
        async with open_socket(url, "nonsense") as socket:
            closed.append(await _closed(socket))
    assert closed == [4403, 4429, 4429]


@pytest.mark.parametrize("name", ["authorization", "Authorization", "AUTHORIZATION"])
async def test_the_token_is_found_in_any_case_of_letters(
    url: str, token: Callable[..., str], name: str
) -> None:
    async with connect(url) as socket:
        payload = {name: f"Bearer {token()}"}
        await socket.send(json.dumps({"type": "connection_init", "payload": payload}))
        assert (await receive(socket))["type"] == "connection_ack"


async def test_two_tokens_are_refused(url: str, token: Callable[..., str]) -> None:
    async with connect(url) as socket:
        payload = {"authorization": f"Bearer {token()}", "Authorization": f"Bearer {token()}"}
        await socket.send(json.dumps({"type": "connection_init", "payload": payload}))
        assert await _closed(socket) == 4400
