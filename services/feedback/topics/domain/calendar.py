"""The content calendar: the days on which slots open, and what holidays do to them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from services.feedback.calendar.domain.business_hours import PublicDay, PublicDays
from services.feedback.topics.domain.section import OnHoliday, Slot, TopicPlan

WEEK = timedelta(days=7)
_SATURDAY = 6


class PlannedKind(StrEnum):
    """What the calendar does on a planned day."""

    USUAL = "usual"
    STAYS = "stays"
    MOVED = "moved"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Planned:
    """A day by the weekday of a slot, and when the slot opens; None where it is left out.
    `unknown`: nobody knows yet which days of its year are public holidays."""

    day: date
    kind: PlannedKind
    opens_at: datetime | None
    unknown: bool = False


DayOf = Callable[[date], PublicDay | None]


def day_of(plan: TopicPlan, public_days: PublicDays) -> DayOf:
    """The sort of a day for this brand; its own days win. None in a year that is not known."""

    def sort(day: date) -> PublicDay | None:
        if day in plan.days_off:
            return PublicDay.HOLIDAY
        if day in plan.workdays:
            return PublicDay.WORKED
        return public_days(day) if plan.holidays else PublicDay.USUAL

    return sort


def planned(slot: Slot, day: date, sort: DayOf, zone: ZoneInfo) -> Planned:
    """What becomes of `slot` on its `day`."""
    of_day = sort(day)
    if of_day is not PublicDay.HOLIDAY:
        return Planned(day, PlannedKind.USUAL, _at(slot, day, zone), of_day is None)
    if slot.on_holiday is OnHoliday.STAY:
        return Planned(day, PlannedKind.STAYS, _at(slot, day, zone))
    if slot.on_holiday is OnHoliday.MOVE:
        # Never onto its own next day, where it comes by itself.
        for ahead in range(1, WEEK.days):
            other = day + timedelta(days=ahead)
            if _is_worked(other, sort):
                return Planned(day, PlannedKind.MOVED, _at(slot, other, zone), sort(other) is None)
    return Planned(day, PlannedKind.SKIPPED, None)


def days_from(slot: Slot, first: date) -> Iterator[date]:
    """The days of the slot's weekday from `first` on, without an end."""
    day = first + timedelta(days=(slot.weekday - first.isoweekday()) % WEEK.days)
    while True:
        yield day
        day += WEEK


def running(slot: Slot, sort: DayOf, zone: ZoneInfo, now: datetime) -> list[Planned]:
    """The days whose edition is to be open at `now`, the oldest first."""
    today = now.astimezone(zone).date()
    found: list[Planned] = []
    for day in days_from(slot, today - timedelta(days=slot.open_days + WEEK.days)):
        if day > today:
            return found
        each = planned(slot, day, sort, zone)
        if each.opens_at is not None and each.opens_at <= now < closes_at(slot, each.opens_at):
            found.append(each)
    raise AssertionError("days go on for ever")


def closes_at(slot: Slot, opens_at: datetime) -> datetime:
    """When an edition that opened at `opens_at` closes."""
    return opens_at + timedelta(days=slot.open_days)


def _at(slot: Slot, day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, slot.at, zone).astimezone(UTC)


def _is_worked(day: date, sort: DayOf) -> bool:
    of_day = sort(day)
    if of_day is PublicDay.HOLIDAY:
        return False
    return of_day is PublicDay.WORKED or day.isoweekday() < _SATURDAY
