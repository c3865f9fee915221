"""Rules of earning that give a coupon: one for each activity, for ever, and never in its way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.points.activities.domain.activity import Activity
from services.points.activities.domain.activity_type import ActivityType
from services.points.context import PointsContext
from services.points.coupons.commands import list_coupons
from services.points.earning.commands import award_activities, preview_award
from services.points.intake.commands import follow_members
from services.points.programme.domain.published import ProgrammePublished
from services.points.refunds.commands import commit_refund, refund_waiting
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


async def test_a_refund_of_the_order_leaves_the_coupon(ctx: PointsContext) -> None:
    await publish(ctx)
    await award(ctx, bought(line("1", 5_000)))
    done = await commit_refund(ctx, gave_back(line("1", 5_000)))
    assert [c.asset for c in done.clawbacks] == ["POINTS"]
    assert await types_of(ctx) == ["thanks"]
