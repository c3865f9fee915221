"""A request beyond a bound of size or time is ended, and costs the process next to nothing."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Any, cast

import pytest
import uvicorn

from gateway.guards import request_bounds
from gateway.guards.concurrency import ConcurrencyLimit
from gateway.guards.overload_protocol import shedding_protocol
from tests.gateway.sockets import until

FILE_BYTES = 2 << 20
SENT_MAX = 4 << 20
"""An attack ends here at the latest: far behind each bound, and far from hurting this machine."""


class Server:
    """An application that reads each request and answers with its size and its headers."""

    def __init__(self) -> None:
        self.asked: list[list[tuple[bytes, bytes]]] = []
        self.port = 0
        self.uvicorn: uvicorn.Server

    async def app(self, scope: Any, receive: Callable[..., Any], send: Callable[..., Any]) -> None:
        size = 0
        while scope["path"] != "/unread":
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            size += len(message["body"])
            if not message["more_body"]:
                break
        self.asked.append(scope["headers"])
        headers = [(b"content-length", str(len(str(size))).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": str(size).encode()})


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    made = Server()
    http = cast(
        "type[asyncio.Protocol]", shedding_protocol(ConcurrencyLimit(), {b"/file": FILE_BYTES})
    )
    config = uvicorn.Config(
        made.app,
        port=0,
        http=http,
        interface="asgi3",
        lifespan="off",
        log_config=None,
        timeout_graceful_shutdown=1,
    )
    made.uvicorn = uvicorn.Server(config)
    serving = asyncio.create_task(made.uvicorn._serve())
    await until(lambda: made.uvicorn.started)
    made.port = made.uvicorn.servers[0].sockets[0].getsockname()[1]
    yield made
    made.uvicorn.should_exit = True
    await serving


async def _flood(port: int, start: bytes, again: bytes) -> tuple[int, bytes]:
    """Send `start`, then `again` for as long as the server takes it. Sent bytes, and its answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(start)
    sent = len(start)
    answer = asyncio.create_task(reader.read())
    try:
        while sent < SENT_MAX and not answer.done():
            writer.write(again)
            sent += len(again)
            await asyncio.wait_for(writer.drain(), 5)
            await asyncio.sleep(0)
        async with asyncio.timeout(5):
            return sent, await answer
    except ConnectionError:
        return sent, answer.result() if answer.done() and not answer.exception() else b""
    finally:
        answer.cancel()
        writer.transport.abort()


async def _ask(port: int, request: bytes) -> tuple[int, Any]:
    """Send one whole request; the status of the answer, and its body."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    async with asyncio.timeout(5):
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        body = await reader.readexactly(length)
    writer.transport.abort()
    return int(head.split()[1]), json.loads(body)


HEAD = b"POST /graphql HTTP/1.1\r\nhost: x\r\n"
FILE = b"POST /file?name=a HTTP/1.1\r\nhost: x\r\n"
CHUNKED = HEAD + b"transfer-encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("bound", "start", "again"),
    [
        ("431", HEAD, b"x-more: " + b"a" * 1000 + b"\r\n"),
        ("431", HEAD, b"a:\r\n" * 500),
        ("431", HEAD + b"x: ", b"a" * 1000),
        ("431", HEAD, b"a" * 1000),
        ("414", b"GET /", b"a" * 1000),
        ("431", b"GET / HTTP/1.1\r\n\r\n" + HEAD, b"x-more: " + b"a" * 1000 + b"\r\n"),
        ("413", CHUNKED, b"3e8\r\n" + b"a" * 1000 + b"\r\n"),
        ("413", CHUNKED, b"1;" + b"e" * 1000 + b"\r\na\r\n"),
        ("413", CHUNKED + b"0\r\n", b"x-trailer: " + b"a" * 1000 + b"\r\n"),
        ("413", CHUNKED.replace(b"graphql", b"unread"), b"3e8\r\n" + b"a" * 1000 + b"\r\n"),
        ("413", HEAD + b"content-length: 99999999\r\n\r\n", b"a" * 1000),
        ("413", b"GET /unread HTTP/1.1\r\ncontent-length: 99999999\r\n\r\n", b"a" * 1000),
        ("413", FILE + b"content-length: 99999999\r\n\r\n", b"a" * 1000),
    ],
    ids=[
        "headers",
        "small headers",
        "header's value",
        "header's name",
        "address",
        "second request",
        "chunks",
        "chunk extensions",
        "trailers",
        "chunks that nobody reads",
        "body",
        "body that nobody reads",
        "file",
    ],
)
async def test_a_request_without_an_end_is_ended(
    server: Server, bound: str, start: bytes, again: bytes
) -> None:
    ended = request_bounds.UNBOUNDED.labels(bound)._value.get()
    sent, _ = await _flood(server.port, start, again)
    assert sent < SENT_MAX
    assert request_bounds.UNBOUNDED.labels(bound)._value.get() == ended + 1
    await until(lambda: not server.uvicorn.server_state.connections)
    assert await _ask(server.port, HEAD + b"content-length: 2\r\n\r\n{}") == (200, 2)


@pytest.mark.parametrize(
    ("request_", "status", "code"),
    [
        (HEAD + b"cookie: " + b"a" * 40_000 + b"\r\n\r\n", 431, "HEAD_TOO_LARGE"),
        (HEAD + b"x: y\r\n" * 200 + b"\r\n", 431, "HEAD_TOO_LARGE"),
        (b"GET /?q=" + b"a" * 40_000 + b" HTTP/1.1\r\nhost: x\r\n\r\n", 414, "ADDRESS_TOO_LONG"),
        (b"GET /?q=" + b"a" * 13_000 + b" HTTP/1.1\r\nhost: x\r\n\r\n", 414, "ADDRESS_TOO_LONG"),
        (HEAD + b"content-length: 900000\r\n\r\n" + b"a" * 700_000, 413, "BODY_TOO_LARGE"),
    ],
    ids=["long header", "many headers", "very long address", "long address", "body"],
)
async def test_the_answer_names_the_bound(
    server: Server, request_: bytes, status: int, code: str
) -> None:
    answered, body = await _ask(server.port, request_)
    extensions = body["errors"][0]["extensions"]
    assert (answered, extensions["code"]) == (status, code)
    assert set(extensions["messages"]) == {"zh", "en"}
    assert not server.asked


async def test_an_honest_request_near_the_bounds_is_answered(server: Server) -> None:
    head = HEAD + b"cookie: " + b"a" * 8_000 + b"\r\nx: y" * 80
    body = b"a" * 200_000
    request = head + b"\r\ncontent-length: 200000\r\n\r\n" + body
    assert await _ask(server.port, request) == (200, 200_000)
    chunks = b"".join(b"%x\r\n%s\r\n" % (1000, b"a" * 1000) for _ in range(200))
    assert await _ask(server.port, CHUNKED + chunks + b"0\r\n\r\n") == (200, 200_000)


async def test_a_file_may_be_larger_and_no_other_request_of_its_connection(server: Server) -> None:
    body = b"a" * FILE_BYTES
    file = FILE + b"content-length: %d\r\n\r\n" % FILE_BYTES + body
    assert await _ask(server.port, file) == (200, FILE_BYTES)
    ended = request_bounds.UNBOUNDED.labels("413")._value.get()
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    for start in (file, HEAD + b"content-length: %d\r\n\r\n" % FILE_BYTES + body):
        with suppress(ConnectionError):
            writer.write(start)
            await reader.readuntil(b"\r\n\r\n")
            await reader.read(len(str(FILE_BYTES)))
    writer.transport.abort()
    assert request_bounds.UNBOUNDED.labels("413")._value.get() == ended + 1


async def test_a_trailer_is_no_header(server: Server) -> None:
    await _ask(server.port, CHUNKED + b"2\r\n{}\r\n0\r\nauthorization: Bearer x\r\n\r\n")
    assert [name for name, _ in server.asked[0]] == [b"host", b"transfer-encoding"]


async def test_half_sent_heads_and_bodies_are_closed_in_time(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request_bounds, "HEAD_TIMEOUT_S", 0.3)
    monkeypatch.setattr(request_bounds, "BODY_TIMEOUT_S", 0.3)
    halves = {
        b"": b"",
        HEAD: b"HTTP/1.1 408 ",
        HEAD + b"content-length: 5\r\n\r\n{": b"",
        CHUNKED + b"2\r\n{}\r\n": b"",
    }
    opened = []
    for half in halves:
        for _ in range(25):
            reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
            writer.write(half)
            opened.append((reader, writer, half))
    for _ in range(3):
        # A byte now and then does not keep a head open.
        await asyncio.sleep(0.15)
        for _, writer, half in opened:
            if half == HEAD:
                writer.write(b"a")
    async with asyncio.timeout(5):
        for reader, writer, half in opened:
            with suppress(ConnectionError):
                assert (await reader.read()).startswith(halves[half])
            writer.transport.abort()
    await until(lambda: not server.uvicorn.server_state.connections)


async def test_a_kept_connection_has_the_time_of_each_request_anew(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request_bounds, "HEAD_TIMEOUT_S", 0.3)
    monkeypatch.setattr(request_bounds, "BODY_TIMEOUT_S", 0.3)
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    async with asyncio.timeout(10):
        for _ in range(3):
            for piece in (HEAD[:9], HEAD[9:] + b"content-length: 2\r\n", b"\r\n{", b"}"):
                writer.write(piece)
                await asyncio.sleep(0.05)
            head = await reader.readuntil(b"\r\n\r\n")
            assert (head[9:12], await reader.readexactly(1)) == (b"200", b"2")
            await asyncio.sleep(0.4)
        writer.write(HEAD)
        assert (await reader.read()).startswith(b"HTTP/1.1 408 ")
    writer.transport.abort()


async def test_requests_do_not_pile_up_behind_one(server: Server) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n" * 2_000)
    async with asyncio.timeout(5):
        with suppress(ConnectionError):
            await reader.read()
    assert len(server.asked) <= request_bounds.PIPELINED_MAX + 1
    writer.transport.abort()
