"""One change stream of a process and collection, shared by all who watch it.

It keeps what came last. Who stands within that is given it from memory; who is behind it, because
it comes with an older place or reads too slowly, reads a stream of its own until it has caught up.
So watchers hold one connection of the database together, and a few that take turns.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from contextvars import Context
from functools import cached_property
from typing import Any

from prometheus_client import Gauge

from services.common.changes import Batch, Changes, HistoryLost, at_moment, to_timestamp
from services.common.mongo import Collection, Document, Timestamp
from services.common.tasks import end

KEPT_CHANGES_MAX = 8_192
KEPT_BYTES_MAX = 32 * 1024 * 1024
KEPT_BATCHES_MAX = 256
BEGIN_BEFORE_S = 5
"""It begins a little in the past, so that who has just lost its connection stands within it."""
AHEAD_S_MAX = 30
"""A place further ahead than this is none that the database has given."""
SIGN_OF_LIFE_S = 0.5
"""A batch for which a watcher waited so long is a sign of life, whatever is in it."""
OWN_READERS_MAX = 8
"""So many read streams of their own at the same time; more of them take turns."""

WATCHERS = Gauge("tessera_watchers", "Watchers by how they read.", ["reading"])

Pipeline = Sequence[Mapping[str, Any]]


class _Kept:
    """A batch of the shared stream, for all who read it."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.end = _key(batch.resume_token)
        self.bytes = sum(
            len(change["fullDocument"].get("payload", b"")) for change in batch.changes
        )

    @cached_property
    def of_brand(self) -> Mapping[str, Sequence[Document]]:
        """Its changes by brand: so each of many watchers looks at its own only."""
        found: dict[str, list[Document]] = defaultdict(list)
        for change in self.batch.changes:
            found[_brand_of(change)].append(change)
        return found


class _Shared:
    """The open stream. It is read as long as somebody has a seat."""

    def __init__(self, collection: Collection, pipeline: Pipeline, moment: Timestamp) -> None:
        self._collection = collection
        self._pipeline = pipeline
        self._moment = moment
        self._begin = _begin(moment)
        self._floor = _key(self._begin)
        self._seen = moment
        self._kept: deque[_Kept] = deque()
        self._first = 0
        self._changes = self._bytes = 0
        self._arrived = asyncio.Event()
        self.ended: BaseException | None = None
        self.seats = 0
        # In an empty context: it is everybody's, and has no caller's deadline.
        self._task = asyncio.get_running_loop().create_task(self._read(), context=Context())

    def seat(self, after: str, brand: str | None) -> _Seat | None:
        """A seat from which all behind `after` will be seen; None for a place it does not have."""
        if self.ended is not None or _key(after) < self._floor:
            return None
        if to_timestamp(after).time > self._seen.time + AHEAD_S_MAX:
            return None
        return _Seat(self, after, brand)

    async def close(self) -> None:
        self.ended = self.ended or HistoryLost("nobody watched")
        await end(self._task)

    async def _read(self) -> None:
        stream = Changes(self._collection, self._pipeline, self._begin)
        try:
            try:
                await stream.open()
            except HistoryLost:
                # The database is younger than that.
                self._begin = at_moment(self._moment)
                self._floor = _key(self._begin)
                stream = Changes(self._collection, self._pipeline, self._begin)
                await stream.open()
            while True:
                self._keep(_Kept(await stream.next()))
        except Exception as error:
            self.ended = error
            self._arrived.set()
        finally:
            await stream.close()

    def _keep(self, kept: _Kept) -> None:
        self._kept.append(kept)
        self._changes += len(kept.batch.changes)
        self._bytes += kept.bytes
        self._seen = max(self._seen, to_timestamp(kept.batch.resume_token))
        while len(self._kept) > 1 and (
            self._changes > KEPT_CHANGES_MAX
            or self._bytes > KEPT_BYTES_MAX
            or len(self._kept) > KEPT_BATCHES_MAX
        ):
            gone = self._kept.popleft()
            self._first += 1
            self._changes -= len(gone.batch.changes)
            self._bytes -= gone.bytes
            self._floor = gone.end
        arrived, self._arrived = self._arrived, asyncio.Event()
        arrived.set()

    async def batch(self, number: int) -> _Kept | None:
        """The batch of that number, once it is there; None when it is gone already.

        Raises why the stream ended, but for a lost history: each finds out for its own place.
        """
        while number >= self._first + len(self._kept):
            if isinstance(self.ended, HistoryLost):
                return None
            if self.ended is not None:
                raise self.ended
            await self._arrived.wait()
        return self._kept[number - self._first] if number >= self._first else None

    @property
    def oldest(self) -> int:
        """The number of the first batch it has."""
        return self._first


class _Seat:
    """Where one watcher reads in the shared stream."""

    def __init__(self, shared: _Shared, after: str, brand: str | None) -> None:
        self._shared = shared
        self._after = after
        self._brand = brand
        self._number = shared.oldest
        self._passed = False
        """Whether what is kept lies behind the place at which this began."""
        shared.seats += 1

    async def next(self) -> Batch | None:
        """What is new to this watcher; None when it has fallen behind, or the stream has ended."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        while (kept := await self._shared.batch(self._number)) is not None:
            self._number += 1
            if self._passed:
                return Batch(self._own(kept), kept.batch.resume_token)
            own = _key(self._after)
            if kept.end > own:
                self._passed = True
                changes = [c for c in self._own(kept) if _key(c["_id"]["_data"]) > own]
                return Batch(changes, kept.batch.resume_token)
            if loop.time() - began > SIGN_OF_LIFE_S:
                return Batch([], self._after)
        return None

    def _own(self, kept: _Kept) -> list[Document]:
        if self._brand is None:
            return kept.batch.changes
        return list(kept.of_brand.get(self._brand, ()))


class SharedStream:
    """The shared stream of a collection, opened while there are watchers."""

    def __init__(
        self,
        collection: Collection,
        pipeline: Pipeline,
        moment: Callable[[], Awaitable[Timestamp]],
    ) -> None:
        """`pipeline` selects what any watcher may want, `moment` tells the database's present."""
        self._collection = collection
        self._pipeline = pipeline
        self._moment = moment
        self._shared: _Shared | None = None
        self._opening = asyncio.Lock()
        self._turns = asyncio.Semaphore(OWN_READERS_MAX)

    @asynccontextmanager
    async def tail(
        self, after: str, brand: str | None
    ) -> AsyncIterator[Callable[[], Awaitable[Batch]]]:
        """What gives batches behind `after`: from the shared stream where it can be.

        Of `brand`, or of all. Raises HistoryLost.
        """
        tail = _Tail(self, after, brand)
        try:
            await tail.open()
            yield tail.next
        finally:
            await tail.close()

    async def seat(self, after: str, brand: str | None) -> tuple[_Shared, _Seat] | None:
        """A seat behind `after` in the stream, which is opened when need be; None when it is too
        far behind, or too far ahead."""
        async with self._opening:
            if self._shared is None or self._shared.ended is not None:
                moment = await self._moment()
                if _key(after) < _key(_begin(moment)):
                    return None
                self._shared = _Shared(self._collection, self._pipeline, moment)
            shared = self._shared
            seat = shared.seat(after, brand)
            if seat is not None:
                return shared, seat
            if not shared.seats:
                await self._close(shared)
            return None

    async def leave(self, shared: _Shared) -> None:
        """Give a seat back; the last one closes the stream."""
        shared.seats -= 1
        if not shared.seats:
            await self._close(shared)

    async def _close(self, shared: _Shared) -> None:
        if self._shared is shared:
            self._shared = None
        await shared.close()

    def own(self, after: str) -> Changes:
        """A stream of one watcher's own.

        It selects the same: MongoDB resumes only behind an event that the stream lets through, and
        a place in the shared stream may be that of another brand's.
        """
        return Changes(self._collection, self._pipeline, after)

    @property
    def turns(self) -> asyncio.Semaphore:
        """Taken while a stream of one's own is read."""
        return self._turns


class _Tail:
    """One watcher's way through the streams."""

    def __init__(self, stream: SharedStream, after: str, brand: str | None) -> None:
        self._stream = stream
        self._after = after
        self._brand = brand
        self._joined: tuple[_Shared, _Seat] | None = None
        self._own: Changes | None = None

    async def open(self) -> None:
        await self._join()
        if self._joined is None:
            await self._read_alone()

    async def next(self) -> Batch:
        if self._joined is not None:
            batch = await self._joined[1].next()
            if batch is not None:
                self._after = batch.resume_token
                return batch
            await self._leave()
            await self._read_alone()
        assert self._own is not None
        async with self._stream.turns:
            batch = await self._own.next()
        self._after = batch.resume_token
        if self._brand is not None:
            changes = [c for c in batch.changes if _brand_of(c) == self._brand]
            batch = Batch(changes, batch.resume_token)
        await self._join()
        if self._joined is not None:
            await self._close_own()
        return batch

    async def close(self) -> None:
        await self._leave()
        await self._close_own()

    async def _join(self) -> None:
        self._joined = await self._stream.seat(self._after, self._brand)
        if self._joined is not None:
            WATCHERS.labels("shared").inc()

    async def _leave(self) -> None:
        if self._joined is not None:
            shared, _ = self._joined
            self._joined = None
            WATCHERS.labels("shared").dec()
            await self._stream.leave(shared)

    async def _read_alone(self) -> None:
        self._own = self._stream.own(self._after)
        WATCHERS.labels("own").inc()
        async with self._stream.turns:
            await self._own.open()

    async def _close_own(self) -> None:
        if self._own is not None:
            own, self._own = self._own, None
            WATCHERS.labels("own").dec()
            await own.close()


def _brand_of(change: Document) -> str:
    brand: str = change["fullDocument"].get("brand", "")
    return brand


def _begin(moment: Timestamp) -> str:
    return at_moment(Timestamp(max(1, moment.time - BEGIN_BEFORE_S), 1))


def _key(place: str) -> str:
    """Places in the order of the stream: a moment stands before all that is of its time.

    Resume tokens are KeyStrings, which MongoDB itself compares byte by byte.
    """
    return "82" + place[2:] if place.startswith("T:") else place.upper()
