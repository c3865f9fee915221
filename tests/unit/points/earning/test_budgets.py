"""Budgets: a campaign or a rule gives all members so much together, and never more."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.common.cel import compile_condition
from services.common.clock import ManualClock
from services.points.activities.domain.activity import Activity
from services.points.activities.domain.activity_type import ActivityType
from services.points.context import PointsContext
from services.points.earning.commands import (
    Awarded,
    award_activities,
    list_budgets,
    preview_award,
)
from services.points.earning.domain.award import judge
from services.points.grants.domain.budget import Budget, shares_reached
from services.points.intake.commands import follow_members
from services.points.ledger.commands.verify import Verifier
from services.points.ledger.domain.chart_of_accounts import BUDGET, HOUSE_STOCK
from services.points.programme.domain.programme import parse
from services.points.programme.domain.published import ProgrammePublished
from services.points.refunds.commands import refund_waiting
from tests.activities import NOON, activity, bought, document, line

SHARE: Mapping[str, Any] = {
    "code": "share",
    "on": "share",
    "asset": "POINTS",
    "award": {"points": 10},
}
ORDER: Mapping[str, Any] = {
    "code": "order",
    "on": "order",
    "asset": "POINTS",
    "award": {"points": 1, "per_minor_units": 100},
    "multipliers": ["tier", "campaigns"],
}


def earning(*rules: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"earning": {"rules": list(rules), **more}}


async def publish(ctx: PointsContext, version: int, sections: Mapping[str, Any]) -> None:
    changed = document("tea") | dict(sections)
    at = NOON + timedelta(seconds=version)
    await follow_members(ctx, [ProgrammePublished("tea", version, changed, at)])


def shared(number: int) -> Activity:
    return activity(ActivityType.SHARE, event_id=f"s{number}", member_id=f"mem_{number}")


def order(number: int, yuan: int) -> Activity:
    return bought(
        line("1", yuan * 100),
        event_id=f"e{number}",
        order_id=f"o{number}",
        member_id=f"mem_{number}",
    )


async def award(ctx: PointsContext, *activities: Activity) -> list[Awarded]:
    outcomes = await award_activities(ctx, "tea", activities, refund_waiting)
    assert [outcome.error for outcome in outcomes if outcome.error] == []
    return outcomes


def given_by(outcomes: list[Awarded]) -> list[int]:
    return [sum(a.amount for a in outcome.awards) for outcome in outcomes]


async def reports(ctx: PointsContext) -> list[tuple[str, int, int, bool]]:
    """Those of rules and campaigns; the gifts of tea's journeys have budgets of their own."""
    found = await list_budgets(ctx, await ctx.programmes.get("tea"))
    return [
        (each.budget.name, each.issued, each.share_percent, each.stopped_at is not None)
        for each in found
        if not each.budget.name.startswith("journey.")
    ]


async def test_the_first_fifty_are_fifty_however_many_ask_at_once(ctx: PointsContext) -> None:
    await publish(ctx, 2, earning({**SHARE, "first": 50}))
    calls = [award(ctx, *(shared(10 * n + k) for k in range(3))) for n in range(40)]
    outcomes = [one for call in await asyncio.gather(*calls) for one in call]
    assert sorted(given_by(outcomes)) == [0] * 70 + [10] * 50
    assert await reports(ctx) == [("first.share", 50, 100, True)]
    problems = (await Verifier(ctx.ledger._store, ctx.clock).verify("tea")).problems
    assert problems == []


async def test_a_rule_gives_its_budget_to_the_point_and_stops(ctx: PointsContext) -> None:
    await publish(ctx, 2, earning({**SHARE, "budget": {"points": 25}}))
    outcomes = await award(ctx, *(shared(n) for n in range(4)))
    assert given_by(outcomes) == [10, 10, 5, 0]
    assert [(a.amount, a.capped) for a in outcomes[2].awards] == [(5, 5)]
    assert outcomes[3].awards == ()
    # The repeat of what was given before the end has its first answer.
    again = await award(ctx, shared(0))
    assert (again[0].replayed, given_by(again)) == (True, [10])
    assert await reports(ctx) == [("rule.share", 25, 100, True)]


async def test_a_campaign_adds_its_budget_and_then_the_rule_gives_as_without(
    ctx: PointsContext,
) -> None:
    double = {"code": "double", "percent": 200, "budget": {"points": 50}}
    await publish(ctx, 2, earning(ORDER, campaigns=[double]))
    outcomes = await award(ctx, order(1, 30), order(2, 30), order(3, 30))
    assert given_by(outcomes) == [60, 50, 30]
    assert [str(m) for m in outcomes[1].awards[0].multipliers] == ["campaign:double=200"]
    assert (outcomes[1].awards[0].capped, outcomes[2].awards[0].multipliers) == (10, ())
    assert await reports(ctx) == [("campaign.double", 50, 100, True)]


async def test_what_a_cap_holds_back_is_not_taken_from_a_budget(ctx: PointsContext) -> None:
    double = {"code": "double", "percent": 200, "budget": {"points": 50}}
    capped = {**ORDER, "caps": [{"per": "day", "amount": 35}], "budget": {"points": 90}}
    await publish(ctx, 2, earning(capped, campaigns=[double]))
    assert given_by(await award(ctx, order(1, 30))) == [35]
    assert [(name, issued) for name, issued, _, _ in await reports(ctx)] == [
        ("campaign.double", 5),
        ("rule.order", 35),
    ]


async def test_a_raised_budget_goes_on_and_a_lowered_one_stops(ctx: PointsContext) -> None:
    await publish(ctx, 2, earning({**SHARE, "budget": {"points": 20}}))
    assert given_by(await award(ctx, shared(1), shared(2), shared(3))) == [10, 10, 0]
    await publish(ctx, 3, earning({**SHARE, "budget": {"points": 30}}))
    assert given_by(await award(ctx, shared(4), shared(5))) == [10, 0]
    await publish(ctx, 4, earning({**SHARE, "budget": {"points": 15}}))
    assert given_by(await award(ctx, shared(6))) == [0]
    assert await reports(ctx) == [("rule.share", 30, 200, True)]


async def test_a_budget_tells_in_the_feed_at_80_percent_and_at_its_end_once(
    ctx: PointsContext,
) -> None:
    await publish(ctx, 2, earning({**SHARE, "budget": {"points": 100}}))
    for number in range(12):
        await award(ctx, shared(number))
        await award(ctx, shared(number))
    postings = await ctx.ledger._store.postings_after("tea", "", 1_000)
    told = [dict(p.metadata) for p in postings if "share" in p.metadata]
    assert told == [
        {"budget": "rule.share", "share": share, "limit": "100"} for share in ("80", "100")
    ]


async def test_a_budget_lowered_past_80_percent_tells_it_and_then_its_end(
    ctx: PointsContext,
) -> None:
    await publish(ctx, 2, earning({**SHARE, "budget": {"points": 1_000}}))
    await award(ctx, *map(shared, range(8)))
    await publish(ctx, 3, earning({**SHARE, "budget": {"points": 100}}))
    for number in (8, 8, 9):
        await award(ctx, shared(number))
    postings = await ctx.ledger._store.postings_after("tea", "", 1_000)
    told = [p.metadata["share"] for p in postings if "share" in p.metadata]
    assert told == ["80", "100"]


async def test_an_award_dated_back_looks_at_what_is_left_now(
    ctx: PointsContext, clock: ManualClock
) -> None:
    await publish(ctx, 2, earning({**SHARE, "first": 2}))
    clock.advance(timedelta(days=3))
    late = activity(ActivityType.SHARE, event_id="late", member_id="mem_late", at=NOON)
    today = activity(ActivityType.SHARE, event_id="now", member_id="mem_now", at=clock.now())
    outcomes = await award(ctx, today, late)
    assert given_by(outcomes) == [10, 10]
    assert outcomes[1].posting is not None
    assert outcomes[1].posting.effective_at == NOON
    problems = (await Verifier(ctx.ledger._store, ctx.clock).verify("tea")).problems
    assert problems == []


async def test_a_preview_takes_nothing_and_knows_what_is_left(ctx: PointsContext) -> None:
    await publish(ctx, 2, earning({**SHARE, "first": 1}))
    assert [a.amount for a in await preview_award(ctx, shared(1))] == [10]
    assert given_by(await award(ctx, shared(2))) == [10]
    assert await preview_award(ctx, shared(1)) == ()


async def test_a_budget_is_no_liability_and_no_stock(ctx: PointsContext) -> None:
    await publish(ctx, 2, earning({**SHARE, "first": 1}))
    (outcome,) = await award(ctx, shared(1))
    assert outcome.posting is not None
    moved = {(e.owner, e.asset): e.amount for e in outcome.posting.entries if e.asset == BUDGET}
    assert moved == {("reward:first.share", BUDGET): -1, (HOUSE_STOCK, BUDGET): 1}


@given(
    st.lists(st.integers(1, 60), min_size=1, max_size=8),
    st.integers(1, 120),
    st.integers(1, 120),
    st.sampled_from(["sum", "max", "multiply"]),
)
def test_campaigns_never_add_more_than_their_budgets(
    orders: list[int], first: int, second: int, stacking: str
) -> None:
    campaigns = [
        {"code": "a", "percent": 250, "budget": {"points": first}},
        {"code": "b", "percent": 150, "budget": {"points": second}},
    ]
    changed = document("tea") | earning(ORDER, campaigns=campaigns, stacking=stacking)
    programme = parse("tea", 2, changed, compile_condition)
    left: dict[Budget, int] = {}
    issued = 0
    for number, yuan in enumerate(orders):
        judged = judge(order(number, yuan), None, programme, {}, left=left)
        (given_,) = judged.awards
        assert yuan <= given_.amount
        issued += given_.amount - yuan
        for budget, units in judged.spent.items():
            assert units > 0
            left[budget] = left.get(budget, budget.limit) - units
    spent = sum(budget.limit - units for budget, units in left.items())
    assert spent == issued
    assert all(units >= 0 for units in left.values())


@pytest.mark.parametrize(
    ("issued", "shares"), [(79, []), (80, [80]), (99, [80]), (100, [80, 100]), (130, [80, 100])]
)
def test_a_share_is_reached_by_what_was_issued(issued: int, shares: list[int]) -> None:
    assert list(shares_reached(100, issued)) == shares
