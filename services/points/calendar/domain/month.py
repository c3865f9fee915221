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

    def start(self, zone: Zone) -> datetime:
        """Its first instant in `zone`, in UTC."""
        if isinstance(zone, BookZones):
            return zone.start(self)
        return datetime(self.year, self.number, 1, tzinfo=zone).astimezone(UTC)


class Stretch(NamedTuple):
    """Months that were closed in one zone, up to `last`; what follows begins at `open_from`."""

    last: Month
    zone: ZoneInfo

    @property
    def open_from(self) -> datetime:
        """The first instant behind them."""
        return self.last.plus(1).start(self.zone)


class BookZones(NamedTuple):
    """A brand's zones: months keep the one in which they were closed, the others have `zone`.

    `closed` are in their order, and each has another zone than the one that follows.
    """

    closed: tuple[Stretch, ...]
    zone: ZoneInfo

    @property
    def key(self) -> str:
        """Names it, as `parse_zone` reads: Asia/Shanghai~2026-10~America/New_York."""
        return "~".join((*(f"{one.zone.key}~{one.last}" for one in self.closed), self.zone.key))

    def month_of(self, at: datetime) -> Month:
        """The month that `at` belongs to: never to one that was closed before it."""
        first: Month | None = None
        for last, zone in self.closed:
            if at < last.plus(1).start(zone):
                return _not_before(month_of(at, zone), first)
            first = last.plus(1)
        return _not_before(month_of(at, self.zone), first)

    def start(self, month: Month) -> datetime:
        """The first instant of `month`."""
        before: Stretch | None = None
        for stretch in self.closed:
            if month <= stretch.last:
                return _start(month, stretch.zone, before)
            before = stretch
        return _start(month, self.zone, before)


Zone = ZoneInfo | BookZones
"""In which months are told: one zone, or those in which a brand has closed its months so far."""


def zone_in(zone: Zone, month: Month) -> ZoneInfo:
    """The zone in which `month` is told."""
    if isinstance(zone, BookZones):
        return next((one.zone for one in zone.closed if month <= one.last), zone.zone)
    return zone


def parse_zone(key: str) -> Zone:
    """The zone that `key` names. Raises KeyError or ValueError where it names none."""
    parts = key.split("~")
    if len(parts) == 1:
        return ZoneInfo(key)
    try:
        closed = [
            Stretch(parse_month(last), ZoneInfo(zone))
            for zone, last in zip(parts[:-1:2], parts[1::2], strict=True)
        ]
    except MonthInvalid as error:
        raise ValueError(key) from error
    return BookZones(tuple(closed), ZoneInfo(parts[-1]))


def _not_before(month: Month, first: Month | None) -> Month:
    return month if first is None else max(month, first)


def _start(month: Month, zone: ZoneInfo, before: Stretch | None) -> datetime:
    if before is not None and month == before.last.plus(1):
        return before.open_from
    return month.start(zone)


def parse_month(text: str, field: str = "month") -> Month:
    """The month that `text`, given as `field`, names. Raises MonthInvalid."""
    written = _WRITTEN.fullmatch(text)
    # The last year has no end that a datetime could hold, the first one no beginning in the east.
    if written is None or not 1 < int(written[1]) < MAXYEAR:
        raise MonthInvalid("YYYY-MM", field)
    return Month(int(written[1]), int(written[2]))


def month_of(at: datetime, zone: Zone) -> Month:
    """The local month in which `at` lies."""
    if isinstance(zone, BookZones):
        return zone.month_of(at)
    local = at.astimezone(zone)
    return Month(local.year, local.month)


def expiry_month(expire_at: datetime, zone: Zone) -> Month:
    """The local month of the last instant at which points that expire then can be spent."""
    return month_of(min(expire_at - _MS, LAST_EXPIRY), zone)
