"""Extension: activities put off the expiry of what a member has, month by month.

A lot that was put off tells by how many months, in the milliseconds by which it ends before its
day does: so it stands apart from points that expire on that day by themselves, it is spent before
these, and its first month of expiry is known for ever, whoever has it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from services.points.activities.domain.activity_type import ActivityType
from services.points.calendar.domain.local_time import end_of_day, last_day
from services.points.calendar.domain.month import LAST_EXPIRY, Month, expiry_month, month_of

MOST_MONTHS_MAX = 120
_MS = timedelta(milliseconds=1)
JANUARY = 1


class Once(StrEnum):
    """An activity counts for the month or the year that it is in, from its first month on."""

    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Extension:
    """Any of `activities` keeps points until the end of the month that is `months` after it.

    No point is put off by more than `most_months` past its first expiry.
    """

    activities: Collection[ActivityType]
    months: int
    once: Once
    most_months: int

    def keeps_until(self, at: datetime, zone: ZoneInfo) -> Month:
        """The last month until which an activity at `at` keeps points."""
        month = month_of(at, zone)
        counted = Month(month.year, JANUARY) if self.once is Once.YEAR else month
        return counted.plus(self.months)

    def extended(self, expire_at: datetime, keeps_until: Month, zone: ZoneInfo) -> datetime:
        """When points expire that expire at `expire_at`: then, or later."""
        month = expiry_month(expire_at, zone)
        if month >= keeps_until:
            return expire_at
        first = month.plus(-months_put_off(expire_at, zone))
        last = min(keeps_until, first.plus(self.most_months))
        if last <= month:
            return expire_at
        return last.plus(1).start(zone) - first.until(last) * _MS


def months_put_off(expire_at: datetime, zone: ZoneInfo) -> int:
    """By how many months points were put off that expire at `expire_at`."""
    if expire_at >= LAST_EXPIRY:
        return 0
    day = last_day(expire_at, zone)
    if (day + timedelta(days=1)).day != 1:
        return 0
    months = (end_of_day(day, zone) - expire_at) // _MS
    return months if months <= MOST_MONTHS_MAX else 0


def was_put_off(expire_at: datetime | None, first: datetime | None, zone: ZoneInfo) -> bool:
    """Whether points that expire at `expire_at` first expired in the month of `first`."""
    if expire_at is None or first is None or expire_at <= first:
        return False
    months = months_put_off(expire_at, zone)
    return months > 0 and expiry_month(expire_at, zone).plus(-months) == expiry_month(first, zone)
