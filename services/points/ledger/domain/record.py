"""Records: documents that change together with a posting, each under a version."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

from services.points.ledger.domain.posting import Record

Body = Mapping[str, Any]
T = TypeVar("T")


class RecordKey(NamedTuple):
    """Names a record within all brands."""

    brand: str
    kind: str
    id: str


class StoredRecord(NamedTuple):
    """A record as the storage has it. `version` counts its changes, from 1.

    `posting_id` names the posting that wrote it; "" where it was written before this was kept.
    """

    version: int
    body: Body
    posting_id: str = ""


@dataclass(frozen=True, slots=True)
class Later:
    """Asked of records: the field is an instant after `than`."""

    than: datetime


class Versioned(NamedTuple, Generic[T]):
    """What a record says, and the version at which it was read: 0 while there is no such record.

    A changed value keeps the version: the write that carries it expects that version.
    """

    value: T
    version: int

    def to(self, value: T) -> Versioned[T]:
        """`value` instead, to be written over the same version."""
        return Versioned(value, self.version)


@dataclass(frozen=True, slots=True)
class RecordKind(Generic[T]):
    """A kind of record: its name, and how a brand's body is read."""

    name: str
    read: Callable[[str, Body], T]

    def record(self, record_id: str, version: int, body: Body) -> Record:
        """The record to post with `body`, which replaces the one read at `version`."""
        return Record(self.name, record_id, version, body)


class RecordChanged(Exception):
    """The record is not as its author read it: read and decide again. Never told to clients."""

    reason = "RECORD_CHANGED"

    def __init__(self, key: RecordKey, expected: int, found: int) -> None:
        super().__init__(f"{key.kind} {key.id} has version {found}, not {expected}")
        self.key = key


def check_version(key: RecordKey, record: Record, stored: StoredRecord | None) -> StoredRecord:
    """`record` as it would be stored. Raises RecordChanged."""
    found = stored.version if stored else 0
    if found != record.expected_version:
        raise RecordChanged(key, record.expected_version, found)
    return StoredRecord(found + 1, record.body)
