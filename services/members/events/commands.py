"""TODO: say what this is."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from services.members.events.domain import MemberEvent
from services.members.tiers.domain.standing import Judged


class PublishingUnit(Protocol):
    """Keeps decisions and publishes events with the change that they are about."""

    async def decide(self, brand: str, judged: Sequence[Judged], at: datetime) -> None:
        """Keep decisions."""

    async def publish(self, brand: str, events: Sequence[MemberEvent], at: datetime) -> None:
        """Publish events in this order."""
