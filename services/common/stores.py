"""A brand's stores as every service needs them: when one is open, and what conditions see of it.

members keeps the register; the others keep a projection of it (`store_projection`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY_MINUTES = 24 * 60
OPEN_FOR_MAX = timedelta(days=8)
"""A store that is open for longer than a week of intervals does not close."""


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When a store is open, by its wall clock.

    `intervals` are (weekday, opening minute, closing minute): 1 is Monday, and a closing minute
    beyond 1,440 lies on the next day. None begins on a day of `closed_days`; one that began the
    day before goes on. From the day `closed_from` on it is closed for good; "" for never. Days are
    YYYY-MM-DD.
    """

    zone: str
    intervals: tuple[tuple[int, int, int], ...] = ()
    closed_days: frozenset[str] = frozenset()
    closed_from: str = ""

    def is_open(self, at: datetime) -> bool | None:
        """Whether it is open at `at`; None where its hours are not known.

        The clock on the wall decides: in the hour that a zone repeats it is open twice, and the
        hour that a zone skips takes nothing from what follows.
        """
        if self.is_closed_for_good(at):
            return False
        if not self.intervals:
            return None
        local = at.astimezone(ZoneInfo(self.zone))
        today, minute = local.date(), local.hour * 60 + local.minute
        return self._covers(today, minute) or self._covers(
            today - timedelta(days=1), minute + DAY_MINUTES
        )

    def open_until(self, at: datetime) -> datetime | None:
        """When it closes next, intervals that meet being one; None where it is not open at `at`,
        and where it does not close within OPEN_FOR_MAX."""
        until = at
        while until - at <= OPEN_FOR_MAX:
            end = self._covered_until(until) if self.is_open(until) else None
            if end is None:
                return until if until > at else None
            until = end
        return None

    def _covered_until(self, at: datetime) -> datetime | None:
        """The latest end of the intervals that cover `at`."""
        zone = ZoneInfo(self.zone)
        local = at.astimezone(zone)
        minute = local.hour * 60 + local.minute
        ends: list[datetime] = []
        for ago in (0, 1):
            day = local.date() - timedelta(days=ago)
            for on, opens, closes in self.intervals:
                covers = on == day.isoweekday() and opens <= minute + ago * DAY_MINUTES < closes
                if covers and day.isoformat() not in self.closed_days:
                    midnight = datetime.combine(day, time(), zone)
                    wall = midnight + timedelta(minutes=closes)
                    both = (wall.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
                    ends += [end for end in both if end > at][:1]
        return max(ends, default=None)

    def is_closed_for_good(self, at: datetime) -> bool:
        """Whether the day from which it is closed has come, where the store is."""
        if not self.closed_from:
            return False
        return at.astimezone(ZoneInfo(self.zone)).date().isoformat() >= self.closed_from

    def _covers(self, day: date, minute: int) -> bool:
        """Whether an interval that begins on `day` covers a minute counted from its midnight."""
        if day.isoformat() in self.closed_days:
            return False
        weekday = day.isoweekday()
        return any(
            on == weekday and opens <= minute < closes for on, opens, closes in self.intervals
        )


def opening_hours(
    zone: str,
    intervals: Iterable[tuple[int, int, int]],
    closed_days: Iterable[str],
    closed_from: str,
) -> OpeningHours:
    """Opening hours of lists."""
    return OpeningHours(zone, tuple(intervals), frozenset(closed_days), closed_from)


@dataclass(frozen=True, slots=True)
class KnownStore:
    """What a projection keeps of a store. Of two versions the higher is the later."""

    brand: str
    code: str
    version: int
    city: str
    hours: OpeningHours

    def facts(self, at: datetime) -> dict[str, object]:
        """What conditions see under `store`. `open` is left out where nobody knows it."""
        is_open = self.hours.is_open(at)
        known = {} if is_open is None else {"open": is_open}
        return {"code": self.code, "city": self.city, **known}
