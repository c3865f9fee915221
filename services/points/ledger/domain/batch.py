"""A batch of postings: what it looks at, what was found, what it writes, and how that may fail."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from services.points.ledger.domain.account import START_OF_TIME, Account, AccountKey
from services.points.ledger.domain.effective_guard import Dated
from services.points.ledger.domain.posting import NEVER, Posting
from services.points.ledger.domain.record import RecordKey, StoredRecord


class RequestKey(NamedTuple):
    """Names a request within all brands."""

    brand: str
    request_id: str


class PostingKey(NamedTuple):
    """Names a posting within all brands."""

    brand: str
    posting_id: str


class Recorded(NamedTuple):
    """A span of time in which postings were recorded, and the ids between which these are."""

    since: datetime
    until: datetime
    first_id: str = ""
    last_id: str = ""


ALWAYS = Recorded(START_OF_TIME, NEVER)


@dataclass(frozen=True, slots=True)
class Needs:
    """What a batch looks at."""

    accounts: Collection[AccountKey] = ()
    records: Collection[RecordKey] = ()
    postings: Collection[PostingKey] = ()

    def __bool__(self) -> bool:
        return bool(self.accounts or self.records or self.postings)


@dataclass(slots=True)
class State:
    """What was found of it; what does not exist is absent.

    `reversed` names those of the postings asked that were undone. `dated` has entries of accounts
    with a debit dated back: all that take effect after it; None for more than LOOK_BACK_MAX.
    """

    accounts: dict[AccountKey, Account] = field(default_factory=dict)
    records: dict[RecordKey, StoredRecord] = field(default_factory=dict)
    postings: dict[PostingKey, Posting] = field(default_factory=dict)
    reversed: set[PostingKey] = field(default_factory=set)
    dated: dict[AccountKey, list[Dated] | None] = field(default_factory=dict)


@dataclass(slots=True)
class Writes:
    """What a batch writes, all or nothing. Versions are those that were read, 0 for what is new.

    `find_by` are the keys of metadata by which a brand asks to find postings; a brand that is
    absent asks for none. `encoded` is the storage's own: what it made of the rest ahead of time.
    """

    accounts: list[tuple[int, Account]] = field(default_factory=list)
    records: list[tuple[int, RecordKey, StoredRecord]] = field(default_factory=list)
    postings: list[Posting] = field(default_factory=list)
    find_by: Mapping[str, Collection[str]] = field(default_factory=dict)
    encoded: object = None


class LostRace(Exception):
    """Somebody else wrote one of the accounts or records meanwhile; nothing was written."""


class RequestSeen(Exception):
    """A request id, or a reversal of the same posting, is there already; nothing was written."""


class BatchTooLarge(Exception):
    """The accounts of the batch are too large for one transaction; nothing was written."""

    reason = "ACCOUNT_FULL"


class Unwritable(Exception):
    """No document can be made of something in the batch; nothing was written. A fault of ours."""


class Damaged(Exception):
    """What is kept of an account or a posting is nothing that was ever written."""

    def __init__(self, where: str, detail: str) -> None:
        super().__init__(f"{where}: {detail}")
        self.where = where
        self.detail = detail


class OutcomeUnknown(Exception):
    """The storage went away in the middle: everything was written, or nothing."""

    reason = "STORAGE_UNAVAILABLE"
