"""A reward that gives a coupon: the points are taken and the coupon is given in one posting."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.points.context import PointsContext
from services.points.coupons.commands import list_coupons
from services.points.coupons.domain.section import CouponTypeNotFound
from services.points.intake.commands import follow_members
from services.points.ledger.domain.posting import Leg, PostingKind, PostingRequest
from services.points.programme.domain.published import ProgrammePublished
from services.points.rewards.commands.end_redemption import cancel_redemption, confirm_redemption
from services.points.rewards.commands.redeem_reward import redeem_reward
from services.points.rewards.domain.redemption import RedemptionState
from tests.activities import NOON, document

NAME = {"zh": "五元", "en": "Five"}


@pytest.fixture
async def tea(ctx: PointsContext) -> PointsContext:
    await publish(ctx, [five()])
    legs = (Leg("mem_ada", "POINTS", 500), Leg("house:issued", "POINTS", -500))
    await ctx.ledger.post(PostingRequest("tea", "rpc/give", PostingKind.EARN, legs))
    return ctx


def five() -> dict[str, Any]:
    life = {"days": 3}
    return {"code": "five", "name": NAME, "kind": "amount_off", "amount_minor": 500, "life": life}


async def publish(ctx: PointsContext, types: list[dict[str, Any]], version: int = 2) -> None:
    item = {"code": "five_off", "name": NAME, "kind": "product", "price": 200, "coupon": "five"}
    sections = {"streaks": [], "coupons": {"types": types}, "rewards": {"items": [item]}}
    at = NOON + timedelta(seconds=version)
    await follow_members(ctx, [ProgrammePublished("tea", version, document("tea") | sections, at)])


async def redeemed(ctx: PointsContext) -> str:
    held = await redeem_reward(
        ctx, "tea", request_id="r1", member_id="mem_ada", reward_code="five_off"
    )
    return held.redemption.id


async def confirm(ctx: PointsContext, redemption_id: str) -> Any:
    return await confirm_redemption(
        ctx, "tea", request_id="c1", redemption_id=redemption_id, member_id="mem_ada"
    )


async def test_a_confirmed_redemption_gives_its_coupon_once(tea: PointsContext) -> None:
    one = await redeemed(tea)
    first, again = await confirm(tea, one), await confirm(tea, one)
    assert (again.replayed, again.redemption) == (True, first.redemption)
    assert (first.redemption.state, first.redemption.voucher_code) == (
        RedemptionState.CONFIRMED,
        "",
    )
    found = await list_coupons(tea, "tea", member_id="mem_ada", state=None, before="", size=9)
    assert [each.id for each in found] == [first.redemption.coupon_id]
    points, coupon = await tea.ledger.balances(
        "tea", [("mem_ada", "POINTS"), ("mem_ada", "coupon.five")], NOON
    )
    assert (points.posted, coupon.available) == (300, 1)


async def test_a_coupon_that_the_programme_lost_takes_no_points(tea: PointsContext) -> None:
    one = await redeemed(tea)
    await publish(tea, [], version=3)
    with pytest.raises(CouponTypeNotFound):
        await confirm(tea, one)
    await cancel_redemption(tea, "tea", request_id="x1", redemption_id=one, member_id="mem_ada")
    (points,) = await tea.ledger.balances("tea", [("mem_ada", "POINTS")], NOON)
    assert points.available == 500
