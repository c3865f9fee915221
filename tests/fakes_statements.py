"""A fake of the statements' storage, which computes from every entry of the fake ledger."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from services.points.calendar.domain.month import Month, Zone, month_of
from services.points.ledger.domain.chart_of_accounts import MEMBERS, account_class
from services.points.ledger.domain.posting import Entry, Posting, PostingKind, counts_at
from services.points.statements.domain.liability import Outstanding
from services.points.statements.domain.rule_attribution import Moves
from services.points.statements.domain.rule_totals import OriginTotals, in_months
from services.points.statements.domain.statement import Moved, Span
from services.points.statements.domain.total import Total
from tests.fakes import FakeLedgerStore


class FakeStatementStore:
    """Reads the dictionaries of a FakeLedgerStore."""

    def __init__(self, ledger: FakeLedgerStore) -> None:
        self._ledger = ledger

    async def totals(self, brand: str, zone: Zone, recorded_until: datetime | None) -> list[Total]:
        await asyncio.sleep(0)
        names = set[tuple[Month, str, str]]()
        added, taken = Counter[tuple[Month, str, str]](), Counter[tuple[Month, str, str]]()
        for posting, entry in self._entries(brand):
            if recorded_until is None or posting.recorded_at <= recorded_until:
                month = month_of(counts_at(posting.kind, posting.effective_at), zone)
                name = month, account_class(entry.owner), entry.asset
                names.add(name)
                added[name] += max(0, entry.amount)
                taken[name] += max(0, -entry.amount)
        return [Total(*name, added[name], taken[name]) for name in names]

    async def origins(self, brand: str, zone: Zone, first: Month, last: Month) -> OriginTotals:
        await asyncio.sleep(0)
        totals, moves = OriginTotals(), Moves()
        for posting in self._ledger.postings.values():
            if posting.brand == brand:
                moves.add(posting, zone)
        totals.settle(moves)
        totals.cells = in_months(totals.cells, first, last)
        return totals

    async def moved(self, span: Span) -> list[Moved]:
        await asyncio.sleep(0)
        amounts, counts = Counter[tuple[bool, PostingKind]](), Counter[tuple[bool, PostingKind]]()
        for posting, entry in self._of(span):
            at = counts_at(posting.kind, posting.effective_at)
            if at < span.end:
                amounts[at < span.start, posting.kind] += entry.amount
                counts[at < span.start, posting.kind] += 1
        return [Moved(*name, amounts[name], counts[name]) for name in counts]

    async def entries_within(self, span: Span, size: int) -> list[tuple[Posting, Entry]]:
        await asyncio.sleep(0)
        found = [
            (posting, entry)
            for posting, entry in self._of(span)
            if span.start <= counts_at(posting.kind, posting.effective_at) < span.end
        ]
        return sorted(found, key=lambda pair: -pair[1].sequence)[:size]

    async def outstanding(self, brand: str, asset: str, now: datetime, zone: Zone) -> Outstanding:
        await asyncio.sleep(0)
        told = Outstanding()
        for key, account in self._ledger.accounts.items():
            if (key.brand, key.asset, account_class(key.owner)) == (brand, asset, MEMBERS):
                told.add(account, now, zone)
        return told

    def _entries(self, brand: str) -> Iterator[tuple[Posting, Entry]]:
        for posting in self._ledger.postings.values():
            if posting.brand == brand:
                yield from ((posting, entry) for entry in posting.entries)

    def _of(self, span: Span) -> Iterator[tuple[Posting, Entry]]:
        for posting, entry in self._entries(span.key.brand):
            if (entry.owner, entry.asset) == span.key[1:] and entry.sequence in span.numbers:
                yield posting, entry
