"""The periods of leaderboards, in the brand's local days, and how long each is kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import MAXYEAR, date, timedelta
from enum import StrEnum
from typing import NamedTuple

from services.points.programme.domain.document import Text

_DAY = timedelta(days=1)
_WRITTEN_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")
_WRITTEN_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_WRITTEN_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR_MIN = 1971
"""The periods before it end in no year that a clock of ours could show."""


class Per(StrEnum):
    """How long a period of a board is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"

    @property
    def kept_days(self) -> int:
        """For how many days after its end a period is kept."""
        return _KEPT_DAYS[self]


_KEPT_DAYS = {Per.DAY: 14, Per.WEEK: 56, Per.MONTH: 186, Per.SEASON: 366}


class Season(NamedTuple):
    """A season from the day `first` to the day `last`."""

    code: str
    name: Text
    first: date
    last: date


class Period(NamedTuple):
    """Local days from `first` to `last`. `name` is a season's."""

    code: str
    first: date
    last: date
    name: Text | None = None


class LeaderboardPeriodInvalid(Exception):
    """Not a period of the board, one that has not begun, or one that is no longer kept."""

    reason = "LEADERBOARD_PERIOD_INVALID"
    field = "period"

    def __init__(self, per: Per, today: date) -> None:
        super().__init__(f"no {per} that is kept")
        oldest = today - timedelta(days=per.kept_days)
        self.metadata = {"per": per.value, "oldest": oldest.isoformat()}


def day_period(per: Per, seasons: Sequence[Season], day: date) -> Period | None:
    """The period that `day` belongs to; None between seasons."""
    if per is Per.DAY:
        return Period(day.isoformat(), day, day)
    if per is Per.WEEK:
        year, week, weekday = day.isocalendar()
        first = day - (weekday - 1) * _DAY
        return Period(f"{year}-W{week:02d}", first, first + 6 * _DAY)
    if per is Per.MONTH:
        first = day.replace(day=1)
        last = (first + 31 * _DAY).replace(day=1) - _DAY
        return Period(f"{day.year}-{day.month:02d}", first, last)
    for season in seasons:
        if season.first <= day <= season.last:
            return _of(season)
    return None


def period_named(per: Per, seasons: Sequence[Season], code: str, today: date) -> Period:
    """The period of that name; "" is today's. Raises LeaderboardPeriodInvalid."""
    found = day_period(per, seasons, today) if not code else _named(per, seasons, code)
    if found is None or found.first > today or not is_kept(per, found.last, today):
        raise LeaderboardPeriodInvalid(per, today)
    return found


def is_kept(per: Per, last: date, today: date) -> bool:
    """True while a period that ends with the day `last` is kept."""
    return last + timedelta(days=per.kept_days) >= today


def _named(per: Per, seasons: Sequence[Season], code: str) -> Period | None:
    if per is Per.SEASON:
        return next((_of(season) for season in seasons if season.code == code), None)
    try:
        day = _first_day(per, code)
    except ValueError:
        return None
    if day is None or not _YEAR_MIN <= day.year < MAXYEAR:
        return None
    return day_period(per, seasons, day)


def _first_day(per: Per, code: str) -> date | None:
    if per is Per.WEEK:
        week = _WRITTEN_WEEK.fullmatch(code)
        return date.fromisocalendar(int(week[1]), int(week[2]), 1) if week else None
    if per is Per.MONTH:
        month = _WRITTEN_MONTH.fullmatch(code)
        return date(int(month[1]), int(month[2]), 1) if month else None
    return date.fromisoformat(code) if _WRITTEN_DAY.fullmatch(code) else None


def _of(season: Season) -> Period:
    return Period(season.code, season.first, season.last, season.name)
