"""What the ledger needs of its storage. Kept by storage/ledger.py, and by a fake."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from services.points.ledger.domain.account import Account, AccountKey
from services.points.ledger.domain.batch import (
    ALWAYS,
    Needs,
    Recorded,
    RequestKey,
    State,
    Writes,
)
from services.points.ledger.domain.effective_guard import Dated
from services.points.ledger.domain.expiring_page import ExpiringPage, Place
from services.points.ledger.domain.posting import Entry, Posting
from services.points.ledger.domain.record import StoredRecord

SEARCHED_AT_ONCE = 16
"""Entries that a read looks at, to find a time: five reads among 100,000 entries."""


class HouseAccounts(Protocol):
    """Sums of house accounts, which have no document: only their entries say what they hold."""

    async def house_sum(self, key: AccountKey, recorded_until: datetime | None) -> int:
        """Sum of a house account's entries recorded until then, of all when None."""
        ...


class LedgerStore(HouseAccounts, Protocol):
    """Accounts, postings and records of all brands."""

    async def load(self, needs: Needs) -> State:
        """What is there of `needs`, as committed."""
        ...

    async def find(self, requests: Collection[RequestKey]) -> dict[RequestKey, Posting]:
        """The postings that those requests made; absent where there is none."""
        ...

    def encode(self, writes: Writes) -> None:
        """Do now what `commit` would do otherwise, while it is not the turn of `writes` yet."""
        ...

    async def commit(self, writes: Writes) -> None:
        """Write it all in one transaction. Raises LostRace, RequestSeen, BatchTooLarge, Unwritable,
        OutcomeUnknown."""
        ...

    async def entries(
        self, spans: Mapping[AccountKey, range]
    ) -> dict[AccountKey, list[tuple[Posting, Entry]]]:
        """The entries of each account whose numbers are in its span, by number."""
        ...

    async def dated_entries(self, key: AccountKey, numbers: range, since: datetime) -> list[Dated]:
        """Those of the account's entries with such numbers that take effect after `since`."""
        ...

    async def effective_sum(self, key: AccountKey, until: datetime, after: int = 0) -> int:
        """Sum of the entries numbered above `after` that took effect until then.

        A house account's have no number; then every posting of the brand is looked at.
        """
        ...

    async def accounts_after(self, brand: str, after: str, size: int) -> list[Account]:
        """Accounts in the order of their names, those behind the name `after` ("": all).

        Raises Damaged where one is not as it was written, or not found as it should be.
        """
        ...

    async def postings_after(self, brand: str, after: str, size: int) -> list[Posting]:
        """Postings in the order of their ids, those behind the id `after` ("": all).

        Raises Damaged where one is not as it was written, or not found as it should be.
        """
        ...

    async def postings_of_order(
        self, brand: str, order_id: str, after: str, size: int
    ) -> list[Posting]:
        """Postings whose metadata name the order, in the order of their ids, behind `after`."""
        ...

    async def postings_with(
        self, brand: str, key: str, value: str, after: str, size: int, within: Recorded = ALWAYS
    ) -> list[Posting]:
        """Postings whose metadata say so, recorded `within`, in the order of their ids, behind
        `after`.

        Those that were written while the brand asked to find postings by the key.
        """
        ...

    async def expired_accounts(self, now: datetime, after: Place | None, size: int) -> ExpiringPage:
        """Accounts of all brands with a lot past expiry, the longest past first, behind `after`."""
        ...

    async def expiring_accounts(
        self, brand: str, since: datetime, until: datetime, after: Place | None, size: int
    ) -> ExpiringPage:
        """A brand's accounts whose earliest lot expires after `since` and not after `until`."""
        ...

    async def newest_posting(self, brand: str) -> str:
        """The greatest id of a posting, "" when there is none."""
        ...

    async def brands(self) -> list[str]:
        """Every brand that has postings, in order."""
        ...

    async def list_records(
        self, brand: str, kind: str, *, where: Mapping[str, Any], before: str, size: int
    ) -> Sequence[tuple[str, StoredRecord]]:
        """Records whose body has those values, newest id first, ids below `before` ("": all).

        A tuple stands for any of the values in it, `Later` for every later instant.
        """
        ...

    async def records_of(
        self, brand: str, kind: str, prefix: str, size: int
    ) -> Sequence[tuple[str, StoredRecord]]:
        """Up to `size` records whose ids begin with `prefix`, in the order of their ids."""
        ...

    async def oldest_records(
        self, brand: str, kind: str, *, where: Mapping[str, Any], after: str, size: int
    ) -> Sequence[tuple[str, StoredRecord]]:
        """The same, oldest id first, ids above `after` ("": all)."""
        ...

    async def due_records(
        self, brand: str, kind: str, until: datetime, size: int
    ) -> Sequence[tuple[str, StoredRecord]]:
        """Records whose body says that they are due (`due_at`) at `until` or before, the longest
        due first."""
        ...

    async def waiting_records(
        self, brand: str, kind: str, after: tuple[datetime, str] | None, size: int
    ) -> Sequence[tuple[str, StoredRecord]]:
        """Records (of all kinds when "") whose body says since when they wait (`waiting_since`).

        The longest waiting first, behind that time and id.
        """
        ...


async def last_entry(store: LedgerStore, account: Account, until: datetime) -> tuple[int, int]:
    """Number of the last entry recorded until then, and the balance after it; zeros if none."""
    key = account.key
    # Record times rise with the numbers, so looking at a few between finds it.
    low, high, posted = 0, account.sequence, 0
    while low < high:
        step = -(-(high - low) // SEARCHED_AT_ONCE)
        found = await store.entries({key: range(low + step, high + 1, step)})
        for posting, entry in found[key]:
            if posting.recorded_at > until:
                high = entry.sequence - 1
                break
            low, posted = entry.sequence, entry.balance_after
    return low, posted
