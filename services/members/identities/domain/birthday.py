"""A birthday: a day of the solar or the lunar calendar, with or without its year.

Its text is kept, sealed, and sent: `[YYYY-]MM-DD`, in the lunar calendar `[YYYY-]LMM-DD`, and
`[YYYY-]LMML-DD` for one in a leap month. The text without the year is its *key*.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

_TEXT = re.compile(
    "(?:(?P<year>[0-9]{4})-)?(?P<lunar>L)?(?P<month>[0-9]{2})(?P<leap>L)?-(?P<day>[0-9]{2})"
)
# A birthday without a year is checked in a leap year: 29 February is one.
_LEAP_YEAR = 2000
LUNAR_MONTH_DAYS_MAX = 30
MONTHS = 12

SolarOf = Callable[[int, int, int, bool], date | None]
"""The solar day of a lunar year, month, day, in the leap month or not; None for no such day."""


@dataclass(frozen=True, slots=True)
class Birthday:
    """`year` is 0 where the member does not tell it. `leap_month`: in a lunar leap month."""

    month: int
    day: int
    year: int = 0
    lunar: bool = False
    leap_month: bool = False

    @property
    def key(self) -> str:
        """02-29, L08-15 or L06L-01: equal for all who have their birthday together."""
        if not self.lunar:
            return f"{self.month:02d}-{self.day:02d}"
        return f"L{self.month:02d}{'L' if self.leap_month else ''}-{self.day:02d}"

    def born_on(self, solar_of: SolarOf) -> date | None:
        """The solar day of birth; None without a year, and where the calendar has no such day."""
        if not self.year:
            return None
        if self.lunar:
            return solar_of(self.year, self.month, self.day, self.leap_month)
        return date(self.year, self.month, self.day)

    def lunar_kept_on(self, year: int, solar_of: SolarOf) -> date | None:
        """The solar day on which a lunar birthday is kept in that lunar year.

        Of a leap month that the year lacks it is in the plain month of that number, of a 30th that
        the month lacks on its 29th, as occasions have it. None outside of the years known.
        """
        for leap in (True, False) if self.leap_month else (False,):
            for day in (self.day, min(self.day, LUNAR_MONTH_DAYS_MAX - 1)):
                if (kept := solar_of(year, self.month, day, leap)) is not None:
                    return kept
        return None

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.key}" if self.year else self.key


def parse(text: str) -> Birthday:
    """The birthday. Raises ValueError for a text of another form, or a day that no year has.

    The days of one lunar year are known to its calendar alone: ask that too.
    """
    found = _TEXT.fullmatch(text)
    if found is None or (found["leap"] and not found["lunar"]) or found["year"] == "0000":
        raise ValueError("not a birthday")
    birthday = Birthday(
        month=int(found["month"]),
        day=int(found["day"]),
        year=int(found["year"] or 0),
        lunar=found["lunar"] is not None,
        leap_month=found["leap"] is not None,
    )
    if not birthday.lunar:
        date(birthday.year or _LEAP_YEAR, birthday.month, birthday.day)
    elif not (1 <= birthday.month <= MONTHS and 1 <= birthday.day <= LUNAR_MONTH_DAYS_MAX):
        raise ValueError("no such month or day")
    return birthday


def key_of(text: str) -> str:
    """The key of a birthday's text; "" where it is empty or was kept in no known form."""
    try:
        return parse(text).key if text else ""
    except ValueError:
        return ""
