"""The load client reads answers of servers, and reports wrong ones."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import pytest

from bench import load

WITH_LENGTH = b'HTTP/1.1 200 OK\r\ncontent-Length: 11\r\nX: y\r\n\r\n{"data":{}}'
CHUNKED = (
    b'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{"dat\r\n6\r\na":{}}\r\n0\r\n\r\n'
)
REFUSED = b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n"
WITH_ERRORS = b'HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{"errors":[]}'
REQUEST = load.post("/graphql", {"query": "{ a }"}, {"Authorization": "Bearer t"})


def _by(step: int) -> Callable[[bytes], Sequence[bytes]]:
    return lambda answer: [answer[at : at + step] for at in range(0, len(answer), step)]


@asynccontextmanager
async def _server(pieces: Sequence[bytes]) -> AsyncIterator[int]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while len(await reader.read(len(REQUEST))) == len(REQUEST):
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(0)
        writer.close()

    server = await asyncio.start_server(serve, load.HOST, 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


@pytest.mark.parametrize("answer", [WITH_LENGTH, CHUNKED])
@pytest.mark.parametrize("step", [3, 1_000])
async def test_an_answer_is_read_whole_however_it_is_cut(answer: bytes, step: int) -> None:
    async with _server(_by(step)(answer)) as port:
        assert await load.ask(port, REQUEST) == b'{"data":{}}'


async def test_every_answer_of_every_caller_is_counted() -> None:
    async with _server([WITH_LENGTH]) as port:
        measured = await load.measure(port, [REQUEST], callers=4, warm_s=0.02, seconds=0.1)
    assert measured.answers > len(measured.latencies_ms) > 4
    assert measured.per_second == len(measured.latencies_ms) / measured.seconds


@pytest.mark.parametrize("answer", [REFUSED, WITH_ERRORS])
async def test_a_refusal_ends_the_measurement(answer: bytes) -> None:
    async with _server([answer]) as port:
        with pytest.raises(load.LoadError):
            await load.measure(port, [REQUEST], callers=2, warm_s=0, seconds=5)
