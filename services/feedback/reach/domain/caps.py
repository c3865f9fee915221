"""Caps: how many messages of a purpose count in a window, and when a place comes free."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.feedback.audience.domain import Counted
from services.feedback.reach.domain.section import Cap, Per

LENGTHS = {
    Per.DAY: timedelta(hours=24),
    Per.WEEK: timedelta(hours=168),
    Per.MONTH: timedelta(hours=720),
}
KEPT_FOR = timedelta(days=32)
"""What is older counts in no window."""
KEPT_MAX = 64


def counting(cap: Cap, counted: Sequence[Counted], now: datetime, zone: ZoneInfo) -> list[datetime]:
    """The times of the messages that take a place at `now`, the earliest first.

    A rolling window is (now - length, now]; one of the calendar begins with the local day, ISO week
    or month.
    """
    own = sorted(each.at for each in counted if each.purpose is cap.purpose and each.at <= now)
    if cap.calendar:
        return [at for at in own if at >= _calendar(cap.per, now, zone)[0]]
    return [at for at in own if at > now - LENGTHS[cap.per]]


def free_from(
    cap: Cap, counting_now: Sequence[datetime], now: datetime, zone: ZoneInfo
) -> datetime:
    """When the next place of a full window comes free."""
    if cap.calendar:
        return _calendar(cap.per, now, zone)[1]
    return counting_now[len(counting_now) - cap.times] + LENGTHS[cap.per]


def kept(counted: Sequence[Counted], now: datetime) -> tuple[Counted, ...]:
    """Those that any window may still count, the latest KEPT_MAX."""
    recent = [each for each in counted if each.at > now - KEPT_FOR]
    return tuple(sorted(recent, key=lambda each: (each.at, each.touch_id))[-KEPT_MAX:])


def _calendar(per: Per, now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    day = now.astimezone(zone).date()
    if per is Per.DAY:
        first, last = day, day + timedelta(days=1)
    elif per is Per.WEEK:
        first = day - timedelta(days=day.weekday())
        last = first + timedelta(days=7)
    else:
        first = day.replace(day=1)
        last = (first + timedelta(days=31)).replace(day=1)
    begin, end = (datetime.combine(each, time(), zone).astimezone(UTC) for each in (first, last))
    return begin, end
