"""One suite for every storage of the ledger: MongoDB through both clients, and the fake."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal, cast

import pytest

from services.common import mongo
from services.common.ids import new_id
from services.points.ledger.commands.group_commit.fold import needs
from services.points.ledger.commands.store import LedgerStore
from services.points.ledger.domain.account import Account, AccountKey
from services.points.ledger.domain.apply import apply
from services.points.ledger.domain.batch import (
    LostRace,
    Needs,
    PostingKey,
    RequestKey,
    RequestSeen,
    Writes,
)
from services.points.ledger.domain.expiring_page import Place
from services.points.ledger.domain.posting import HoldPlacement, Lot, Posting, PostingRequest
from services.points.ledger.domain.record import RecordKey, StoredRecord
from services.points.ledger.storage import documents
from services.points.ledger.storage.in_memory import LedgerInMemory
from services.points.ledger.storage.indexes import INDEXES
from services.points.ledger.storage.ledger import MongoLedgerStore
from tests.builders import NEW_YEAR, claw_back, earn, hold, posting, reverse, spend, transfer
from tests.fakes import FakeLedgerStore

ANN = AccountKey("tea", "mem_ann", "POINTS")
BOB = AccountKey("tea", "mem_bob", "POINTS")
ELSEWHERE = AccountKey("retail", "mem_ann", "POINTS")
ISSUED = AccountKey("tea", "house:issued", "POINTS")
NEXT_YEAR = NEW_YEAR + timedelta(days=365)


@pytest.fixture(params=["fake", "in memory", "motor", "pymongo"])
async def store(
    request: pytest.FixtureRequest, mongo_url: str, db_name: str
) -> AsyncIterator[LedgerStore]:
    if request.param == "fake":
        yield FakeLedgerStore()
        return
    if request.param == "in memory":
        yield LedgerInMemory()
        return
    db = mongo.connect(
        mongo_url, db_name, driver=cast("Literal['motor', 'pymongo']", request.param)
    )
    await mongo.ensure_indexes(db, INDEXES)
    yield MongoLedgerStore(db)
    await mongo.close(db)


async def write(
    store: LedgerStore,
    request: PostingRequest,
    now: datetime = NEW_YEAR,
    find_by: Mapping[str, Collection[str]] | None = None,
) -> Posting:
    """Apply `request` to what is stored and commit it, as a batch of one."""
    keys = set(needs([request]).accounts)
    undone = PostingKey(request.brand, request.reverses_posting_id)
    state = await store.load(Needs(keys, (), [undone] if undone.posting_id else []))
    original = state.postings.get(undone)
    if original:
        keys = {AccountKey(request.brand, e.owner, e.asset) for e in original.entries if e.sequence}
        state.accounts |= (await store.load(Needs(keys))).accounts
    read = {key: account.version for key, account in state.accounts.items()}
    applied = apply(
        request, state.accounts, now=now, new_id=lambda: new_id("pst"), original=original
    )
    accounts = [(read.get(key, 0), account) for key, account in applied.accounts.items()]
    await store.commit(Writes(accounts, [], list(applied.postings), find_by or {}))
    return applied.posting


def a_record(version: int, **body: Any) -> StoredRecord:
    return StoredRecord(version, {"member_id": "mem_ann", **body})


async def test_what_was_written_is_read_back_whole(store: LedgerStore) -> None:
    request = posting(
        earn("mem_ann", 1).kind,
        *earn("mem_ann", 70, expire_at=NEXT_YEAR, available_at=NEW_YEAR + timedelta(7)).legs,
        *earn("mem_ann", 30).legs,
        place_holds=(HoldPlacement("h", "mem_ann", "POINTS", 20, NEW_YEAR + timedelta(1)),),
        metadata={"rule": "spend", "a.b": "$set"},
        effective_at=NEW_YEAR - timedelta(days=3),
    )
    written = await write(store, request)

    found = await store.find([RequestKey("tea", request.request_id)])
    assert found == {RequestKey("tea", request.request_id): written}
    account = (await store.load(Needs([ANN]))).accounts[ANN]
    assert (account.posted, account.sequence, account.version) == (100, 2, 1)
    assert account.head == written.entries[2].hash
    assert [lot.points for lot in account.lots] == [70, 30]
    assert [held.amount for held in account.holds] == [20]


async def test_a_debit_keeps_from_which_lots_it_took(store: LedgerStore) -> None:
    await write(store, earn("mem_ann", 10, expire_at=NEXT_YEAR))
    await write(store, earn("mem_ann", 10))
    written = await write(store, claw_back("mem_ann", 25))

    (found,) = (await store.find([RequestKey("tea", written.request_id)])).values()
    assert found.entries == written.entries
    assert [lot.points for lot in found.entries[0].lots] == [10, 10]


async def test_nothing_is_found_of_what_was_never_written(store: LedgerStore) -> None:
    needs = Needs([ANN], [RecordKey("tea", "order", "1")], [PostingKey("tea", new_id("pst"))])
    state = await store.load(needs)
    assert (state.accounts, state.records, state.postings, state.reversed) == ({}, {}, {}, set())
    assert await store.find([RequestKey("tea", "never")]) == {}
    assert await store.entries({ANN: range(1, 5)}) == {ANN: []}
    assert await store.house_sum(ISSUED, None) == 0


async def test_a_brand_sees_nothing_of_another(store: LedgerStore) -> None:
    written = await write(store, earn("mem_ann", 100, request_id="same"))
    other = await write(store, earn("mem_ann", 7, request_id="same", brand="retail"))

    assert (await store.find([RequestKey("retail", "same")])).popitem()[1].id == other.id
    state = await store.load(Needs([ELSEWHERE], [], [PostingKey("retail", written.id)]))
    assert state.accounts[ELSEWHERE].posted == 7
    assert state.postings == {}
    assert await store.house_sum(ISSUED, None) == -100
    assert await store.effective_sum(ELSEWHERE, NEXT_YEAR) == 7


async def test_a_request_id_is_written_once(store: LedgerStore) -> None:
    await write(store, earn("mem_ann", 1, request_id="once"))
    with pytest.raises(RequestSeen):
        await write(store, earn("mem_bob", 1, request_id="once"))
    assert (await store.load(Needs([BOB]))).accounts == {}


async def test_a_posting_is_reversed_once(store: LedgerStore) -> None:
    written = await write(store, earn("mem_ann", 10))
    await write(store, earn("mem_ann", 10))
    key = PostingKey("tea", written.id)
    assert (await store.load(Needs([], [], [key]))).reversed == set()
    await write(store, reverse(written.id))
    assert (await store.load(Needs([], [], [key]))).reversed == {key}
    with pytest.raises(RequestSeen):
        await write(store, reverse(written.id))


async def test_who_read_an_old_account_writes_nothing(store: LedgerStore) -> None:
    await write(store, earn("mem_ann", 100))
    stale = (await store.load(Needs([ANN]))).accounts[ANN]
    await write(store, spend("mem_ann", 60))
    applied = apply(spend("mem_ann", 60), {ANN: stale}, now=NEW_YEAR, new_id=lambda: new_id("pst"))
    with pytest.raises(LostRace):
        await store.commit(
            Writes([(stale.version, applied.accounts[ANN])], [], list(applied.postings))
        )
    assert (await store.load(Needs([ANN]))).accounts[ANN].posted == 40
    assert len((await store.entries({ANN: range(1, 9)}))[ANN]) == 2


async def test_who_read_an_old_account_holds_nothing(store: LedgerStore) -> None:
    """A hold has no number that could be taken already: only the version tells."""
    await write(store, earn("mem_ann", 100))
    stale = (await store.load(Needs([ANN]))).accounts[ANN]
    tomorrow = NEW_YEAR + timedelta(days=1)
    await write(store, hold("mem_ann", 60, tomorrow, hold_id="a"))
    late = hold("mem_ann", 60, tomorrow, hold_id="b")
    applied = apply(late, {ANN: stale}, now=NEW_YEAR, new_id=lambda: new_id("pst"))
    with pytest.raises(LostRace):
        await store.commit(
            Writes([(stale.version, applied.accounts[ANN])], [], list(applied.postings))
        )
    kept = (await store.load(Needs([ANN]))).accounts[ANN].holds
    assert [one.hold_id for one in kept] == ["a"]


async def test_two_cannot_both_make_an_account(store: LedgerStore) -> None:
    first = apply(earn("mem_ann", 1), {}, now=NEW_YEAR, new_id=lambda: new_id("pst"))
    second = apply(earn("mem_ann", 2), {}, now=NEW_YEAR, new_id=lambda: new_id("pst"))
    await store.commit(Writes([(0, first.accounts[ANN])], [], list(first.postings)))
    with pytest.raises(LostRace):
        await store.commit(Writes([(0, second.accounts[ANN])], [], list(second.postings)))


async def test_records_change_under_their_version_and_with_their_batch(store: LedgerStore) -> None:
    key = RecordKey("tea", "order", "pos/17/a")
    await store.commit(Writes([], [(0, key, a_record(1, total=5))], []))
    assert (await store.load(Needs([], [key]))).records == {key: a_record(1, total=5)}
    with pytest.raises(LostRace):
        await store.commit(Writes([(0, Account(ANN))], [(0, key, a_record(1, total=6))], []))
    with pytest.raises(LostRace):
        await store.commit(Writes([(0, Account(ANN))], [(2, key, a_record(3, total=6))], []))
    await store.commit(Writes([], [(1, key, a_record(2, total=7))], []))
    state = await store.load(Needs([ANN], [key]))
    assert state.records[key] == a_record(2, total=7)
    assert state.accounts == {}


async def test_records_are_listed_newest_first_within_brand_and_kind(store: LedgerStore) -> None:
    ids = [new_id("rdm") for _ in range(5)]
    writes = [(0, RecordKey("tea", "redemption", name), a_record(1, n=name)) for name in ids]
    writes.append((0, RecordKey("tea", "order", new_id("rdm")), a_record(1)))
    writes.append((0, RecordKey("retail", "redemption", new_id("rdm")), a_record(1)))
    other = StoredRecord(1, {"member_id": "mem_bob"})
    writes.append((0, RecordKey("tea", "redemption", new_id("rdm")), other))
    await store.commit(Writes([], writes, []))

    where = {"member_id": "mem_ann"}
    page = await store.list_records("tea", "redemption", where=where, before="", size=3)
    assert [name for name, _ in page] == ids[:1:-1]
    page = await store.list_records("tea", "redemption", where=where, before=page[-1][0], size=3)
    assert [name for name, _ in page] == ids[1::-1]
    assert page[0][1].body["n"] == ids[1]
    page = await store.oldest_records("tea", "redemption", where=where, after="", size=3)
    assert [name for name, _ in page] == ids[:3]
    page = await store.oldest_records("tea", "redemption", where=where, after=ids[2], size=3)
    assert [name for name, _ in page] == ids[3:]


async def test_records_that_wait_are_listed_the_longest_first(store: LedgerStore) -> None:
    def waits(number: int) -> StoredRecord:
        return StoredRecord(1, {"waiting_since": NEW_YEAR + timedelta(days=number // 2)})

    keys = [RecordKey("tea", "order", f"pos/{name}") for name in "dacb"]
    writes = [(0, key, waits(number)) for number, key in enumerate(keys)]
    other = RecordKey("tea", "another", "x")
    writes += [(0, RecordKey("retail", "order", "pos/a"), waits(0)), (0, other, waits(9))]
    writes.append((0, RecordKey("tea", "order", "pos/e"), a_record(1)))
    await store.commit(Writes([], writes, []))
    first = await store.waiting_records("tea", "order", None, 3)
    assert [name for name, _ in first] == ["pos/a", "pos/d", "pos/b"]
    name, last = first[-1]
    rest = await store.waiting_records("tea", "order", (last.body["waiting_since"], name), 3)
    assert [name for name, _ in rest] == ["pos/c"]
    assert len(await store.waiting_records("tea", "", None, 9)) == 5
    await store.commit(Writes([], [(1, keys[1], a_record(2))], []))
    assert len(await store.waiting_records("tea", "order", None, 9)) == 3


async def test_entries_come_by_number_for_many_accounts(store: LedgerStore) -> None:
    for points in (1, 2, 3, 4):
        await write(store, earn("mem_ann", points))
    await write(store, transfer("mem_ann", "mem_bob", 10))
    found = await store.entries({ANN: range(3, 6), BOB: range(1, 9)})
    assert [(e.sequence, e.amount) for _, e in found[ANN]] == [(3, 3), (4, 4), (5, -10)]
    assert [(e.sequence, e.amount) for _, e in found[BOB]] == [(1, 10)]
    assert found[BOB][0][0] == found[ANN][2][0]


async def test_entries_that_take_effect_after_an_instant(store: LedgerStore) -> None:
    for number, days in enumerate((0, -5, -2, -9), 1):
        await write(store, earn("mem_ann", number, effective_at=NEW_YEAR + timedelta(days=days)))
    await write(store, transfer("mem_ann", "mem_bob", 2))
    found = await store.dated_entries(ANN, range(1, 5), NEW_YEAR - timedelta(days=5))
    assert sorted((one.sequence, one.amount) for one in found) == [(1, 1), (3, 3)]
    (gift,) = await store.dated_entries(BOB, range(1, 9), NEW_YEAR - timedelta(days=9))
    assert (gift.sequence, gift.amount) == (1, 2)
    assert await store.dated_entries(ANN, range(1, 1), NEW_YEAR) == []


async def test_an_account_whose_name_begins_like_another_is_another(store: LedgerStore) -> None:
    await write(store, earn("mem_ann", 1, asset="POINTS"))
    await write(store, earn("mem_ann", 2, asset="POINTS-2"))
    await write(store, earn("mem_ann2", 4))
    assert await store.effective_sum(ANN, NEXT_YEAR) == 1


async def test_sums_by_effective_and_by_recorded_time(store: LedgerStore) -> None:
    day = timedelta(days=1)
    await write(store, earn("mem_ann", 10, effective_at=NEW_YEAR - 5 * day), NEW_YEAR)
    await write(store, earn("mem_ann", 20), NEW_YEAR + day)
    assert await store.effective_sum(ANN, NEW_YEAR - 6 * day) == 0
    assert await store.effective_sum(ANN, NEW_YEAR - 5 * day) == 10
    assert await store.effective_sum(ANN, NEW_YEAR + day) == 30
    assert await store.effective_sum(ISSUED, NEW_YEAR) == -10
    assert await store.house_sum(ISSUED, NEW_YEAR) == -10
    assert await store.house_sum(ISSUED, None) == -30
    assert await store.effective_sum(ANN, NEW_YEAR + day, after=1) == 20
    assert await store.effective_sum(ANN, NEW_YEAR, after=1) == 0
    assert await store.effective_sum(ANN, NEW_YEAR + day, after=2) == 0


async def test_house_sums_beyond_64_bits_are_exact(store: LedgerStore) -> None:
    key = AccountKey("tea", "house:issued", "BIG")
    most = 10**15
    legs = [leg for n in range(32) for leg in earn(f"mem_{n}", most, asset="BIG").legs]
    for _ in range(3):
        await write(store, posting(earn("mem_ann", 1).kind, *legs))
    assert await store.house_sum(key, None) == -96 * most


async def test_a_batch_of_large_accounts_and_records_is_written_in_pieces(
    store: LedgerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "COMMAND_KIB_MAX", 600)
    lots = tuple(Lot(1, NEXT_YEAR + timedelta(days=n), NEXT_YEAR) for n in range(1000))
    accounts = [
        Account(AccountKey("tea", f"mem_{n}", "POINTS"), 1000, 0, 1, b"", NEW_YEAR, lots)
        for n in range(5)
    ]
    key = RecordKey("tea", "order", "1")
    record = StoredRecord(1, {"lines": [{"sku": "茶" * 100}] * 2_000})
    await store.commit(Writes([(0, account) for account in accounts], [(0, key, record)], []))
    state = await store.load(Needs([account.key for account in accounts], [key]))
    assert state.accounts == {account.key: account for account in accounts}
    assert state.records == {key: record}


async def test_accounts_with_points_past_expiry_come_the_longest_past_first(
    store: LedgerStore,
) -> None:
    day = timedelta(days=1)
    for name, days in (("ann", 3), ("bob", 1), ("cas", 3), ("dan", 9), ("eve", 2)):
        await write(store, earn(f"mem_{name}", 5, expire_at=NEW_YEAR + days * day))
    await write(store, earn("mem_fay", 5))
    found: list[str] = []
    after: Place | None = None
    while (page := await store.expired_accounts(NEW_YEAR + 3 * day, after, 2)).last:
        after = page.last
        found += [account.key.owner for account in page.accounts]
    assert found == ["mem_bob", "mem_eve", "mem_ann", "mem_cas"]


async def test_accounts_of_a_brand_come_by_the_expiry_of_their_earliest_lot(
    store: LedgerStore,
) -> None:
    day = timedelta(days=1)
    for name, days in (("ann", 3), ("bob", 1), ("cas", 3), ("dan", 9), ("eve", 2)):
        await write(store, earn(f"mem_{name}", 5, expire_at=NEW_YEAR + days * day))
    await write(store, earn("mem_fay", 5, brand="tea2", expire_at=NEW_YEAR + 2 * day))
    found: list[str] = []
    after: Place | None = None
    span = NEW_YEAR + day, NEW_YEAR + 3 * day
    while (page := await store.expiring_accounts("tea", *span, after, 1)).last:
        after = page.last
        found += [account.key.owner for account in page.accounts]
    assert found == ["mem_eve", "mem_ann", "mem_cas"]


async def test_postings_are_found_by_their_order(store: LedgerStore) -> None:
    told = {"order_id": "o1"}
    ours = [await write(store, earn("mem_ann", 1, metadata=told)) for _ in range(3)]
    await write(store, earn("mem_ann", 1, metadata={"order_id": "o2", "note": "o1"}))
    await write(store, earn("mem_ann", 1))
    await write(store, earn("mem_ann", 1, brand="retail", metadata=told))
    ids = sorted(posting.id for posting in ours)
    first = await store.postings_of_order("tea", "o1", "", 2)
    rest = await store.postings_of_order("tea", "o1", first[-1].id, 2)
    assert [posting.id for posting in (*first, *rest)] == ids
    assert first[0] in ours
    assert await store.postings_of_order("tea", "o3", "", 9) == []


async def test_postings_are_found_by_the_keys_that_came_with_their_write(
    store: LedgerStore,
) -> None:
    tea = {"tea": ["store_id"]}
    told = {"store_id": "s1", "till": "t1"}
    ours = [await write(store, earn("mem_ann", n, metadata=told), find_by=tea) for n in (1, 2, 3)]
    await write(store, earn("mem_ann", 4, metadata={"store_id": "s2"}), find_by=tea)
    await write(store, earn("mem_ann", 5, brand="retail", metadata=told), find_by=tea)
    await write(store, earn("mem_ann", 6, metadata=told))

    ids = sorted(posting.id for posting in ours)
    first = await store.postings_with("tea", "store_id", "s1", "", 2)
    rest = await store.postings_with("tea", "store_id", "s1", first[-1].id, 2)
    assert [posting.id for posting in (*first, *rest)] == ids
    assert first[0] in ours
    assert await store.postings_with("tea", "till", "t1", "", 9) == []
    assert await store.postings_with("retail", "store_id", "s1", "", 9) == []


async def test_postings_are_found_by_their_campaign_without_being_asked(store: LedgerStore) -> None:
    said = {"rule": "grant", "campaign": "spring"}
    ours = await write(store, earn("mem_ann", 1, metadata=said), find_by={"tea": ["campaign"]})
    more = await write(store, earn("mem_ann", 2, metadata=said))
    await write(store, earn("mem_ann", 3, metadata={**said, "campaign": "autumn"}))
    found = await store.postings_with("tea", "campaign", "spring", "", 9)
    assert sorted(found, key=lambda one: one.id) == sorted((ours, more), key=lambda one: one.id)
