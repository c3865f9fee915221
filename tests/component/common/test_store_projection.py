"""A projection of stores: the later version wins, in whatever order and however often they come."""

import random

from services.common.mongo import Database
from services.common.store_projection import StoreProjection, known_store
from services.common.stores import KnownStore
from tessera.members.v1 import events_pb2, stores_pb2


def changed(version: int, city: str = "", *, brand: str = "tea") -> KnownStore:
    event = events_pb2.Event(brand=brand)
    event.store_changed.store.CopyFrom(
        stores_pb2.Store(
            code="SH001",
            version=version,
            city=city or f"city {version}",
            zone="Asia/Shanghai",
            hours=[stores_pb2.OpenInterval(weekday=1, open_minute=600, close_minute=1320)],
            closed_days=["2026-02-17"],
            closed_from="2027-01-01",
        )
    )
    return known_store(event)


async def test_the_later_version_wins_in_whatever_order_they_come(db: Database) -> None:
    stores = StoreProjection(db)
    versions = [changed(version) for version in (1, 2, 3, 4)] * 2
    seed = random.randrange(2**32)
    random.Random(seed).shuffle(versions)
    for start in range(0, len(versions), 3):
        await stores.keep(versions[start : start + 3])
    assert await stores.known("tea", ["SH001"]) == {"SH001": changed(4)}, seed


async def test_an_earlier_version_changes_nothing_and_the_same_one_neither(db: Database) -> None:
    stores = StoreProjection(db)
    await stores.keep([changed(2, "上海"), changed(1, "北京")])
    await stores.keep([changed(2, "广州")])
    assert (await stores.known("tea", ["SH001"]))["SH001"].city == "上海"


async def test_a_store_belongs_to_its_brand_and_an_unknown_one_is_missing(db: Database) -> None:
    stores = StoreProjection(db)
    await stores.keep([changed(1)])
    assert await stores.known("retail", ["SH001"]) == {}
    assert await stores.known("tea", ["", "SH002"]) == {}
    await stores.keep([])
