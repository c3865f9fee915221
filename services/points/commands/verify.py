"""Verify: proves a brand's ledger, reading all of it once in bounded slices.

First every account against its entries: numbers without holes, the chain, balances, lots, holds, no
debt where a guard forbids it. Then every posting: as it was written, summing to zero, each of its
entries within an account. It may run while postings come in: what is compared was read in the order
in which it can only have grown. Only the sum of the house waits for a moment without postings.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from services.common.clock import Clock
from services.points.commands.store import LedgerStore
from services.points.domain.account import Account, AccountKey
from services.points.domain.audit import AccountAudit, Problem, audit_numbers, audit_posting
from services.points.domain.batch import Needs
from services.points.domain.posting import HOUSE_PREFIX, Posting

SLICE = 1_000
PROBLEMS_MAX = 100
BACKLOG_MAX = timedelta(days=2)
"""Points past expiry for longer than this should have been swept."""


class Colour(StrEnum):
    """How the ledger stands, at one look."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


@dataclass(slots=True)
class Report:
    """What was looked at, what is wrong (the first 100), and what is late."""

    counts: dict[str, int] = field(
        default_factory=lambda: {"accounts": 0, "entries": 0, "postings": 0, "backlog": 0}
    )
    problems: list[Problem] = field(default_factory=list)

    @property
    def colour(self) -> Colour:
        """Red when something is wrong, yellow when a backlog is old."""
        if self.problems:
            return Colour.RED
        return Colour.YELLOW if self.counts["backlog"] else Colour.GREEN

    @property
    def full(self) -> bool:
        """Whether enough problems are known."""
        return len(self.problems) >= PROBLEMS_MAX

    def add(self, problem: Problem | None) -> None:
        """Note it, if it is one."""
        if problem is not None and not self.full:
            self.problems.append(problem)


class Verifier:
    """Looks at what is stored; changes nothing."""

    def __init__(self, store: LedgerStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def brands(self) -> list[str]:
        """Every brand that has postings."""
        return await self._store.brands()

    async def verify(self, brand: str, owners: Collection[str] = ()) -> Report:
        """Prove the ledger of `brand`, or only the accounts of `owners`."""
        report = Report()
        totals: dict[str, int] = {}
        before = await self._store.newest_posting(brand)
        async for accounts in self._accounts(brand, frozenset(owners)):
            await self._check_accounts(accounts, report)
            for account in accounts:
                totals[account.key.asset] = totals.get(account.key.asset, 0) + account.posted
            if report.full:
                return report
        if owners:
            return report
        async for postings in self._postings(brand):
            await self._check_postings(brand, postings, totals, report)
            if report.full:
                return report
        if await self._store.newest_posting(brand) == before:
            for asset, total in totals.items():
                if total:
                    detail = f"members and house together have {total}, not 0"
                    report.add(Problem("house", asset, detail))
        return report

    async def _check_accounts(self, accounts: Sequence[Account], report: Report) -> None:
        late = self._clock.now() - BACKLOG_MAX
        audits = {account.key: AccountAudit(account) for account in accounts}
        for spans in _slices(accounts):
            found = await self._store.entries(spans)
            for key, entries in found.items():
                for posting, entry in entries:
                    audits[key].add(posting, entry)
                report.counts["entries"] += len(entries)
        for account in accounts:
            report.counts["accounts"] += 1
            report.counts["backlog"] += account.expired(late) > 0
            report.add(audits[account.key].finish())

    async def _check_postings(
        self, brand: str, postings: Sequence[Posting], totals: dict[str, int], report: Report
    ) -> None:
        keys = {
            AccountKey(brand, entry.owner, entry.asset)
            for posting in postings
            for entry in posting.entries
            if entry.sequence
        }
        accounts = (await self._store.load(Needs(accounts=keys))).accounts
        for posting in postings:
            report.counts["postings"] += 1
            report.add(audit_posting(posting) or audit_numbers(posting, accounts))
            for entry in posting.entries:
                if entry.owner.startswith(HOUSE_PREFIX):
                    totals[entry.asset] = totals.get(entry.asset, 0) + entry.amount

    async def _accounts(self, brand: str, owners: frozenset[str]) -> AsyncIterator[list[Account]]:
        after = ""
        while accounts := await self._store.accounts_after(brand, after, SLICE):
            after = accounts[-1].key.name
            yield [one for one in accounts if not owners or one.key.owner in owners]

    async def _postings(self, brand: str) -> AsyncIterator[list[Posting]]:
        after = ""
        while postings := await self._store.postings_after(brand, after, SLICE):
            after = postings[-1].id
            yield postings


def _slices(accounts: Sequence[Account]) -> Iterator[dict[AccountKey, range]]:
    """All entries of `accounts`, in order, in spans that hold a slice together."""
    spans: dict[AccountKey, range] = {}
    room = SLICE
    for account in accounts:
        start = 1
        while start <= account.sequence:
            end = min(start + room, account.sequence + 1)
            spans[account.key] = range(start, end)
            room -= end - start
            start = end
            if not room:
                yield spans
                spans, room = {}, SLICE
    if spans:
        yield spans
