"""Items and touches in one order, in pages of any size."""

import asyncio
from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.common.ids import at_ms, floor_id
from services.common.timeline import Asked, Place
from services.feedback.reach.domain.touch import Touch, TouchFilter
from services.feedback.reach.domain.wish import Occasion, Wish
from services.feedback.reach.storage.documents import place_of
from services.feedback.timeline.commands import KINDS, TimelineContext, list_timeline

BEGIN_MS = 1_772_000_000_000


class Kept:
    """Items with such times, and touches, as their storages answer them."""

    def __init__(self, item_ms: Sequence[int], touch_ms: Sequence[int]) -> None:
        self.items = [
            SimpleNamespace(id=f"{floor_id('fbk', _at(ms))[:-4]}{n:04d}")
            for n, ms in enumerate(item_ms)
        ]
        self.touches = [
            Touch(Wish(f"tch_{n}", "mem_1", Occasion(""), _at(ms)), _at(ms))
            for n, ms in enumerate(touch_ms)
        ]

    async def newest(
        self, brand: str, member_ids: Sequence[str], before: str, limit: int
    ) -> Mapping[str, Any]:
        found = [each for each in self.items if not before or each.id < before]
        return {"mem_1": sorted(found, key=lambda each: each.id, reverse=True)[:limit]}

    async def page(
        self, brand: str, only: TouchFilter, before: str, limit: int
    ) -> list[tuple[str, Touch]]:
        assert only == TouchFilter("mem_1")
        found = [(place_of(each), each) for each in self.touches]
        found = [each for each in found if not before or each[0] < before]
        return sorted(found, key=lambda each: each[0], reverse=True)[:limit]


def _at(ms: int) -> Any:
    return at_ms(BEGIN_MS + ms)


_TIMES = st.lists(st.integers(0, 2), max_size=6)


@given(_TIMES, _TIMES, st.integers(1, 4))
def test_pages_have_each_once(items: list[int], touches: list[int], size: int) -> None:
    kept = Kept(items, touches)
    ctx = TimelineContext(kept, kept)

    async def page(before: Place | None, size: int) -> tuple[list[Place], bool]:
        part = await list_timeline(ctx, "tea", Asked("mem_1", frozenset(KINDS), before, size))
        return [place for place, _ in part.items], part.has_more

    async def run() -> None:
        whole, _ = await page(None, 100)
        assert len(set(whole)) == len(items) + len(touches)
        assert whole == sorted(whole, reverse=True)
        found: list[Place] = []
        has_more = True
        while has_more:
            places, has_more = await page(found[-1] if found else None, size)
            found += places
            assert len(found) <= len(whole)
        assert found == whole

    asyncio.run(run())
