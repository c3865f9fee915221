"""Tasks and streaks over gRPC: an award counts at once, and a wallet shows how they stand."""

from __future__ import annotations

from datetime import timedelta

from tessera.points.v1 import earning_pb2, wallets_pb2
from tests.activities import NOON
from tests.component.points.conftest import As, Points, sent

FLAVOURS = ("osmanthus_oolong", "lychee_jasmine", "sesame_latte")


async def wallet(caller: As) -> wallets_pb2.Wallet:
    request = wallets_pb2.BatchGetWalletsRequest(member_ids=["mem_ada"], tasks=True, streaks=True)
    return (await caller.wallets.BatchGetWallets(request)).wallets[0]


async def review(points: Points, article: str) -> earning_pb2.AwardResult:
    told = sent("REVIEW", event_id=article, member_id="mem_ada", at=NOON)
    told.labels["article"] = article
    request = earning_pb2.AwardActivitiesRequest(activities=[told])
    return (await points.till().earning.AwardActivities(request)).results[0]


async def test_reviews_of_the_new_flavours_do_the_task_at_once(points: Points) -> None:
    for article in (FLAVOURS[2], FLAVOURS[0], FLAVOURS[0]):
        assert not (await review(points, article)).reason
    (task,) = (await wallet(points.member("mem_ada"))).tasks.tasks
    assert [(step.code, step.done, step.of) for step in task.steps] == [
        ("osmanthus", 1, 1),
        ("lychee", 0, 1),
        ("sesame", 1, 1),
    ]
    assert (task.done, task.open, task.reward.badge_name.en) == (False, True, "Explorer")
    before = (await points.till().balance("mem_ada")).posted
    await review(points, FLAVOURS[1])
    # 5 for the flavour and 30 for all of them; reviews themselves have reached their cap.
    after = (await points.till().balance("mem_ada")).posted
    (task,) = (await wallet(points.member("mem_ada"))).tasks.tasks
    assert (task.done, task.open) == (True, False)
    assert after - before == 10 + 5 + 30


async def test_days_at_a_store_show_what_is_still_needed(points: Points) -> None:
    visits = [
        sent("VISIT", event_id=f"v{n}", member_id="mem_ada", at=NOON - timedelta(days=n))
        for n in range(2)
    ]
    for visit in visits:
        visit.store_id = "store-01"
    request = earning_pb2.AwardActivitiesRequest(activities=visits)
    results = (await points.till().earning.AwardActivities(request)).results
    assert not any(result.reason for result in results)
    (streak,) = (await wallet(points.operator())).streaks.streaks
    assert (streak.current, streak.in_days, streak.today) == (2, 1, True)
    assert streak.reward.coupon_name.en == "10 % off in the group"


async def test_a_brand_without_tasks_and_streaks_shows_none(points: Points) -> None:
    found = await wallet(points.operator("retail"))
    assert not found.HasField("tasks")
    assert not found.HasField("streaks")
