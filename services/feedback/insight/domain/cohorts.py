"""Cohorts: who enrolled on a day, and how many of them were active so many days later."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from services.feedback.insight.domain import happening
from services.feedback.insight.domain.bucket import Bucket
from services.feedback.insight.domain.period import Grain, Period

OFFSETS = (1, 2, 3, 7, 14, 30, 60, 90)


@dataclass(frozen=True, slots=True)
class Cohort:
    """`active` by the number of days after the enrolment; None for a day that is not over."""

    day: date
    size: int
    active: Mapping[int, int | None]


def cohorts(since: date, until: date, today: date, days: Mapping[date, Bucket]) -> list[Cohort]:
    """The cohorts of since … until, the latest first. `days` has the buckets that there are."""
    found = []
    day = until
    while day >= since:
        size = _bucket(days, day).of(happening.ENROLMENT).times
        active = {n: _active(days, day, n, today) for n in OFFSETS}
        found.append(Cohort(day, size, active))
        day -= timedelta(days=1)
    return found


def _active(days: Mapping[date, Bucket], enrolled: date, offset: int, today: date) -> int | None:
    day = enrolled + timedelta(days=offset)
    return None if day >= today else _bucket(days, day).cohorts.get(enrolled, 0)


def _bucket(days: Mapping[date, Bucket], day: date) -> Bucket:
    return days.get(day) or Bucket(Period(Grain.DAY, day))
