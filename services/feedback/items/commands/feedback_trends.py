"""The issues that come up more, or less, than in the weeks before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from services.common.clock import Clock
from services.feedback.analysis.domain.taxonomy import name_of, taxonomy
from services.feedback.calendar.commands import business_hours
from services.feedback.items.domain.trends import (
    DayCount,
    IssueTrend,
    all_usual,
    special_days,
    trends_of,
    week_starts,
    weeks_known,
)
from services.feedback.programme.commands import Programmes
from services.feedback.programme.domain import Programme, Text


class TrendStore(Protocol):
    """Counts of a brand's items by local day and issue."""

    async def days(
        self, brand: str, since: datetime, until: datetime, zone: ZoneInfo
    ) -> list[DayCount]:
        """How many items of each issue came in each day of `zone`, from `since` until before
        `until`."""
        ...

    async def first_at(self, brand: str) -> datetime | None:
        """When the brand's first item was taken in."""
        ...


@dataclass(frozen=True)
class Trends:
    """The trends of `since` until before `until`, with the names of the issues. `special` are the
    days of this week that are no usual ones."""

    since: datetime
    until: datetime
    weeks_before: int
    trends: Sequence[IssueTrend]
    names: Mapping[str, Text]
    special: Sequence[date] = ()


async def feedback_trends(
    store: TrendStore, programmes: Programmes, clock: Clock, brand: str
) -> Trends:
    """This week, the seven local days up to yesterday, against up to eight weeks before."""
    programme = await programmes.of(brand) or Programme()
    now, zone = clock.now(), programme.zone
    starts, today = week_starts(now, zone), now.astimezone(zone).date()
    hours = business_hours(programme)
    sort_of = all_usual if hours is None else hours.sort_of
    first = await store.first_at(brand)
    days = await store.days(brand, starts[0], starts[-1], zone)
    # The week in which the first item came is not whole.
    watched = 0 if first is None else sum(start >= first for start in starts[:-2])
    known = weeks_known(days, [start.astimezone(zone).date() for start in starts[:-1]], watched)
    found = trends_of(days, today, known, sort_of)
    issues = programme.section(taxonomy)
    names = {each.issue: name_of(each.issue, issues) for each in found}
    special = special_days(today, sort_of)
    return Trends(starts[-2], starts[-1], known, found, names, special)
