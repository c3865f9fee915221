"""What the ledger needs of its storage. Kept by storage/ledger.py, and by a fake."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from services.points.domain.account import Account, AccountKey
from services.points.domain.posting import Entry, Posting
from services.points.domain.record import RecordKey, StoredRecord


class RequestKey(NamedTuple):
    """Names a request within all brands."""

    brand: str
    request_id: str


class PostingKey(NamedTuple):
    """Names a posting within all brands."""

    brand: str
    posting_id: str


@dataclass(frozen=True, slots=True)
class Needs:
    """What a batch looks at."""

    accounts: Collection[AccountKey] = ()
    records: Collection[RecordKey] = ()
    postings: Collection[PostingKey] = ()


@dataclass(slots=True)
class State:
    """What was found of it; what does not exist is absent.

    `reversed` names those of the postings asked that were undone.
    """

    accounts: dict[AccountKey, Account] = field(default_factory=dict)
    records: dict[RecordKey, StoredRecord] = field(default_factory=dict)
    postings: dict[PostingKey, Posting] = field(default_factory=dict)
    reversed: set[PostingKey] = field(default_factory=set)


@dataclass(slots=True)
class Writes:
    """What a batch writes, all or nothing. Versions are those that were read, 0 for what is new."""

    accounts: list[tuple[int, Account]] = field(default_factory=list)
    records: list[tuple[int, RecordKey, StoredRecord]] = field(default_factory=list)
    postings: list[Posting] = field(default_factory=list)


class LostRace(Exception):
    """Somebody else wrote one of the accounts or records meanwhile; nothing was written."""


class RequestSeen(Exception):
    """A request id, or a reversal of the same posting, is there already; nothing was written."""


class OutcomeUnknown(Exception):
    """The storage went away in the middle: everything was written, or nothing."""

    reason = "STORAGE_UNAVAILABLE"


class LedgerStore(Protocol):
    """Accounts, postings and records of all brands."""

    async def load(self, needs: Needs) -> State:
        """What is there of `needs`, as committed."""
        ...

    async def find(self, requests: Collection[RequestKey]) -> dict[RequestKey, Posting]:
        """The postings that those requests made; absent where there is none."""
        ...

    async def commit(self, writes: Writes) -> None:
        """Write it all in one transaction. Raises LostRace, RequestSeen, OutcomeUnknown."""
        ...

    async def entries(
        self, key: AccountKey, *, before: int, size: int
    ) -> Sequence[tuple[Posting, Entry]]:
        """The account's entries numbered below `before` (0: the newest), newest first."""
        ...

    async def newest_entries(
        self, keys: Collection[AccountKey], *, before: int, size: int
    ) -> dict[AccountKey, Sequence[tuple[Posting, Entry]]]:
        """The same for many accounts in one read."""
        ...

    async def posted_at(
        self,
        key: AccountKey,
        *,
        effective_until: datetime | None,
        recorded_until: datetime | None,
    ) -> int:
        """Sum of the account's entries, up to and including those times. House accounts too."""
        ...

    async def list_records(
        self, brand: str, kind: str, *, where: Mapping[str, Any], before: str, size: int
    ) -> Sequence[tuple[str, StoredRecord]]:
        """Records whose body has those values, newest id first, ids below `before` ("": all)."""
        ...
