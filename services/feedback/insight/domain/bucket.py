"""What the happenings of a period add up to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from services.feedback.insight.domain.period import Grain, Period, period_of, periods

RETAINED_DAYS_MAX = 90
REPURCHASE_DAYS = 90
STORES_MAX = 500


@dataclass(frozen=True, slots=True)
class Count:
    """Happenings of one kind: how often, by how many members, and their money in minor units."""

    times: int = 0
    members: int = 0
    minor: int = 0


NONE = Count()


@dataclass(frozen=True, slots=True)
class Bucket:
    """All happenings of a period.

    `active`: members who did anything; `active_days`: the same, each once for each day.
    `visited_and_ordered`: of those who visited. `advocates`: members who shared, invited or
    reviewed. `repeaters` of `buyers`: members with two orders or more, of those with one, in the 90
    days that end with the period; of weeks and months. `cohorts` of a day: active members by the
    day of their enrolment, of the 90 days before. `stores`: counts by store and kind.
    """

    period: Period
    kinds: Mapping[str, Count] = field(default_factory=dict)
    active: int = 0
    active_days: int = 0
    visited_and_ordered: int = 0
    advocates: int = 0
    buyers: int = 0
    repeaters: int = 0
    cohorts: Mapping[date, int] = field(default_factory=dict)
    stores: Mapping[str, Mapping[str, Count]] = field(default_factory=dict)

    def of(self, kind: str) -> Count:
        """The happenings of a kind."""
        return self.kinds.get(kind, NONE)

    def at_store(self, store_id: str) -> "Bucket":
        """What of it happened at a store; members who are active are counted by kind alone."""
        return Bucket(self.period, self.stores.get(store_id, {}))


@dataclass(frozen=True, slots=True)
class Totals:
    """What has come together up to the end of a period: members, and net revenue in minor units."""

    members: int = 0
    minor: int = 0


class Mark(NamedTuple):
    """A period to be counted again; `mark` changes with each happening that comes."""

    brand: str
    period: Period
    mark: str


def changed_by(day: date, today: date) -> set[Period]:
    """The periods whose bucket a happening of `day` may change: also weeks and months up to `today`
    that look 90 days back."""
    until = max(day, min(today, day + timedelta(days=REPURCHASE_DAYS)))
    longer = (each for grain in (Grain.WEEK, Grain.MONTH) for each in periods(grain, day, until))
    return {period_of(Grain.DAY, day), *longer}
