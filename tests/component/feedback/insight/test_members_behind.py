"""The members behind a number, in MongoDB: those whom the number counts, page by page."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

from services.common.mongo import Database
from services.feedback.insight.commands.listing import StepAsked, members_at_step
from services.feedback.insight.commands.numbers import InsightContext, known_of
from services.feedback.insight.domain import happening
from services.feedback.insight.domain.behind import Behind, Found, cohort
from services.feedback.insight.domain.catalogue import CATALOGUE
from services.feedback.insight.domain.happening import Happening
from services.feedback.insight.domain.metrics import Known
from services.feedback.insight.domain.period import Grain, Period
from services.feedback.insight.domain.section import Insight, insight_section
from services.feedback.insight.storage.buckets import MongoBuckets
from services.feedback.insight.storage.happenings import MongoHappenings
from services.feedback.programme.domain import Programme
from tests.component.feedback.insight.conftest import SECTION

MONDAY, NOON = date(2026, 3, 2), timedelta(hours=12)
DAY = timedelta(days=1)
MEMBERS = [f"mem_{n:02}" for n in range(12)]
KINDS = (
    *("visit", "order", "refund", "share", "review", "message_open"),
    *(happening.TOUCH, happening.MARKETING_TOUCH, happening.DELIVERED, happening.OPT_OUT),
    *(happening.FEEDBACK, happening.COMPLAINT, happening.SATISFIED, happening.DISSATISFIED),
    *(happening.PROMOTER, happening.PASSIVE, happening.LOST, happening.ANSWERED_LATE),
)
NET_OF_PEOPLE = {"nps", "referrals"}
"""What these count of some they take away for others."""


def happened(n: int, member_id: str, kind: str, day: date) -> tuple[Happening, date]:
    at = datetime(day.year, day.month, day.day, tzinfo=UTC) + NOON
    minor = {"order": 500, "refund": -200}.get(kind, 0)
    return Happening(f"e{n:03}", "tea", member_id, kind, at, minor, f"s{n % 3}"), day


def some_weeks(seed: int) -> list[tuple[Happening, date]]:
    """What 12 members did in the weeks around the Monday."""
    chance = random.Random(seed)
    days = [MONDAY + n * DAY for n in range(-9, 8)]
    enrolled = [
        happened(n, each, happening.ENROLMENT, chance.choice(days[:9]))
        for n, each in enumerate(MEMBERS)
    ]
    done = [
        happened(100 + n, chance.choice(MEMBERS), chance.choice(KINDS), chance.choice(days))
        for n in range(500)
    ]
    return enrolled + done


def context(db: Database) -> InsightContext:
    programme = Programme("tea", document={"insight": SECTION})

    async def section(brand: str) -> Insight:
        return programme.section(insight_section)

    async def of(brand: str) -> Any:
        return programme

    async def today(brand: str) -> date:
        return MONDAY + 40 * DAY

    stores = SimpleNamespace(happenings=MongoHappenings(db), buckets=MongoBuckets(db))
    return cast(
        InsightContext,
        SimpleNamespace(**vars(stores), section=section, programme=of, today=today),
    )


async def counted(ctx: InsightContext, period: Period) -> Known:
    days = [Period(Grain.DAY, MONDAY + n * DAY) for n in range(-9, 8)]
    for each in {period, *days}:
        bucket = await ctx.buckets.count("tea", each)
        await ctx.buckets.put("tea", bucket, datetime(2026, 3, 20, tzinfo=UTC))
    [known] = await known_of(ctx, "tea", [period])
    return known


async def listed(
    ctx: InsightContext, behind: Behind, period: Period, store_id: str = ""
) -> list[Found]:
    """All pages, of five members each."""
    found: list[Found] = []
    asked = behind.of(period, store_id)
    while page := await ctx.happenings.behind(
        "tea", asked, found[-1].member_id if found else "", 5
    ):
        found += page
    return found


async def test_as_many_are_listed_as_each_number_counts(db: Database) -> None:
    ctx = context(db)
    await ctx.happenings.add(some_weeks(17))
    compared = 0
    for period in (Period(Grain.DAY, MONDAY), Period(Grain.WEEK, MONDAY)):
        known = await counted(ctx, period)
        for metric in CATALOGUE:
            number = metric.of(known) if period.grain in metric.grains else None
            if number is None or metric.code in NET_OF_PEOPLE:
                continue
            for told, behind in (
                (number.numerator, metric.above),
                (number.denominator, metric.below),
            ):
                if behind is None:
                    continue
                found = await listed(ctx, behind, period)
                sums = len(found), sum(each.times for each in found)
                money = abs(sum(each.minor for each in found))
                assert told in (*sums, money, -money), (metric.code, period, told, found)
                assert [each.member_id for each in found] == sorted({e.member_id for e in found})
                compared += told > 0
    assert compared > 40


async def test_a_store_lists_its_own_and_what_nobody_is_known_for_is_not_listed(
    db: Database,
) -> None:
    ctx, day = context(db), Period(Grain.DAY, MONDAY)
    await ctx.happenings.add(
        [
            happened(0, "mem_1", "order", MONDAY),
            happened(1, "mem_2", "order", MONDAY),
            happened(3, "", "order", MONDAY),
            happened(6, "mem_1", "order", MONDAY),
        ]
    )
    orders = next(each for each in CATALOGUE if each.code == "orders")
    assert orders.above is not None
    at = datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert await listed(ctx, orders.above, day, "s0") == [Found("mem_1", 2, 1_000, at)]
    assert len(await listed(ctx, orders.above, day)) == 2


async def test_a_cohort_and_a_step_of_a_funnel_list_their_members(db: Database) -> None:
    ctx = context(db)
    await ctx.happenings.add(
        [
            happened(0, "ada", happening.ENROLMENT, MONDAY),
            happened(1, "bob", happening.ENROLMENT, MONDAY),
        ]
    )
    await ctx.happenings.add(
        [
            happened(2, "ada", "visit", MONDAY + DAY),
            happened(3, "ada", "order", MONDAY + 3 * DAY),
            happened(4, "bob", "visit", MONDAY + DAY),
            happened(5, "bob", "order", MONDAY + 9 * DAY),
            happened(6, "cyd", "order", MONDAY),
        ]
    )

    async def active(after: int) -> list[str]:
        found = await ctx.happenings.behind("tea", cohort(MONDAY, after), "", 9)
        return [each.member_id for each in found]

    assert [await active(after) for after in (0, 1, 3)] == [["ada", "bob"], ["ada", "bob"], ["ada"]]

    async def reached(step: int, after: str = "", most: int = 9) -> list[str]:
        asked = StepAsked("to_store", MONDAY, MONDAY + DAY, step)
        found = await members_at_step(ctx, "tea", asked, after, most)
        return [each.member_id for each in found]

    assert await reached(1) == ["ada", "bob"]
    assert await reached(1, most=1) == ["ada"]
    assert await reached(1, after="ada") == ["bob"]
    assert await reached(2) == ["ada"]
