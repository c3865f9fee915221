"""The Chinese lunar calendar, from 1900 to 2100, and China's public holidays.

No other file knows borax and chinesecalendar.
A domain gets the days that it needs as arguments: it imports the standard library only.
"""

from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import chinese_calendar
from borax.calendars.lunardate import (
    MAX_LUNAR_YEAR,
    MAX_SOLAR_DATE,
    MIN_LUNAR_YEAR,
    MIN_SOLAR_DATE,
    LCalendars,
    LunarDate,
)

NO_LEAP_MONTH = 0


class ChinaDay(StrEnum):
    """The sort of a day by the State Council's notices. Usual weekends are USUAL."""

    HOLIDAY = "holiday"
    WORKED = "worked"
    """Worked instead of a holiday (调休)."""
    USUAL = "usual"


class LunarDay(NamedTuple):
    """A day of the lunar calendar.

    `leap`: it is in the leap month of that number. `last`: it is the last day of its month.
    `leap_month`: the number of the month that the year has twice; 0 where it has none.
    """

    year: int
    month: int
    day: int
    leap: bool
    last: bool
    leap_month: int


@lru_cache(1_000)
def lunar_of(day: date) -> LunarDay | None:
    """The lunar day; None outside of the years that the calendar knows."""
    if not MIN_SOLAR_DATE <= day <= MAX_SOLAR_DATE:
        return None
    lunar = LunarDate.from_solar(day)
    leap = bool(lunar.leap)
    return LunarDay(
        year=lunar.year,
        month=lunar.month,
        day=lunar.day,
        leap=leap,
        last=lunar.day == LCalendars.ndays(lunar.year, lunar.month, lunar.leap),
        leap_month=LCalendars.leap_month(lunar.year),
    )


def solar_of(year: int, month: int, day: int, leap: bool) -> date | None:
    """The solar day of a lunar one; None where the year has no such day, or is not known."""
    if not MIN_LUNAR_YEAR <= year <= MAX_LUNAR_YEAR:
        return None
    try:
        solar: date = LunarDate(year, month, day, int(leap)).to_solar_date()
    except ValueError:
        return None
    return solar


@lru_cache(2_000)
def china_day(day: date) -> ChinaDay | None:
    """The sort of the day; None in a year whose notice the library does not have."""
    try:
        is_off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return None
    if name is None:
        return ChinaDay.USUAL
    return ChinaDay.HOLIDAY if is_off else ChinaDay.WORKED
