"""Statements: what the ledger amounts to, for a member by month and for the brand."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from services.common.clock import Clock
from services.points.calendar.domain.month import Month, MonthInvalid, Zone, month_of, zone_in
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.domain.closed_period import CLOSED, CLOSINGS, Closing, zones_of
from services.points.ledger.domain.posting import Entry, Posting
from services.points.ledger.domain.validation import CLOCK_SKEW
from services.points.programme.domain.worth import Worth
from services.points.statements.domain.liability import (
    MONTHS_MAX,
    Liability,
    Outstanding,
    liability,
)
from services.points.statements.domain.rule_totals import OriginRow, OriginTotals, rows
from services.points.statements.domain.statement import Moved, Span, Statement, statement
from services.points.statements.domain.total import Total
from services.points.statements.domain.trial_balance import TrialBalance, trial_balance


class StatementStore(Protocol):
    """Sums over what the ledger keeps. Postings belong to the instant of `month.counts_at`."""

    async def totals(
        self, brand: str, zone: Zone, recorded_until: datetime | None
    ) -> Collection[Total]:
        """What was recorded until then (all when None), by local month."""
        ...

    async def origins(self, brand: str, zone: Zone, first: Month, last: Month) -> OriginTotals:
        """What became of each rule's points from the month `first` to `last`, and what is left."""
        ...

    async def moved(self, span: Span) -> list[Moved]:
        """Entries numbered in the span, before its start and within it, summed by kind."""
        ...

    async def entries_within(self, span: Span, size: int) -> list[tuple[Posting, Entry]]:
        """At most `size` entries numbered and counting within the span, the last number first."""
        ...

    async def outstanding(self, brand: str, asset: str, now: datetime, zone: Zone) -> Outstanding:
        """The lots of all members, at one instant of the database."""
        ...


class Zones(Protocol):
    """In which zone each brand counts its days."""

    async def zone(self, brand: str) -> ZoneInfo:
        """The brand's zone."""
        ...


class BrandFacts(Zones, Protocol):
    """What a brand's programme says that its books need."""

    async def worths(self, brand: str) -> Mapping[str, Worth | None]:
        """What each of the brand's assets is worth in money, if it is."""
        ...


class Books(NamedTuple):
    """How months are told: those closed as the programme said then, the others as it says now."""

    closings: Sequence[Closing]
    zone: Zone
    worths: Mapping[str, Worth | None]

    def worth(self, asset: str, month: Month) -> Worth | None:
        """What the asset is worth in that month."""
        for one in self.closings:
            if month <= one.last:
                worth = one.worths.get(asset)
                return Worth(*worth) if worth else None
        return self.worths.get(asset)


class Statements:
    """Reads for finance and for members; changes nothing."""

    def __init__(
        self, ledger: Ledger, store: StatementStore, brands: BrandFacts, clock: Clock
    ) -> None:
        self._ledger = ledger
        self._store = store
        self._brands = brands
        self._clock = clock

    async def books(self, brand: str) -> Books:
        """How the brand tells its months."""
        known = await self._ledger.record(brand, CLOSINGS, CLOSED)
        closings = known.value if known else ()
        zone = await self._brands.zone(brand)
        return Books(closings, zones_of(closings, zone), await self._brands.worths(brand))

    async def zone(self, brand: str, month: Month) -> ZoneInfo:
        """The zone in which the month is told: of a closed one, that in which it was closed."""
        return zone_in((await self.books(brand)).zone, month)

    async def knew_asset(self, brand: str, asset: str) -> bool:
        """Whether the asset was the brand's as a month was closed: that is told for ever."""
        return any(asset in one.worths for one in (await self.books(brand)).closings)

    async def trial_balance(self, brand: str, as_of: datetime | None) -> TrialBalance:
        """Of everything recorded until then; of everything when None."""
        zone, now = (await self.books(brand)).zone, self._clock.now()
        totals = await self._store.totals(brand, zone, as_of)
        return trial_balance(totals, min(as_of, now) if as_of else now)

    async def statement(
        self, brand: str, owner: str, asset: str, month: Month, *, before: int = 0, size: int = 0
    ) -> tuple[Statement, list[tuple[Posting, Entry]]]:
        """A month of an account, and its last `size` entries numbered below `before` (0: all).

        Raises MonthInvalid for a month that has not begun. What it reads is what was recorded since
        the month began, however long the account is.
        """
        zone = (await self.books(brand)).zone
        start, end = month.start(zone), month.plus(1).start(zone)
        now = self._clock.now()
        if start > now:
            raise MonthInvalid("has not begun")
        account = (await self._ledger.account_state(brand, [(owner, asset)]))[owner, asset]
        # What was recorded before this took effect before the month.
        known, balance = await self._ledger.last_entry(account, start - CLOCK_SKEW)
        span = Span(account.key, range(known + 1, account.sequence + 1), start, end)
        moved = await self._store.moved(span) if span.numbers else []
        told = statement(account, balance, moved, start, min(end, now))
        if not size:
            return told, []
        last = min(before or span.numbers.stop, span.numbers.stop)
        page = Span(span.key, range(span.numbers.start, last), start, end)
        return told, await self._store.entries_within(page, size) if page.numbers else []

    async def rules(
        self, brand: str, asset: str, first: Month, last: Month
    ) -> tuple[OriginRow, ...]:
        """What each rule and campaign issued from `first` to `last`, and what became of its points.

        Raises MonthInvalid where the months are in the wrong order or too many.
        """
        if not 0 <= first.until(last) < MONTHS_MAX:
            raise MonthInvalid(f"1 to {MONTHS_MAX} months, the first one first", "month_until")
        zone = (await self.books(brand)).zone
        totals = await self._store.origins(brand, zone, first, last)
        return rows(asset, totals.cells, totals.cohorts)

    async def liability(self, brand: str, asset: str, months: int) -> Liability:
        """What is outstanding now, and the breakage of so many months before this one."""
        books = await self.books(brand)
        zone, now = books.zone, self._clock.now()
        this = month_of(now, zone)
        past = [this.plus(-back) for back in range(months, 0, -1)]
        totals = await self._store.totals(brand, zone, None)
        outstanding = await self._store.outstanding(brand, asset, now, zone)
        worths = {month: books.worth(asset, month) for month in past}
        return liability(asset, outstanding, totals, worths, now, books.worths.get(asset))
