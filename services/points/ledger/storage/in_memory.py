"""The ledger in dictionaries, for what is tried and thrown away: a dry run, and tests of rules.

It keeps the ledger's promises inside one event loop, and nothing when the process ends.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from datetime import datetime
from typing import Any

from services.points.ledger.domain.account import START_OF_TIME, Account, AccountKey
from services.points.ledger.domain.batch import (
    ALWAYS,
    LostRace,
    Needs,
    PostingKey,
    Recorded,
    RequestKey,
    RequestSeen,
    State,
    Writes,
)
from services.points.ledger.domain.cause import campaigns_of
from services.points.ledger.domain.effective_guard import Dated
from services.points.ledger.domain.expiring_page import ExpiringPage, Place
from services.points.ledger.domain.posting import Entry, Posting
from services.points.ledger.domain.record import Later, RecordKey, StoredRecord


class LedgerInMemory:
    """Implements the ledger's Store. Every call lets other tasks run, as a database does."""

    def __init__(self) -> None:
        self.accounts: dict[AccountKey, Account] = {}
        self.records: dict[RecordKey, StoredRecord] = {}
        self.postings: dict[RequestKey, Posting] = {}
        self.found_by: dict[str, Collection[str]] = {}
        """By posting id, the keys by which it is found."""
        self.journal: list[Posting] = []
        """The postings in the order of their commits."""
        self._by_id: dict[PostingKey, Posting] = {}
        self._reversed: set[PostingKey] = set()
        self._entries: defaultdict[AccountKey, list[tuple[Posting, Entry]]] = defaultdict(list)

    def by_id(self) -> Mapping[PostingKey, Posting]:
        """Each posting by its id."""
        return self._by_id

    def reversed_ones(self) -> Set[PostingKey]:
        """The postings that another one reverses."""
        return self._reversed

    def entries_of(self, key: AccountKey) -> Sequence[tuple[Posting, Entry]]:
        """The entries of an account with their postings, in the order in which they were made."""
        return self._entries.get(key, ())

    async def load(self, needs: Needs) -> State:
        await asyncio.sleep(0)
        by_id = self.by_id()
        return State(
            {key: self.accounts[key] for key in needs.accounts if key in self.accounts},
            {key: self.records[key] for key in needs.records if key in self.records},
            {key: by_id[key] for key in needs.postings if key in by_id},
            set(needs.postings) & self.reversed_ones(),
        )

    async def find(self, requests: Collection[RequestKey]) -> dict[RequestKey, Posting]:
        await asyncio.sleep(0)
        return {key: self.postings[key] for key in requests if key in self.postings}

    def encode(self, writes: Writes) -> None:
        writes.encoded = None

    async def commit(self, writes: Writes) -> None:
        await asyncio.sleep(0)
        made = [RequestKey(p.brand, p.request_id) for p in writes.postings]
        undone = {
            PostingKey(p.brand, p.reverses_posting_id)
            for p in writes.postings
            if p.reverses_posting_id
        }
        if any(key in self.postings for key in made) or self.reversed_ones() & undone:
            raise RequestSeen
        for version, account in writes.accounts:
            known = self.accounts.get(account.key)
            if (known.version if known else 0) != version:
                raise LostRace
        for version, key, _ in writes.records:
            stored = self.records.get(key)
            if (stored.version if stored else 0) != version:
                raise LostRace
        self.accounts |= {account.key: account for _, account in writes.accounts}
        self.records |= {key: record for _, key, record in writes.records}
        self.postings |= dict(zip(made, writes.postings, strict=True))
        self.journal += writes.postings
        self.found_by |= {p.id: tuple(writes.find_by.get(p.brand, ())) for p in writes.postings}
        self._by_id |= {PostingKey(p.brand, p.id): p for p in writes.postings}
        self._reversed |= undone
        for posting in writes.postings:
            for entry in posting.entries:
                key_ = AccountKey(posting.brand, entry.owner, entry.asset)
                self._entries[key_].append((posting, entry))

    async def entries(
        self, spans: Mapping[AccountKey, range]
    ) -> dict[AccountKey, list[tuple[Posting, Entry]]]:
        await asyncio.sleep(0)
        return {
            key: [pair for pair in self.entries_of(key) if pair[1].sequence in span]
            for key, span in spans.items()
        }

    async def dated_entries(self, key: AccountKey, numbers: range, since: datetime) -> list[Dated]:
        await asyncio.sleep(0)
        return [
            Dated(e.sequence, p.effective_at, e.amount)
            for p, e in self.entries_of(key)
            if e.sequence in numbers and p.effective_at > since
        ]

    async def effective_sum(self, key: AccountKey, until: datetime, after: int = 0) -> int:
        await asyncio.sleep(0)
        return sum(
            e.amount
            for p, e in self.entries_of(key)
            if p.effective_at <= until and (e.sequence > after or not after)
        )

    async def house_sum(self, key: AccountKey, recorded_until: datetime | None) -> int:
        await asyncio.sleep(0)
        return sum(
            e.amount
            for p, e in self.entries_of(key)
            if recorded_until is None or p.recorded_at <= recorded_until
        )

    async def accounts_after(self, brand: str, after: str, size: int) -> list[Account]:
        await asyncio.sleep(0)
        found = {key.name: a for key, a in self.accounts.items() if key.brand == brand}
        return [found[name] for name in sorted(found) if name > after][:size]

    async def postings_after(self, brand: str, after: str, size: int) -> list[Posting]:
        await asyncio.sleep(0)
        found = {p.id: p for p in self.postings.values() if p.brand == brand}
        return [found[name] for name in sorted(found) if name > after][:size]

    async def postings_of_order(
        self, brand: str, order_id: str, after: str, size: int
    ) -> list[Posting]:
        await asyncio.sleep(0)
        of_order = [
            posting
            for posting in self.postings.values()
            if posting.brand == brand
            and posting.metadata.get("order_id") == order_id
            and posting.id > after
        ]
        return sorted(of_order, key=lambda posting: posting.id)[:size]

    async def postings_with(
        self, brand: str, key: str, value: str, after: str, size: int, within: Recorded = ALWAYS
    ) -> list[Posting]:
        await asyncio.sleep(0)
        found = [
            posting
            for posting in self.postings.values()
            if posting.brand == brand
            and (
                (key in self.found_by[posting.id] and posting.metadata.get(key) == value)
                or (key == "campaign" and value in campaigns_of(posting))
            )
            and posting.id > after
            and within.since <= posting.recorded_at < within.until
        ]
        return sorted(found, key=lambda posting: posting.id)[:size]

    async def expired_accounts(self, now: datetime, after: Place | None, size: int) -> ExpiringPage:
        return await self._expiring(self.accounts.values(), START_OF_TIME, now, after, size)

    async def expiring_accounts(
        self, brand: str, since: datetime, until: datetime, after: Place | None, size: int
    ) -> ExpiringPage:
        own = [account for account in self.accounts.values() if account.key.brand == brand]
        return await self._expiring(own, since, until, after, size)

    async def _expiring(
        self,
        accounts: Iterable[Account],
        since: datetime,
        until: datetime,
        after: Place | None,
        size: int,
    ) -> ExpiringPage:
        await asyncio.sleep(0)
        found = {
            Place(account.lots[0].expire_at, "/".join(account.key)): account
            for account in accounts
            if account.lots and account.lots[0].expire_at
            if since < account.lots[0].expire_at <= until
        }
        places = [place for place in sorted(found) if after is None or place > after][:size]
        return ExpiringPage([found[p] for p in places], [], places[-1] if places else None)

    async def newest_posting(self, brand: str) -> str:
        await asyncio.sleep(0)
        return max((p.id for p in self.postings.values() if p.brand == brand), default="")

    async def brands(self) -> list[str]:
        await asyncio.sleep(0)
        return sorted({p.brand for p in self.postings.values()})

    async def list_records(
        self, brand: str, kind: str, *, where: Mapping[str, Any], before: str, size: int
    ) -> Sequence[tuple[str, StoredRecord]]:
        await asyncio.sleep(0)
        found = [
            (key.id, record)
            for key, record in self.records.items()
            if (key.brand, key.kind) == (brand, kind)
            and (not before or key.id < before)
            and all(_says(record.body.get(name), value) for name, value in where.items())
        ]
        return sorted(found, key=lambda pair: pair[0], reverse=True)[:size]

    async def records_of(
        self, brand: str, kind: str, prefix: str, size: int
    ) -> Sequence[tuple[str, StoredRecord]]:
        await asyncio.sleep(0)
        found = [
            (key.id, record)
            for key, record in self.records.items()
            if (key.brand, key.kind) == (brand, kind) and key.id.startswith(prefix)
        ]
        return sorted(found, key=lambda pair: pair[0])[:size]

    async def oldest_records(
        self, brand: str, kind: str, *, where: Mapping[str, Any], after: str, size: int
    ) -> Sequence[tuple[str, StoredRecord]]:
        every = len(self.records)
        found = await self.list_records(brand, kind, where=where, before="", size=every)
        return [pair for pair in reversed(found) if pair[0] > after][:size]

    async def due_records(
        self, brand: str, kind: str, until: datetime, size: int
    ) -> Sequence[tuple[str, StoredRecord]]:
        await asyncio.sleep(0)
        found = [
            (key.id, record)
            for key, record in self.records.items()
            if (key.brand, key.kind) == (brand, kind)
            and "due_at" in record.body
            and record.body["due_at"] <= until
        ]
        return sorted(found, key=lambda pair: (pair[1].body["due_at"], pair[0]))[:size]

    async def waiting_records(
        self, brand: str, kind: str, after: tuple[datetime, str] | None, size: int
    ) -> Sequence[tuple[str, StoredRecord]]:
        await asyncio.sleep(0)
        found = [
            (key.id, record)
            for key, record in self.records.items()
            if key.brand == brand and kind in ("", key.kind) and "waiting_since" in record.body
        ]
        found.sort(key=lambda pair: (pair[1].body["waiting_since"], pair[0]))
        return [
            (name, record)
            for name, record in found
            if after is None or (record.body["waiting_since"], name) > after
        ][:size]


def _says(said: object, wanted: object) -> bool:
    if isinstance(wanted, Later):
        return isinstance(said, datetime) and said > wanted.than
    return said in wanted if isinstance(wanted, tuple) else said == wanted
