"""A merge moves all that there is, once, and the two have together what they had."""

from __future__ import annotations

import asyncio
import json
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.common.cel import compile_condition
from services.common.clock import ManualClock
from services.points.activities.domain.activity import Activity, fingerprint
from services.points.activities.domain.activity_type import ActivityType
from services.points.activities.domain.standing import MemberMerged, MemberUnmerged
from services.points.calendar.domain.runs import DayRuns
from services.points.context import PointsContext
from services.points.earning.domain import cap as caps
from services.points.earning.domain.award_posting import CAP
from services.points.earning.domain.cap import CapUse
from services.points.intake.commands import follow_members
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.commands.verify import Verifier
from services.points.ledger.domain.posting import (
    HoldChange,
    HoldPlacement,
    Leg,
    Lot,
    PostingKind,
    PostingRequest,
)
from services.points.lottery.domain.player import Player
from services.points.merges.commands.moving import MergeSweep, merge_member, move_rest
from services.points.merges.commands.undoing import unmerge_member
from services.points.merges.domain.merge_record import MERGE
from services.points.merges.domain.united import united_caps, united_player
from services.points.programme.commands import Programmes
from services.points.programme.domain.published import ProgrammePublished
from services.points.sections import SECTIONS
from tests.activities import NOON, PLAIN
from tests.fakes import FakeLedgerStore
from tests.fakes_points import FakeProgrammeStore, FakeStandingStore
from tests.unit.common.redirects_at_hand import AtHand

OLD, NEW = "mem_old", "mem_new"
DAY = timedelta(days=1)
MERGED = MemberMerged("tea", NEW, OLD, "mrg_1", NOON)
ASSETS = ("POINTS", "GROWTH", "coupon.latte")


class World:
    """Points in memory, with redirects in memory."""

    def __init__(self) -> None:
        self.clock = ManualClock(NOON)
        self.store = FakeLedgerStore()
        self.redirects = AtHand()
        self.ctx = PointsContext(
            Ledger(self.store, self.clock, survivors=self.redirects),
            Programmes(FakeProgrammeStore(), compile_condition, SECTIONS),
            FakeStandingStore(),
            self.clock,
            survivors=self.redirects,
        )

    async def post(self, name: str, *legs: Leg, holds: tuple[HoldPlacement, ...] = ()) -> None:
        # The other side of each asset is the house's.
        sums: dict[str, int] = {}
        for leg in legs:
            sums[leg.asset] = sums.get(leg.asset, 0) + leg.amount
        others = tuple(Leg("house:adjusted", asset, -n) for asset, n in sums.items() if n)
        request = PostingRequest(
            *("tea", f"rpc/{name}", PostingKind.ADJUST, (*legs, *others)), place_holds=holds
        )
        await self.ctx.ledger.post(request)

    async def sums(self) -> dict[str, tuple[int, int]]:
        """By asset: what both have, and what holds of both set aside."""
        names = [(owner, asset) for owner in (OLD, NEW) for asset in ASSETS]
        states = await self.ctx.ledger.account_state("tea", names)
        now = self.clock.now()
        return {
            asset: (
                sum(states[owner, asset].posted for owner in (OLD, NEW)),
                sum(states[owner, asset].held(now) for owner in (OLD, NEW)),
            )
            for asset in ASSETS
        }

    async def lots(self, owner: str, asset: str = "POINTS") -> list[Lot]:
        state = await self.ctx.ledger.account_state("tea", [(owner, asset)])
        return list(state[owner, asset].lots)

    async def problems(self) -> list[object]:
        return list((await Verifier(self.store, self.clock).verify("tea")).problems)


lots = st.lists(
    st.tuples(
        st.sampled_from([OLD, NEW]),
        st.sampled_from(ASSETS),
        st.integers(1, 50),
        st.none() | st.integers(1, 90),
        st.booleans(),
    ),
    max_size=70,
)
debts = st.lists(
    st.tuples(st.sampled_from([OLD, NEW]), st.sampled_from(ASSETS), st.integers(1, 90)),
    max_size=3,
)


@settings(max_examples=40, deadline=None)
@given(lots, debts, st.integers(0, 40), st.integers(0, 3))
def test_sums_of_all_assets_are_the_same_before_and_after(
    given_lots: list[tuple[str, str, int, int | None, bool]],
    taken: list[tuple[str, str, int]],
    held: int,
    days: int,
) -> None:
    async def run() -> None:
        world = World()
        for n, (owner, asset, points, expires, waits) in enumerate(given_lots):
            end = NOON + expires * DAY if expires else None
            begin = NOON + DAY / 2 if waits else None
            await world.post(f"g{n}", Leg(owner, asset, points, end, begin))
        for n, (owner, asset, points) in enumerate(taken):
            await world.post(f"t{n}", Leg(owner, asset, -points, unguarded=True))
        state = (await world.ctx.ledger.account_state("tea", [(OLD, "POINTS")]))[OLD, "POINTS"]
        if 0 < held <= state.available(NOON):
            hold = HoldPlacement("h1", OLD, "POINTS", held, NOON + 2 * DAY)
            await world.post("hold", holds=(hold,))
        world.clock.advance(days * DAY / 2)
        # What is past expiry is recorded first, as by any posting.
        before = await world.sums()
        gone = await expired(world)
        await merge_member(world.ctx, MERGED)
        after = await world.sums()
        for asset in ASSETS:
            assert after[asset][0] == before[asset][0] - gone.get(asset, 0) + await late(
                world, asset
            )
            assert after[asset][1] == before[asset][1]
        postings = len(world.store.postings)
        await merge_member(world.ctx, MERGED)
        assert len(world.store.postings) == postings
        assert await world.problems() == []

    asyncio.run(run())


async def expired(world: World) -> dict[str, int]:
    """What of both accounts is past expiry, not recorded yet and set aside by no hold."""
    names = [(owner, asset) for owner in (OLD, NEW) for asset in ASSETS]
    states = await world.ctx.ledger.account_state("tea", names)
    lost: dict[str, int] = {}
    for (_, asset), state in states.items():
        lost[asset] = lost.get(asset, 0) + state.expired(world.clock.now())
    return lost


async def late(world: World, asset: str) -> int:
    """What is past expiry still: in accounts that no posting of the merge touched."""
    return (await expired(world)).get(asset, 0)


async def test_lots_keep_their_expiry_and_holds_their_name_amount_and_end() -> None:
    world = World()
    await world.post("a", Leg(OLD, "POINTS", 30, NOON + 9 * DAY))
    await world.post("b", Leg(OLD, "POINTS", 20, NOON + 5 * DAY, NOON + DAY))
    await world.post("c", Leg(NEW, "POINTS", 7, NOON + 9 * DAY))
    hold = HoldPlacement("red_1", OLD, "POINTS", 25, NOON + DAY)
    await world.post("hold", holds=(hold,))
    await merge_member(world.ctx, MERGED)
    assert await world.lots(OLD) == []
    assert await world.lots(NEW) == [
        Lot(20, NOON + 5 * DAY, NOON + DAY),
        Lot(37, NOON + 9 * DAY),
    ]
    # Whoever captures the hold does so at the survivor's account.
    capture = PostingRequest(
        *("tea", "rpc/capture", PostingKind.SPEND),
        (Leg(NEW, "POINTS", -25), Leg("house:redeemed", "POINTS", 25)),
        change_holds=(HoldChange("red_1", NEW, "POINTS"),),
    )
    await world.ctx.ledger.post(capture)
    record = await world.ctx.ledger.record("tea", MERGE, "mrg_1")
    assert record is not None
    assert (record.value.amounts, record.value.holds, record.value.done) == (
        {"POINTS": 50},
        1,
        True,
    )
    assert await world.problems() == []


async def test_a_debt_is_the_survivors_and_paid_by_what_they_have() -> None:
    world = World()
    await world.post("owe", Leg(OLD, "POINTS", -40, unguarded=True))
    await world.post("has", Leg(NEW, "POINTS", 100))
    await merge_member(world.ctx, MERGED)
    assert [lot.points for lot in await world.lots(NEW)] == [60]
    assert await world.problems() == []


async def test_an_interrupted_merge_moves_the_rest_and_late_writes_are_swept() -> None:
    world = World()
    for n in range(130):
        await world.post(f"g{n}", Leg(OLD, "POINTS", 1, NOON + (n + 1) * DAY))
    keep, world.store.commits_left = world.store.commit, 1  # type: ignore[attr-defined]

    async def once(writes: object) -> None:
        if not world.store.commits_left:  # type: ignore[attr-defined]
            raise ConnectionError("killed")
        world.store.commits_left -= 1  # type: ignore[attr-defined]
        await keep(writes)  # type: ignore[arg-type]

    world.store.commit = once  # type: ignore[method-assign]
    with pytest.raises(ConnectionError):
        await merge_member(world.ctx, MERGED)
    world.store.commit = keep  # type: ignore[method-assign]
    assert 0 < len(await world.lots(NEW)) < 130
    await merge_member(world.ctx, MERGED)
    assert len(await world.lots(NEW)) == 130

    await world.post("late", Leg(OLD, "POINTS", 5))

    class Merges:
        async def since(self, at: object) -> list[MemberMerged]:
            return [MERGED]

    class Lease:
        async def acquire(self) -> bool:
            return True

    assert await MergeSweep(world.ctx, Merges(), Lease()).sweep() == 1
    assert await world.lots(OLD) == []
    assert sum(lot.points for lot in await world.lots(NEW)) == 135
    assert await move_rest(world.ctx, MERGED) == 0
    assert await world.problems() == []


async def test_counts_of_both_are_one_and_no_period_that_is_over_moves() -> None:
    world = World()
    plain = json.loads(json.dumps(PLAIN))
    await follow_members(world.ctx, [ProgrammePublished("tea", 1, plain, NOON)])
    for owner, key, times in (
        *((OLD, "member", 2), (NEW, "member", 3)),
        *((OLD, "day:2026-03-04", 1), (OLD, "day:2025-01-01", 9)),
    ):
        body = caps.to_body(owner, CapUse(times, times * 10))
        record = CAP.record(f"{owner}/rule/{key}", 0, body)
        await world.ctx.ledger.post(
            PostingRequest("tea", f"rpc/{owner}{key}", PostingKind.EARN, records=(record,))
        )
    await merge_member(world.ctx, MERGED)
    await merge_member(world.ctx, MERGED)
    found = await world.ctx.ledger.records_of("tea", CAP, f"{NEW}/", 10)
    assert {name: one.value for name, one in found.items()} == {
        f"{NEW}/rule/member": CapUse(5, 50),
        f"{NEW}/rule/day:2026-03-04": CapUse(1, 10),
    }
    assert await world.problems() == []


@given(st.sets(st.integers(0, 80)), st.sets(st.integers(0, 80)))
def test_days_of_both_are_one_run_of_days(one: set[int], other: set[int]) -> None:
    def runs(days: set[int]) -> DayRuns:
        made = DayRuns()
        for day in sorted(days):
            made = made.with_day(date(2026, 1, 1) + day * DAY, None).days
        return made

    both = runs(one).united(runs(other))
    assert both == runs(one | other)
    assert both == runs(other).united(runs(one))


def test_counts_are_added_and_a_prize_is_won_once() -> None:
    assert united_caps(CapUse(1, 10), CapUse(2, 5)) == CapUse(3, 15)
    day = date(2026, 3, 4)
    one, two = Player(3, 1, day, 2, frozenset({"a"})), Player(1, 4, day - DAY, 1, frozenset({"b"}))
    assert united_player(one, two) == Player(4, 4, day, 2, frozenset({"a", "b"}))


async def test_activities_of_the_old_id_are_the_survivors_and_compared_as_they_were_told() -> None:
    world = World()
    world.redirects.learn("tea", OLD, NEW)
    told = Activity("tea", "pos", "e1", OLD, ActivityType.VISIT, NOON)
    theirs = world.ctx.of_survivor(told)
    assert (theirs.member_id, fingerprint(theirs)) == (NEW, fingerprint(told))


UNMERGED = MemberUnmerged("tea", OLD, OLD, NEW, "mrg_1")


@settings(max_examples=30, deadline=None)
@given(lots, debts, st.integers(0, 200))
def test_an_undo_gives_back_what_is_left_and_sums_stay(
    given_lots: list[tuple[str, str, int, int | None, bool]],
    taken: list[tuple[str, str, int]],
    spent: int,
) -> None:
    async def run() -> None:
        world = World()
        for n, (owner, asset, points, expires, waits) in enumerate(given_lots):
            end = NOON + expires * DAY if expires else None
            begin = NOON + DAY / 2 if waits else None
            await world.post(f"g{n}", Leg(owner, asset, points, end, begin))
        for n, (owner, asset, points) in enumerate(taken):
            await world.post(f"t{n}", Leg(owner, asset, -points, unguarded=True))
        had = {asset: await posted(world, OLD, asset) for asset in ASSETS}
        own = {asset: await posted(world, NEW, asset) for asset in ASSETS}
        await merge_member(world.ctx, MERGED)
        state = (await world.ctx.ledger.account_state("tea", [(NEW, "POINTS")]))[NEW, "POINTS"]
        spent_now = min(spent, max(0, state.available(NOON)))
        if spent_now:
            await world.post("spent", Leg(NEW, "POINTS", -spent_now))
        before = await world.sums()
        await unmerge_member(world.ctx, UNMERGED)
        assert await world.sums() == before
        assert world.redirects.of("tea", OLD) == OLD
        for asset in ASSETS:
            back = await posted(world, OLD, asset)
            assert back <= max(had[asset], 0) or back == had[asset]
            if not spent_now and had[asset] >= 0 and own[asset] >= 0:
                assert back == had[asset]
        postings = len(world.store.postings)
        await unmerge_member(world.ctx, UNMERGED)
        assert len(world.store.postings) == postings
        assert await world.problems() == []

    asyncio.run(run())


async def posted(world: World, owner: str, asset: str) -> int:
    state = await world.ctx.ledger.account_state("tea", [(owner, asset)])
    return state[owner, asset].posted


async def test_an_undo_brings_counts_back_and_the_survivor_keeps_counting_both() -> None:
    world = World()
    body = caps.to_body(OLD, CapUse(2, 20))
    record = CAP.record(f"{OLD}/rule/member", 0, body)
    await world.ctx.ledger.post(
        PostingRequest("tea", "rpc/cap", PostingKind.EARN, records=(record,))
    )
    await merge_member(world.ctx, MERGED)
    await unmerge_member(world.ctx, UNMERGED)
    for owner in (OLD, NEW):
        found = await world.ctx.ledger.record("tea", CAP, f"{owner}/rule/member")
        assert found is not None
        assert found.value == CapUse(2, 20)
    merge = await world.ctx.ledger.record("tea", MERGE, "mrg_1")
    assert merge is not None
    assert merge.value.undone
    assert await world.problems() == []
