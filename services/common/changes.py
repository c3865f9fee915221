"""A change stream of MongoDB, read in batches.

The drivers return changes one by one; with Motor, each costs a switch to a thread and back. Here
one switch waits for the first change and returns all that have arrived by then.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from services.common.mongo import (
    AsyncChangeStream,
    ChangeStream,
    Collection,
    Document,
    OperationFailure,
    Timestamp,
    is_motor,
    is_transient,
    on_driver_thread,
)

AWAIT_MS = 1_000
BATCH_MAX = 1_000
_MOMENT = "T:"


class HistoryLost(Exception):
    """The oplog no longer reaches the resume token, or the stream was invalidated."""


class Batch(NamedTuple):
    """Changes in commit order (none if a second passed without one), and the token after them."""

    changes: list[Document]
    resume_token: str


class Changes:
    """An open change stream on one collection."""

    def __init__(
        self, collection: Collection, pipeline: Sequence[Mapping[str, Any]], after: str
    ) -> None:
        """`after` is a resume token, or a result of `after_moment`."""
        self._collection: Any = collection
        self._options: dict[str, Any] = {
            "pipeline": list(pipeline),
            "max_await_time_ms": AWAIT_MS,
            "batch_size": BATCH_MAX,
        }
        if after.startswith(_MOMENT):
            self._options["start_at_operation_time"] = to_timestamp(after)
        else:
            self._options["resume_after"] = {"_data": after}
        self._stream: Any = None
        self._pending: asyncio.Future[Any] | None = None

    async def open(self) -> None:
        """Start the stream. Raises HistoryLost."""
        try:
            if is_motor(self._collection):
                watched = self._collection.delegate
                self._stream = await on_driver_thread(lambda: watched.watch(**self._options))
            else:
                self._stream = await self._collection.watch(**self._options)
        except OperationFailure as error:
            if is_transient(error):
                raise
            raise HistoryLost(str(error.code)) from error

    async def next(self) -> Batch:
        """The changes that have arrived, or those of the next second. Raises HistoryLost."""
        try:
            if isinstance(self._stream, ChangeStream):
                changes = await self._on_thread(self._stream)
            else:
                changes = await _drain_async(self._stream)
        except OperationFailure as error:
            if is_transient(error):
                raise
            raise HistoryLost(str(error.code)) from error
        if not self._stream.alive:
            raise HistoryLost("the stream was invalidated")
        return Batch(changes, self._stream.resume_token["_data"])

    async def _on_thread(self, stream: ChangeStream[Document]) -> list[Document]:
        # The thread continues when this task is cancelled, so `close` must be able to wait for it.
        self._pending = asyncio.ensure_future(on_driver_thread(lambda: _drain(stream)))
        changes: list[Document] = await asyncio.shield(self._pending)
        return changes

    async def close(self) -> None:
        """Close the stream, after a cancelled `next` on a thread has ended (within a second)."""
        if self._stream is None:
            return
        if isinstance(self._stream, ChangeStream):
            closing = asyncio.create_task(_close(self._stream, self._pending))
            _closing.add(closing)
            closing.add_done_callback(_closing.discard)
        else:
            await self._stream.close()


# Holds tasks that nothing awaits, or the garbage collector might end them.
_closing: set[asyncio.Task[None]] = set()


async def _close(stream: ChangeStream[Document], pending: asyncio.Future[Any] | None) -> None:
    if pending is not None:
        await asyncio.wait([pending])
        pending.exception()
    await on_driver_thread(stream.close)


def _drain(stream: ChangeStream[Document]) -> list[Document]:
    changes = []
    change = stream.try_next()
    while change is not None:
        changes.append(change)
        change = stream.try_next() if _has_more(stream) else None
    return changes


async def _drain_async(stream: AsyncChangeStream[Document]) -> list[Document]:
    changes = []
    change = await stream.try_next()
    while change is not None:
        changes.append(change)
        change = await stream.try_next() if _has_more(stream) else None
    return changes


def _has_more(stream: Any) -> bool:
    # PyMongo has no public method that says whether the next change has arrived; its own resume
    # logic uses this one. Without it every change would cost a thread switch, or wait for the next.
    more: bool = stream._cursor._has_next()
    return more


def after_moment(operation_time: Timestamp) -> str:
    """A start for `Changes` after a time of the database's clock, when there is no resume token."""
    return f"{_MOMENT}{operation_time.time:08X}{operation_time.inc + 1:08X}"


def at_moment(moment: Timestamp) -> str:
    """The position from which the stream also returns what happened at that moment."""
    return f"{_MOMENT}{moment.time:08X}{moment.inc:08X}"


def to_timestamp(start: str) -> Timestamp:
    """The time in a resume token or in a result of `after_moment`. Raises ValueError for others.

    A resume token is a KeyString: type byte 0x82 (timestamp), then seconds and increment, 4 bytes
    each.
    """
    if len(start) < 18 or start[:2] not in (_MOMENT, "82"):
        raise ValueError("neither a resume token nor a time")
    return Timestamp(int(start[2:10], 16), int(start[10:18], 16))
