"""Redeeming through the ledger: hold, confirm, cancel."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from services.common.clock import ManualClock
from services.points.activities.domain.standing import Tier, TierChanged
from services.points.context import PointsContext
from services.points.intake.commands import follow_members
from services.points.ledger.domain.balance import Balance
from services.points.ledger.domain.posting import Leg, PostingKind, PostingRequest
from services.points.programme.domain.published import ProgrammePublished
from services.points.rewards.commands.end_redemption import cancel_redemption, confirm_redemption
from services.points.rewards.commands.find_redemption import list_redemptions
from services.points.rewards.commands.list_rewards import list_rewards
from services.points.rewards.commands.redeem_reward import Answer, redeem_reward
from services.points.rewards.domain.redemption import (
    RedemptionEnded,
    RedemptionNotFound,
    RedemptionState,
)
from services.points.rewards.domain.reward import LimitReached, OutOfStock, TierTooLow, TooFewPoints
from tests.activities import NOON, document


@pytest.fixture
async def rich(ctx: PointsContext) -> PointsContext:
    """Ada of tea is gold and has 5,000 points; Ada of retail has 5,000 points and no rewards."""
    for brand in ("tea", "retail"):
        await give(ctx, "mem_ada", 5_000, brand)
    await ctx.standings.change_tiers(
        [TierChanged("tea", "mem_ada", Tier("gold", 2, 130), NOON, NOON)]
    )
    return ctx


async def give(ctx: PointsContext, member_id: str, points: int, brand: str = "tea") -> None:
    legs = (Leg(member_id, "POINTS", points), Leg("house:adjusted", "POINTS", -points))
    request = PostingRequest(brand, f"give/{member_id}", PostingKind.ADJUST, legs)
    await ctx.ledger.post(request)


async def redeem(
    ctx: PointsContext, reward: str = "tote_bag", request_id: str = "q1", member_id: str = "mem_ada"
) -> Answer:
    return await redeem_reward(
        ctx, "tea", request_id=request_id, member_id=member_id, reward_code=reward
    )


async def confirm(ctx: PointsContext, redemption_id: str, request_id: str = "q2") -> Answer:
    return await confirm_redemption(
        ctx, "tea", request_id=request_id, redemption_id=redemption_id, member_id="mem_ada"
    )


async def cancel(ctx: PointsContext, redemption_id: str, request_id: str = "q3") -> Answer:
    return await cancel_redemption(
        ctx, "tea", request_id=request_id, redemption_id=redemption_id, member_id="mem_ada"
    )


async def balance(
    ctx: PointsContext, owner: str = "mem_ada", asset: str = "POINTS", brand: str = "tea"
) -> Balance:
    return (await ctx.ledger.balances(brand, [(owner, asset)], ctx.clock.now()))[0]


async def test_redeeming_holds_points_and_stock(rich: PointsContext) -> None:
    answer = await redeem(rich)
    assert answer.redemption.state is RedemptionState.HELD
    points, stock = await balance(rich), await balance(rich, "reward:tote_bag", "STOCK")
    assert (points.held, points.available) == (800, 4_200)
    assert (stock.held, stock.available) == (1, 99)


async def test_confirming_takes_them_and_issues_a_voucher(rich: PointsContext) -> None:
    held = (await redeem(rich)).redemption
    done = (await confirm(rich, held.id)).redemption
    assert done.state is RedemptionState.CONFIRMED
    assert len(done.voucher_code) == 10
    points, stock = await balance(rich), await balance(rich, "reward:tote_bag", "STOCK")
    assert (points.posted, points.held, stock.posted, stock.held) == (4_200, 0, 99, 0)


async def test_cancelling_lets_them_go(rich: PointsContext) -> None:
    held = (await redeem(rich)).redemption
    assert (await cancel(rich, held.id)).redemption.state is RedemptionState.CANCELLED
    assert (await balance(rich)).available == 5_000
    assert (await balance(rich, "reward:tote_bag", "STOCK")).available == 100


async def test_repeats_get_the_first_answer(rich: PointsContext) -> None:
    first = await redeem(rich)
    confirmed = await confirm(rich, first.redemption.id)
    assert await redeem(rich) == Answer(first.redemption, replayed=True)
    assert await confirm(rich, first.redemption.id) == Answer(confirmed.redemption, replayed=True)
    assert (await balance(rich)).posted == 4_200


async def test_fifty_calls_with_one_id_redeem_once(rich: PointsContext) -> None:
    await give(rich, "mem_bo", 200)
    asked = [redeem(rich, "free_drink", "b1", "mem_bo") for _ in range(50)]
    answers = await asyncio.gather(*asked)
    assert sum(not answer.replayed for answer in answers) == 1
    assert len({answer.redemption.id for answer in answers}) == 1


async def test_a_request_id_is_for_one_thing(rich: PointsContext) -> None:
    held = (await redeem(rich)).redemption
    for other in (redeem(rich, "free_drink"), confirm(rich, held.id, request_id="q1")):
        with pytest.raises(Exception, match="other content") as refused:
            await other
        assert getattr(refused.value, "reason", "") == "REQUEST_ID_REUSED"


async def test_an_ended_redemption_stays_as_it_is(rich: PointsContext) -> None:
    held = (await redeem(rich)).redemption
    await confirm(rich, held.id)
    with pytest.raises(RedemptionEnded):
        await cancel(rich, held.id)
    with pytest.raises(RedemptionEnded):
        await confirm(rich, held.id, request_id="q4")


async def test_a_hold_ends_by_itself(rich: PointsContext, clock: ManualClock) -> None:
    held = (await redeem(rich)).redemption
    clock.advance(timedelta(minutes=15))
    assert (await balance(rich)).available == 5_000
    with pytest.raises(RedemptionEnded) as refused:
        await confirm(rich, held.id)
    assert refused.value.metadata == {"state": "expired"}


async def test_another_members_redemption_is_not_found(rich: PointsContext) -> None:
    held = (await redeem(rich)).redemption
    with pytest.raises(RedemptionNotFound):
        await confirm_redemption(
            rich, "tea", request_id="q9", redemption_id=held.id, member_id="mem_bo"
        )
    with pytest.raises(RedemptionNotFound):
        await confirm_redemption(
            rich, "retail", request_id="q9", redemption_id=held.id, member_id=None
        )


async def test_what_hinders_is_refused(rich: PointsContext) -> None:
    await give(rich, "mem_bo", 1_000)
    with pytest.raises(TierTooLow):
        await redeem(rich, member_id="mem_bo")
    with pytest.raises(TooFewPoints):
        await redeem(rich, "free_drink", member_id="mem_cy")
    for number in range(2):
        await redeem(rich, request_id=f"a{number}")
    with pytest.raises(LimitReached):
        await redeem(rich, request_id="a3")


async def test_a_cancelled_redemption_makes_room_under_the_limit(rich: PointsContext) -> None:
    held = [(await redeem(rich, request_id=f"a{n}")).redemption for n in range(2)]
    await confirm(rich, held[0].id)
    await cancel(rich, held[1].id)
    await redeem(rich, request_id="a3")
    with pytest.raises(LimitReached):
        await redeem(rich, request_id="a4")


async def test_stock_never_goes_below_zero(rich: PointsContext) -> None:
    members = [f"mem_{n}" for n in range(30)]
    gold = Tier("gold", 2, 130)
    await rich.standings.change_tiers([TierChanged("tea", m, gold, NOON, NOON) for m in members])
    for member in members:
        await give(rich, member, 500)
    asked = [redeem(rich, "tasting", request_id=m, member_id=m) for m in members]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert Counter(type(answer) for answer in answers) == {Answer: 20, OutOfStock: 10}
    assert (await balance(rich, "reward:tasting", "STOCK")).available == 0


async def test_points_are_spent_once_however_many_ask_at_once(rich: PointsContext) -> None:
    await give(rich, "mem_bo", 450)
    asked = [redeem(rich, "free_drink", f"b{n}", "mem_bo") for n in range(10)]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert Counter(type(answer) for answer in answers) == {Answer: 2, TooFewPoints: 8}
    assert (await balance(rich, "mem_bo")).available == 50


async def test_the_catalogue_tells_what_is_left_and_what_hinders(rich: PointsContext) -> None:
    await redeem(rich)
    page = await list_rewards(rich, "tea", member_id="mem_ada", first=0, size=10)
    told = [(offer.reward.code, offer.stock, offer.hindrance) for offer in page.offers]
    assert told[:3] == [("free_drink", None, ""), ("tote_bag", 99, ""), ("tasting", 20, "")]
    page = await list_rewards(rich, "tea", member_id="mem_bo", first=1, size=1)
    assert [offer.hindrance for offer in page.offers] == ["TIER_TOO_LOW"]
    assert page.total == 7
    assert page.offers[0].min_tier_name == ("银卡", "Silver")
    assert (await list_rewards(rich, "retail", member_id="", first=0, size=5)).offers == ()


async def test_redemptions_are_listed_newest_first(rich: PointsContext) -> None:
    ids = [(await redeem(rich, "free_drink", f"a{n}")).redemption.id for n in range(3)]
    found = await list_redemptions(rich, "tea", member_id="mem_ada", before="", size=2)
    assert [redemption.id for redemption in found] == [ids[2], ids[1]]
    rest = await list_redemptions(rich, "tea", member_id="mem_ada", before=ids[1], size=2)
    assert [redemption.id for redemption in rest] == [ids[0]]
    assert await list_redemptions(rich, "retail", member_id="mem_ada", before="", size=2) == []


async def test_stock_is_what_the_programme_ever_stocked(rich: PointsContext) -> None:
    async def publish(version: int, stock: int) -> int:
        published = document("tea")
        published["rewards"]["items"][1]["stock"] = stock
        at = NOON + timedelta(seconds=version)
        await follow_members(rich, [ProgrammePublished("tea", version, published, at)])
        return (await balance(rich, "reward:tote_bag", "STOCK")).available

    assert await publish(1, 100) == 100
    await redeem(rich)
    assert await publish(2, 150) == 149
    assert await publish(3, 120) == 149
    assert await publish(4, 160) == 159
