"""Rewards with limits for all, immediate ones, prices in several assets, and how many had one."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.common.clock import ManualClock
from services.points.context import PointsContext
from services.points.coupons.commands import list_coupons
from services.points.intake.commands import follow_members
from services.points.ledger.domain.posting import Leg, PostingKind, PostingRequest
from services.points.programme.domain.published import ProgrammePublished
from services.points.rewards.commands.end_redemption import cancel_redemption, confirm_redemption
from services.points.rewards.commands.list_rewards import Offer, find_rewards
from services.points.rewards.commands.redeem_reward import Answer, redeem_reward
from services.points.rewards.domain.limit_for_all import AllTaken
from services.points.rewards.domain.redemption import (
    RedemptionEnded,
    RedemptionState,
    from_body,
    to_body,
)
from services.points.rewards.domain.reward import OutOfStock, TooFewOfAsset, TooFewPoints
from tests.activities import NOON, document

NAME = {"zh": "名", "en": "Name"}
MIDNIGHT = datetime(2026, 3, 4, 16, tzinfo=UTC)
"""The end of NOON's day in Shanghai."""


def special(**keys: Any) -> dict[str, Any]:
    item = {"code": "special", "name": NAME, "kind": "product", "price": 10}
    return {**item, **keys}


async def publish(ctx: PointsContext, item: Mapping[str, Any], version: int = 2) -> None:
    sections: dict[str, Any] = {"streaks": [], "rewards": {"hold_minutes": 15, "items": [item]}}
    if "coupon" in item:
        five = {"code": "five", "name": NAME, "kind": "amount_off", "amount_minor": 500}
        sections["coupons"] = {"types": [five | {"life": {"days": 3}}]}
    at = NOON + timedelta(seconds=version)
    await follow_members(ctx, [ProgrammePublished("tea", version, document("tea") | sections, at)])


async def give(ctx: PointsContext, member_id: str, amount: int, asset: str = "POINTS") -> None:
    legs = (Leg(member_id, asset, amount), Leg("house:adjusted", asset, -amount))
    name = f"give/{member_id}/{asset}"
    await ctx.ledger.post(PostingRequest("tea", name, PostingKind.ADJUST, legs))


@pytest.fixture
async def rich(ctx: PointsContext) -> PointsContext:
    for number in range(20):
        await give(ctx, f"mem_{number}", 1_000)
    return ctx


async def redeem(ctx: PointsContext, number: int, request_id: str = "") -> Answer:
    member_id = f"mem_{number}"
    return await redeem_reward(
        ctx,
        "tea",
        request_id=request_id or f"r/{number}/{ctx.clock.now()}",
        member_id=member_id,
        reward_code="special",
    )


async def end(ctx: PointsContext, how: Any, answer: Answer) -> Answer:
    named = answer.redemption.id
    ended: Answer = await how(
        ctx, "tea", request_id=f"e/{named}", redemption_id=named, member_id=None
    )
    return ended


async def offer(ctx: PointsContext, member_id: str = "") -> Offer:
    (found,) = await find_rewards(ctx, "tea", member_id=member_id, codes=["special"])
    return found


async def left(ctx: PointsContext) -> list[int]:
    return [remaining for _, remaining in (await offer(ctx)).remaining]


async def test_all_members_together_have_it_so_often_a_day(
    rich: PointsContext, clock: ManualClock
) -> None:
    await publish(rich, special(limits_for_all=[{"per": "day", "times": 3}]))
    assert await left(rich) == [3]
    asked = [redeem(rich, number) for number in range(8)]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert Counter(type(answer) for answer in answers) == {Answer: 3, AllTaken: 5}
    assert await left(rich) == [0]
    assert (await offer(rich, "mem_9")).hindrance == "REWARD_ALL_TAKEN"
    # Holds that nobody confirmed count no more: they ended by themselves.
    clock.advance(timedelta(minutes=15))
    assert await left(rich) == [3]


async def test_the_count_begins_anew_at_the_brands_midnight(
    rich: PointsContext, clock: ManualClock
) -> None:
    limits = [{"per": "day", "times": 2}, {"per": "month", "times": 3}]
    await publish(rich, special(limits_for_all=limits, immediate=True))
    await redeem(rich, 1)
    await redeem(rich, 2)
    clock.advance(MIDNIGHT - timedelta(milliseconds=1) - clock.now())
    assert await left(rich) == [0, 1]
    with pytest.raises(AllTaken) as refused:
        await redeem(rich, 3)
    assert refused.value.metadata == {"limit": "2", "period": "day"}
    clock.advance(timedelta(milliseconds=1))
    assert await left(rich) == [2, 1]
    await redeem(rich, 3)
    with pytest.raises(AllTaken) as refused:
        await redeem(rich, 4)
    assert refused.value.metadata == {"limit": "3", "period": "month"}


async def test_a_cancelled_redemption_leaves_its_place_to_another(rich: PointsContext) -> None:
    await publish(rich, special(limits_for_all=[{"per": "week", "times": 1}]))
    held = await redeem(rich, 1)
    with pytest.raises(AllTaken):
        await redeem(rich, 2)
    await end(rich, cancel_redemption, held)
    await end(rich, confirm_redemption, await redeem(rich, 3))
    assert await left(rich) == [0]


async def test_a_raised_limit_counts_at_once_and_a_lower_one_takes_none_away(
    rich: PointsContext,
) -> None:
    await publish(rich, special(limits_for_all=[{"per": "day", "times": 1}]), 2)
    await redeem(rich, 1)
    await publish(rich, special(limits_for_all=[{"per": "day", "times": 3}]), 3)
    assert await left(rich) == [2]
    await publish(rich, special(limits_for_all=[{"per": "day", "times": 1}]), 4)
    assert await left(rich) == [2]


async def test_an_immediate_reward_is_confirmed_as_it_is_redeemed(rich: PointsContext) -> None:
    await publish(rich, special(immediate=True, stock=1))
    first, again = await redeem(rich, 1, "once"), await redeem(rich, 1, "once")
    assert first.redemption.state is RedemptionState.CONFIRMED
    assert len(first.redemption.voucher_code) == 10
    assert again == Answer(first.redemption, replayed=True)
    (points,) = await rich.ledger.balances("tea", [("mem_1", "POINTS")], NOON)
    assert (points.posted, points.held) == (990, 0)
    with pytest.raises(OutOfStock):
        await redeem(rich, 2)
    with pytest.raises(RedemptionEnded):
        await end(rich, cancel_redemption, first)


async def test_an_immediate_reward_counts_for_the_members_own_limit(rich: PointsContext) -> None:
    await publish(rich, special(immediate=True, limits=[{"per": "day", "times": 1}]))
    await redeem(rich, 1)
    assert (await offer(rich, "mem_1")).hindrance == "LIMIT_REACHED"
    assert (await offer(rich, "mem_2")).hindrance == ""


async def test_an_immediate_reward_gives_its_coupon(rich: PointsContext) -> None:
    await publish(rich, special(immediate=True, coupon="five"))
    answer = await redeem(rich, 1)
    found = await list_coupons(rich, "tea", member_id="mem_1", state=None, before="", size=9)
    assert [each.id for each in found] == [answer.redemption.coupon_id]


async def test_points_of_an_immediate_reward_are_spent_once(rich: PointsContext) -> None:
    await give(rich, "mem_20", 25)
    await publish(rich, special(immediate=True))
    asked = [redeem(rich, 20, f"q{n}") for n in range(6)]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert Counter(type(answer) for answer in answers) == {Answer: 2, TooFewPoints: 4}


async def test_a_price_in_several_assets_is_paid_whole_or_not_at_all(rich: PointsContext) -> None:
    await publish(rich, special(prices={"POINTS": 100, "MAKE_UP_CARD": 2}))
    accounts = [("mem_1", "POINTS"), ("mem_1", "MAKE_UP_CARD")]
    with pytest.raises(TooFewOfAsset) as refused:
        await redeem(rich, 1)
    assert refused.value.metadata == {"asset": "MAKE_UP_CARD", "available": "0", "needed": "2"}
    await give(rich, "mem_1", 3, "MAKE_UP_CARD")
    held = await redeem(rich, 1)
    assert held.redemption.prices == {"POINTS": 100, "MAKE_UP_CARD": 2}
    balances = await rich.ledger.balances("tea", accounts, NOON)
    assert [each.available for each in balances] == [900, 1]
    with pytest.raises(TooFewOfAsset):
        await redeem(rich, 1, "again")
    await end(rich, confirm_redemption, held)
    balances = await rich.ledger.balances("tea", accounts, NOON)
    assert [(each.posted, each.held) for each in balances] == [(900, 0), (1, 0)]


async def test_a_reward_may_cost_no_points_at_all(rich: PointsContext) -> None:
    await publish(rich, special(prices={"MAKE_UP_CARD": 1}, immediate=True))
    await give(rich, "mem_1", 1, "MAKE_UP_CARD")
    redemption = (await redeem(rich, 1)).redemption
    assert (redemption.price, redemption.prices) == (0, {"MAKE_UP_CARD": 1})


async def test_the_count_is_of_confirmed_redemptions_only(rich: PointsContext) -> None:
    await publish(rich, special())
    held = [await redeem(rich, number) for number in range(3)]
    assert (await offer(rich)).taken == 0
    await end(rich, confirm_redemption, held[0])
    await end(rich, confirm_redemption, held[0])
    await end(rich, cancel_redemption, held[1])
    await end(rich, confirm_redemption, held[2])
    assert (await offer(rich)).taken == 2


async def test_what_was_redeemed_before_there_were_such_rewards_is_read(
    rich: PointsContext,
) -> None:
    await publish(rich, special(limits_for_all=[{"per": "day", "times": 3}]))
    redemption = (await redeem(rich, 1)).redemption
    assert from_body(to_body(redemption)) == redemption
    old = to_body(redemption)
    for key in ("other_prices", "quotas", "immediate"):
        del old[key]
    assert from_body(old).prices == {"POINTS": 10}
    assert from_body(old).quota_owners == ()
