"""Which birthdays and anniversaries are kept on a day."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

CATCH_UP_DAYS_MAX = 7
"""Days that are published late; what is older is over."""
ANNIVERSARY_YEARS_MAX = 100
_LEAP_DAY = (2, 29)


class LeapDay(StrEnum):
    """The stand-in of 29 February in common years."""

    FEB_28 = "feb_28"
    MAR_1 = "mar_1"


class LunarDay(Protocol):
    """A day of the lunar calendar: in the leap month of that number, the last one of its month.

    `leap_month`: the month that the year has twice; 0 for none.
    """

    @property
    def year(self) -> int: ...
    @property
    def month(self) -> int: ...
    @property
    def day(self) -> int: ...
    @property
    def leap(self) -> bool: ...
    @property
    def last(self) -> bool: ...
    @property
    def leap_month(self) -> int: ...


def birthday_keys(day: date, lunar: LunarDay | None, leap_day: LeapDay) -> dict[str, int]:
    """The keys of the birthdays kept on `day`, each with the year of its calendar.

    A day that the year or month lacks has its stand-in: of 29 February `leap_day`, of a lunar 30th
    the month's last day, of a leap month that the year lacks the plain month of that number.
    """
    keys = {f"{day:%m-%d}": day.year}
    if day == stand_in(day.year, leap_day):
        keys["02-29"] = day.year
    if lunar is not None:
        keys |= dict.fromkeys(_lunar_keys(lunar), lunar.year)
    return keys


def _lunar_keys(lunar: LunarDay) -> Iterator[str]:
    days = {lunar.day, *({30} if lunar.last else ())}
    for number in sorted(days):
        if not lunar.leap:
            yield f"L{lunar.month:02d}-{number:02d}"
        if lunar.leap or lunar.leap_month != lunar.month:
            yield f"L{lunar.month:02d}L-{number:02d}"


def stand_in(year: int, leap_day: LeapDay) -> date | None:
    """The day that is kept for 29 February; None in a leap year."""
    if _exists(year, *_LEAP_DAY):
        return None
    return date(year, 2, 28) if leap_day is LeapDay.FEB_28 else date(year, 3, 1)


def days_of_anniversaries(day: date, leap_day: LeapDay) -> Iterator[date]:
    """The earlier days whose anniversary is kept on `day`, the latest first."""
    keeps_leap_day = day == stand_in(day.year, leap_day)
    for year in range(day.year - 1, max(0, day.year - ANNIVERSARY_YEARS_MAX - 1), -1):
        if _exists(year, day.month, day.day):
            yield date(year, day.month, day.day)
        if keeps_leap_day and _exists(year, *_LEAP_DAY):
            yield date(year, *_LEAP_DAY)


def days_due(done: date | None, today: date) -> list[date]:
    """The days to publish: from behind the last one that is done until `today`.

    A brand begins with today. No day is older than CATCH_UP_DAYS_MAX; a clock that went back has
    nothing to do until it is where it was.
    """
    if done is None:
        return [today]
    first = max(done + timedelta(days=1), today - timedelta(days=CATCH_UP_DAYS_MAX))
    return [first + timedelta(days=n) for n in range((today - first).days + 1)]


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
