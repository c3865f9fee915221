"""Subscriptions as Server-Sent Events: POST, where the client accepts
text/event-stream (`accepting`).

The protocol is graphql-sse's, one connection for each operation
(https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md): `next` events, then `complete`,
and a comment after a longer silence. The id of an event is that of its message; the first event
says, as over a socket, that the subscription is live (`schema.changes`). A stream that ends without
`complete` was cut off: the front end connects again, and resumes with the last `id` in
Last-Event-ID.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, suppress
from typing import Any

import orjson
from starlette.types import Receive, Send
from strawberry.types.execution import PreExecutionError

from gateway.guards.stream_limits import StreamLimits
from gateway.schema.core.context import RequestContext

KEEP_ALIVE_S = 12.0
"""Carriers' NATs and proxies forget a connection that is silent for 30 s or more."""
COMPLETE = b"event: complete\ndata:\n\n"
SILENCE = b":\n\n"
_END: Any = object()


async def send_events(
    results: AsyncIterator[Any],
    context: RequestContext,
    streams: StreamLimits,
    receive: Receive,
    send: Send,
    request_id: str,
) -> None:
    """Send results until they end, the front end disconnects, or the process drains."""
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
        (b"x-request-id", request_id.encode()),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    gone: asyncio.Task[None] = asyncio.create_task(_gone(receive))
    streams.end_with(gone)
    try:
        await _send(send, SILENCE)
        async with aclosing(_pieces(results, context, gone)) as pieces:
            async for piece in pieces:
                await _send(send, piece)
    finally:
        gone.cancel()
    await send({"type": "http.response.body", "body": b""})


async def _pieces(
    results: AsyncIterator[Any], context: RequestContext, gone: "asyncio.Task[None]"
) -> AsyncGenerator[bytes, None]:
    coming: asyncio.Future[Any] = asyncio.ensure_future(_next(results))
    try:
        while not gone.done():
            await asyncio.wait(
                (coming, gone), timeout=KEEP_ALIVE_S, return_when=asyncio.FIRST_COMPLETED
            )
            if not coming.done():
                if not gone.done():
                    yield SILENCE
                continue
            result = coming.result()
            if result is _END:
                yield COMPLETE
                return
            yield _event(result, context)
            coming = asyncio.ensure_future(_next(results))
    finally:
        coming.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await coming
        close = getattr(results, "aclose", None)
        if close is not None:
            await close()


async def _next(results: AsyncIterator[Any]) -> Any:
    return await anext(results, _END)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send(send: Send, piece: bytes) -> None:
    await send({"type": "http.response.body", "body": piece, "more_body": True})


def _event(result: Any, context: RequestContext) -> bytes:
    body: dict[str, Any] = {}
    if not isinstance(result, PreExecutionError):
        body["data"] = result.data
    if result.errors:
        body["errors"] = [error.formatted for error in result.errors]
    name = b""
    if context.event_id:
        name, context.event_id = b"id: " + context.event_id.encode() + b"\n", None
    data = orjson.dumps(body, option=orjson.OPT_UTC_Z)
    return name + b"event: next\ndata: " + data + b"\n\n"
