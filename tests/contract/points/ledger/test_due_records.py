"""Records that are due, in every implementation of the ledger's storage."""

from __future__ import annotations

from datetime import timedelta

from services.points.ledger.commands.store import LedgerStore
from services.points.ledger.domain.batch import Writes
from services.points.ledger.domain.record import RecordKey, StoredRecord
from tests.builders import NEW_YEAR
from tests.contract.points.ledger.test_ledger_store import a_record, store

__all__ = ["store"]


async def test_records_that_are_due_are_listed_the_longest_due_first(store: LedgerStore) -> None:
    def due(days: int) -> StoredRecord:
        return StoredRecord(1, {"due_at": NEW_YEAR + timedelta(days=days)})

    keys = [RecordKey("tea", "sign_up", name) for name in "dacb"]
    writes = [(0, key, due(number // 2)) for number, key in enumerate(keys)]
    writes += [(0, RecordKey("retail", "sign_up", "z"), due(0))]
    writes += [(0, RecordKey("tea", "another", "z"), due(0))]
    writes += [(0, RecordKey("tea", "sign_up", "z"), a_record(1))]
    await store.commit(Writes([], writes, []))
    until = NEW_YEAR + timedelta(days=1)
    found = await store.due_records("tea", "sign_up", until, 3)
    assert [name for name, _ in found] == ["a", "d", "b"]
    early = await store.due_records("tea", "sign_up", until - timedelta(milliseconds=1), 9)
    assert [name for name, _ in early] == ["a", "d"]


async def test_records_are_found_by_how_their_ids_begin_and_by_any_of_some_values(
    store: LedgerStore,
) -> None:
    names = ("mem_a/x", "mem_a/y", "mem_ab/z", "mem_b/x")
    writes = [
        (0, RecordKey("tea", "cap", name), StoredRecord(1, {"member_id": name.partition("/")[0]}))
        for name in names
    ]
    writes.append((0, RecordKey("tea", "cup", "mem_a/x"), a_record(1)))
    writes.append((0, RecordKey("retail", "cap", "mem_a/x"), a_record(1)))
    await store.commit(Writes([], writes, []))
    found = await store.records_of("tea", "cap", "mem_a/", 10)
    assert [name for name, _ in found] == ["mem_a/x", "mem_a/y"]
    assert [name for name, _ in await store.records_of("tea", "cap", "mem_a/", 1)] == ["mem_a/x"]
    where = {"member_id": ("mem_b", "mem_ab")}
    page = await store.list_records("tea", "cap", where=where, before="", size=9)
    assert [name for name, _ in page] == ["mem_b/x", "mem_ab/z"]
