"""The issues that come up more, or less, than in the weeks before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.common.clock import Clock
from services.feedback.analysis.domain.taxonomy import name_of, taxonomy
from services.feedback.items.domain.trends import (
    IssueTrend,
    Week,
    trends_of,
    week_starts,
)
from services.feedback.programme.commands import Programmes
from services.feedback.programme.domain import Programme, Text


class TrendStore(Protocol):
    """Counts of a brand's items by week and issue."""

    async def weeks(self, brand: str, starts: Sequence[datetime]) -> list[Week]:
        """How many items of each issue came in each week: from each of `starts` to the next."""
        ...

    async def first_at(self, brand: str) -> datetime | None:
        """When the brand's first item came."""
        ...


@dataclass(frozen=True)
class Trends:
    """The trends of `since` until before `until`, with the names of the issues."""

    since: datetime
    until: datetime
    weeks_before: int
    trends: Sequence[IssueTrend]
    names: Mapping[str, Text]


async def feedback_trends(
    store: TrendStore, programmes: Programmes, clock: Clock, brand: str
) -> Trends:
    """This week, the seven local days up to yesterday, against up to eight weeks before."""
    programme = await programmes.of(brand) or Programme()
    starts = week_starts(clock.now(), programme.zone)
    first = await store.first_at(brand)
    # The week in which the first item came is not whole.
    known = 0 if first is None else sum(start >= first for start in starts[:-2])
    found = trends_of(await store.weeks(brand, starts), known)
    issues = programme.section(taxonomy)
    names = {each.issue: name_of(each.issue, issues) for each in found}
    return Trends(starts[-2], starts[-1], known, found, names)
