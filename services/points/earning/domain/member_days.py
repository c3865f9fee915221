"""Member days: days on which rules and campaigns may give more (occasions.member_days)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.points.programme.domain.programme import Programme


@dataclass(frozen=True, slots=True)
class MemberDay:
    """A weekday (1 Monday to 7), a day of each month, or named days: one of the three.

    A month that lacks the day has it on its last day.
    """

    code: str
    weekday: int | None = None
    day_of_month: int | None = None
    dates: frozenset[date] = frozenset()

    def is_on(self, day: date) -> bool:
        if self.weekday is not None:
            return day.isoweekday() == self.weekday
        if self.day_of_month is not None:
            _, last = monthrange(day.year, day.month)
            return day.day == min(self.day_of_month, last)
        return day in self.dates


def member_days(programme: Programme) -> tuple[MemberDay, ...]:
    """The programme's member days, parsed once a version."""
    return programme.section(_parse)


def codes_on(programme: Programme, day: date) -> list[str]:
    """The codes of the member days that the local `day` is."""
    return [one.code for one in member_days(programme) if one.is_on(day)]


def _parse(programme: Programme) -> tuple[MemberDay, ...]:
    written = programme.document.get("occasions", {}).get("member_days", ())
    return tuple(_member_day(each) for each in written)


def _member_day(written: Mapping[str, Any]) -> MemberDay:
    return MemberDay(
        code=written["code"],
        weekday=written.get("weekday"),
        day_of_month=written.get("day_of_month"),
        dates=frozenset(date.fromisoformat(text) for text in written.get("dates", ())),
    )
