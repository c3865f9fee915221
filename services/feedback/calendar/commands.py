"""The business hours in force, with the public days of the country that the brand names."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from services.common.civil_calendar import china_day
from services.feedback.calendar.domain.business_hours import (
    BusinessDay,
    BusinessHours,
    PublicDay,
)
from services.feedback.calendar.domain.section import CHINA, business_hours_section
from services.feedback.programme.commands import Programmes
from services.feedback.programme.domain import Programme

DAYS_TOLD = 14


@dataclass(frozen=True)
class HoursNow:
    """Business hours at an instant: whether the team works, and until when that is so.

    `days` are today and the days after it. `unknown_years` are those whose public days are not
    known: the next one is told from 1 November on.
    """

    zone: str
    is_open: bool
    next_change: datetime | None
    days: list[tuple[date, BusinessDay]]
    unknown_years: list[int]


def business_hours(programme: Programme) -> BusinessHours | None:
    """The hours of `programme`; None where it has none."""
    return programme.section(_with_public_days)


async def hours_now(programmes: Programmes, brand: str, now: datetime) -> HoursNow | None:
    """The brand's hours at `now`; None where its programme has none."""
    programme = await programmes.of(brand)
    hours = None if programme is None else business_hours(programme)
    if hours is None:
        return None
    today = now.astimezone(hours.zone).date()
    days = [today + timedelta(days=ahead) for ahead in range(DAYS_TOLD)]
    return HoursNow(
        zone=hours.zone.key,
        is_open=hours.is_open(now),
        next_change=hours.next_change(now),
        days=[(day, hours.on(day)) for day in days],
        unknown_years=hours.unknown_years(now),
    )


def _with_public_days(programme: Programme) -> BusinessHours | None:
    section = programme.section(business_hours_section)
    if section.hours is None or section.holidays != CHINA:
        return section.hours
    return replace(section.hours, public_days=_of_china)


def _of_china(day: date) -> PublicDay | None:
    known = china_day(day)
    return None if known is None else PublicDay(known.value)
