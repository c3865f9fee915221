"""A change stream, taken a batch at a time.

The drivers hand out changes one by one, which under Motor is one hop to a thread for each. Here one
hop waits for the first and takes along what has arrived with it.
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
    """The place to resume from is no longer in the oplog, or the stream was invalidated."""


class Batch(NamedTuple):
    """Changes in commit order, empty when none came within a second, and the place after them."""

    changes: list[Document]
    resume_token: str


class Changes:
    """An open change stream on one collection."""

    def __init__(
        self, collection: Collection, pipeline: Sequence[Mapping[str, Any]], after: str
    ) -> None:
        """`after` is a resume token, or a place of `after_moment`."""
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
        """The changes at hand, or those of the next second. Raises HistoryLost."""
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
        # The thread goes on when we are cancelled, so `close` must be able to wait for it.
        self._pending = asyncio.ensure_future(on_driver_thread(lambda: _drain(stream)))
        changes: list[Document] = await asyncio.shield(self._pending)
        return changes

    async def close(self) -> None:
        """Let go of the stream; a cancelled wait on it is given its second to end first."""
        if self._stream is None:
            return
        if isinstance(self._stream, ChangeStream):
            closing = asyncio.create_task(_close(self._stream, self._pending))
            _closing.add(closing)
            closing.add_done_callback(_closing.discard)
        else:
            await self._stream.close()


# Tasks that nobody waits for are kept from the garbage collector here.
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
    # There is no public way to ask whether the next change is here already; PyMongo's own resume
    # logic asks the same. Without it every change would cost a hop, or would wait for the next.
    more: bool = stream._cursor._has_next()
    return more


def after_moment(operation_time: Timestamp) -> str:
    """The place behind a moment of the database's clock, for when no resume token is at hand."""
    return f"{_MOMENT}{operation_time.time:08X}{operation_time.inc + 1:08X}"


def to_timestamp(place: str) -> Timestamp:
    """The commit time in a resume token or a moment. Raises ValueError when it has none.

    A resume token is a KeyString: type byte 0x82 (timestamp), then seconds and increment, 4 bytes
    each.
    """
    if len(place) < 18 or place[:2] not in (_MOMENT, "82"):
        raise ValueError("neither a resume token nor a moment")
    return Timestamp(int(place[2:10], 16), int(place[10:18], 16))
