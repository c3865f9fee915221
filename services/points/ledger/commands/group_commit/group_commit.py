"""Group commit: as many postings as wait, up to 512, become one transaction.

Nothing waits for a timer. While a batch is being written the next one gathers and, once it is worth
it, is prepared on top; so batches are small when it is quiet and large when it is busy, and this
process works while the database does. Callers are answered only after the
commit. This holds for refusals too, because a refusal may rest on postings of the same batch or of
the one before.

A request id that is used again is noticed by the insert, which costs nothing while there are none;
then the batch is read again with all of its ids. Before a refusal is answered, its id is looked up
too: a posting that spent the last points must not be refused when it is sent again.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import deque
from collections.abc import Collection, Mapping, Sequence
from contextvars import Context
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from services.common import deadlines
from services.common.clock import Clock
from services.common.errors import Refusal
from services.common.ids import IdSequence
from services.points.ledger.commands.group_commit import metrics
from services.points.ledger.commands.group_commit.ordered_commit import commit_in_line
from services.points.ledger.commands.group_commit.preparation import Preparation, Prepared
from services.points.ledger.commands.group_commit.throughput import Throughput
from services.points.ledger.commands.store import LedgerStore
from services.points.ledger.commands.survivors import NO_MERGES, Survivors
from services.points.ledger.domain.batch import (
    BatchTooLarge,
    LostRace,
    OutcomeUnknown,
    RequestKey,
    RequestSeen,
    Unwritable,
)
from services.points.ledger.domain.hash_chain import fingerprint_of
from services.points.ledger.domain.posting import (
    Posted,
    Posting,
    PostingRequest,
    PostingResult,
    Refused,
)

BATCH_MAX = 512
AHEAD_MIN = 96
"""So many waiting postings are worth preparing while another batch is being written."""
QUEUE_MAX = 20_000
"""About two seconds of work: postings beyond it are refused at once, to be sent again."""
ATTEMPTS_MAX = 32
"""About a second of lost races for the same accounts."""
BACKOFF_BASE_S = 0.002
BACKOFF_MAX_S = 0.02
COMMIT_TIMEOUT_S = 5.0
"""For one attempt; a batch is not written for callers who have left long ago."""
COMMIT_EXPECTED_S_MAX = 0.25
"""A caller with more time than this is never refused because commits were slow."""
SMOOTHING = 8
RETRY_AFTER_MS = 500
_NO_KEYS: Mapping[str, Collection[str]] = MappingProxyType({})


class _Call:
    """What one caller asked: a future for all of it, since a future each costs more than a fold."""

    __slots__ = ("done", "left", "results", "until")

    def __init__(self, count: int, until: float) -> None:
        self.results: list[PostingResult | None] = [None] * count
        self.left = count
        self.until = until
        """On the monotonic clock."""
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()


class _Waiting(NamedTuple):
    """A posting that waits for its commit, and its place in the call."""

    request: PostingRequest
    call: _Call
    place: int


@dataclass(frozen=True, slots=True)
class _InFlight:
    """A batch that is being written. `written` is true if it was written as it was made `ready`."""

    ready: Prepared | None
    written: asyncio.Task[bool]


class _AnswerLost(Exception):
    """The answer to a commit. If it was written, then what was `made` for it."""

    def __init__(self, made: Mapping[RequestKey, Posting]) -> None:
        super().__init__()
        self.made = made


class GroupCommit:
    """The one writer of a process. It works while something waits, and needs no start or stop."""

    def __init__(
        self,
        store: LedgerStore,
        clock: Clock,
        *,
        line: IdSequence,
        survivors: Survivors = NO_MERGES,
        queue_max: int = QUEUE_MAX,
    ) -> None:
        self._store = store
        self._line = line
        self._preparation = Preparation(store, clock, line.next, survivors)
        self._queue_max = queue_max
        self._queue: deque[_Waiting] = deque()
        self._worker: asyncio.Task[None] | None = None
        self._enough: asyncio.Future[None] | None = None
        self._commit_s = 0.0
        self._throughput = Throughput()
        self._unanswered = 0
        """How many postings were taken from the queue and have no answer yet."""
        self._repeats = False

    async def submit(
        self,
        requests: Sequence[PostingRequest],
        find_by: Mapping[str, Collection[str]] = _NO_KEYS,
    ) -> list[PostingResult]:
        """A result for each, in order. `find_by` has the keys by which each brand finds postings.

        Raises OVERLOADED when the queue has no room for all, or moves too slowly for the deadline.
        """
        if not requests:
            return []
        left = deadlines.remaining_s()
        left_s = float("inf") if left is None else left
        before = self._unanswered + len(self._queue)
        waiting = len(self._queue) + len(requests)
        # An empty queue always accepts. Otherwise, after one slow commit, no batch would run to
        # show that commits are fast again.
        slow = before and not self._throughput.allows(before + len(requests), left_s)
        if waiting > self._queue_max or slow:
            metrics.OVERLOADED.inc(len(requests))
            raise Refusal(
                "OVERLOADED",
                f"{len(self._queue)} postings wait",
                metadata={"retry_after_ms": str(RETRY_AFTER_MS)},
            )
        self._preparation.find_by.update(find_by)
        call = _Call(len(requests), time.monotonic() + left_s)
        self._queue.extend(
            [_Waiting(request, call, place) for place, request in enumerate(requests)]
        )
        if self._worker is None or self._worker.done():
            # In an empty context: the batch is everybody's, and has no caller's deadline.
            self._worker = asyncio.get_running_loop().create_task(self._work(), context=Context())
        elif self._enough and not self._enough.done() and len(self._queue) >= AHEAD_MIN:
            self._enough.set_result(None)
        await call.done
        return [result for result in call.results if result is not None]

    async def _work(self) -> None:
        in_flight: _InFlight | None = None
        while self._queue or in_flight is not None:
            if in_flight is not None:
                await self._worth_it(in_flight)
            batch = [self._queue.popleft() for _ in range(min(BATCH_MAX, len(self._queue)))]
            self._unanswered += len(batch)
            metrics.WAITING.set(len(self._queue))
            ready = await self._prepare(batch, in_flight)
            if in_flight is not None and not (
                await in_flight.written and await self._stands(ready)
            ):
                # The state that it was prepared on never came about, or another replica changed it.
                ready = None
            in_flight = None
            if batch:
                task = asyncio.create_task(self._write(batch, ready))
                in_flight = _InFlight(ready, task)

    async def _worth_it(self, in_flight: _InFlight) -> None:
        """Wait until enough has gathered to prepare, or until the batch in flight is written."""
        if in_flight.ready is None:
            await in_flight.written
        if in_flight.written.done() or len(self._queue) >= AHEAD_MIN:
            return
        self._enough = enough = asyncio.get_running_loop().create_future()
        await asyncio.wait((in_flight.written, enough), return_when=asyncio.FIRST_COMPLETED)
        self._enough = None

    async def _prepare(
        self, batch: Sequence[_Waiting], in_flight: _InFlight | None
    ) -> Prepared | None:
        """The batch prepared; None where that has to be tried in its own turn."""
        if not batch or self._repeats:
            return None
        before = in_flight.ready if in_flight is not None and not in_flight.written.done() else None
        try:
            async with deadlines.within(COMMIT_TIMEOUT_S):
                return await self._preparation.prepare(_requests(batch), {}, before)
        except (Exception, asyncio.CancelledError):
            # The same fault meets the batch again when it is written, and is answered there.
            return None

    async def _stands(self, ready: Prepared | None) -> bool:
        """True if every refusal of the batch still holds."""
        if ready is None:
            return False
        try:
            async with deadlines.within(COMMIT_TIMEOUT_S):
                return await self._preparation.stands(ready)
        except (Exception, asyncio.CancelledError):
            # As above.
            return False

    async def _write(self, batch: list[_Waiting], ready: Prepared | None) -> bool:
        """Write the batch and answer it, come what may: whether it was written as prepared."""
        try:
            return await self._settle(batch, ready)
        except (deadlines.DeadlineExceeded, asyncio.CancelledError):
            # The storage stalls, or is closing: no time of the callers has passed.
            for one in batch:
                _answer(one, Refused(OutcomeUnknown("the storage did not answer")))
            return False
        except Exception as error:
            # A fault of ours must not leave the others waiting.
            for one in batch:
                _fail(one, error)
            return False
        finally:
            self._unanswered -= len(batch)

    async def _settle(self, batch: list[_Waiting], ready: Prepared | None) -> bool:
        # Where one came again, more will: an import that is repeated, a client that catches up.
        seen = await self._look_up(batch) if self._repeats else {}
        for attempt in range(ATTEMPTS_MAX):
            batch, all_ = self._in_time(batch), batch
            if not batch:
                # No batch runs that would show fast commits again, so the estimate falls by itself.
                self._commit_s -= self._commit_s / SMOOTHING
                return False
            first = ready if len(batch) == len(all_) else None
            ready = None
            try:
                results = await self._attempt(batch, seen, first)
            except LostRace:
                metrics.LOST_RACES.inc()
                self._preparation.lost()
                await asyncio.sleep(_backoff_s(attempt))
                continue
            except RequestSeen:
                # It may be the id of an expiry that another recorded.
                self._preparation.lost()
                seen |= await self._look_up(batch)
                continue
            except (BatchTooLarge, Unwritable) as error:
                await self._split(batch, error)
                return False
            except _AnswerLost as lost:
                metrics.UNKNOWN.inc()
                await self._find_out(batch, lost.made)
                return False
            self._repeats = any(isinstance(one, Posted) and one.replayed for one in results)
            for one, result in zip(batch, results, strict=True):
                _answer(one, result)
            return first is not None
        metrics.OVERLOADED.inc(len(batch))
        busy = Refusal(
            "OVERLOADED",
            f"lost {ATTEMPTS_MAX} races for the same accounts",
            metadata={"retry_after_ms": str(RETRY_AFTER_MS)},
        )
        for one in batch:
            _answer(one, Refused(busy))
        return False

    async def _attempt(
        self,
        batch: Sequence[_Waiting],
        seen: dict[RequestKey, Posting],
        ready: Prepared | None,
    ) -> list[PostingResult]:
        began = time.monotonic()
        try:
            async with deadlines.within(COMMIT_TIMEOUT_S):
                if ready is None:
                    ready = await self._preparation.prepare(_requests(batch), seen)
                if ready.writes.postings:
                    await commit_in_line(self._store, self._line, ready.writes)
                    self._preparation.written(ready)
        except (OutcomeUnknown, deadlines.DeadlineExceeded) as error:
            raise _AnswerLost(ready.made if ready else {}) from error
        # Smoothed, so that one slow commit does not refuse every caller.
        took_s = time.monotonic() - began
        self._commit_s += (took_s - self._commit_s) / SMOOTHING
        self._throughput.observe(len(batch), took_s)
        if ready.writes.postings:
            metrics.committed(len(ready.writes.postings), took_s)
        return ready.results

    async def _split(self, batch: list[_Waiting], error: BatchTooLarge | Unwritable) -> None:
        """Half of it first, then the other half; alone, it is the one that can't be written."""
        if len(batch) == 1:
            _answer(batch[0], Refused(error))
            return
        middle = len(batch) // 2
        await self._settle(batch[:middle], None)
        await self._settle(batch[middle:], None)

    async def _look_up(self, batch: Sequence[_Waiting]) -> dict[RequestKey, Posting]:
        keys = {RequestKey(one.request.brand, one.request.request_id) for one in batch}
        async with deadlines.within(COMMIT_TIMEOUT_S):
            return await self._store.find(keys)

    def _in_time(self, batch: list[_Waiting]) -> list[_Waiting]:
        """Those that can still be answered in time; the others are refused before any write."""
        latest = time.monotonic() + min(self._commit_s, COMMIT_EXPECTED_S_MAX)
        kept = []
        for one in batch:
            if one.call.done.done():
                continue
            if one.call.until > latest:
                kept.append(one)
            else:
                metrics.TOO_LATE.inc()
                error = deadlines.DeadlineExceeded("no time is left to commit; nothing was written")
                _answer(one, Refused(error))
        return kept

    async def _find_out(
        self, batch: Sequence[_Waiting], made: Mapping[RequestKey, Posting]
    ) -> None:
        """After a lost answer: those that were written get it, the others may be sent again."""
        try:
            written = await self._look_up(batch)
        except Exception:
            written = {}
        # The first request of an id has made its posting, unless it was there already.
        new = {posting.id for posting in made.values()}
        for one in batch:
            posting = written.get(RequestKey(one.request.brand, one.request.request_id))
            if posting is not None and posting.fingerprint == fingerprint_of(one.request):
                _answer(one, Posted(posting, replayed=posting.id not in new))
                new.discard(posting.id)
            else:
                _answer(one, Refused(OutcomeUnknown("the answer of the storage got lost")))


def _requests(batch: Sequence[_Waiting]) -> list[PostingRequest]:
    return [one.request for one in batch]


def _answer(one: _Waiting, result: PostingResult) -> None:
    call = one.call
    if call.results[one.place] is None:
        call.results[one.place] = result
        call.left -= 1
        if not call.left and not call.done.done():
            call.done.set_result(None)


def _fail(one: _Waiting, error: Exception) -> None:
    if not one.call.done.done():
        one.call.done.set_exception(error)


def _backoff_s(attempt: int) -> float:
    # Full jitter, so that two replicas after one account do not meet again and again.
    return random.uniform(0, min(BACKOFF_MAX_S, BACKOFF_BASE_S * 2**attempt))
