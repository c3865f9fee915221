"""The ledger's storage for tests that change what it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from services.points.ledger.domain.account import AccountKey
from services.points.ledger.domain.batch import PostingKey
from services.points.ledger.domain.posting import Entry, Posting
from services.points.ledger.storage.in_memory import LedgerInMemory


class FakeLedgerStore(LedgerInMemory):
    """The ledger in memory, which keeps nothing beside the postings: tests may change those."""

    def by_id(self) -> Mapping[PostingKey, Posting]:
        return {PostingKey(p.brand, p.id): p for p in self.postings.values()}

    def reversed_ones(self) -> Set[PostingKey]:
        return {
            PostingKey(p.brand, p.reverses_posting_id)
            for p in self.postings.values()
            if p.reverses_posting_id
        }

    def entries_of(self, key: AccountKey) -> Sequence[tuple[Posting, Entry]]:
        return [
            (posting, entry)
            for posting in self.postings.values()
            for entry in posting.entries
            if (posting.brand, entry.owner, entry.asset) == key
        ]
