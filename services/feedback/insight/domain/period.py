"""Days, ISO weeks and calendar months of a brand's zone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


class Grain(StrEnum):
    """The length of a period."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """`first` is its first day."""

    grain: Grain
    first: date

    @property
    def until(self) -> date:
        """The day after its last one."""
        match self.grain:
            case Grain.DAY:
                return self.first + DAY
            case Grain.WEEK:
                return self.first + 7 * DAY
            case Grain.MONTH:
                return (self.first + 31 * DAY).replace(day=1)

    @property
    def before(self) -> "Period":
        """The one before it."""
        return period_of(self.grain, self.first - DAY)

    @property
    def after(self) -> "Period":
        """The one after it."""
        return Period(self.grain, self.until)

    def days(self) -> Iterator[date]:
        """Its days, in order."""
        day = self.first
        while day < self.until:
            yield day
            day += DAY

    def complete(self, today: date) -> bool:
        """Whether it is over."""
        return self.until <= today


def period_of(grain: Grain, day: date) -> Period:
    """The period of that grain that `day` is in."""
    match grain:
        case Grain.DAY:
            return Period(grain, day)
        case Grain.WEEK:
            return Period(grain, day - timedelta(days=day.weekday()))
        case Grain.MONTH:
            return Period(grain, day.replace(day=1))


def periods(grain: Grain, since: date, until: date) -> list[Period]:
    """The periods that have a day of since … until, `until` among them."""
    found = []
    period = period_of(grain, since)
    while period.first <= until:
        found.append(period)
        period = period.after
    return found


def last_complete(grain: Grain, today: date) -> Period:
    """The latest period that is over."""
    return period_of(grain, today).before


def starts_at(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which a local day begins."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def local_day(at: datetime, zone: ZoneInfo) -> date:
    """The local day of an instant."""
    return at.astimezone(zone).date()
