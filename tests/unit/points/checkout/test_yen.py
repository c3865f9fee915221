"""A currency without minor units: 600 JPY is 600, from the award to the basket and the refund."""

from __future__ import annotations

from datetime import timedelta

from services.points.activities.domain.standing import MemberEnrolled
from services.points.checkout.commands import preview_basket
from services.points.checkout.domain.basket import Basket, BasketLine
from services.points.context import PointsContext
from services.points.coupons.commands import list_coupons
from services.points.coupons.domain.words import money
from services.points.earning.commands import award_activities
from services.points.grants.commands import grant_all
from services.points.grants.domain.grant import callers_grant
from services.points.intake.commands import follow_members
from services.points.programme.domain.published import ProgrammePublished
from services.points.refunds.commands import commit_refund, refund_waiting
from tests.activities import NOON, bought, document, gave_back

HUNDRED_OFF = {
    "code": "hundred",
    "name": {"zh": "百元", "en": "A hundred off"},
    "kind": "amount_off",
    "amount_minor": 100,
    "life": {"days": 30},
}
ONE_FOR_A_HUNDRED = {
    "code": "order_points",
    "name": {"zh": "消费积分", "en": "Purchase"},
    "on": "order",
    "asset": "POINTS",
    "award": {"points": 1, "per_minor_units": 100},
}


async def test_600_yen_earn_and_pay_as_600(ctx: PointsContext) -> None:
    changed = document("tea") | {
        "currency": "JPY",
        "streaks": [],
        "earning": {"rules": [ONE_FOR_A_HUNDRED]},
        "coupons": {"types": [HUNDRED_OFF]},
        "checkout": {
            "hold_minutes": 15,
            "points": {"minor_units": 1, "per_points": 1, "max_percent": 50},
        },
    }
    at = NOON + timedelta(seconds=1)
    await follow_members(ctx, [ProgrammePublished("tea", 2, changed, at)])
    await follow_members(ctx, [MemberEnrolled("tea", "mem_ada", NOON)])

    order = bought(total_minor=600, currency="JPY")
    (outcome,) = await award_activities(ctx, "tea", [order], refund_waiting)
    assert outcome.error is None
    (points,) = await ctx.ledger.balances("tea", [("mem_ada", "POINTS")], NOON)
    assert points.posted == 6

    given = [
        callers_grant("tea", "p", "mem_ada", asset="POINTS", amount=500),
        callers_grant("tea", "c", "mem_ada", coupon_type="hundred"),
    ]
    await grant_all(ctx, given)
    [coupon] = await list_coupons(ctx, "tea", member_id="mem_ada", state=None, before="", size=9)
    lines = (BasketLine("1", "m", "milk_tea", 1, 600),)
    basket = Basket("mem_ada", "s1", "JPY", lines, 0, (coupon.id,), 200)
    quote = (await preview_basket(ctx, "tea", basket)).quote
    assert quote.paid_minor == 600 - 100 - 200
    assert money(quote.paid_minor, "JPY") == "JPY 300"

    back = gave_back(total_minor=300, currency="JPY")
    refund = await commit_refund(ctx, back)
    assert [(each.asset, each.due) for each in refund.clawbacks] == [("POINTS", 3)]
