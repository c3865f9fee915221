"""Finding the nearest stores: one read of a brand's places, for whoever asks meanwhile."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

from services.common.clock import ManualClock
from services.members.stores.commands.find import FindStores
from services.members.stores.domain.store import Coordinates, KeptStore, Position, Store

HERE = Coordinates(31_230_400, 121_473_700)


class SlowReader:
    """A register of one store a brand; the places of tea are read once `go_on` is set."""

    def __init__(self) -> None:
        self.reads: list[str] = []
        self.go_on = asyncio.Event()

    async def stores(self, brand: str, codes: Collection[str]) -> Mapping[str, KeptStore]:
        made = (Store(code, "店", "", "上海", "Asia/Shanghai", HERE) for code in codes)
        return {store.code: KeptStore(brand, store, 1) for store in made}

    async def page(
        self, brand: str, city: str, after: str, limit: int, closed_since: str
    ) -> Sequence[KeptStore]:
        return []

    async def positions(self, brand: str) -> Sequence[Position]:
        self.reads.append(brand)
        if brand == "tea":
            await self.go_on.wait()
        return [Position(f"{brand}-01", HERE, "Asia/Shanghai", "")]


async def test_a_crowd_waits_for_one_read_and_no_other_brand_waits_for_it() -> None:
    reader = SlowReader()
    find = FindStores(reader, ManualClock(datetime(2026, 3, 2, tzinfo=UTC)))
    crowd = [asyncio.create_task(find.nearest("tea", HERE, 3)) for _ in range(5)]
    async with asyncio.timeout(5):
        while reader.reads != ["tea"]:
            await asyncio.sleep(0)
        [other] = await find.nearest("retail", HERE, 3)
        assert other.kept.store.code == "retail-01"
        reader.go_on.set()
        answers = await asyncio.gather(*crowd)
        assert [[each.kept.store.code for each in one] for one in answers] == [["tea-01"]] * 5
        assert await find.nearest("tea", HERE, 3)
    assert reader.reads == ["tea", "retail"]
