"""Badges: each once, by activities in any order or by a tier, for a term of the brand's days."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.common.clock import ManualClock
from services.points.activities.domain.activity import Activity
from services.points.activities.domain.activity_type import ActivityType
from services.points.activities.domain.standing import Standing, Tier, TierChanged
from services.points.badges.commands import badge_statuses, count_activity
from services.points.badges.domain import held
from services.points.badges.domain.held import MemberBadges
from services.points.badges.domain.section import Badge, badge_section
from services.points.badges.domain.status import BadgeStatus
from services.points.context import PointsContext
from services.points.earning.commands import activity_facts
from services.points.earning.domain.award import facts_of
from services.points.intake.commands import follow_members
from services.points.ledger.domain.repeat import RequestIdReused
from services.points.programme.domain.published import ProgrammePublished
from tests.activities import NOON, activity, document, tea

NAME = {"zh": "徽章", "en": "Badge"}
DAY = timedelta(days=1)


def badge(code: str = "b", **more: Any) -> dict[str, Any]:
    return {"code": code, "name": NAME, "times": 1} | more


def section(*badges: dict[str, Any]) -> tuple[Badge, ...]:
    return badge_section(tea(badges=list(badges))).badges


async def publish(ctx: PointsContext, *badges: dict[str, Any], zone: str = "Asia/Shanghai") -> None:
    others = {"tasks": [], "streaks": [], "timezone": zone}
    changed = document("tea") | others | {"badges": list(badges)}
    at = ctx.clock.now() + DAY
    await follow_members(ctx, [ProgrammePublished("tea", 2, changed, at)])


async def status(ctx: PointsContext, code: str = "b") -> BadgeStatus:
    found = (await badge_statuses(ctx, "tea", ["mem_ada"]))["mem_ada"]
    return next(one for one in found if one.badge.code == code)


def review(n: int, at: datetime = NOON, **more: Any) -> Activity:
    return activity(ActivityType.REVIEW, event_id=f"review/{n}", at=at, **more)


def gold(rank: int = 2, code: str = "gold") -> TierChanged:
    return TierChanged("tea", "mem_ada", Tier(code, rank, 130), NOON, NOON)


async def test_the_third_review_brings_a_badge_of_three(ctx: PointsContext) -> None:
    await publish(ctx, badge(on="review", times=3))
    await follow_members(ctx, [review(1), review(2)])
    assert ((await status(ctx)).done, (await status(ctx)).held) == (2, False)
    await follow_members(ctx, [review(3)])
    assert ((await status(ctx)).done, (await status(ctx)).held) == (3, True)
    posting = await ctx.ledger.posting("tea", f"badge/{review(3).key}")
    assert posting is not None
    assert (posting.metadata["badge.1"], posting.metadata["activity"]) == ("b", "review")
    assert not posting.entries


async def test_a_repeat_counts_once_and_other_content_is_refused(ctx: PointsContext) -> None:
    await publish(ctx, badge(on="review", times=3))
    for _ in range(3):
        await follow_members(ctx, [review(1)])
    assert (await status(ctx)).done == 1
    with pytest.raises(RequestIdReused):
        await count_activity(ctx, review(1, labels={"article": "x"}), activity_facts)


async def test_twenty_at_once_all_count(ctx: PointsContext) -> None:
    await publish(ctx, badge(on="review", times=100))
    await asyncio.gather(*(count_activity(ctx, review(n), activity_facts) for n in range(20)))
    assert (await status(ctx)).done == 20


async def test_a_badge_is_had_once_and_its_activities_write_nothing_more(
    ctx: PointsContext, clock: ManualClock
) -> None:
    await publish(ctx, badge(on="review", term_days=1))
    await follow_members(ctx, [review(1)])
    clock.advance(2 * DAY)
    assert not (await status(ctx)).held
    await follow_members(ctx, [review(2, clock.now())])
    assert not (await status(ctx)).held
    assert await ctx.ledger.posting("tea", f"badge/{review(2).key}") is None


@pytest.mark.parametrize(
    ("zone", "at", "days", "until"),
    [
        # 23:30 in Shanghai: that day is the first, and the term ends with it.
        (
            "Asia/Shanghai",
            datetime(2026, 3, 3, 15, 30, tzinfo=UTC),
            1,
            datetime(2026, 3, 3, 16, tzinfo=UTC),
        ),
        # Summer time begins in New York on 8 March 2026.
        (
            "America/New_York",
            datetime(2026, 3, 2, 12, tzinfo=UTC),
            7,
            datetime(2026, 3, 9, 4, tzinfo=UTC),
        ),
        # 29 February 2024 is a day of the term.
        (
            "Asia/Shanghai",
            datetime(2024, 2, 28, 4, tzinfo=UTC),
            2,
            datetime(2024, 2, 29, 16, tzinfo=UTC),
        ),
    ],
)
def test_a_term_ends_with_its_last_day_in_the_brands_zone(
    zone: str, at: datetime, days: int, until: datetime
) -> None:
    programme = tea(badges=[badge(on="review", term_days=days)], timezone=zone)
    met = badge_section(programme).badges
    had = MemberBadges().with_activity(met, at, programme.zone).badges.had["b"]
    assert had.until == until
    assert had.held(until - timedelta(milliseconds=1))
    assert not had.held(until)


async def test_a_condition_chooses_what_counts(ctx: PointsContext) -> None:
    await publish(ctx, badge(on="review", times=2, when='activity.channel == "app"'))
    await follow_members(ctx, [review(1), review(2, channel="app")])
    assert (await status(ctx)).done == 1


async def test_activities_count_only_at_the_tier_that_the_badge_asks_for(
    ctx: PointsContext,
) -> None:
    await publish(ctx, badge(on="review", min_tier="gold"))
    await follow_members(ctx, [review(1)])
    assert not (await status(ctx)).held
    await follow_members(ctx, [gold(), review(2)])
    assert (await status(ctx)).held


async def test_a_tier_brings_its_badge_and_those_below_once(ctx: PointsContext) -> None:
    await publish(
        ctx,
        badge("s", min_tier="silver"),
        badge("g", min_tier="gold"),
        badge("d", min_tier="diamond"),
    )
    await follow_members(ctx, [gold()])
    await follow_members(ctx, [gold()])
    held_ = [(await status(ctx, code)).held for code in "sgd"]
    assert held_ == [True, True, False]


async def test_a_programme_without_badges_shows_none_and_writes_none(ctx: PointsContext) -> None:
    seen = activity(ActivityType.INVITE, brand="retail")
    await count_activity(ctx, seen, activity_facts)
    assert await badge_statuses(ctx, "retail", ["mem_ada"]) == {}
    assert await ctx.ledger.posting("retail", f"badge/{seen.key}") is None


def test_a_badge_at_a_tier_that_the_ladder_has_not_is_refused() -> None:
    with pytest.raises(ValueError, match="no tier"):
        section(badge(min_tier="platinum"))


def test_what_is_kept_reads_back_as_it_was() -> None:
    zone = tea().zone
    met = section(badge("a", on="review"), badge("b", on="review", times=2, term_days=3))
    kept = MemberBadges().with_activity(met, NOON, zone).badges
    assert held.from_body(held.to_body("mem_ada", kept)) == kept


@settings(max_examples=50, deadline=None)
@given(
    order=st.permutations(range(6)),
    times=st.lists(st.integers(1, 8), min_size=3, max_size=3),
)
def test_any_order_of_activities_gives_the_same_badges(order: list[int], times: list[int]) -> None:
    badges = section(
        *(badge(f"b{n}", on="review", times=each) for n, each in enumerate(times)),
        badge("app", on="review", times=3, when='activity.channel == "app"'),
    )
    programme = tea()

    def after(numbers: list[int]) -> MemberBadges:
        kept = MemberBadges()
        for n in numbers:
            told = review(n, NOON + n * DAY, channel="app" if n % 2 else "pos")
            facts = facts_of(told, Standing("mem_ada"), programme)
            met = [one for one in badges if one.meets(facts)]
            kept = kept.with_activity(met, NOON, programme.zone).badges
        return kept

    one, other = after(sorted(order)), after(order)
    assert one.had.keys() == other.had.keys()
    assert one.counts == other.counts
