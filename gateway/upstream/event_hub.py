"""The event hub: the services' Watch streams, fanned out to the subscribers of each member.

Each process follows each service once, from the present on, and after a break from its last token.
Each subscriber has a queue. The hub ends a subscriber that does not keep up with
SUBSCRIBER_TOO_SLOW, so that no other one waits for it. When the service no longer knows our token,
events may be lost, and the hub ends all subscribers of the feed with SUBSCRIPTION_INTERRUPTED. Both
subscribe again, after the last id that they have.
"""

import asyncio
import random
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from prometheus_client import Counter, Gauge

from gateway.core.errors import Code, Refused
from gateway.upstream.clients import Services, watcher
from services.common import telemetry
from services.common.channel import connection_ended
from services.common.errors import reason_of
from tessera.feedback.v1 import feedback_pb2
from tessera.members.v1 import events_pb2
from tessera.points.v1 import ledger_pb2

QUEUE_MAX = 64
BACKOFF_S_MAX = 5.0
BACKOFF_S_MIN = 0.1

SUBSCRIBERS = Gauge("tessera_gateway_subscribers", "Subscriptions open now.", ["feed"])
DROPPED = Counter("tessera_gateway_subscribers_dropped_total", "Let go for being slow.", ["feed"])
RECONNECTS = Counter(
    "tessera_gateway_watch_reconnects_total", "Watch streams begun again.", ["feed"]
)

_log = telemetry.log("subscriptions")

E = TypeVar("E")
Topic: TypeAlias = tuple[str, str]
"""Brand and member."""
WHOLE_BRAND = ""
"""In the place of a member: all items of feedback of the brand."""


class _Queue(Generic[E]):
    """The events that wait for one subscriber."""

    def __init__(self) -> None:
        self.events: asyncio.Queue[E | None] = asyncio.Queue(QUEUE_MAX + 1)
        self.why: Code = Code.SUBSCRIPTION_INTERRUPTED

    def offer(self, event: E) -> bool:
        """Add an event. False when the queue is full, which ends the subscriber."""
        if self.events.qsize() >= QUEUE_MAX:
            self.end(Code.SUBSCRIBER_TOO_SLOW)
            return False
        self.events.put_nowait(event)
        return True

    def end(self, why: Code) -> None:
        """End the subscriber, behind the events that wait already."""
        self.why = why
        self.events.put_nowait(None)


class Feed(Generic[E]):
    """One service's stream, fanned out by brand and member.

    `watch(after, from_now)` opens the stream, `split` gives the topics and events in a response.
    """

    def __init__(
        self,
        name: str,
        watch: Callable[[str, bool], Any],
        split: Callable[[Any], Iterable[tuple[Topic, E]]],
    ) -> None:
        self._name = name
        self._watch = watch
        self._split = split
        self._queues: dict[Topic, set[_Queue[E]]] = defaultdict(set)
        self._token = ""
        self.following = asyncio.Event()
        """Set once the service has named the start of the stream: from then on no event is lost."""

    @contextmanager
    def subscribed(self, brand: str, member_id: str) -> Iterator[AsyncIterator[E]]:
        """The events about a member, from the moment at which this is entered.

        They raise Refused when the subscriber is too slow, or when events may be lost.
        """
        topic, queue = (brand, member_id), _Queue[E]()
        self._queues[topic].add(queue)
        SUBSCRIBERS.labels(self._name).inc()
        try:
            yield self._events(queue)
        finally:
            SUBSCRIBERS.labels(self._name).dec()
            self._forget(topic, queue)

    async def _events(self, queue: _Queue[E]) -> AsyncIterator[E]:
        while (event := await queue.events.get()) is not None:
            yield event
        raise Refused(queue.why, "Subscribe again, with resumeAfter.")

    async def follow(self) -> None:
        """Keep following the service until cancelled."""
        pause_s = BACKOFF_S_MIN
        while True:
            heard = False
            try:
                async for response in self._watch(self._token, not self._token):
                    heard = True
                    pause_s = BACKOFF_S_MIN
                    self._token = response.token or self._token
                    self.following.set()
                    for topic, event in self._split(response):
                        self._tell(topic, event)
            except Exception as error:
                reason = reason_of(error)
                if reason is not None and reason.reason == "WATCH_TOKEN_INVALID":
                    self._interrupt()
                # Servers end connections by age: who had read from it opens it again.
                routine = heard and connection_ended(error)
                log = _log.info if routine else _log.warning
                log("watch_ended", feed=self._name, reason=reason and reason.reason)
            RECONNECTS.labels(self._name).inc()
            await asyncio.sleep(pause_s * random.uniform(0.5, 1.0))
            pause_s = min(pause_s * 2, BACKOFF_S_MAX)

    def _interrupt(self) -> None:
        """Start again from the present, and end all subscribers: they have to catch up."""
        self._token = ""
        self.following.clear()
        for topic, queues in list(self._queues.items()):
            for queue in list(queues):
                queue.end(Code.SUBSCRIPTION_INTERRUPTED)
                self._forget(topic, queue)

    def _tell(self, topic: Topic, event: E) -> None:
        for queue in list(self._queues.get(topic, ())):
            if not queue.offer(event):
                DROPPED.labels(self._name).inc()
                self._forget(topic, queue)

    def _forget(self, topic: Topic, queue: _Queue[E]) -> None:
        queues = self._queues.get(topic)
        if queues is not None:
            queues.discard(queue)
            if not queues:
                del self._queues[topic]


@dataclass(frozen=True, slots=True)
class PointsMoved:
    """A change of a member's POINTS: an entry, points set aside or released, or both.

    Or of a voucher, which moves no points. `redemption_id` is that of the posting, "" without one.
    """

    member_id: str
    entry: ledger_pb2.Entry | None
    held: int
    redemption_id: str = ""


@dataclass(frozen=True, slots=True)
class TierMoved:
    """A change of a member's tier on a ladder."""

    member_id: str
    event: events_pb2.Event


class EventHub:
    """The three feeds of a gateway process."""

    def __init__(self, services: Services) -> None:
        def metadata() -> Any:
            return services.tokens.metadata(watcher())

        self.points: Feed[PointsMoved] = Feed(
            "points",
            lambda after, now: services.ledger.Watch(
                ledger_pb2.WatchRequest(after=after, from_now=now), metadata=metadata()
            ),
            points_moved,
        )
        self.tiers: Feed[TierMoved] = Feed(
            "tiers",
            lambda after, now: services.member_events.Watch(
                events_pb2.WatchRequest(after=after, from_now=now), metadata=metadata()
            ),
            _tiers_moved,
        )
        self.feedback: Feed[feedback_pb2.Event] = Feed(
            "feedback",
            lambda after, now: services.feedback_events.Watch(
                feedback_pb2.WatchRequest(after=after, from_now=now), metadata=metadata()
            ),
            _feedback_moved,
        )
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Start to follow the services."""
        feeds: list[Feed[Any]] = [self.points, self.tiers, self.feedback]
        self._tasks = [asyncio.create_task(feed.follow()) for feed in feeds]

    async def stop(self) -> None:
        """Stop to follow them."""
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with suppress(asyncio.CancelledError):
                await task


def points_moved(response: ledger_pb2.WatchResponse) -> Iterable[tuple[Topic, PointsMoved]]:
    for posting in response.postings:
        redemption_id = posting.cause.redemption_id
        if posting.kind == ledger_pb2.POSTING_KIND_VOUCHER:
            member_id = posting.metadata.get("member_id", "")
            yield (posting.brand, member_id), PointsMoved(member_id, None, 0, redemption_id)
        held = {each.owner: 0 for each in posting.holds if each.asset == "POINTS"}
        for each in posting.holds:
            if each.asset == "POINTS":
                held[each.owner] += each.change
        for entry in posting.entries:
            if entry.asset == "POINTS" and not entry.owner.startswith("house:"):
                change = held.pop(entry.owner, 0)
                whole = _by_itself(posting, entry)
                moved = PointsMoved(entry.owner, whole, change, redemption_id)
                yield (posting.brand, entry.owner), moved
        for owner, change in held.items():
            yield (posting.brand, owner), PointsMoved(owner, None, change, redemption_id)


def _by_itself(posting: ledger_pb2.Posting, entry: ledger_pb2.Entry) -> ledger_pb2.Entry:
    """`entry` with the fields that only its posting has."""
    whole = ledger_pb2.Entry(
        posting_id=posting.id,
        kind=posting.kind,
        effective_time=posting.effective_time,
        record_time=posting.record_time,
        metadata=posting.metadata,
    )
    whole.MergeFrom(entry)
    if posting.HasField("cause"):
        whole.cause.CopyFrom(posting.cause)
        del whole.cause.rules[:]
        whole.cause.rules.extend(
            share for share in posting.cause.rules if share.asset in ("", entry.asset)
        )
    return whole


def _tiers_moved(response: events_pb2.WatchResponse) -> Iterable[tuple[Topic, TierMoved]]:
    for event in response.events:
        if event.HasField("tier_changed"):
            yield (event.brand, event.member_id), TierMoved(event.member_id, event)


def _feedback_moved(
    response: feedback_pb2.WatchResponse,
) -> Iterable[tuple[Topic, feedback_pb2.Event]]:
    for event in response.events:
        if not event.HasField("feedback"):
            # Of another room, such as a survey that was offered.
            continue
        yield (event.brand, WHOLE_BRAND), event
        # What clocks did is for the team: members see no difference.
        if event.member_id and not event.by_clock:
            yield (event.brand, event.member_id), event
