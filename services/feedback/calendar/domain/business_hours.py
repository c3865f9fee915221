"""A brand's business hours, and time measured by them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY_MINUTES = 24 * 60
DAYS_AHEAD_MAX = 3 * 366
"""No due time lies further ahead. A programme whose clocks take longer than a year of its weeks is
refused, and at most 400 days are closed, so that only public holidays come on top."""
WARNED_FROM_MONTH = 11
NOTHING = timedelta(0)


class PublicDay(StrEnum):
    """The sort of a day in a country's calendar."""

    HOLIDAY = "holiday"
    WORKED = "worked"
    """Worked instead of a holiday, though it may be a Saturday or a Sunday."""
    USUAL = "usual"


PublicDays = Callable[[date], PublicDay | None]
"""Tells the sort of a day; None in a year that the calendar does not know."""


class Opening(NamedTuple):
    """Minutes of the wall clock since midnight: from `start` until before `end`, at most 1,440."""

    start: int
    end: int


class BusinessDay(NamedTuple):
    """The openings of a day, in order. `unknown`: its year's public days are not known."""

    openings: tuple[Opening, ...]
    unknown: bool


class Due(NamedTuple):
    """An instant. `calendar_unknown`: on the way there lie days of which nobody knows whether they
    are public holidays."""

    at: datetime
    calendar_unknown: bool = False


def no_public_days(day: date) -> PublicDay | None:
    """Every day is a usual one."""
    return PublicDay.USUAL


@dataclass(frozen=True)
class BusinessHours:
    """`week` has the openings by weekday, 1 is Monday. `open_days` have their own openings, or
    those of a usual day where they name none. `written_years` are those whose public days the brand
    wrote itself, all of them."""

    zone: ZoneInfo
    week: Mapping[int, tuple[Opening, ...]]
    closed_days: frozenset[date] = frozenset()
    open_days: Mapping[date, tuple[Opening, ...]] = field(default_factory=dict)
    written_years: frozenset[int] = frozenset()
    public_days: PublicDays = no_public_days

    def on(self, day: date) -> BusinessDay:
        """The openings of `day`."""
        if day in self.closed_days:
            return BusinessDay((), unknown=False)
        if day in self.open_days:
            return BusinessDay(self.open_days[day] or self._of_worked(day), unknown=False)
        public = self._public(day)
        if public is PublicDay.HOLIDAY:
            return BusinessDay((), unknown=False)
        if public is PublicDay.WORKED:
            return BusinessDay(self._of_worked(day), unknown=False)
        return BusinessDay(self.week.get(day.isoweekday(), ()), unknown=public is None)

    def sort_of(self, day: date) -> PublicDay:
        """The sort of `day`, as the brand wrote it or else as the country has it; a usual day in a
        year of which nobody knows."""
        if day in self.closed_days:
            return PublicDay.HOLIDAY
        if day in self.open_days:
            return PublicDay.WORKED
        return self._public(day) or PublicDay.USUAL

    def _public(self, day: date) -> PublicDay | None:
        return PublicDay.USUAL if day.year in self.written_years else self.public_days(day)

    def _of_worked(self, day: date) -> tuple[Opening, ...]:
        # A Saturday that is worked instead of a Friday has no hours of its own in most weeks.
        usual = self.week.get(day.isoweekday(), ())
        return usual or next((self.week[n] for n in range(1, 8) if self.week.get(n)), ())

    def is_open(self, at: datetime) -> bool:
        """Whether the team works at `at`."""
        return any(start <= at < end for start, end, _ in self._openings(at, days=1))

    def next_change(self, at: datetime) -> datetime | None:
        """The next opening or closing after `at`; None when there is none within three years."""
        until: datetime | None = None
        for start, end, _ in self._openings(at, DAYS_AHEAD_MAX):
            # Two openings may meet, as at midnight: the team goes on working.
            if until is not None and start > until:
                return until
            if until is not None or start <= at < end:
                until = end
            elif at < start:
                return start
        is_last = until is not None and until < at + timedelta(days=DAYS_AHEAD_MAX)
        return until if is_last else None

    def unknown_years(self, now: datetime) -> list[int]:
        """The years, from this one on, whose public days are not known. The next one is told from
        1 November on."""
        today = now.astimezone(self.zone)
        years = [today.year, today.year + 1] if today.month >= WARNED_FROM_MONTH else [today.year]
        return [year for year in years if self._public(date(year, 1, 1)) is None]

    def _openings(self, at: datetime, days: int) -> Iterator[tuple[datetime, datetime, bool]]:
        """The openings of the day of `at` and of `days` more, as instants in order."""
        first = at.astimezone(self.zone).date()
        for ahead in range(days + 1):
            day = first + timedelta(days=ahead)
            openings, unknown = self.on(day)
            for opening in openings:
                start = self._instant(day, opening.start)
                yield start, max(start, self._instant(day, opening.end)), unknown

    def _instant(self, day: date, minute: int) -> datetime:
        if minute == DAY_MINUTES:
            day, minute = day + timedelta(days=1), 0
        return datetime.combine(day, time(*divmod(minute, 60)), self.zone).astimezone(UTC)


def add_business(hours: BusinessHours, start: datetime, length: timedelta) -> Due:
    """The earliest instant at which `length` of business time is over since `start`.

    Three years after `start` at the latest.
    """
    left, unknown = length, False
    if left <= NOTHING:
        return Due(start)
    for opens, closes, of_unknown in hours._openings(start, DAYS_AHEAD_MAX):
        unknown |= of_unknown
        since = max(opens, start)
        if closes <= since:
            continue
        if left <= closes - since:
            return Due(since + left, unknown)
        left -= closes - since
    return Due(start + timedelta(days=DAYS_AHEAD_MAX), unknown)


def business_between(hours: BusinessHours, start: datetime, end: datetime) -> timedelta:
    """The business time from `start` until `end`; nothing when `end` is not later."""
    days = (end - start).days + 2
    return sum(
        (
            max(NOTHING, min(closes, end) - max(opens, start))
            for opens, closes, _ in hours._openings(start, max(0, days))
        ),
        NOTHING,
    )
