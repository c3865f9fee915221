"""A member's standing: the tier, those held before, and the enrolment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from services.points.activities.domain.member_facts import NO_FACTS, MemberFacts
from services.points.calendar.domain.local_time import local_day

HISTORY_MAX = 64
"""Changes of tier that are kept of a member; what is older earns by the first of them."""


@dataclass(frozen=True, slots=True)
class Tier:
    """A step of the main ladder; rank 0 is the lowest. 130 percent is × 1.3."""

    code: str
    rank: int
    multiplier_percent: int


class TierHeld(NamedTuple):
    """A tier, and from when it was held: until the next."""

    since: datetime
    tier: Tier


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a member: each part is None until the members service announces it.

    `history` has the tiers that were held, in their order; `facts`, those that conditions name.
    """

    member_id: str
    tier: Tier | None = None
    enrolled_at: datetime | None = None
    history: tuple[TierHeld, ...] = ()
    facts: MemberFacts = NO_FACTS

    def enrolled_on(self, zone: ZoneInfo) -> date | None:
        """The local day of the enrolment; None while that is unknown."""
        return local_day(self.enrolled_at, zone) if self.enrolled_at else None

    def at(self, end: datetime) -> Standing:
        """The standing just before `end`."""
        if not self.history:
            return self
        held = [one.tier for one in self.history if one.since < end]
        full = len(self.history) >= HISTORY_MAX
        first = self.history[0].tier if full else None
        return replace(self, tier=held[-1] if held else first, history=())


@dataclass(frozen=True, slots=True)
class TierChanged:
    """A member stands on this tier of the main ladder: told at `at`, held from `since` on."""

    brand: str
    member_id: str
    tier: Tier
    at: datetime
    since: datetime


@dataclass(frozen=True, slots=True)
class MemberEnrolled:
    """A member belongs to the brand from `at` on."""

    brand: str
    member_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MemberErased:
    """Nothing is kept of the member but the id."""

    brand: str
    member_id: str


@dataclass(frozen=True, slots=True)
class MemberMerged:
    """From `at` on the member stands for `from_id`, who was merged into them."""

    brand: str
    member_id: str
    from_id: str
    merge_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MemberUnmerged:
    """The id `from_id` stands for `into_id` no more: their merge was undone."""

    brand: str
    member_id: str
    from_id: str
    into_id: str
    merge_id: str


def history_of(told: Iterable[tuple[datetime, TierHeld]]) -> tuple[TierHeld, ...]:
    """The tiers held, as changes make them that were told at those times, in whatever order.

    What is told later is known better: from its `since` on, what was told before is void.
    """
    held: list[TierHeld] = []
    for _, change in sorted(told, key=lambda one: one[0]):
        held = [one for one in held if one.since < change.since]
        held.append(change)
    return tuple(held)
