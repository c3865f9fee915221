"""Streams: requests that come one after another, and answers without an end.

Neither stands still for ever: a caller that opens one and sends nothing, or does not read, is
ended after a while, so that it holds no place of others.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, contextmanager
from typing import Any

import grpc

from services.common.admission import BETWEEN_MESSAGES_S, FIRST_MESSAGE_S
from services.common.errors import Refusal
from services.common.message_bounds import Reader

ServicerContext = grpc.aio.ServicerContext[Any, Any]


async def first_request(context: ServicerContext, read: Reader) -> Any:
    """The request of a call that has one. Raises STREAM_IDLE when it does not come."""
    data = await _in_time(context.read(), FIRST_MESSAGE_S)
    if data is grpc.aio.EOF:
        raise Refusal("INVALID_ARGUMENT", "the call ended without a request")
    found = _read(read, data)
    del data
    if isinstance(found, Refusal):
        raise found
    return found


async def requests(context: ServicerContext, read: Reader) -> AsyncGenerator[Any, None]:
    """The requests of a call, until its caller ends them. Raises STREAM_IDLE."""
    patience_s = FIRST_MESSAGE_S
    while (data := await _in_time(context.read(), patience_s)) is not grpc.aio.EOF:
        found = _read(read, data)
        del data
        if isinstance(found, Refusal):
            raise found
        yield found
        patience_s = BETWEEN_MESSAGES_S


def _read(read: Reader, data: bytes) -> Any:
    """The request; or its refusal, with nothing that leads to `data`.

    A traceback leads to the frames, and those to megabytes, until cycles are looked for: seldom.
    """
    try:
        return read(data)
    except Refusal as refused:
        refused.__cause__ = refused.__context__ = None
        return refused.with_traceback(None)


async def _in_time(step: Any, seconds: float) -> Any:
    try:
        async with asyncio.timeout(seconds) as limit:
            return await step
    except TimeoutError:
        if not limit.expired():
            raise
        raise Refusal("STREAM_IDLE", metadata={"seconds": f"{seconds:g}"}) from None


class Streams:
    """The streams in progress. Without this, a drain would wait for streams without an end."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self.ended = False

    def end(self) -> None:
        """End all of them, in order: their readers resume elsewhere."""
        self.ended = True
        for task in self._tasks:
            task.cancel()

    async def answer(self, responses: Any, context: ServicerContext) -> None:
        """Send `responses`: a generator, or a coroutine that sends by itself.

        This calls `context.write` instead of yielding: the loop would close an abandoned generator
        later, outside of its own context. Raises STREAM_IDLE when the caller reads nothing.
        """
        with self._one():
            if isinstance(responses, AsyncGenerator):
                async with aclosing(responses):
                    async for response in responses:
                        await _in_time(context.write(response), BETWEEN_MESSAGES_S)
            else:
                await responses

    @contextmanager
    def _one(self) -> Iterator[None]:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            yield
        except asyncio.CancelledError:
            if not self.ended:
                raise
            task.uncancel()
        finally:
            self._tasks.discard(task)
