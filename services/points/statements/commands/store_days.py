"""A store's day: what was written between two midnights of the brand, by store and rule."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from services.common.clock import Clock
from services.points.calendar.domain.local_time import end_of_day
from services.points.ledger.domain.posting import Posting
from services.points.statements.commands.statements import Zones
from services.points.statements.domain.store_totals import StoreRow, StoreSums, StoreTotals

FINAL_AFTER = timedelta(minutes=5)
"""No commit takes longer, and replicas' clocks are closer than that."""


class DayInvalid(Exception):
    """Not a day, or one that has not begun."""

    reason = "INVALID_ARGUMENT"
    field = "day"


class RecordedPostings(Protocol):
    """Kept by storage/store_days.py."""

    def recorded(
        self, brand: str, since: datetime, until: datetime
    ) -> AsyncIterator[Sequence[Posting]]:
        """The postings recorded in the span, some at a time."""
        ...


@dataclass(frozen=True, slots=True)
class StoreDay:
    """The rows in the order of stores, rules and rewards. A `final` day never changes."""

    rows: tuple[tuple[StoreRow, StoreSums], ...]
    as_of: datetime
    final: bool


class StoreDays:
    """Reads for finance."""

    def __init__(self, store: RecordedPostings, brands: Zones, clock: Clock) -> None:
        self._store = store
        self._brands = brands
        self._clock = clock

    async def of(self, brand: str, asset: str, day: date, store_id: str | None) -> StoreDay:
        """What was recorded on the local `day`, of one store or of all (None).

        It reads the day's postings of the brand. Raises DayInvalid for a day that has not begun.
        """
        zone = await self._brands.zone(brand)
        now = self._clock.now()
        start, end = end_of_day(day - timedelta(days=1), zone), end_of_day(day, zone)
        if start > now:
            raise DayInvalid("has not begun")
        totals = StoreTotals(asset)
        async for postings in self._store.recorded(brand, start, end):
            for posting in postings:
                totals.add(posting)
        rows = tuple(
            (row, sums)
            for row, sums in sorted(totals.rows.items(), key=lambda one: one[0])
            if store_id in (None, row.store_id)
        )
        return StoreDay(rows, min(end, now), final=end + FINAL_AFTER <= now)


def parse_day(text: str) -> date:
    """The day that `text` names, YYYY-MM-DD. Raises DayInvalid."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise DayInvalid("YYYY-MM-DD") from error
    if len(text) != 10 or not 1970 <= day.year < 9999:
        raise DayInvalid("YYYY-MM-DD, from 1970 on")
    return day
