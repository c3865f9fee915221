"""Handling a follower's events so that one which can't take effect stops no other.

A batch that fails is halved until the event at fault is alone; it is tried TRIES times, then set
aside as a dead letter. Later events about the same members of that brand are kept behind it, in
order; all others go on. A failure that passes by itself (a store or service away, too much waiting)
is no fault of an event: it goes through, and the whole batch comes again.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Generic, Protocol, TypeVar

import grpc
from google.protobuf.timestamp_pb2 import Timestamp
from prometheus_client import Counter, Gauge

from services.common import mongo, telemetry
from services.common.asked_letters import asked_letters
from services.common.brand_config import ProgrammeUnreadable
from services.common.clock import SystemClock
from services.common.dead_letters import WHOLE_BRAND, DeadLetters, Letter, State, key_of
from services.common.mongo import Database

TRIES = 3
PATIENCE_S = 1.0
"""The pauses between tries within one batch: the feed waits for them."""
FIRST_PAUSE_S = 0.1
SENDING_S = 1.0
"""The time for letters sent again, before the feed has its turn."""
COUNT_S = 10.0

LETTERS = Gauge("tessera_follower_dead_letters", "Events set aside.", ["follower"])
OLDEST = Gauge(
    "tessera_follower_dead_letter_age_seconds",
    "Since when the oldest event that was set aside waits; 0 without one.",
    ["follower"],
)
SET_ASIDE = Counter(
    "tessera_follower_set_aside_total", "Events that could not take effect.", ["follower"]
)

_PASSING_REASONS = frozenset(
    {"OVERLOADED", "DEADLINE_EXCEEDED", "STORAGE_UNAVAILABLE", "SERVICE_UNAVAILABLE"}
)
_PASSING_CODES = frozenset(
    {
        grpc.StatusCode.UNAVAILABLE,
        grpc.StatusCode.DEADLINE_EXCEEDED,
        grpc.StatusCode.RESOURCE_EXHAUSTED,
        grpc.StatusCode.CANCELLED,
        grpc.StatusCode.ABORTED,
        grpc.StatusCode.UNAUTHENTICATED,
    }
)

_log = telemetry.log("follower")


class Recorded(Protocol):
    """An event knows when it was recorded, as every event in our protos does."""

    @property
    def record_time(self) -> Timestamp: ...


E = TypeVar("E", bound=Recorded)
Handle = Callable[[Sequence[E]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class EventKind(Generic[E]):
    """Tells what a follower's events are about, and how one is kept as bytes."""

    id: Callable[[E], str]
    brand: Callable[[E], str]
    members: Callable[[E], Collection[str]]
    """Whose later events have to wait when this one is set aside; nobody's for a programme."""
    write: Callable[[E], bytes]
    read: Callable[[bytes], E]


def passes_by_itself(error: BaseException) -> bool:
    """Whether the same event may well take effect later, with nothing mended."""
    if isinstance(error, grpc.aio.AioRpcError):
        return error.code() in _PASSING_CODES
    return (
        isinstance(error, TimeoutError | OSError)
        or mongo.is_transient(error)
        or getattr(error, "reason", None) in _PASSING_REASONS
    )


class SettingAside(Generic[E]):
    """Lets events take effect by `handle`, which must bear that events come again."""

    def __init__(self, name: str, db: Database, kind: EventKind[E], handle: Handle[E]) -> None:
        self._name = name
        self._letters = DeadLetters(db, name)
        self._asked = asked_letters(db)
        self._kind = kind
        self._handle = handle
        self._patience_s = 0.0
        self._unfinished = True
        self._counted_at = float("-inf")

    async def apply(self, events: Sequence[E]) -> None:
        """Each event takes effect, or is set aside. Raises what passes by itself."""
        if not events:
            return
        known = await self._letters.known([self._kind.id(event) for event in events])
        blocked = await self._letters.blocked({k for e in events for k in self._watched(e)})
        self._patience_s = PATIENCE_S
        await self._apply([event for event in events if self._kind.id(event) not in known], blocked)

    async def _apply(self, events: Sequence[E], blocked: Collection[str]) -> set[str]:
        """Apply what does not wait behind `blocked`; the keys behind which more has to wait now."""
        free, behind = self._parted(events, blocked)
        keys = await self._apply_free(free)
        # Last, for one that is also about another member may not overtake that member's events.
        await self._letters.put([self._behind(event) for event in behind])
        return keys.union(*map(self._keys, behind))

    def _parted(
        self, events: Sequence[E], blocked: Collection[str]
    ) -> tuple[Sequence[E], Sequence[E]]:
        """The events that wait for none, and those that do. Those behind one wait as well.

        What comes again after a crash may wait once more: it took effect, and does so only once.
        """
        if not blocked:
            return events, ()
        waiting = set(blocked)
        free, behind = [], []
        for event in events:
            if waiting.isdisjoint(self._watched(event)):
                free.append(event)
            else:
                waiting.update(self._keys(event))
                behind.append(event)
        return free, behind

    async def _apply_free(self, events: Sequence[E]) -> set[str]:
        """The keys of what was set aside."""
        error = await self._failure(events, TRIES if len(events) == 1 else 1) if events else None
        if error is None:
            return set()
        held = next((e for e in events if self._suffers(e, error)), None)
        if held is not None:
            keys = await self._set_aside(held, error)
            return keys | await self._apply([one for one in events if one is not held], keys)
        if len(events) == 1:
            return await self._set_aside(events[0], error)
        middle = len(events) // 2
        keys = await self._apply_free(events[:middle])
        return keys | await self._apply(events[middle:], keys)

    def _suffers(self, event: E, error: Exception) -> bool:
        """Whether the programme that can't be read is the one by which the event is judged."""
        if not isinstance(error, ProgrammeUnreadable):
            return False
        return self._kind.brand(event) == error.brand and bool(self._kind.members(event))

    async def _failure(self, events: Sequence[E], tries: int) -> Exception | None:
        """The error of the last of so many tries; None once all took effect."""
        pause_s = FIRST_PAUSE_S
        while True:
            try:
                await self._handle(events)
            except Exception as error:
                if passes_by_itself(error):
                    raise
                tries -= 1
                if not tries:
                    return error
            else:
                return None
            pause_s = min(pause_s, self._patience_s)
            self._patience_s -= pause_s
            await asyncio.sleep(pause_s)
            pause_s *= 4

    async def _set_aside(self, event: E, error: Exception) -> set[str]:
        """The keys behind which more has to wait now."""
        keys = self._keys(event, error)
        letter = Letter(
            event_id=self._kind.id(event),
            brand=self._kind.brand(event),
            keys=tuple(keys),
            payload=self._kind.write(event),
            record_time=event.record_time.ToDatetime(UTC),
            state=State.FAILED,
            tries=TRIES,
            error=repr(error),
        )
        await self._letters.put([letter])
        self._tell(letter.brand, letter.event_id, error)
        return set(keys)

    def _tell(self, brand: str, event_id: str, error: Exception) -> None:
        SET_ASIDE.labels(self._name).inc()
        _log.error(
            "event_set_aside",
            follower=self._name,
            brand=brand,
            event_id=event_id,
            exc_info=error,
        )

    def _keys(self, event: E, error: Exception | None = None) -> list[str]:
        """Whom the event holds back: its members, or its whole brand by such an error."""
        brand = self._kind.brand(event)
        keys = [key_of(brand, member) for member in self._kind.members(event)]
        return [*keys, key_of(brand, WHOLE_BRAND)] if keys and _of_brand(error) else keys

    def _watched(self, event: E) -> list[str]:
        """The keys behind which the event has to wait."""
        keys = self._keys(event)
        return [*keys, key_of(self._kind.brand(event), WHOLE_BRAND)] if keys else keys

    def _behind(self, event: E) -> Letter:
        return Letter(
            event_id=self._kind.id(event),
            brand=self._kind.brand(event),
            keys=tuple(self._keys(event)),
            payload=self._kind.write(event),
            record_time=event.record_time.ToDatetime(UTC),
            state=State.BEHIND,
        )

    async def send_again(self) -> None:
        """Let letters take effect that were asked for, and those behind them, for a second.

        Raises what passes by itself.
        """
        asked = await self._asked.brands(self._name)
        # Those behind were left, when the process ended, after the letter before them was sent.
        brands = {*asked, *(await self._letters.brands_behind() if self._unfinished else ())}
        until = time.monotonic() + SENDING_S
        self._unfinished = True
        for brand in sorted(brands):
            if not await self._send_brand(brand, until):
                return
        self._unfinished = False
        if brands or time.monotonic() - self._counted_at > COUNT_S:
            await self._count()

    async def _send_brand(self, brand: str, until: float) -> bool:
        """False when the time was over before the last letter."""
        whole = key_of(brand, WHOLE_BRAND)
        blocked: set[str] = set()
        async for letter in self._letters.of_brand(brand):
            watched = {*letter.keys, whole} if letter.keys else set()
            if not blocked.isdisjoint(watched):
                if letter.state is State.ASKED:
                    await self._letters.waits(letter.event_id)
                blocked.update(letter.keys)
            elif letter.state is State.FAILED:
                blocked.update(letter.keys)
            elif time.monotonic() > until:
                return False
            else:
                blocked.update(await self._send(letter))
        return True

    async def _send(self, letter: Letter) -> Sequence[str]:
        """Let it take effect; the keys that it holds back if it can't."""
        try:
            event = self._kind.read(letter.payload)
            await self._handle([event])
        except Exception as error:
            if passes_by_itself(error):
                raise
            whole = key_of(letter.brand, WHOLE_BRAND)
            keys = [key for key in letter.keys if key != whole]
            keys = [*keys, whole] if keys and _of_brand(error) else keys
            await self._letters.failed(letter.event_id, repr(error), keys)
            self._tell(letter.brand, letter.event_id, error)
            return keys
        await self._letters.done(letter.event_id)
        _log.info("event_sent_again", follower=self._name, event_id=letter.event_id)
        return ()

    async def _count(self) -> None:
        count, since = await self._letters.backlog()
        age_s = 0.0 if since is None else (SystemClock().now() - since).total_seconds()
        LETTERS.labels(self._name).set(count)
        OLDEST.labels(self._name).set(max(0.0, age_s))
        self._counted_at = time.monotonic()


def _of_brand(error: Exception | None) -> bool:
    return isinstance(error, ProgrammeUnreadable)
