"""Publishing an event together with the change that it is about."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from services.members.events.domain import MemberEvent


class EventsUnit(Protocol):
    """This room's part of a transaction."""

    async def publish(self, brand: str, events: Sequence[MemberEvent], at: datetime) -> None:
        """Publish events in this order."""


class PublishingUnit(Protocol):
    """A transaction that may publish."""

    @property
    def events(self) -> EventsUnit: ...
