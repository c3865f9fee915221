"""The section `business_hours` of feedback in a programme."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.feedback.calendar.domain.business_hours import BusinessHours, Opening
from services.feedback.programme.domain import Programme

CHINA = "china"


@dataclass(frozen=True)
class BusinessHoursSection:
    """The hours as the brand wrote them; `holidays` says whose public days come on top."""

    hours: BusinessHours | None = None
    holidays: str = ""


def business_hours_section(programme: Programme) -> BusinessHoursSection:
    """The section. Raises KeyError, TypeError or ValueError where it breaks the schema."""
    written = programme.feedback.get("business_hours")
    if written is None:
        return BusinessHoursSection()
    week: dict[int, list[Opening]] = {}
    for each in written["week"]:
        for weekday in each["days"]:
            week.setdefault(weekday, []).append(_opening(each))
    hours = BusinessHours(
        zone=programme.zone,
        week={weekday: tuple(sorted(openings)) for weekday, openings in week.items()},
        closed_days=frozenset(map(date.fromisoformat, written.get("closed_days", ()))),
        open_days={
            date.fromisoformat(each["date"]): _openings(each.get("hours", ()))
            for each in written.get("open_days", ())
        },
        written_years=frozenset(written.get("written_years", ())),
    )
    return BusinessHoursSection(hours, written.get("holidays", ""))


def _openings(written: Iterable[Mapping[str, Any]]) -> tuple[Opening, ...]:
    return tuple(sorted(_opening(each) for each in written))


def _opening(written: Mapping[str, Any]) -> Opening:
    return Opening(_minute(written["from"]), _minute(written["until"]))


def _minute(wall_clock: str) -> int:
    hour, minute = wall_clock.split(":")
    return int(hour) * 60 + int(minute)
