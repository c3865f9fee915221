"""News of experiments in the feed, each in the transaction of what it tells."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from services.common.clock import Clock
from services.common.ids import new_id
from services.common.mongo import Session
from services.common.watch import Feed, FeedEvent
from services.feedback.experiments.domain.news import News

EVENT = "experiment"


class Wire(Protocol):
    """Writes news in events."""

    def experiment_changed(self, event_id: str, brand: str, at: datetime, news: News) -> bytes: ...


class ExperimentNews:
    """Tells what became of experiments."""

    def __init__(self, feed: Feed, wire: Wire, clock: Clock) -> None:
        self._feed = feed
        self._wire = wire
        self._clock = clock

    async def tell(self, session: Session, brand: str, news: Iterable[News]) -> None:
        """Publish `news` in the transaction of `session`."""
        now = self._clock.now()
        events = []
        for each in news:
            event_id = new_id("evt")
            payload = self._wire.experiment_changed(event_id, brand, now, each)
            events.append(FeedEvent(event_id, brand, EVENT, each.experiment, now, payload))
        await self._feed.append(session, events)
