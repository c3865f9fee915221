"""Hours of the local day: when quiet hours end, when a window opens, and who goes when within it.

Hours are the wall clock's. A time that a day leaves out is the one an hour later; of a time that
comes twice the first counts.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from services.feedback.reach.domain.section import DAY_MINUTES, Quiet, Window

SEPARATOR = "\x1f"
DAYS_AHEAD = 2
"""A window opens today, or tomorrow at the latest."""


def share(*words: str) -> float:
    """A number in [0, 1) that follows from `words` alone, the same for whoever computes it."""
    digest = sha256(SEPARATOR.join(words).encode()).digest()
    return int.from_bytes(digest[:8]) / float(1 << 64)


def spread(touch_id: str, over: timedelta) -> timedelta:
    """How long after an opening this touch goes, in whole seconds below `over`."""
    return timedelta(seconds=int(share("spread", touch_id) * over.total_seconds()))


def quiet_until(quiet: Quiet, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The end of the quiet hours that `now` is in; None outside of them."""
    local = now.astimezone(zone)
    passes_midnight = quiet.until_minute <= quiet.from_minute
    minute = local.hour * 60 + local.minute
    if passes_midnight:
        if minute >= quiet.from_minute:
            return _at(local.date() + timedelta(days=1), quiet.until_minute, zone)
        inside = minute < quiet.until_minute
    else:
        inside = quiet.from_minute <= minute < quiet.until_minute
    return _at(local.date(), quiet.until_minute, zone) if inside else None


def opens_at(window: Window, now: datetime, zone: ZoneInfo) -> tuple[datetime, timedelta] | None:
    """The next opening with its length; None while the window is open at `now`."""
    today = now.astimezone(zone).date()
    for ahead in range(DAYS_AHEAD):
        for start, end in _instants(window.openings, today + timedelta(days=ahead), zone):
            if start <= now < end:
                return None
            if now < start:
                return start, end - start
    return None


def _instants(
    openings: Sequence[tuple[int, int]], day: date, zone: ZoneInfo
) -> list[tuple[datetime, datetime]]:
    return [(_at(day, start, zone), _at(day, end, zone)) for start, end in openings]


def _at(day: date, minute: int, zone: ZoneInfo) -> datetime:
    days, minute = divmod(minute, DAY_MINUTES)
    wall = datetime.combine(day + timedelta(days=days), time(*divmod(minute, 60)), zone)
    return wall.astimezone(UTC)


def shown_instant(at: datetime) -> str:
    """An instant as the inputs of a check name it."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def shown_hours(quiet: Quiet) -> str:
    """Quiet hours as the rule of a check names them."""
    return f"{_wall_clock(quiet.from_minute)}-{_wall_clock(quiet.until_minute)}"


def _wall_clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
