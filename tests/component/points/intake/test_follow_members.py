"""Points follow members: activities, tiers and programmes take effect by themselves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.common.mongo import Database
from tessera.points.v1 import earning_pb2, ledger_pb2, rewards_pb2
from tests.activities import NOON, PLAIN, document
from tests.component.points.conftest import (
    FRUIT,
    MILK,
    NOWHERE,
    Members,
    Points,
    followed,
    sent,
    started,
)


async def test_an_activity_is_awarded_by_itself(points: Points, members: Members) -> None:
    await members.feed.record("tea", sent("ORDER", FRUIT, MILK), sent("CHECK_IN", event_id="c1"))
    await members.feed.record("retail", sent("ORDER", total_minor=1050, currency="GBP"))
    await followed(points, members)
    assert (await points.till().balance("mem_ada")).posted == 43
    assert (await points.till("retail").balance("mem_ada")).posted == 10


async def test_a_tier_counts_from_the_next_activity_on(points: Points, members: Members) -> None:
    await members.feed.record("tea", sent("ORDER", MILK))
    await members.feed.change_tier("tea", "mem_ada", "gold", 2, 130)
    await members.feed.change_tier("tea", "mem_ada", "honoured", 3, 100, main=False)
    await members.feed.record("tea", sent("ORDER", MILK, event_id="e2", order_id="o2"))
    await followed(points, members)
    assert (await points.till().balance("mem_ada")).posted == 18 + 23


async def test_an_order_of_before_the_tier_earns_without_it(
    points: Points, members: Members
) -> None:
    await members.feed.change_tier("tea", "mem_ada", "gold", 2, 130)
    late = sent("ORDER", MILK, at=NOON - timedelta(days=1))
    await members.feed.record("tea", late)
    await followed(points, members)
    assert (await points.till().balance("mem_ada")).posted == 18


async def test_orders_and_refunds_of_one_batch_keep_their_order(
    points: Points, members: Members
) -> None:
    # Within the balance: taken in another order, other amounts would be forgiven.
    await members.feed.record(
        "retail",
        sent("ORDER", total_minor=1000, currency="GBP"),
        sent("REFUND", total_minor=400, currency="GBP", event_id="r1"),
        sent("ORDER", total_minor=300, currency="GBP", event_id="e2", order_id="o2"),
        sent("REFUND", total_minor=600, currency="GBP", event_id="r2"),
        sent("REFUND", total_minor=1, currency="GBP", event_id="r3"),
    )
    await followed(points, members)
    assert (await points.till("retail").balance("mem_ada")).posted == 3
    refused = await points.db["records"].find_one({"kind": "refused"})
    assert refused is not None
    assert refused["body"]["reason"] == "REFUND_EXCEEDS_ORDER"


async def test_a_refund_that_comes_first_waits_for_its_order(
    points: Points, members: Members
) -> None:
    await members.feed.record("tea", sent("REFUND", MILK, event_id="r1"))
    await followed(points, members)
    assert (await points.till().balance("mem_ada")).sequence == 0
    await members.feed.record("tea", sent("ORDER", FRUIT, MILK))
    await followed(points, members)
    assert (await points.till().balance("mem_ada")).posted == 23


@pytest.mark.parametrize(
    ("label", "kept_as"), [("a\u0000b", "ab"), ("$set", "$set"), ("店.铺", "店.铺")]
)
async def test_a_label_of_any_text_neither_stops_the_feed_nor_gets_lost(
    points: Points, members: Members, label: str, kept_as: str
) -> None:
    refund = sent("REFUND", MILK, event_id="r1")
    refund.labels[label] = label
    await members.feed.record("tea", refund, sent("CHECK_IN", event_id="c1"))
    await followed(points, members)
    kept = await points.db["records"].find_one({"kind": "order"})
    assert kept is not None
    assert kept["body"]["parked"][0]["labels"] == [[kept_as, kept_as]]
    await members.feed.record("tea", sent("ORDER", FRUIT, MILK))
    await followed(points, members)
    assert (await points.till().balance("mem_ada")).posted == 2 + 23
    assert await points.db["dead_letters"].count_documents({}) == 0


async def test_of_refunds_that_wait_the_earliest_are_taken(
    points: Points, members: Members
) -> None:
    for event_id, minutes in (("second", 1), ("first", 2)):
        at = NOON - timedelta(minutes=minutes)
        refund = sent("REFUND", total_minor=1000, event_id=event_id, at=at)
        await members.feed.record("tea", refund)
    await members.feed.record("tea", sent("ORDER", MILK))
    await followed(points, members)
    refused = await points.db["records"].find_one({"kind": "refused"})
    assert refused is not None
    assert refused["_id"].endswith("second"), refused


async def test_events_that_come_again_change_nothing(points: Points, members: Members) -> None:
    events = [
        sent("ORDER", FRUIT, MILK),
        sent("CHECK_IN", event_id="c1"),
        sent("CHECK_IN", event_id="c2"),
        sent("REFUND", FRUIT, event_id="r1"),
        sent("REFUND", FRUIT, event_id="r2"),
        sent("REFUND", MILK, event_id="r3", order_id="o9"),
    ]
    for _ in range(3):
        await members.feed.record("tea", *events)
        await followed(points, members)
    assert (await points.till().balance("mem_ada")).posted == 41 + 2 - 23
    report = await points.operator().ledger.Verify(ledger_pb2.VerifyRequest())
    assert report.colour == ledger_pb2.VERIFY_COLOUR_GREEN


async def test_after_a_restart_points_go_on_where_they_stopped(
    db: Database, keys_dir: Path, members: Members
) -> None:
    await members.feed.publish("tea", document("tea"))
    async with started(db, keys_dir, members.address) as points:
        await members.feed.record("tea", sent("ORDER", MILK))
        await followed(points, members)
    await members.feed.record("tea", sent("ORDER", MILK, event_id="e2", order_id="o2"))
    # The token got lost as well: everything comes again.
    await db["watch_tokens"].delete_many({})
    async with started(db, keys_dir, members.address) as points:
        await followed(points, members)
        assert (await points.till().balance("mem_ada")).posted == 36


async def test_a_new_version_counts_for_what_comes_after_and_adds_its_stock(
    points: Points, members: Members
) -> None:
    changed = document("tea")
    changed["earning"]["rules"][0]["award"]["points"] = 2
    changed["rewards"]["items"][1]["stock"] = 150
    await members.feed.record("tea", sent("ORDER", MILK))
    await members.feed.publish("tea", changed, version=2)
    await members.feed.record("tea", sent("ORDER", MILK, event_id="e2", order_id="o2"))
    await followed(points, members)
    assert (await points.till().balance("mem_ada")).posted == 18 + 36
    rewards = (await points.till().rewards.ListRewards(rewards_pb2.ListRewardsRequest())).rewards
    assert rewards[1].stock == 150


async def test_a_programme_that_cannot_be_read_stops_no_other_brand(
    points: Points, members: Members
) -> None:
    await members.feed.publish("tea", {"programme": "broken"}, version=2)
    await members.feed.record("tea", sent("ORDER", MILK))
    await members.feed.record("retail", sent("ORDER", total_minor=100, currency="GBP"))
    await followed(points, members)
    assert (await points.till().balance("mem_ada")).posted == 18
    assert (await points.till("retail").balance("mem_ada")).posted == 1


async def test_activities_of_a_brand_without_a_programme_are_kept_as_refused(
    points: Points, members: Members
) -> None:
    await members.feed.record("car", sent("CHECK_IN", event_id="c1"))
    await followed(points, members)
    refused = await points.db["records"].find_one({"kind": "refused"})
    assert refused is not None
    assert (refused["brand"], refused["body"]["reason"]) == ("car", "PROGRAMME_MISSING")


@pytest.mark.parametrize("brand", ["tea", "retail"])
async def test_points_go_on_while_members_is_down(
    db: Database, keys_dir: Path, members: Members, brand: str
) -> None:
    await members.feed.publish("tea", document("tea"))
    await members.feed.publish("retail", PLAIN)
    await members.feed.change_tier("tea", "mem_ada", "basic", 0, 100)
    async with started(db, keys_dir, members.address) as points:
        await followed(points, members)
    async with started(db, keys_dir, NOWHERE) as points:
        currency = "CNY" if brand == "tea" else "GBP"
        order = sent("ORDER", total_minor=1800, currency=currency, at=NOON - timedelta(days=9))
        request = earning_pb2.AwardActivitiesRequest(activities=[order])
        await points.till(brand).earning.AwardActivities(request)
        assert (await points.till(brand).balance("mem_ada")).available == 18


async def test_a_visit_puts_off_the_expiry_of_what_the_member_has(
    points: Points, members: Members
) -> None:
    extended = document("tea")
    extended["assets"]["POINTS"]["expiry"]["extend_on"] = {
        "activities": ["visit"],
        "months": 12,
        "once": "month",
        "most_months": 12,
    }
    await members.feed.publish("tea", extended, version=2)
    await members.feed.record("tea", sent("ORDER", MILK, at=NOON - timedelta(days=40)))
    await members.feed.record("tea", sent("VISIT", event_id="v1"))
    await followed(points, members)
    account = await points.db["accounts"].find_one({"_id": "tea/mem_ada/POINTS"})
    assert account is not None
    # From the end of January 2027 to that of March, two milliseconds for the months.
    (lot,) = account["lots"]
    assert lot["expire_at"] == datetime(2027, 3, 31, 15, 59, 59, 998000, tzinfo=UTC)
