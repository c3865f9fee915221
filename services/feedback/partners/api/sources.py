"""The feeds of the three services, opened where partners were last, or at an instant."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Generic, NamedTuple, TypeVar

from services.common.feed_position import OVERLAP
from services.common.follower import Arrival
from services.common.setting_aside import EventKind, Recorded
from services.feedback.partners.domain.message import Message

SILENT_S = 10.0
"""A feed that is not away says something each second."""
IDLE_S = 0.5

E = TypeVar("E", bound=Recorded)
Oldest = Callable[[], Awaitable[datetime | None]]
Take = Callable[[Sequence[Message]], Awaitable[int]]


class Batch(NamedTuple):
    """Events in order, and the token after them."""

    events: Sequence[Any]
    token: str


class PartnerFeed(Generic[E]):
    """One feed: `watch` opens it after a token, at an instant, or, with neither, at the present;
    `made` gives the messages of events; `kind` tells a follower about an event."""

    def __init__(
        self,
        watch: Callable[[str, datetime | None], AsyncIterable[Arrival[E]]],
        made: Callable[[Sequence[E]], list[Message]],
        kind: EventKind[E],
    ) -> None:
        self._watch = watch
        self._made = made
        self.kind = kind

    def source(self, oldest: Oldest) -> Callable[[str], AsyncGenerator[Arrival[E], None]]:
        """For a follower: without a token it begins when the oldest endpoint was made."""

        async def opened(token: str) -> AsyncGenerator[Arrival[E], None]:
            since = None if token else await oldest()
            stream: Any = self._watch(token, since)
            try:
                async for arrival in stream:
                    yield arrival
            finally:
                await _close(stream)

        return opened

    def handler(self, take: Take) -> Callable[[Sequence[E]], Awaitable[None]]:
        """For a follower: `take` gets the messages of a batch."""

        async def handle(events: Sequence[E]) -> None:
            if messages := self._made(events):
                await take(messages)

        return handle

    async def recorded(
        self, begin: datetime, end: datetime
    ) -> AsyncGenerator[Sequence[Message], None]:
        """The messages of all brands that were recorded in this span, and some beside it.

        It ends behind the span, or when the feed has nothing more. Raises TimeoutError for a feed
        that is silent.
        """
        stream: Any = self._watch("", begin)
        arrivals = aiter(stream)
        loop = asyncio.get_running_loop()
        # Behind it no clock of a publisher is so far off that an event of the span could come.
        behind = end + OVERLAP
        is_first = True
        try:
            while True:
                asked_at = loop.time()
                async with asyncio.timeout(SILENT_S):
                    arrival = await anext(arrivals, None)
                if arrival is None:
                    return
                if arrival.events:
                    yield self._made(arrival.events)
                    if _recorded(arrival.events[-1]) > behind:
                        return
                # The first says that it begins; later ones without events come when it waits.
                elif not is_first and loop.time() - asked_at >= IDLE_S:
                    return
                is_first = False
        finally:
            await _close(stream)


def _recorded(event: Recorded) -> datetime:
    return event.record_time.ToDatetime(UTC)


async def _close(stream: Any) -> None:
    if hasattr(stream, "cancel"):
        stream.cancel()
    else:
        await stream.aclose()
