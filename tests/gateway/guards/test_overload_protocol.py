"""Beyond the limit a request is refused on its connection, which stays usable."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any, cast

import httpx
import pytest
import uvicorn

from gateway.guards.concurrency import ConcurrencyLimit
from gateway.guards.overload_protocol import shedding_protocol

ORIGIN = "https://shop.example"
PILE_BYTES_MAX = 4 << 20


@pytest.fixture
def concurrency() -> ConcurrencyLimit:
    return ConcurrencyLimit(at_work_max=0, busy_at_work_max=0)


@pytest.fixture
async def server(concurrency: ConcurrencyLimit) -> AsyncIterator[uvicorn.Server]:
    """An application that echoes the request, behind the shedding protocol."""

    async def app(scope: Any, receive: Callable[..., Any], send: Callable[..., Any]) -> None:
        body = (await receive())["body"]
        headers = [(b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    http = cast("type[asyncio.Protocol]", shedding_protocol(concurrency, {}, [ORIGIN]))
    config = uvicorn.Config(
        app, port=0, http=http, lifespan="off", log_config=None, timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server._serve())
    while not server.started:
        await asyncio.sleep(0.01)
    yield server
    server.should_exit = True
    await serving


@pytest.fixture
def port(server: uvicorn.Server) -> int:
    port: int = server.servers[0].sockets[0].getsockname()[1]
    return port


@pytest.fixture
async def client(port: int) -> AsyncIterator[httpx.AsyncClient]:
    limits = httpx.Limits(max_connections=1)
    url = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(base_url=url, limits=limits, trust_env=False) as client:
        yield client


def _make(concurrency: ConcurrencyLimit, at_work_max: int) -> None:
    concurrency._max = at_work_max


async def test_a_refusal_has_the_form_of_a_graphql_error(client: httpx.AsyncClient) -> None:
    answer = await client.post("/graphql", content=b"x" * 100_000)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    extensions = answer.json()["errors"][0]["extensions"]
    assert extensions["code"] == "OVERLOADED"
    assert set(extensions["messages"]) == {"zh", "en"}
    assert "access-control-allow-origin" not in answer.headers


async def test_a_page_of_ours_may_read_the_refusal(client: httpx.AsyncClient) -> None:
    answer = await client.post("/graphql", headers={"origin": ORIGIN})
    assert answer.headers["access-control-allow-origin"] == ORIGIN
    answer = await client.post("/graphql", headers={"origin": "https://other.example"})
    assert answer.status_code == 503
    assert "access-control-allow-origin" not in answer.headers


async def test_the_connection_is_used_again(
    client: httpx.AsyncClient, concurrency: ConcurrencyLimit
) -> None:
    for at_work_max, status in ((0, 503), (1, 200), (0, 503), (0, 503), (1, 200)):
        _make(concurrency, at_work_max)
        answer = await client.post("/graphql?x=1", content=b"hello")
        assert answer.status_code == status
        assert status == 503 or answer.content == b"hello"


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/healthz"), ("POST", "/login/wechat"), ("OPTIONS", "/graphql")]
)
async def test_others_are_left_to_the_application(
    client: httpx.AsyncClient, method: str, path: str
) -> None:
    assert (await client.request(method, path)).status_code == 200


async def test_who_does_not_keep_the_connection_is_refused_and_done(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: close\r\n")
    writer.write(b"content-length: 2\r\n\r\n{}")
    async with asyncio.timeout(10):
        said = await reader.read()
    assert said.startswith(b"HTTP/1.1 503 Service Unavailable\r\n")
    writer.close()


async def test_requests_in_one_piece_are_refused_each(port: int) -> None:
    one = b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{}"
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(one * 3)
    async with asyncio.timeout(10):
        for _ in range(3):
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
            assert b"OVERLOADED" in await reader.readexactly(length)
    writer.close()


async def test_refusals_do_not_pile_up_for_a_client_that_does_not_read(
    server: uvicorn.Server, port: int
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /graphql HTTP/1.1\r\nhost: x\r\n\r\n" * 200_000)
    await asyncio.sleep(1)
    for connection in server.server_state.connections:
        assert connection.transport.get_write_buffer_size() < PILE_BYTES_MAX
    writer.transport.abort()
    del reader


@pytest.mark.parametrize(
    "field",
    [b"", b"connection: keep-alive\r\n", b"transfer-encoding: chunked\r\n", b"expect: x\r\n"],
)
async def test_a_request_in_pieces_is_refused_as_well_as_a_whole_one(
    port: int, field: bytes
) -> None:
    chunked = field.startswith(b"transfer")
    length = b"" if chunked else b"content-length: 2\r\n"
    body = b"2\r\n{}\r\n0\r\n\r\n" if chunked else b"{}"
    one = b"POST /graphql HTTP/1.1\r\nhost: x\r\n" + field + length + b"\r\n" + body
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for cut in (len(one), 1, 30, len(one) - 1, len(one)):
        for piece in (one[:cut], one[cut:]):
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.01)
        async with asyncio.timeout(10):
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 503")
            received = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
            assert b"OVERLOADED" in await reader.readexactly(received)
    writer.close()


@pytest.mark.parametrize(
    "odd",
    [
        b"transfer-encoding : chunked\r\n",
        b"content-length : 40\r\n",
        b"x: y\ntransfer-encoding: chunked\r\n",
        b"x: y\rtransfer-encoding: chunked\r\n",
        b"content-length: 0" + b"2" * 5_000 + b"\r\n",
    ],
)
async def test_a_request_that_others_may_read_otherwise_is_for_the_parser(
    port: int, odd: bytes
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    length = b"" if odd.startswith(b"content-length:") else b"content-length: 2\r\n"
    writer.write(b"POST /graphql HTTP/1.1\r\nhost: x\r\n" + odd + length + b"\r\n{}")
    async with asyncio.timeout(10):
        assert (await reader.readline()).startswith(b"HTTP/1.1 400 ")
    writer.close()
