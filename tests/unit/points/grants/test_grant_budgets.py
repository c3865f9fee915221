"""What a step of a journey gives all members together ends with its budget."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.points.activities.domain.standing import MemberEnrolled
from services.points.context import MemberLocks, PointsContext
from services.points.earning.commands import list_budgets, tell_budgets
from services.points.grants.commands import Granted, grant_all
from services.points.grants.domain.budget import Budget, BudgetKind
from services.points.grants.domain.grant import Grant, callers_grant
from services.points.intake.commands import follow_members
from services.points.ledger.commands.verify import Verifier
from services.points.programme.domain.published import ProgrammePublished
from tests.activities import NOON, document
from tests.unit.points.grants.test_grants import TYPE, reasons

POINTS = Budget(BudgetKind.JOURNEY, "first_week.thank", 120, "POINTS")
COUPONS = Budget(BudgetKind.JOURNEY, "first_week.gift", 3, "coupon.spring")


def programme(limit: int = 120) -> dict[str, Any]:
    thank = {"code": "thank", "grant": {"asset": "POINTS", "amount": 50, "budget": limit}}
    gift = {"code": "gift", "grant": {"coupon": "spring", "budget": 3}}
    steps = [thank, {"code": "wait", "wait": {"days": 1}}, gift]
    journey = {"code": "first_week", "name": {"zh": "新人", "en": "First week"}, "steps": steps}
    own = {"streaks": [], "coupons": {"types": [TYPE]}, "reach": {"journeys": [journey]}}
    return document("tea") | own


@pytest.fixture
async def tea(ctx: PointsContext) -> PointsContext:
    await follow_members(ctx, [MemberEnrolled("tea", f"mem_{n}", NOON) for n in range(25)])
    await follow_members(ctx, [ProgrammePublished("tea", 2, programme(), NOON)])
    return ctx


def points(member: int, budget: Budget = POINTS) -> Grant:
    asked: dict[str, Any] = {"asset": "POINTS", "amount": 50, "campaign": "first_week"}
    return callers_grant("tea", f"p{member}", f"mem_{member}", **asked, budget=budget)


def coupon(member: int) -> Grant:
    return callers_grant("tea", f"c{member}", f"mem_{member}", coupon_type="spring", budget=COUPONS)


async def told(ctx: PointsContext, given: list[Granted]) -> None:
    await tell_budgets(ctx, "tea", [each.posting for each in given if each.posting is not None])


@pytest.mark.parametrize("processes", [1, 2])
async def test_no_race_gives_more_than_the_budget(tea: PointsContext, processes: int) -> None:
    contexts = [replace(tea, locks=MemberLocks()) for _ in range(processes)]
    wishes = [each(n) for n in range(10) for each in (points, coupon)]
    results = await asyncio.gather(
        *(grant_all(contexts[n % processes], [wish]) for n, wish in enumerate(wishes))
    )
    found = [one for (one,) in results]
    assert reasons(found).count("") == 2 + 3
    assert set(reasons(found)) == {"", "GRANT_BUDGET_EXHAUSTED"}
    reports = await list_budgets(tea, await tea.programmes.get("tea"))
    assert [(each.budget.name, each.issued) for each in reports[-2:]] == [
        ("journey.first_week.thank", 100),
        ("journey.first_week.gift", 3),
    ]
    problems = (await Verifier(tea.ledger._store, tea.clock).verify("tea")).problems
    assert list(problems) == []


async def test_a_repeat_is_answered_though_nothing_is_left_and_a_higher_budget_goes_on(
    tea: PointsContext,
) -> None:
    first = await grant_all(tea, [points(1), points(2)])
    assert reasons(await grant_all(tea, [points(3)])) == ["GRANT_BUDGET_EXHAUSTED"]
    again = await grant_all(tea, [points(1)])
    assert (again[0].posting, again[0].replayed) == (first[0].posting, True)
    more = replace(POINTS, limit=150)
    assert reasons(await grant_all(tea, [points(3, more)])) == [""]


async def test_its_end_is_told_once(tea: PointsContext) -> None:
    given = await grant_all(tea, [points(1), points(2)])
    await told(tea, given)
    await told(tea, given)
    at = NOON + timedelta(days=1)
    await follow_members(tea, [ProgrammePublished("tea", 3, programme(150), at)])
    await told(tea, await grant_all(tea, [points(3, replace(POINTS, limit=150))]))
    page = await tea.ledger._store.postings_after("tea", "", 1_000)
    shares = [
        (each.metadata["limit"], each.metadata["share"])
        for each in page
        if each.metadata.get("budget") == POINTS.name
    ]
    assert shares == [("120", "80"), ("150", "80"), ("150", "100")]
