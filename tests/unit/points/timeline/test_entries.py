"""Entries of a member's accounts in one order, found by the place behind which the list goes on."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.common.cel import compile_condition
from services.common.clock import ManualClock
from services.common.errors import Refusal
from services.common.timeline import Asked, Kind, Place
from services.points.context import PointsContext
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.domain.chart_of_accounts import ADJUSTED, POINTS
from services.points.ledger.domain.posting import Leg, PostingKind, PostingRequest
from services.points.programme.commands import Programmes
from services.points.sections import SECTIONS
from services.points.timeline.commands import list_timeline
from tests.activities import NOON
from tests.fakes import FakeLedgerStore
from tests.fakes_points import FakeProgrammeStore, FakeStandingStore
from tests.unit.common.redirects_at_hand import AtHand

NEW = "mem_1"
OWNERS = (NEW, "mem_1-a", "mem_10", "mem_0")
"""Their order with a slash behind them is another than without."""


class World:
    """Points in memory: the other owners were merged into the first."""

    def __init__(self) -> None:
        self.clock, redirects = ManualClock(NOON), AtHand()
        for old in OWNERS[1:]:
            redirects.learn("tea", old, NEW)
        programmes = Programmes(FakeProgrammeStore(), compile_condition, SECTIONS)
        ledger = Ledger(FakeLedgerStore(), self.clock, survivors=redirects)
        self.ctx = PointsContext(
            ledger, programmes, FakeStandingStore(), self.clock, survivors=redirects
        )
        self.posted = 0

    async def post(self, owner: str, later_ms: int) -> None:
        """An entry, so long after the last one."""
        self.clock.advance(timedelta(milliseconds=later_ms))
        self.posted += 1
        legs = (Leg(owner, POINTS, self.posted), Leg(ADJUSTED, POINTS, -self.posted))
        name = f"r{self.posted}"
        await self.ctx.ledger.post(PostingRequest("tea", name, PostingKind.ADJUST, legs))

    async def page(self, before: Place | None, size: int) -> tuple[list[Place], bool]:
        asked = Asked(NEW, frozenset({Kind.ENTRY}), before, size)
        part = await list_timeline(self.ctx, "tea", asked)
        return [place for place, _ in part.items], part.has_more


@given(
    st.lists(st.tuples(st.sampled_from(OWNERS), st.integers(0, 1)), max_size=12),
    st.integers(1, 4),
)
def test_pages_of_any_size_have_each_entry_once(steps: list[tuple[str, int]], size: int) -> None:
    async def run() -> None:
        world = World()
        for step in steps:
            await world.post(*step)
        whole, more = await world.page(None, 100)
        assert (len(set(whole)), more) == (len(steps), False)
        assert whole == sorted(whole, reverse=True)
        found: list[Place] = []
        has_more = True
        while has_more:
            places, has_more = await world.page(found[-1] if found else None, size)
            found += places
            assert len(found) <= len(whole)
        assert found == whole
        # Behind the place of another kind: of its millisecond, those of lower kinds alone.
        for other, same in ((Kind.TOUCH, True), (Kind.ACTIVITY, False)):
            for at in {place.ms for place in whole}:
                behind = [each for each in whole if each.ms < at or (same and each.ms == at)]
                assert (await world.page(Place(at, other, "x"), 100))[0] == behind

    asyncio.run(run())


@pytest.mark.parametrize("wrong", ["x", "mem_1/", "mem_1/-1", "mem_1/1x", "mem_1/²"])
async def test_an_id_that_no_entry_has_is_refused(wrong: str) -> None:
    world = World()
    await world.post(NEW, 0)
    with pytest.raises(Refusal) as refused:
        await world.page(Place(0, Kind.ENTRY, wrong), 1)
    assert (refused.value.reason, refused.value.field) == ("INVALID_ARGUMENT", "before.id")


async def test_a_place_beyond_all_entries_loses_none() -> None:
    world = World()
    await world.post(NEW, 0)
    for far in ("mem_1/0000000000000000", f"mem_1/{'9' * 100}"):
        places, _ = await world.page(Place(2**45, Kind.ENTRY, far), 1)
        assert len(places) == (far[-1] == "9")
