"""Records: documents that change together with a posting, each under a version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from services.points.ledger.domain.posting import Record


class RecordKey(NamedTuple):
    """Names a record within all brands."""

    brand: str
    kind: str
    id: str


class StoredRecord(NamedTuple):
    """A record as it was read. `version` counts its changes, from 1."""

    version: int
    body: Mapping[str, Any]


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
