"""Awarding through the ledger: once for ever, and in each activity's own time."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from services.common.clock import ManualClock
from services.points.activities.domain.activity import Activity
from services.points.activities.domain.activity_type import ActivityType
from services.points.activities.domain.standing import Tier, TierChanged
from services.points.context import PointsContext
from services.points.earning.commands import Awarded, award_activities, preview_award
from services.points.earning.domain.refused_activity import REFUSED
from services.points.intake.commands import follow_members
from services.points.ledger.domain.balance import Balance
from services.points.programme.commands import ProgrammeMissing
from services.points.programme.domain.published import ProgrammePublished
from services.points.refunds.commands import refund_waiting
from tests.activities import NOON, TWO_DRINKS, activity, bought, document, gave_back


async def award_all(ctx: PointsContext, activities: Sequence[Activity]) -> list[Awarded]:
    return await award_activities(ctx, activities[0].brand, activities, refund_waiting)


async def award(ctx: PointsContext, *activities: Activity) -> list[dict[str, int]]:
    outcomes = await award_all(ctx, activities)
    assert [outcome.error for outcome in outcomes if outcome.error] == []
    return [{a.rule: a.amount for a in outcome.awards} for outcome in outcomes]


async def balance(ctx: PointsContext, asset: str = "POINTS", brand: str = "tea") -> Balance:
    return (await ctx.ledger.balances(brand, [("mem_ada", asset)], ctx.clock.now()))[0]


async def test_points_are_pending_until_the_refund_window_closes(
    ctx: PointsContext, clock: ManualClock
) -> None:
    await award(ctx, bought(*TWO_DRINKS))
    assert ((await balance(ctx)).pending, (await balance(ctx)).available) == (41, 0)
    clock.advance(timedelta(days=7))
    assert ((await balance(ctx)).pending, (await balance(ctx)).available) == (0, 41)
    assert (await balance(ctx, "GROWTH")).posted == 36


async def test_an_order_is_one_posting_with_one_entry_for_its_points(ctx: PointsContext) -> None:
    outcome = (await award_all(ctx, [bought(*TWO_DRINKS)]))[0]
    assert outcome.posting is not None
    legs = [(entry.owner, entry.asset, entry.amount) for entry in outcome.posting.entries]
    assert legs == [
        ("mem_ada", "POINTS", 41),
        ("mem_ada", "GROWTH", 36),
        ("house:issued", "POINTS", -41),
        ("house:issued", "GROWTH", -36),
    ]


async def test_an_activity_sent_again_gets_its_first_answer(ctx: PointsContext) -> None:
    first = (await award_all(ctx, [bought(*TWO_DRINKS)]))[0]
    again = (await award_all(ctx, [bought(*TWO_DRINKS)]))[0]
    assert again.replayed
    assert [(a.rule, a.amount, a.base) for a in again.awards] == [
        (a.rule, a.amount, a.base) for a in first.awards
    ]
    assert (await balance(ctx)).pending == 41


async def test_a_repeat_after_a_change_of_tier_earns_no_more(ctx: PointsContext) -> None:
    await award(ctx, bought(*TWO_DRINKS))
    gold = TierChanged("tea", "mem_ada", Tier("gold", 2, 130), NOON, NOON)
    await ctx.standings.change_tiers([gold])
    assert (await award(ctx, bought(*TWO_DRINKS)))[0]["order_points"] == 36
    assert (await award(ctx, bought(*TWO_DRINKS, event_id="e2", order_id="o2")))[0] == {
        "order_points": 46,
        "fresh_fruit_bonus": 5,
        "order_growth": 36,
    }


async def test_a_late_order_earns_by_the_tier_of_its_own_day(
    ctx: PointsContext, clock: ManualClock
) -> None:
    week = timedelta(days=7)
    silver, gold = Tier("silver", 1, 110), Tier("gold", 2, 130)
    clock.advance(3 * week)
    await ctx.standings.change_tiers(
        [
            TierChanged("tea", "mem_ada", silver, NOON, NOON),
            # Told three weeks after the day on which it was reached.
            TierChanged("tea", "mem_ada", gold, clock.now(), NOON + week),
        ]
    )
    earned = []
    for number, days in enumerate((-1, 0, 6, 7, 20)):
        at = NOON + timedelta(days=days)
        name = f"{number}"
        order = bought(*TWO_DRINKS, event_id=f"e{name}", order_id=f"o{name}", at=at)
        earned.append((await award(ctx, order))[0]["order_points"])
    assert earned == [36, 39, 39, 46, 46]


async def test_the_same_event_with_other_content_is_refused(ctx: PointsContext) -> None:
    await award(ctx, bought(*TWO_DRINKS))
    outcome = (await award_all(ctx, [bought(TWO_DRINKS[0])]))[0]
    assert getattr(outcome.error, "reason", "") == "REQUEST_ID_REUSED"


async def test_an_order_sent_as_two_events_is_awarded_once(ctx: PointsContext) -> None:
    await award(ctx, bought(*TWO_DRINKS))
    outcome = (await award_all(ctx, [bought(*TWO_DRINKS, event_id="e2")]))[0]
    assert getattr(outcome.error, "reason", "") == "ACTIVITY_CONFLICT"
    assert (await balance(ctx)).pending == 41


async def test_check_ins_of_one_batch_share_their_cap(ctx: PointsContext) -> None:
    day = [activity(ActivityType.CHECK_IN, event_id=f"c{n}") for n in range(3)]
    next_day = activity(ActivityType.CHECK_IN, event_id="c9", at=NOON - timedelta(days=1))
    assert await award(ctx, *day, next_day) == [
        {"check_in": 2},
        {"check_in": 0},
        {"check_in": 0},
        {"check_in": 2},
    ]
    assert (await balance(ctx)).available == 4


async def test_fifty_check_ins_at_once_earn_once(ctx: PointsContext) -> None:
    check_ins = [activity(ActivityType.CHECK_IN, event_id=f"c{n}") for n in range(50)]
    await asyncio.gather(*(award(ctx, one) for one in check_ins))
    assert (await balance(ctx)).available == 2


async def test_a_capped_check_in_sent_again_is_still_capped(ctx: PointsContext) -> None:
    first, second = (activity(ActivityType.CHECK_IN, event_id=n) for n in "ab")
    assert await award(ctx, first, second) == [{"check_in": 2}, {"check_in": 0}]
    assert await award(ctx, first) == [{"check_in": 2}]
    assert await award(ctx, second) == [{"check_in": 0}]


async def test_a_late_order_counts_in_its_own_time(ctx: PointsContext) -> None:
    late = bought(*TWO_DRINKS, at=NOON - timedelta(days=40))
    outcome = (await award_all(ctx, [late]))[0]
    assert outcome.posting is not None
    assert outcome.posting.effective_at == NOON - timedelta(days=40)
    # Its refund window is over, and its points end a month earlier.
    assert (await balance(ctx)).available == 41


async def test_a_clock_ahead_does_not_put_an_award_in_the_future(ctx: PointsContext) -> None:
    ahead = bought(*TWO_DRINKS, at=NOON + timedelta(hours=2))
    outcome = (await award_all(ctx, [ahead]))[0]
    assert outcome.posting is not None
    assert outcome.posting.effective_at == NOON


async def test_a_visit_that_no_rule_minds_writes_nothing(ctx: PointsContext) -> None:
    outcome = (await award_all(ctx, [activity(ActivityType.VISIT)]))[0]
    assert (outcome.awards, outcome.posting, outcome.error) == ((), None, None)


async def test_a_preview_writes_nothing_and_says_what_follows(ctx: PointsContext) -> None:
    previewed = await preview_award(ctx, bought(*TWO_DRINKS))
    assert (await balance(ctx)).posted == 0
    assert (await award(ctx, bought(*TWO_DRINKS)))[0] == {a.rule: a.amount for a in previewed}


async def test_each_brand_has_its_own_events_orders_and_points(ctx: PointsContext) -> None:
    await award(ctx, bought(*TWO_DRINKS))
    pounds = bought(total_minor=1050, currency="GBP", brand="retail")
    assert await award(ctx, pounds) == [{"order_points": 10}]
    assert (await balance(ctx, brand="retail")).available == 10
    assert (await balance(ctx)).posted == 41


async def test_a_brand_without_a_programme_earns_nothing(ctx: PointsContext) -> None:
    with pytest.raises(ProgrammeMissing):
        await award_all(ctx, [activity(brand="car")])


async def test_refunds_that_came_first_are_done_when_their_order_comes(ctx: PointsContext) -> None:
    from services.points.intake.commands import follow_members

    await follow_members(ctx, [gave_back(TWO_DRINKS[1]), gave_back(TWO_DRINKS[1], event_id="r2")])
    assert (await balance(ctx)).posted == 0
    await award(ctx, bought(*TWO_DRINKS))
    assert (await balance(ctx)).posted == 41 - 18
    # The second gives back what is gone: it is refused for good, and kept for operators to see.
    refused = await ctx.ledger.record("tea", REFUSED, "pos/r2")
    assert refused is not None
    assert refused.value["reason"] == "REFUND_EXCEEDS_ORDER"
    await award(ctx, bought(*TWO_DRINKS))
    assert (await balance(ctx)).posted == 41 - 18


async def test_what_is_over_a_limit_is_refused_alone_and_a_repeat_keeps_its_award(
    ctx: PointsContext,
) -> None:
    before, after = bought(*TWO_DRINKS), bought(*TWO_DRINKS, order_id="o2", event_id="e2")
    await award(ctx, before)
    tight = document("tea")
    tight["earning"]["limits"] = {"points": 40}
    await follow_members(ctx, [ProgrammePublished("tea", 2, tight, NOON + timedelta(days=1))])
    visit = activity(ActivityType.CHECK_IN, event_id="c1")
    outcomes = await award_all(ctx, [before, after, visit])
    reasons = [getattr(outcome.error, "reason", "") for outcome in outcomes]
    assert reasons == ["", "ACTIVITY_OVER_LIMIT", ""]
    assert (outcomes[0].replayed, len(outcomes[2].awards)) == (True, 1)
    assert (await balance(ctx)).posted == 41 + 2
