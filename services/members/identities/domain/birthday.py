"""A birthday: a day of the solar or the lunar calendar, with or without its year.

Its text is kept, sealed, and sent: `[YYYY-]MM-DD`, in the lunar calendar `[YYYY-]LMM-DD`, and
`[YYYY-]LMML-DD` for one in a leap month. The text without the year is its *key*.
"""

import re
from dataclasses import dataclass
from datetime import date

_TEXT = re.compile(
    "(?:(?P<year>[0-9]{4})-)?(?P<lunar>L)?(?P<month>[0-9]{2})(?P<leap>L)?-(?P<day>[0-9]{2})"
)
# A birthday without a year is checked in a leap year: 29 February is one.
_LEAP_YEAR = 2000
LUNAR_MONTH_DAYS_MAX = 30
MONTHS = 12


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
