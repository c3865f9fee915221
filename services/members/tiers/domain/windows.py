"""The windows over which a ladder counts.

A window has a first local day and an end, the first local day after it. `rolling` windows start on
the day a tier is reached; `calendar_year` and `anniversary` windows lie fixed in time, the latter
on the day of enrolment (29 February becomes the 28th in a common year); `lifetime` never ends.
A rolling one may count so many months, and still keep a tier until the next anniversary.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_MONTH_DAYS_MAX = 31


class WindowKind(StrEnum):
    ROLLING = "rolling"
    CALENDAR_YEAR = "calendar_year"
    ANNIVERSARY = "anniversary"
    LIFETIME = "lifetime"


@dataclass(frozen=True, slots=True)
class Window:
    """`months` and `kept_until_anniversary` are used by rolling windows only."""

    kind: WindowKind
    months: int = 12
    kept_until_anniversary: bool = False

    def counts_from(self, today: date, enrolled_on: date) -> date:
        """The first day whose growth counts on `today`."""
        if self.kind is WindowKind.ROLLING:
            return add_months(today, -self.months) + timedelta(days=1)
        if self.kind is WindowKind.LIFETIME:
            return date.min
        return self.start(today, enrolled_on)

    def start(self, day: date, enrolled_on: date) -> date:
        """The first day of the window by which a tier reached on `day` is judged."""
        if self.kind is WindowKind.LIFETIME or self._ends_by_itself:
            return day
        if self.kind is WindowKind.CALENDAR_YEAR:
            return date(day.year, 1, 1)
        this_year = add_months(enrolled_on, 12 * (day.year - enrolled_on.year))
        return this_year if this_year <= day else self._year_after(day, enrolled_on, -1)

    def end(self, start: date, enrolled_on: date) -> date | None:
        """The first day after the window that starts on `start`; None when it never ends."""
        if self.kind is WindowKind.LIFETIME:
            return None
        if self._ends_by_itself:
            return add_months(start, self.months)
        if self.kind is WindowKind.CALENDAR_YEAR:
            return date(start.year + 1, 1, 1)
        # A tier that was reached under a window of another kind may have begun within the year.
        return self._year_after(self.start(start, enrolled_on), enrolled_on, 1)

    def judged_from(self, since: date, on: date) -> date:
        """The first day that the judgement on the local day `on` looks at, of a tier whose window
        began on `since`."""
        if self.kind is WindowKind.ROLLING and self.kept_until_anniversary:
            return add_months(on, -self.months)
        return since

    @property
    def _ends_by_itself(self) -> bool:
        return self.kind is WindowKind.ROLLING and not self.kept_until_anniversary

    @property
    def days_max(self) -> int:
        """The most days of detail that it can look back on; 0 when the total is enough."""
        if self.kind is WindowKind.LIFETIME:
            return 0
        return _MONTH_DAYS_MAX * (self.months if self.kind is WindowKind.ROLLING else 12)

    def _year_after(self, day: date, enrolled_on: date, years: int) -> date:
        # Counted from the enrolment itself, so that 29 February comes back in leap years.
        return add_months(enrolled_on, 12 * (day.year - enrolled_on.year + years))


def add_months(day: date, months: int) -> date:
    """The same day `months` later (earlier when negative), or the last of a shorter month."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month0 + 1)[1]
    return date(year, month0 + 1, min(day.day, last))
