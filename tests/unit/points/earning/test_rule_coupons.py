"""Rules of earning that give a coupon: one for each activity, for ever, and never in its way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.points.activities.domain.activity import Activity
from services.points.activities.domain.activity_type import ActivityType
from services.points.checkout.commands import capture_basket, hold_basket
from services.points.checkout.domain.basket import Basket, BasketLine
from services.points.context import PointsContext
from services.points.coupons.commands import list_coupons, revoke_coupon
from services.points.coupons.domain.coupon import CouponNotFound, CouponRevoked, CouponState
from services.points.earning.commands import award_activities, preview_award
from services.points.intake.commands import follow_members
from services.points.programme.domain.published import ProgrammePublished
from services.points.refunds.commands import (
    commit_refund,
    preview_refund,
    refund_all,
    refund_waiting,
)
from tests.activities import NOON, activity, bought, document, gave_back, line

RULES: list[dict[str, Any]] = [
    {"code": "visits", "on": "visit", "award": {"coupon": "thanks"}},
    {
        "code": "orders",
        "on": "order",
        "award": {"coupon": "thanks"},
        "when": "activity.amount_minor >= 5000",
        "caps": [{"per": "day", "times": 1}],
    },
    {"code": "buy", "on": "order", "asset": "POINTS", "award": {"points": 5}},
]


async def publish(ctx: PointsContext, version: int = 2, **limits: Any) -> None:
    thanks = {
        "code": "thanks",
        "name": {"zh": "谢谢", "en": "Thanks"},
        "kind": "amount_off",
        "amount_minor": 100,
        "life": {"days": 3},
        **limits,
    }
    sections = {"streaks": [], "coupons": {"types": [thanks]}, "earning": {"rules": RULES}}
    at = NOON + timedelta(seconds=version)
    await follow_members(ctx, [ProgrammePublished("tea", version, document("tea") | sections, at)])


async def award(ctx: PointsContext, *told: Activity) -> list[str]:
    """The assets of each award; raises what was refused."""
    outcomes = await award_activities(ctx, "tea", told, refund_waiting)
    for one in outcomes:
        if one.error is not None:
            raise one.error
    return [a.asset for one in outcomes for a in one.awards if a.amount]


async def types_of(ctx: PointsContext) -> list[str]:
    found = await list_coupons(ctx, "tea", member_id="mem_ada", state=None, before="", size=99)
    return [each.type for each in found]


@pytest.mark.parametrize("times", [1, 3])
async def test_an_activity_brings_its_coupon_once_however_often_it_is_told(
    ctx: PointsContext, times: int
) -> None:
    await publish(ctx)
    visit = activity(ActivityType.VISIT)
    for _ in range(times):
        assert await award(ctx, visit) == ["coupon.thanks"]
    assert await types_of(ctx) == ["thanks"]
    await award(ctx, activity(ActivityType.VISIT, event_id="e2"))
    assert len(await types_of(ctx)) == 2


async def test_caps_and_conditions_hold_for_coupons_too(ctx: PointsContext) -> None:
    await publish(ctx)
    small = bought(line("1", 4_999))
    assert await award(ctx, small) == ["POINTS"]
    orders = [bought(line("1", 5_000), order_id=f"o{n}", event_id=f"e{n}") for n in (2, 3)]
    assert await award(ctx, *orders) == ["coupon.thanks", "POINTS", "POINTS"]
    assert await types_of(ctx) == ["thanks"]


async def test_a_coupon_that_its_type_refuses_does_not_stop_the_award(ctx: PointsContext) -> None:
    await publish(ctx, per_member=1, total=1)
    visits = [activity(ActivityType.VISIT, event_id=f"v{n}") for n in range(3)]
    await award(ctx, *visits, bought(line("1", 5_000)))
    assert await types_of(ctx) == ["thanks"]
    (balance,) = await ctx.ledger.balances("tea", [("mem_ada", "POINTS")], NOON)
    assert balance.posted == 5


async def test_a_repeat_gives_the_coupon_of_the_first_award_whatever_rules_say_now(
    ctx: PointsContext,
) -> None:
    await publish(ctx)
    visit = activity(ActivityType.VISIT)
    await award(ctx, visit)
    await follow_members(
        ctx, [ProgrammePublished("tea", 3, document("tea"), NOON + timedelta(seconds=9))]
    )
    await award(ctx, visit)
    assert await types_of(ctx) == ["thanks"]


async def test_a_preview_names_the_coupon_and_gives_none(ctx: PointsContext) -> None:
    await publish(ctx)
    awards = await preview_award(ctx, activity(ActivityType.VISIT))
    assert [each.coupon_type for each in awards] == ["thanks"]
    assert await types_of(ctx) == []


def basket_with(coupon_id: str) -> Basket:
    lines = (BasketLine("1", "sku", "", 1, 3_000),)
    return Basket("mem_ada", "s1", "CNY", lines, coupon_ids=(coupon_id,))


async def states_of(ctx: PointsContext) -> list[CouponState]:
    found = await list_coupons(ctx, "tea", member_id="mem_ada", state=None, before="", size=99)
    return [each.state_at(ctx.clock.now()) for each in found]


async def test_the_refund_that_leaves_nothing_of_the_order_takes_its_coupon_back(
    ctx: PointsContext,
) -> None:
    await publish(ctx)
    order = bought(line("1", 5_000))
    await award(ctx, order)
    part = await commit_refund(ctx, gave_back(line("1", 4_999)))
    assert (part.given_coupons, await states_of(ctx)) == ((), [CouponState.GRANTED])
    rest = gave_back(line("1", 1, quantity=0), event_id="r2")
    seen = await preview_refund(ctx, rest)
    done = await commit_refund(ctx, rest)
    (given,) = done.given_coupons
    assert seen.given_coupons == done.given_coupons
    assert (given.type, given.revoked, given.not_recoverable_minor) == ("thanks", True, 0)
    assert [c.asset for c in done.clawbacks] == ["POINTS"]
    assert await states_of(ctx) == [CouponState.REVOKED]
    (balance,) = await ctx.ledger.balances("tea", [("mem_ada", "coupon.thanks")], NOON)
    assert balance.posted == 0
    # A repeat of either gets its first answer, and gives or takes nothing more.
    assert (await commit_refund(ctx, rest)).given_coupons == done.given_coupons
    await award(ctx, order)
    assert await states_of(ctx) == [CouponState.REVOKED]


async def test_a_used_coupon_is_told_with_what_it_took_off_and_stays(ctx: PointsContext) -> None:
    await publish(ctx)
    await award(ctx, bought(line("1", 5_000)))
    (coupon,) = await list_coupons(ctx, "tea", member_id="mem_ada", state=None, before="", size=9)
    held = await hold_basket(ctx, "tea", "h1", basket_with(coupon.id))
    back = gave_back(line("1", 5_000))
    # A basket that holds it may still pay with it.
    assert [each.revoked for each in (await preview_refund(ctx, back)).given_coupons] == [False]
    await capture_basket(
        ctx, "tea", request_id="c1", checkout_id=held.checkout.id, order=("pos", "o9")
    )
    (given,) = (await commit_refund(ctx, back)).given_coupons
    assert (given.revoked, given.not_recoverable_minor) == (False, 100)
    assert await states_of(ctx) == [CouponState.USED]


async def test_an_order_that_its_waiting_refund_undoes_brings_no_coupon(
    ctx: PointsContext,
) -> None:
    await publish(ctx)
    (waits,) = await refund_all(ctx, "tea", [gave_back(line("1", 5_000))])
    assert waits.error is None
    await award(ctx, bought(line("1", 5_000)))
    assert await states_of(ctx) == []


async def test_an_operator_takes_a_coupon_back_once_and_no_used_one(ctx: PointsContext) -> None:
    await publish(ctx)
    await award(ctx, activity(ActivityType.VISIT))
    (coupon,) = await list_coupons(ctx, "tea", member_id="mem_ada", state=None, before="", size=9)
    wish = {"request_id": "v1", "coupon_id": coupon.id, "reason": "by mistake"}
    done = await revoke_coupon(ctx, "tea", **wish)
    assert (done.coupon.state, done.replayed) == (CouponState.REVOKED, False)
    assert (await revoke_coupon(ctx, "tea", **wish)).replayed
    with pytest.raises(CouponRevoked):
        await revoke_coupon(ctx, "tea", **wish | {"request_id": "v2"})
    with pytest.raises(CouponNotFound):
        await revoke_coupon(ctx, "tea", request_id="v3", coupon_id="cpn_no", reason="by mistake")
    with pytest.raises(CouponRevoked):
        await hold_basket(ctx, "tea", "h1", basket_with(coupon.id))
