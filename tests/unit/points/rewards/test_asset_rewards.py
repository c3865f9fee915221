"""A reward that gives an asset: credited once, and taken back while it is unspent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.common.clock import ManualClock
from services.members.programme.domain.rewards import reward_gives
from services.points.activities.domain.standing import MemberMerged
from services.points.context import PointsContext
from services.points.intake.commands import follow_members
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.domain.posting import Leg, PostingKind, PostingRequest
from services.points.merges.commands.moving import merge_member
from services.points.programme.domain.published import ProgrammePublished
from services.points.rewards.commands.end_redemption import cancel_redemption, confirm_redemption
from services.points.rewards.commands.redeem_reward import Answer, redeem_reward
from services.points.rewards.domain.redemption import (
    RedemptionEnded,
    RedemptionSpent,
    RedemptionState,
)
from services.points.rewards.domain.reward import LimitReached
from tests.activities import NOON, document
from tests.unit.common.redirects_at_hand import AtHand

NAME = {"zh": "抽奖券", "en": "Tickets"}
ADA, BEA, TICKET = "mem_ada", "mem_bea", "LOTTERY_TICKET"
EARLY, LATE = NOON + timedelta(days=20), NOON + timedelta(days=200)


@pytest.fixture
async def tea(ctx: PointsContext) -> PointsContext:
    """Three tickets for 60 points once a week; Ada has 50 points in an early lot, 450 in a late."""
    item: dict[str, Any] = {"code": "held", "name": NAME, "kind": "service", "price": 60}
    item |= {"gives": {"asset": TICKET, "amount": 3}, "limits": [{"per": "week", "times": 1}]}
    items = [item, item | {"code": "atonce", "immediate": True, "stock": 5}]
    assets = document("tea")["assets"] | {
        TICKET: {"spendable": True, "expiry": {"policy": "days", "days": 30}}
    }
    sections = {"streaks": [], "tasks": [], "badges": [], "rewards": {"items": items}}
    changed = document("tea") | sections | {"assets": assets}
    told = ProgrammePublished("tea", 2, changed, NOON + timedelta(seconds=2))
    await follow_members(ctx, [told])
    legs = (
        Leg(ADA, "POINTS", 50, expire_at=EARLY),
        Leg(ADA, "POINTS", 450, expire_at=LATE),
        Leg("house:issued", "POINTS", -500),
    )
    await ctx.ledger.post(PostingRequest("tea", "rpc/give", PostingKind.EARN, legs))
    return ctx


async def redeem(ctx: PointsContext, reward: str, request_id: str = "r1") -> Answer:
    return await redeem_reward(ctx, "tea", request_id=request_id, member_id=ADA, reward_code=reward)


async def cancel(ctx: PointsContext, redemption_id: str, request_id: str = "n1") -> Answer:
    return await cancel_redemption(
        ctx, "tea", request_id=request_id, redemption_id=redemption_id, member_id=ADA
    )


async def confirm(ctx: PointsContext, redemption_id: str) -> Answer:
    return await confirm_redemption(
        ctx, "tea", request_id="c1", redemption_id=redemption_id, member_id=ADA
    )


async def has(ctx: PointsContext, asset: str) -> int:
    (found,) = await ctx.ledger.balances("tea", [(ADA, asset)], ctx.clock.now())
    return found.available


async def lots(ctx: PointsContext, asset: str, owner: str = ADA) -> list[tuple[int, Any]]:
    accounts = await ctx.ledger.account_state("tea", [(owner, asset)])
    return [(lot.points, lot.expire_at) for lot in accounts[owner, asset].lots]


async def test_confirmed_it_credits_the_asset_once_and_no_voucher(tea: PointsContext) -> None:
    held = (await redeem(tea, "held")).redemption
    assert (await has(tea, TICKET), await has(tea, "POINTS")) == (0, 440)
    first = await confirm(tea, held.id)
    again = await confirm(tea, held.id)
    assert (again.replayed, again.redemption) == (True, first.redemption)
    assert (first.redemption.state, first.redemption.voucher_code) == (
        RedemptionState.CONFIRMED,
        "",
    )
    assert (await has(tea, TICKET), await has(tea, "POINTS")) == (3, 440)
    ((_, until),) = await lots(tea, TICKET)
    assert until is not None, "it lives as the programme says of its asset"


async def test_a_held_one_that_is_cancelled_credits_nothing(tea: PointsContext) -> None:
    held = (await redeem(tea, "held")).redemption
    await cancel(tea, held.id)
    assert (await has(tea, TICKET), await has(tea, "POINTS")) == (0, 500)
    with pytest.raises(RedemptionEnded):
        await confirm(tea, held.id)


@pytest.mark.parametrize("reward", ["held", "atonce"])
async def test_unspent_it_is_taken_back_and_the_price_returns_to_its_lots(
    tea: PointsContext, reward: str
) -> None:
    before = await lots(tea, "POINTS")
    redeemed = await redeem(tea, reward)
    if reward == "held":
        await confirm(tea, redeemed.redemption.id)
    with pytest.raises(LimitReached):
        await redeem(tea, reward, "r2")
    done = await cancel(tea, redeemed.redemption.id)
    assert done.redemption.state is RedemptionState.CANCELLED
    assert (await cancel(tea, redeemed.redemption.id)).replayed
    assert await has(tea, TICKET) == 0
    assert await lots(tea, "POINTS") == before
    with pytest.raises(RedemptionEnded):
        await cancel(tea, redeemed.redemption.id, "n2")
    # A repeat hears what it heard first.
    repeat = await redeem(tea, reward)
    first = RedemptionState.HELD if reward == "held" else RedemptionState.CONFIRMED
    assert (repeat.replayed, repeat.redemption.state) == (True, first)
    if reward == "held":
        assert (await confirm(tea, redeemed.redemption.id)).redemption.state == "confirmed"
    # Neither the week's limit nor the stock counts it.
    await redeem(tea, reward, "r3")


async def test_spent_in_part_it_stays(tea: PointsContext) -> None:
    redeemed = (await redeem(tea, "atonce")).redemption
    legs = (Leg(ADA, TICKET, -1), Leg("house:redeemed", TICKET, 1))
    await tea.ledger.post(PostingRequest("tea", "rpc/draw", PostingKind.SPEND, legs))
    with pytest.raises(RedemptionSpent) as refused:
        await cancel(tea, redeemed.id)
    assert refused.value.metadata == {"asset": TICKET}
    assert (await has(tea, TICKET), await has(tea, "POINTS")) == (2, 440)


@pytest.fixture
def with_bea(tea: PointsContext) -> PointsContext:
    """Ada is merged into Bea as soon as a test says so."""
    redirects = AtHand()
    ledger = Ledger(tea.ledger._store, tea.clock, survivors=redirects)
    return replace(tea, ledger=ledger, survivors=redirects)


MERGED = MemberMerged("tea", BEA, ADA, "mrg_1", NOON)


async def test_after_a_merge_the_survivor_gives_it_back_and_gets_the_price_in_its_lots(
    with_bea: PointsContext,
) -> None:
    before = await lots(with_bea, "POINTS")
    redeemed = (await redeem(with_bea, "atonce")).redemption
    await merge_member(with_bea, MERGED)
    assert await lots(with_bea, TICKET, BEA)
    for request_id in ("n1", "n1"):
        await cancel_redemption(
            with_bea, "tea", request_id=request_id, redemption_id=redeemed.id, member_id=BEA
        )
    assert await lots(with_bea, TICKET, BEA) == []
    assert await lots(with_bea, "POINTS", BEA) == before
    assert (await lots(with_bea, "POINTS"), await lots(with_bea, TICKET)) == ([], [])
    # The survivor's limit of the week counts it no more.
    await redeem_reward(with_bea, "tea", request_id="r9", member_id=BEA, reward_code="atonce")


async def test_after_a_merge_what_the_survivor_spent_stays(with_bea: PointsContext) -> None:
    redeemed = (await redeem(with_bea, "atonce")).redemption
    await merge_member(with_bea, MERGED)
    legs = (Leg(BEA, TICKET, -1), Leg("house:redeemed", TICKET, 1))
    await with_bea.ledger.post(PostingRequest("tea", "rpc/draw", PostingKind.SPEND, legs))
    with pytest.raises(RedemptionSpent):
        await cancel_redemption(
            with_bea, "tea", request_id="n1", redemption_id=redeemed.id, member_id=None
        )


async def test_what_an_operator_undoes_after_a_merge_comes_off_the_survivor(
    with_bea: PointsContext,
) -> None:
    legs = (Leg(ADA, TICKET, 2), Leg("house:issued", TICKET, -2))
    given = await with_bea.ledger.post(PostingRequest("tea", "rpc/g", PostingKind.EARN, legs))
    await merge_member(with_bea, MERGED)
    undo = PostingRequest("tea", "rpc/u", PostingKind.REVERSAL)
    undo = undo._replace(reverses_posting_id=given.posting.id)
    undone = (await with_bea.ledger.post(undo)).posting
    assert [(e.owner, e.amount) for e in undone.entries if e.owner == BEA] == [(BEA, -2)]
    assert await lots(with_bea, TICKET, BEA) == []


async def test_expired_it_stays(tea: PointsContext, clock: ManualClock) -> None:
    redeemed = (await redeem(tea, "atonce")).redemption
    clock.advance(timedelta(days=40))
    with pytest.raises(RedemptionSpent):
        await cancel(tea, redeemed.id)


async def test_what_gave_a_voucher_is_not_taken_back(tea: PointsContext) -> None:
    item = {"code": "cup", "name": NAME, "kind": "product", "price": 10}
    changed = document("tea") | {"streaks": [], "rewards": {"items": [item]}}
    told = ProgrammePublished("tea", 3, changed, NOON + timedelta(seconds=3))
    await follow_members(tea, [told])
    held = (await redeem(tea, "cup")).redemption
    await confirm(tea, held.id)
    with pytest.raises(RedemptionEnded):
        await cancel(tea, held.id)


def test_what_a_reward_gives_is_declared_bought_and_all_that_it_gives() -> None:
    assets: dict[str, Any] = {"POINTS": {}, "GROWTH": {}, TICKET: {}}
    good = {"prices": {"POINTS": 5}, "gives": {"asset": TICKET, "amount": 1}}
    assert not list(reward_gives({"assets": assets}, good, ("rewards",)))
    for change in (
        {"gives": {"asset": "POINTS", "amount": 1}, "prices": {TICKET: 1}},
        {"gives": {"asset": "GROWTH", "amount": 1}},
        {"gives": {"asset": "NONE", "amount": 1}},
        {"prices": {TICKET: 1}},
        {"coupon": "five"},
        {"badge": "gold"},
    ):
        assert len(list(reward_gives({"assets": assets}, good | change, ("rewards",)))) == 1
