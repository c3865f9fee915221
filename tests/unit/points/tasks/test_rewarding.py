"""Activities count for chains and streaks through the ledger: once, on their own day."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.common.clock import ManualClock
from services.points.activities.domain.activity import Activity
from services.points.activities.domain.activity_type import ActivityType
from services.points.activities.domain.standing import MemberEnrolled, Standing
from services.points.badges.commands import badge_statuses
from services.points.context import PointsContext
from services.points.coupons.domain.coupon_posting import COUPON
from services.points.earning.commands import activity_facts, is_given_back
from services.points.earning.domain.award_posting import ORDER
from services.points.intake.commands import after_awards, follow_members
from services.points.ledger.domain.posting import Posting
from services.points.ledger.domain.record import RecordKind
from services.points.programme.domain.published import ProgrammePublished
from services.points.tasks.commands.rewarding import count_for_streaks, count_for_tasks
from services.points.tasks.commands.statuses import streaks_of, task_statuses
from services.points.tasks.domain.chain import task_section
from services.points.tasks.domain.status import ChainStatus, StreakStatus
from tests.activities import NOON, activity, bought, document, gave_back, line, tea

NAME = {"zh": "任务", "en": "Task"}
DAY = timedelta(days=1)
BADGE = {"code": "b", "name": NAME, "times": 1}


def step(code: str, on: str, times: int = 1, points: int = 5, **more: Any) -> dict[str, Any]:
    reward = {"asset": "POINTS", "points": points}
    return {"code": code, "name": NAME, "on": on, "times": times, "reward": reward} | more


def chain(*steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"code": "c", "name": NAME, "steps": list(steps)} | more


def streak(**more: Any) -> dict[str, Any]:
    reward = {"asset": "POINTS", "points": 7}
    return {"code": "s", "name": NAME, "on": "visit", "every": 3, "reward": reward} | more


async def publish(ctx: PointsContext, **sections: Any) -> None:
    base = document("tea") | {"tasks": [], "streaks": [], "badges": [BADGE]}
    changed = base | {"earning": {"rules": []}} | sections
    at = ctx.clock.now() + DAY
    await follow_members(ctx, [ProgrammePublished("tea", 2, changed, at)])


async def tell(ctx: PointsContext, *told: Activity | MemberEnrolled) -> None:
    await follow_members(ctx, told)


def did(type_: ActivityType, n: int, at: datetime = NOON, **more: Any) -> Activity:
    return activity(type_, event_id=f"{type_}/{n}", at=at, **more)


async def task(ctx: PointsContext) -> ChainStatus:
    (found,) = (await task_statuses(ctx, "tea", ["mem_ada"]))["mem_ada"]
    return found


async def days(ctx: PointsContext) -> StreakStatus:
    (found,) = (await streaks_of(ctx, "tea", ["mem_ada"]))["mem_ada"]
    return found


async def balance(ctx: PointsContext) -> int:
    return (await ctx.ledger.balances("tea", [("mem_ada", "POINTS")], ctx.clock.now()))[0].posted


async def posting(ctx: PointsContext, request_id: str) -> Posting:
    found = await ctx.ledger.posting("tea", request_id)
    assert found is not None
    return found


async def test_the_first_seven_days_end_with_the_seventh(
    ctx: PointsContext, clock: ManualClock
) -> None:
    await publish(
        ctx,
        tasks=[
            chain(
                step("profile", "profile_completion"),
                step("reviews", "review", 2),
                ordered=True,
                window={"days_after_enrolment": 7},
                reward={"asset": "POINTS", "points": 50, "badge": "b"},
            )
        ],
    )
    await tell(ctx, MemberEnrolled("tea", "mem_ada", NOON))
    clock.advance(10 * DAY)
    # 23:59:59 of the seventh day in Shanghai counts, the next midnight does not.
    midnight = datetime(2026, 3, 10, 16, tzinfo=UTC)
    await tell(ctx, did(ActivityType.REVIEW, 3, midnight))
    await tell(ctx, did(ActivityType.PROFILE_COMPLETION, 1, NOON + DAY))
    await tell(ctx, did(ActivityType.REVIEW, 1, NOON + 2 * DAY))
    assert (await task(ctx)).done == (1, 1)
    await tell(ctx, did(ActivityType.REVIEW, 2, midnight - timedelta(seconds=1)))
    status = await task(ctx)
    assert (status.done, status.all_done, status.ends_at) == ((1, 2), True, midnight)
    assert await balance(ctx) == 5 + 5 + 50
    (badge,) = (await badge_statuses(ctx, "tea", ["mem_ada"]))["mem_ada"]
    assert badge.held
    last = await posting(ctx, f"task/c/{did(ActivityType.REVIEW, 2).key}")
    assert (last.metadata["rule"], last.metadata["badge.1"]) == ("task:c", "b")
    assert [(e.owner, e.amount) for e in last.entries] == [("mem_ada", 55), ("house:issued", -55)]


async def test_nothing_counts_before_the_enrolment_is_known_and_its_event_makes_up_for_it(
    ctx: PointsContext,
) -> None:
    await publish(ctx, tasks=[chain(step("a", "review"), window={"days_after_enrolment": 7})])
    review = did(ActivityType.REVIEW, 1)
    await count_for_tasks(ctx, review, activity_facts, is_given_back)
    assert await balance(ctx) == 0
    await tell(ctx, MemberEnrolled("tea", "mem_ada", NOON), review, review)
    assert await balance(ctx) == 5


async def test_an_activity_of_a_day_that_counts_for_no_chain_costs_no_look_at_its_order(
    ctx: PointsContext,
) -> None:
    await publish(ctx, tasks=[chain(step("a", "review"), window={"days_after_enrolment": 7})])
    asked = []

    async def ask(_: PointsContext, activity: Activity) -> bool:
        asked.append(activity)
        return False

    review = did(ActivityType.REVIEW, 1)
    late = replace(review, event_id="late", occurred_at=review.occurred_at + timedelta(days=7))
    await tell(ctx, MemberEnrolled("tea", "mem_ada", NOON))
    await count_for_tasks(ctx, late, activity_facts, ask)
    assert asked == []
    await count_for_tasks(ctx, review, activity_facts, ask)
    assert asked == [review]


async def test_twenty_repeats_at_once_give_a_reward_once(ctx: PointsContext) -> None:
    await publish(ctx, tasks=[chain(step("a", "review", 2))])
    told = [did(ActivityType.REVIEW, n % 3) for n in range(20)]
    await asyncio.gather(
        *(count_for_tasks(ctx, one, activity_facts, is_given_back) for one in told)
    )
    assert await balance(ctx) == 5
    assert (await task(ctx)).all_done


async def test_an_activity_of_other_content_under_one_id_is_refused(ctx: PointsContext) -> None:
    await publish(ctx, tasks=[chain(step("a", "review", 2))])
    assert not await after_awards(ctx, [did(ActivityType.REVIEW, 1)])
    other = did(ActivityType.REVIEW, 1, labels={"x": "y"})
    ((_, error),) = await after_awards(ctx, [other])
    assert getattr(error, "reason", "") == "REQUEST_ID_REUSED"


async def test_an_order_that_went_back_wholly_counts_no_more(ctx: PointsContext) -> None:
    await publish(ctx, tasks=[chain(step("a", "order", 2))])
    order = bought(line("1", 1000), line("2", 500))
    await tell(ctx, order, gave_back(line("2", 500)))
    assert (await task(ctx)).done == (1,)
    await tell(ctx, gave_back(line("1", 1000), event_id="r2"))
    assert (await task(ctx)).done == (0,)
    second = bought(line("1", 1000), order_id="o2", event_id="e2")
    third = bought(line("1", 1000), order_id="o3", event_id="e3")
    await tell(ctx, second, third)
    assert (await task(ctx)).all_done
    # What is done stays done, with its reward.
    await tell(ctx, gave_back(line("1", 1000), order_id="o2", event_id="r3"))
    assert ((await task(ctx)).all_done, await balance(ctx)) == (True, 5)


async def test_a_refund_before_its_order_leaves_nothing_to_count(ctx: PointsContext) -> None:
    await publish(ctx, tasks=[chain(step("a", "order"))])
    await tell(ctx, gave_back(line("1", 1000)), bought(line("1", 1000)))
    assert (await task(ctx)).done == (0,)


async def test_badges_streaks_and_tasks_share_one_reading_of_the_facts(
    ctx: PointsContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    badge = BADGE | {"on": "review"}
    tasks = [chain(step("a", "review"))]
    await publish(ctx, badges=[badge], streaks=[streak(on="review", every=2)], tasks=tasks)
    reads = 0
    standings = ctx.standings.standings

    async def counted(brand: str, member_ids: Collection[str]) -> Mapping[str, Standing]:
        nonlocal reads
        reads += 1
        return await standings(brand, member_ids)

    monkeypatch.setattr(ctx.standings, "standings", counted)
    assert not await after_awards(ctx, [did(ActivityType.REVIEW, 1)])
    assert reads == 1
    ((shown,),) = (await badge_statuses(ctx, "tea", ["mem_ada"])).values()
    assert (shown.held, (await days(ctx)).current, (await task(ctx)).all_done) == (True, 1, True)


async def test_a_programme_without_steps_on_orders_reads_none(
    ctx: PointsContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    await publish(ctx, tasks=[chain(step("a", "review"))])
    record = ctx.ledger.record

    async def counted(brand: str, kind: RecordKind[Any], record_id: str) -> Any:
        assert kind is not ORDER
        return await record(brand, kind, record_id)

    monkeypatch.setattr(ctx.ledger, "record", counted)
    assert not await after_awards(ctx, [bought(line("1", 1000))])


async def test_three_days_at_a_store_bring_a_coupon_each_time(
    ctx: PointsContext, clock: ManualClock
) -> None:
    await publish(ctx, streaks=[streak(reward={"coupon": "group_price"})])
    for n in range(7):
        # Twice a day counts once; the feed brings each twice.
        for _ in range(2):
            await tell(ctx, did(ActivityType.VISIT, n, clock.now()))
        await tell(ctx, did(ActivityType.VISIT, 100 + n, clock.now()))
        clock.advance(DAY)
    status = await days(ctx)
    assert (status.current, status.longest, status.today, status.in_days) == (7, 7, False, 2)
    coupons = await ctx.ledger.list_records("tea", COUPON, where={"member_id": "mem_ada"}, size=10)
    assert [coupon.type for coupon in coupons] == ["group_price"] * 2


async def test_a_coupon_that_was_not_granted_yet_is_granted_by_the_repeat(
    ctx: PointsContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    await publish(ctx, tasks=[chain(step("a", "review", reward={"coupon": "group_price"}))])
    where = "services.points.tasks.commands.rewarding.grant_all"
    with monkeypatch.context() as broken:

        async def crash(*_: Any) -> Any:
            raise ConnectionError

        broken.setattr(where, crash)
        with pytest.raises(ConnectionError):
            await count_for_tasks(ctx, did(ActivityType.REVIEW, 1), activity_facts, is_given_back)
    await count_for_tasks(ctx, did(ActivityType.REVIEW, 1), activity_facts, is_given_back)
    found = await ctx.ledger.list_records("tea", COUPON, where={"member_id": "mem_ada"}, size=10)
    assert len(found) == 1


@pytest.mark.parametrize(
    ("zone", "times", "current"),
    [
        # Two instants around midnight are two days, though minutes apart.
        ("Asia/Shanghai", ["2026-03-02T15:59", "2026-03-02T16:01", "2026-03-03T16:00"], 3),
        # 8 March 2026 has 23 hours in New York: 23:30, 23:30, 00:30 local.
        ("America/New_York", ["2026-03-08T04:30", "2026-03-09T03:30", "2026-03-09T04:30"], 3),
        # 29 February is a day between.
        ("Asia/Shanghai", ["2024-02-28T04:00", "2024-03-01T04:00"], 1),
        ("Asia/Shanghai", ["2024-02-28T04:00", "2024-02-29T04:00", "2024-03-01T04:00"], 3),
    ],
)
async def test_streaks_go_by_the_days_of_the_brands_zone(
    ctx: PointsContext, clock: ManualClock, zone: str, times: list[str], current: int
) -> None:
    await publish(ctx, streaks=[streak(every=30)], timezone=zone)
    told = [datetime.fromisoformat(each).replace(tzinfo=UTC) for each in times]
    clock.advance(told[-1] - clock.now())
    # The last comes first.
    for n, at in enumerate(reversed(told)):
        await count_for_streaks(ctx, did(ActivityType.VISIT, n, at), activity_facts)
    assert (await days(ctx)).current == current


async def test_what_the_brand_did_for_a_member_lengthens_no_streak(ctx: PointsContext) -> None:
    await publish(ctx, streaks=[streak()])
    visit = did(ActivityType.VISIT, 1)
    await tell(ctx, replace(visit, by_brand=True))
    assert (await days(ctx)).current == 0
    await tell(ctx, replace(visit, event_id="own"))
    assert (await days(ctx)).current == 1


async def test_a_condition_chooses_the_visits_that_count(
    ctx: PointsContext, clock: ManualClock
) -> None:
    await publish(ctx, streaks=[streak(when='activity.channel == "gate"')])
    await tell(ctx, did(ActivityType.VISIT, 1))
    assert (await days(ctx)).current == 0
    await tell(ctx, did(ActivityType.VISIT, 2, channel="gate"))
    assert ((await days(ctx)).current, (await days(ctx)).today) == (1, True)


async def test_a_brand_without_the_sections_shows_and_writes_nothing(ctx: PointsContext) -> None:
    visit = activity(ActivityType.VISIT, brand="retail")
    assert not await after_awards(ctx, [visit])
    assert await task_statuses(ctx, "retail", ["mem_ada"]) == {}
    assert await streaks_of(ctx, "retail", ["mem_ada"]) == {}


@pytest.mark.parametrize(
    ("reward", "said"),
    [
        ({"asset": "GEMS", "points": 1}, "GEMS is not declared"),
        ({"coupon": "none"}, "no coupon none"),
        ({"badge": "none"}, "no badge none"),
    ],
)
def test_a_reward_that_the_programme_has_not_is_refused(reward: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        task_section(tea(tasks=[chain(step("a", "review", reward=reward))]))
