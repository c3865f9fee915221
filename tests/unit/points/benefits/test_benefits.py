"""Grants and uses through the ledger: once a term, whoever asks and however often."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.common.cel import compile_condition
from services.common.clock import ManualClock
from services.points.activities.domain.standing import MemberEnrolled, Tier, TierChanged
from services.points.benefits.commands.granting import grant_due
from services.points.benefits.commands.granting_job import walk_all
from services.points.benefits.commands.statuses import benefit_statuses
from services.points.benefits.commands.uses import (
    Answer,
    list_uses,
    reverse_use,
    use_benefit,
)
from services.points.benefits.domain.section import BenefitUnknown, Uncounted
from services.points.benefits.domain.status import CountedStatus
from services.points.benefits.domain.use import (
    BenefitUsedUp,
    BenefitUseNotFound,
    BenefitUseNotReversible,
)
from services.points.benefits.domain.walk import Walk
from services.points.context import MemberLocks, PointsContext
from services.points.intake.commands import follow_members
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.domain.batch import Damaged
from services.points.ledger.domain.posting import PostingKind, PostingRequest
from services.points.ledger.domain.repeat import RequestIdReused
from services.points.ledger.domain.reversal import ReversalOfPart
from services.points.programme.commands import Programmes
from services.points.programme.domain.published import ProgrammePublished
from services.points.sections import SECTIONS
from tests.activities import NOON, document
from tests.fakes import FakeLedgerStore
from tests.fakes_points import FakeProgrammeStore, FakeStandingStore

ADA, UPGRADE = "mem_ada", "size_upgrade"
TIERS = {
    code: Tier(code, rank, 100) for rank, code in enumerate(("basic", "silver", "gold", "diamond"))
}
APRIL = datetime(2026, 3, 31, 16, tzinfo=UTC)
"""The first instant of April in Shanghai."""


class FakeWalks:
    """Walks in a dictionary."""

    def __init__(self, *brands: str) -> None:
        self._brands = list(brands)
        self.walks: dict[str, Walk] = {}

    async def brands(self) -> list[str]:
        return self._brands

    async def get(self, brand: str) -> Walk | None:
        return self.walks.get(brand)

    async def put(self, brand: str, walk: Walk) -> None:
        self.walks[brand] = walk


class Held:
    """A lease that this worker has for so many acquires."""

    def __init__(self, times: int = 1_000) -> None:
        self.times = times

    async def acquire(self) -> bool:
        self.times -= 1
        return self.times >= 0


async def hold(ctx: PointsContext, tier: str, member_id: str = ADA, brand: str = "tea") -> None:
    now = ctx.clock.now()
    await follow_members(ctx, [TierChanged(brand, member_id, TIERS[tier], now, now)])


async def left(ctx: PointsContext, asset: str = "SIZE_UPGRADE", brand: str = "tea") -> int:
    return (await ctx.ledger.balances(brand, [(ADA, asset)], ctx.clock.now()))[0].available


async def use(ctx: PointsContext, request_id: str = "u1", store: str = "s1") -> Answer:
    return await use_benefit(
        ctx, "tea", request_id=request_id, member_id=ADA, code=UPGRADE, store_id=store
    )


async def give_back(
    ctx: PointsContext, use_id: str, request_id: str = "b1", store: str = "s1"
) -> Answer:
    return await reverse_use(ctx, "tea", request_id=request_id, use_id=use_id, store_id=store)


async def shown(ctx: PointsContext) -> tuple[list[tuple[int, int, str]], list[str]]:
    """The counted benefits as (left, granted, until), and the codes of the others."""
    found = (await benefit_statuses(ctx, "tea", [ADA]))[ADA]
    counted = [
        (one.left, one.granted, str(one.until)) for one in found if isinstance(one, CountedStatus)
    ]
    return counted, [one.code for one in found if isinstance(one, Uncounted)]


async def test_a_tier_that_is_reached_grants_its_benefit_once(ctx: PointsContext) -> None:
    await hold(ctx, "silver")
    assert (await left(ctx), await shown(ctx)) == (0, ([], []))
    for _ in range(3):
        await hold(ctx, "gold")
    assert await left(ctx) == 2
    assert await shown(ctx) == ([(2, 2, "2026-03-31")], ["new_flavours"])


async def test_what_is_granted_while_a_card_is_read_counts_once(
    ctx: PointsContext, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hold(ctx, "gold")
    clock.advance(timedelta(days=40))
    read = ctx.ledger.account_state

    async def late(*asked: Any) -> Any:
        await grant_due(ctx, "tea", [ADA])
        return await read(*asked)

    monkeypatch.setattr(ctx.ledger, "account_state", late)
    assert (await shown(ctx))[0] == [(2, 2, "2026-04-30")]


async def test_the_grant_names_its_rule_and_expires_with_the_month(
    ctx: PointsContext, clock: ManualClock
) -> None:
    await hold(ctx, "gold")
    posting = await ctx.ledger.posting("tea", f"benefit_grant/{UPGRADE}/month/2026-03-01/2/{ADA}")
    assert posting is not None
    assert posting.metadata["rule"] == f"benefit_{UPGRADE}"
    assert posting.entries[0].expire_at == APRIL
    clock.set(APRIL - timedelta(milliseconds=1))
    assert await left(ctx) == 2
    clock.set(APRIL)
    assert await left(ctx) == 0


async def test_who_rises_gets_the_difference_and_who_falls_keeps_what_is_left(
    ctx: PointsContext, clock: ManualClock
) -> None:
    await hold(ctx, "gold")
    await use(ctx)
    await hold(ctx, "diamond")
    assert await shown(ctx) == ([(3, 4, "2026-03-31")], [])
    for tier in ("basic", "gold", "diamond", "basic"):
        clock.advance(timedelta(hours=1))
        await hold(ctx, tier)
        assert await left(ctx) == 3
    await use(ctx, "u2")
    assert await shown(ctx) == ([(2, 4, "2026-03-31")], [])
    clock.set(APRIL)
    assert await shown(ctx) == ([], [])
    with pytest.raises(BenefitUsedUp):
        await use(ctx, "u3")


async def test_a_use_in_a_term_that_nobody_has_granted_yet_grants_it_first(
    ctx: PointsContext, clock: ManualClock
) -> None:
    await hold(ctx, "gold")
    clock.set(APRIL)
    assert await shown(ctx) == ([(2, 2, "2026-04-30")], ["new_flavours"])
    await use(ctx)
    assert (await left(ctx), (await shown(ctx))[0]) == (1, [(1, 2, "2026-04-30")])


async def test_what_is_used_up_is_refused_and_a_repeat_gets_its_answer(
    ctx: PointsContext, clock: ManualClock
) -> None:
    await hold(ctx, "gold")
    first = await use(ctx)
    clock.advance(timedelta(hours=1))
    await use(ctx, "u2")
    with pytest.raises(BenefitUsedUp):
        await use(ctx, "u3")
    assert await use(ctx) == Answer(first.use, replayed=True)
    with pytest.raises(RequestIdReused):
        await use(ctx, store="s2")
    assert [one.asked_by for one in await list_uses(ctx, "tea", ADA, "", 9)] == [
        "benefit_use/u2",
        "benefit_use/u1",
    ]


async def test_a_use_is_given_back_once_by_that_store_on_that_day(
    ctx: PointsContext, clock: ManualClock
) -> None:
    await hold(ctx, "gold")
    made = (await use(ctx)).use
    with pytest.raises(BenefitUseNotFound):
        await give_back(ctx, "bnu_nothing")
    with pytest.raises(BenefitUseNotReversible):
        await give_back(ctx, made.id, store="s2")
    clock.set(datetime(2026, 3, 4, 16, tzinfo=UTC))
    with pytest.raises(BenefitUseNotReversible):
        await give_back(ctx, made.id)
    clock.set(NOON + timedelta(hours=1))
    back = await give_back(ctx, made.id)
    assert back.use == replace(made, reversed_at=clock.now())
    assert await left(ctx) == 2
    assert await give_back(ctx, made.id) == Answer(back.use, replayed=True)
    with pytest.raises(BenefitUseNotReversible):
        await give_back(ctx, made.id, "b2")
    # The first answer, though it was given back since.
    assert (await use(ctx)).use == made
    # It went back into the lot that it came from.
    clock.set(APRIL)
    assert await left(ctx) == 0


async def test_no_stranger_reverses_a_grant_or_a_use(ctx: PointsContext) -> None:
    await hold(ctx, "gold")
    made = (await use(ctx)).use
    for request_id in (made.asked_by, f"benefit_grant/{UPGRADE}/month/2026-03-01/2/{ADA}"):
        posting = await ctx.ledger.posting("tea", request_id)
        assert posting is not None
        with pytest.raises(ReversalOfPart):
            await ctx.ledger.post(
                PostingRequest("tea", "rpc/x", PostingKind.REVERSAL, reverses_posting_id=posting.id)
            )


async def test_unknown_benefits_and_members_are_refused(ctx: PointsContext) -> None:
    await hold(ctx, "gold")
    with pytest.raises(BenefitUnknown):
        await use_benefit(
            ctx, "tea", request_id="x", member_id=ADA, code="limousine", store_id="s1"
        )
    with pytest.raises(Exception, match="nobody enrolled") as refused:
        await use_benefit(
            ctx, "tea", request_id="x", member_id="mem_0", code=UPGRADE, store_id="s1"
        )
    assert getattr(refused.value, "reason", "") == "MEMBER_NOT_FOUND"


async def test_of_two_left_20_tills_at_once_hand_over_two(ctx: PointsContext) -> None:
    """Two processes: each has locks of its own."""
    await hold(ctx, "gold")
    other = replace(ctx, locks=MemberLocks())
    tries = [use((ctx, other)[n % 2], f"u{n}") for n in range(20)]
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, Answer) for one in results) == 2
    assert sum(isinstance(one, BenefitUsedUp) for one in results) == 18
    assert await left(ctx) == 0


async def test_workers_at_once_grant_a_term_once(ctx: PointsContext, clock: ManualClock) -> None:
    await hold(ctx, "gold")
    clock.set(APRIL)
    others = [replace(ctx, locks=MemberLocks()) for _ in range(8)]
    await asyncio.gather(*(grant_due(each, "tea", [ADA]) for each in others))
    assert await left(ctx) == 2


async def test_a_year_of_membership_begins_on_its_anniversary(
    ctx: PointsContext, clock: ManualClock
) -> None:
    await follow_members(ctx, [ProgrammePublished("car", 1, document("car"), NOON)])
    clock.set(NOON)
    await follow_members(ctx, [MemberEnrolled("car", ADA, NOON)])
    await hold(ctx, "gold", brand="car")
    assert await left(ctx, "MAINTENANCE", "car") == 2
    # The last instant of 3 March in Shanghai.
    clock.set(datetime(2027, 3, 3, 16, tzinfo=UTC) - timedelta(milliseconds=1))
    walks = FakeWalks("car")
    assert await walk_all(ctx, walks, Held()) == 0
    clock.advance(timedelta(milliseconds=1))
    assert await left(ctx, "MAINTENANCE", "car") == 0
    assert await walk_all(ctx, walks, Held()) == 1
    assert await left(ctx, "MAINTENANCE", "car") == 2


async def test_the_job_walks_once_a_day_in_slices_and_goes_on_where_another_stopped(
    ctx: PointsContext, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.points.benefits.commands.granting_job.SLICE", 2)
    for number in range(5):
        await hold(ctx, "gold", f"mem_{number}")
    clock.set(APRIL)
    walks = FakeWalks("nobody", "retail", "tea")
    assert await walk_all(ctx, walks, Held(1)) == 2
    assert walks.walks["tea"] == Walk("2026-04-01/1", "mem_1")
    assert await walk_all(ctx, walks, Held()) == 3
    assert walks.walks["tea"] == Walk("2026-04-01/1", None)
    # The round is over: a member of whom the feed told nothing new waits for the next day.
    lease = Held()
    assert await walk_all(ctx, walks, lease) == 0
    assert lease.times == 1_000
    clock.advance(timedelta(days=1))
    assert await walk_all(ctx, walks, lease) == 0
    assert lease.times < 1_000


async def test_a_member_who_cannot_be_granted_anything_stops_none_behind(
    ctx: PointsContext, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.points.benefits.commands.granting_job.SLICE", 2)
    for number in range(5):
        await hold(ctx, "gold", f"mem_{number}")
    clock.set(APRIL)
    read, broken = ctx.ledger.records, {"mem_1:size_upgrade"}

    async def damaged(brand: str, kind: Any, ids: Collection[str]) -> Any:
        if broken.intersection(ids):
            raise Damaged("record", "can't be read")
        return await read(brand, kind, ids)

    monkeypatch.setattr(ctx.ledger, "records", damaged)
    walks = FakeWalks("tea")
    assert await walk_all(ctx, walks, Held()) == 4
    # It has its turn with the next round.
    broken.clear()
    clock.advance(timedelta(days=1))
    assert await walk_all(ctx, walks, Held()) == 1


async def test_a_publication_grants_what_it_adds(ctx: PointsContext, clock: ManualClock) -> None:
    await hold(ctx, "gold")
    walks = FakeWalks("tea")
    assert await walk_all(ctx, walks, Held()) == 0
    changed = document("tea")
    changed["benefits"][0]["times"]["gold"] = 5
    await follow_members(ctx, [ProgrammePublished("tea", 2, changed, NOON + timedelta(hours=1))])
    assert await walk_all(ctx, walks, Held()) == 1
    assert await left(ctx) == 5


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from([*TIERS, "use", "again"]), max_size=12))
def test_a_month_grants_what_the_highest_tier_held_in_it_gives(steps: Sequence[str]) -> None:
    async def run() -> None:
        clock = ManualClock(NOON)
        programmes = Programmes(FakeProgrammeStore(), compile_condition, SECTIONS)
        ledger = Ledger(FakeLedgerStore(), clock)
        ctx = PointsContext(ledger, programmes, FakeStandingStore(), clock)
        await follow_members(ctx, [ProgrammePublished("tea", 1, document("tea"), NOON)])
        times, used = {"gold": 2, "diamond": 4}, 0
        refusals: set[str] = set()
        for number, step in enumerate(steps):
            clock.advance(timedelta(minutes=1))
            if step == "again":
                await grant_due(ctx, "tea", [ADA])
            elif step == "use":
                try:
                    await use(ctx, f"u{number}")
                    used += 1
                except Exception as error:
                    refusals.add(getattr(error, "reason", repr(error)))
            else:
                await hold(ctx, step)
        highest = max((times.get(step, 0) for step in steps), default=0)
        assert await left(ctx) == highest - used
        assert refusals <= {"BENEFIT_USED_UP", "MEMBER_NOT_FOUND"}

    asyncio.run(run())
