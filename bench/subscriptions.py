"""The gateway's memory for each thousand subscriptions, by transport."""

import asyncio
import json
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import uvloop
import websockets

from bench import report
from bench.fleet import Fleet, Server
from bench.load import HOST
from bench.stub_services import member_id
from services.common.auth import GATEWAY_AUDIENCE, Caller, Role, TokenIssuer

SUBSCRIPTIONS = 2_000
SUBSCRIPTIONS_QUICK = 500
WARM = 50
"""Subscriptions before the measurement, which compile code and fill pools."""
AT_ONCE = 50
SETTLE_S = 1.0
TOKEN_TTL = timedelta(hours=1)
QUERY = "subscription { pointsChanged { id entry { amount } points { available } } }"

Open = Callable[[AsyncExitStack, int, str], Awaitable[None]]


def run(quick: bool) -> None:
    """Measure and print; within a minute."""
    with tempfile.TemporaryDirectory(prefix="tessera-bench-") as folder:
        uvloop.run(_run(Path(folder), SUBSCRIPTIONS_QUICK if quick else SUBSCRIPTIONS))


async def _run(folder: Path, count: int) -> None:
    for transport, opens in (("SSE", _open_events), ("graphql-transport-ws", _open_socket)):
        with Fleet(folder / transport) as fleet:
            server = await fleet.start_gateway()
            tokens = _tokens(fleet.keys_dir, count + WARM)
            async with AsyncExitStack() as held:
                await _open_all(held, server, tokens[:WARM], opens)
                before_mb = server.memory_mb
                cpu_s = server.cpu_s
                await _open_all(held, server, tokens[WARM:], opens)
                if before_mb is None or server.memory_mb is None:
                    continue
                grown_mb = server.memory_mb - before_mb
                cpu_ms = ((server.cpu_s or 0.0) - (cpu_s or 0.0)) * 1e3
                report.line(
                    f"memory for 1,000 subscriptions over {transport}",
                    grown_mb * 1_000 / count,
                    "MB",
                    subscriptions=count,
                    process_mb=server.memory_mb,
                    opening_cpu_ms=cpu_ms / count,
                )


def _tokens(keys_dir: Path, count: int) -> list[str]:
    """Tokens of different members."""
    issuer = TokenIssuer(keys_dir, audience=GATEWAY_AUDIENCE)
    callers = (Caller("tea", f"m{n}", Role.MEMBER, member_id(n)) for n in range(count))
    return [issuer.mint(caller, TOKEN_TTL) for caller in callers]


async def _open_all(held: AsyncExitStack, server: Server, tokens: list[str], opens: Open) -> None:
    for start in range(0, len(tokens), AT_ONCE):
        batch = tokens[start : start + AT_ONCE]
        await asyncio.gather(*(opens(held, server.port, token) for token in batch))
    await asyncio.sleep(SETTLE_S)


async def _open_events(held: AsyncExitStack, port: int, token: str) -> None:
    reader, writer = await asyncio.open_connection(HOST, port)
    held.callback(writer.close)
    body = json.dumps({"query": QUERY})
    writer.write(
        (
            f"POST /graphql HTTP/1.1\r\nhost: {HOST}\r\nauthorization: Bearer {token}\r\n"
            "accept: text/event-stream\r\ncontent-type: application/json\r\n"
            f"content-length: {len(body)}\r\n\r\n{body}"
        ).encode()
    )
    head = await reader.readuntil(b":\n\n")
    if b" 200 " not in head:
        raise RuntimeError(f"no stream: {head!r}")


async def _open_socket(held: AsyncExitStack, port: int, token: str) -> None:
    socket = await held.enter_async_context(
        websockets.connect(
            f"ws://{HOST}:{port}/graphql",
            subprotocols=[websockets.Subprotocol("graphql-transport-ws")],
            compression=None,
        )
    )
    payload = {"authorization": f"Bearer {token}"}
    await socket.send(json.dumps({"type": "connection_init", "payload": payload}))
    answer = await socket.recv()
    if "connection_ack" not in str(answer):
        raise RuntimeError(f"no socket: {answer!r}")
    subscribe = {"id": "1", "type": "subscribe", "payload": {"query": QUERY}}
    await socket.send(json.dumps(subscribe))
