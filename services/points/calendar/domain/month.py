"""Months of the brand's civil time, and to which of them something belongs."""

from __future__ import annotations

import re
from datetime import MAXYEAR, UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

_WRITTEN = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_MS = timedelta(milliseconds=1)
LAST_EXPIRY = datetime(9999, 12, 30, tzinfo=UTC)
"""Later ones are told as this: local time must not leave the years of a datetime."""


class MonthInvalid(Exception):
    """Not a month, or one that has not begun."""

    reason = "INVALID_ARGUMENT"

    def __init__(self, message: str, field: str = "month") -> None:
        super().__init__(message)
        self.field = field


class Month(NamedTuple):
    """A calendar month; written YYYY-MM. Compares by time."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    def plus(self, months: int) -> Month:
        """The month that many later; earlier when negative."""
        count = self.year * 12 + self.number - 1 + months
        return Month(count // 12, count % 12 + 1)

    def until(self, other: Month) -> int:
        """How many months later `other` is; negative when earlier."""
        return (other.year - self.year) * 12 + other.number - self.number

    def start(self, zone: ZoneInfo) -> datetime:
        """Its first instant in `zone`, in UTC."""
        return datetime(self.year, self.number, 1, tzinfo=zone).astimezone(UTC)


def parse_month(text: str, field: str = "month") -> Month:
    """The month that `text`, given as `field`, names. Raises MonthInvalid."""
    written = _WRITTEN.fullmatch(text)
    # The last year has no end that a datetime could hold, the first one no beginning in the east.
    if written is None or not 1 < int(written[1]) < MAXYEAR:
        raise MonthInvalid("YYYY-MM", field)
    return Month(int(written[1]), int(written[2]))


def month_of(at: datetime, zone: ZoneInfo) -> Month:
    """The local month in which `at` lies."""
    local = at.astimezone(zone)
    return Month(local.year, local.month)


def expiry_month(expire_at: datetime, zone: ZoneInfo) -> Month:
    """The local month of the last instant at which points that expire then can be spent."""
    return month_of(min(expire_at - _MS, LAST_EXPIRY), zone)
