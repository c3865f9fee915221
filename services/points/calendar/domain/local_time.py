"""The brand's civil time: local days, and when they end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo


class Period(StrEnum):
    """A local day, an ISO week, a calendar month, or the member's whole time."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    MEMBER = "member"


def local_day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The first instant after the local day, in UTC."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone).astimezone(UTC)


def last_day(expire_at: datetime, zone: tzinfo) -> date:
    """The local day after which something is gone that expires at `expire_at`, the first instant
    without it."""
    return (expire_at - timedelta(milliseconds=1)).astimezone(zone).date()


def period_key(period: Period, at: datetime, zone: ZoneInfo) -> str:
    """Names the period that `at` lies in: day:2026-11-21, week:2026-W47, month:2026-11, member."""
    day = local_day(at, zone)
    if period is Period.DAY:
        return f"day:{day.isoformat()}"
    if period is Period.WEEK:
        year, week, _ = day.isocalendar()
        return f"week:{year}-W{week:02d}"
    if period is Period.MONTH:
        return f"month:{day.year}-{day.month:02d}"
    return "member"


@dataclass(frozen=True, slots=True)
class Window:
    """Local days from `first` to `last`, both included; an absent end is open."""

    first: date | None = None
    last: date | None = None

    def contains(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)
