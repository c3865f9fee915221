"""An occasion of a member, and what makes it one and the same."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from services.members.events.domain import TierEnd

APART_MIN = timedelta(days=180)
"""Two birthdays of one member that are closer together are one, told in another way."""


class OccasionKind(StrEnum):
    """Events and documents carry the value, so it never changes."""

    BIRTHDAY = "birthday"
    ENROLMENT_ANNIVERSARY = "enrolment_anniversary"
    FIRST_ORDER_ANNIVERSARY = "first_order_anniversary"
    TIER_ENDS = "tier_ends"


class OccasionKey(NamedTuple):
    """One occasion of one member: it is published once for ever. `of`: the ladder of a tier."""

    member_id: str
    kind: OccasionKind
    year: int
    lead_days: int
    of: str = ""

    def of_year(self, year: int) -> "OccasionKey":
        return self._replace(year=year)


@dataclass(frozen=True, slots=True)
class Occasion:
    """Kept on the local day `on`; due `lead_days` before.

    `year` is that of the calendar in which it is counted: for a lunar birthday the lunar year.
    Of a tier that ends it is the number of the day, since a window may end in any month.
    `years` since the enrolment or the first order; 0 of another.
    """

    member_id: str
    kind: OccasionKind
    year: int
    on: date
    lead_days: int = 0
    years: int = 0
    tier_end: TierEnd | None = None

    @property
    def key(self) -> OccasionKey:
        of = self.tier_end.ladder if self.tier_end else ""
        return OccasionKey(self.member_id, self.kind, self.year, self.lead_days, of)

    def neighbours(self) -> tuple[OccasionKey, ...]:
        """The keys under which the same occasion may have been published before."""
        if self.kind is not OccasionKind.BIRTHDAY:
            return (self.key,)
        return tuple(self.key.of_year(self.year + n) for n in (-1, 0, 1))

    def repeats(self, key: OccasionKey, on: date) -> bool:
        """Whether `key`, which was kept `on` that day, leaves no room for this one."""
        return key == self.key or (key in self.neighbours() and abs(self.on - on) < APART_MIN)
