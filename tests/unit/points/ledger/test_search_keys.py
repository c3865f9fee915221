"""The keys by which a brand finds postings travel with what is written."""

from services.common.clock import ManualClock
from services.points.ledger.commands.ledger import Ledger
from tests.builders import NEW_YEAR, earn
from tests.fakes import FakeLedgerStore
from tests.fakes_points import FakeBrandRules

AT_STORE = {"store_id": "s1", "till": "t1"}


async def found(store: FakeLedgerStore, brand: str, key: str) -> int:
    return len(await store.postings_with(brand, key, AT_STORE[key], "", 99))


async def test_each_brand_finds_postings_by_its_own_keys() -> None:
    store, keys = FakeLedgerStore(), FakeBrandRules(tea={"store_id"})
    ledger = Ledger(store, ManualClock(NEW_YEAR), rules=keys)
    brands = ("tea", "tea", "retail")
    await ledger.post_all([earn("mem_ann", 1, brand=b, metadata=AT_STORE) for b in brands])
    assert await found(store, "tea", "store_id") == 2
    assert await found(store, "tea", "till") == 0
    assert await found(store, "retail", "store_id") == 0
    assert sorted(keys.asked) == ["retail", "tea"], "once a call, however many postings"


async def test_a_posting_is_found_by_the_keys_of_its_own_time() -> None:
    store, keys = FakeLedgerStore(), FakeBrandRules(tea={"store_id"})
    ledger = Ledger(store, ManualClock(NEW_YEAR), rules=keys)
    await ledger.post(earn("mem_ann", 1, metadata=AT_STORE))
    keys.by_brand["tea"] = {"till"}
    await ledger.post(earn("mem_ann", 1, metadata=AT_STORE))
    assert await found(store, "tea", "store_id") == 1
    assert await found(store, "tea", "till") == 1


async def test_without_keys_postings_are_found_by_their_order_alone() -> None:
    store = FakeLedgerStore()
    told = {**AT_STORE, "order_id": "o1"}
    await Ledger(store, ManualClock(NEW_YEAR)).post(earn("mem_ann", 1, metadata=told))
    assert await found(store, "tea", "store_id") == 0
    assert len(await store.postings_of_order("tea", "o1", "", 9)) == 1
