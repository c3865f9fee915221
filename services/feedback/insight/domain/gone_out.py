"""A message that went out to a member, as insight counts it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from services.feedback.insight.domain.happening import (
    DELIVERED,
    MARKETING_TOUCH,
    TOUCH,
    Happening,
)


class Place(NamedTuple):
    """How far messages are counted: up to an instant, and in it up to an id."""

    at: datetime
    id: str = ""


@dataclass(frozen=True, slots=True)
class GoneOut:
    """`handed_at` is the instant of its latest handing over, `ended_at` that of its state."""

    id: str
    brand: str
    member_id: str
    channel: str
    marketing: bool
    arrived: bool
    handed_at: datetime
    ended_at: datetime

    @property
    def place(self) -> Place:
        """Where it stands among all."""
        return Place(self.ended_at, self.id)

    def happenings(self) -> Iterator[Happening]:
        """That it went out, once however often it is looked at; and that it arrived."""
        kind = MARKETING_TOUCH if self.marketing else TOUCH
        told = self.brand, self.member_id
        yield Happening(f"{self.id}/out", *told, kind, self.handed_at, channel=self.channel)
        if self.arrived:
            yield Happening(
                f"{self.id}/arrived", *told, DELIVERED, self.ended_at, channel=self.channel
            )
