"""Growth of the ledger: a refund takes it off the day of its order."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from services.members.activities.domain.activity import Activity, Order
from services.members.activities.domain.activity_type import ActivityType
from services.members.tiers.api.follow_points import follow_points
from services.members.tiers.domain.ladder import Source
from services.members.tiers.domain.standing import Standing
from tessera.points.v1 import ledger_pb2
from tests.unit.members.activities.told_world import NOON, World
from tests.unit.members.tiers.ladders import tier

YEAR = {"kind": "rolling", "months": 12}
LONG_AGO = NOON - timedelta(days=370)


def document(basis: str) -> dict[str, Any]:
    tiers = [tier("basic", 0, 0, 100), tier("gold", 1000, 800, 130)]
    ladder = {"code": "one", "main": True, "basis": basis, "window": YEAR, "tiers": tiers}
    return {
        "timezone": "Asia/Shanghai",
        "currency": "CNY",
        "ladders": [ladder | {"downgrade": "one_down", "grace_days": 60}],
    }


def posted(number: int, amount: int, at: datetime, of: datetime | None = None) -> Any:
    posting = ledger_pb2.Posting(id=f"p{number}", brand="tea")
    posting.entries.add(owner="mem_1", asset="GROWTH", amount=amount, sequence=number)
    posting.effective_time.FromDatetime(at)
    if of is not None:
        posting.kind = ledger_pb2.POSTING_KIND_CLAWBACK
        posting.cause.order_time.FromDatetime(of)
    return posting


async def test_growth_of_an_old_order_that_goes_back_was_not_what_the_tier_was_reached_by() -> None:
    world = World(document("growth"))
    await world.enrol("mem_1")
    handle = follow_points(world.ctx)

    async def standing() -> Standing:
        return (await world.store.tiers.standings("tea", Source.GROWTH, ["mem_1"]))["mem_1"]

    await handle([posted(1, 290, LONG_AGO), posted(2, 1000, NOON)])
    assert (await standing()).positions["one"].tier == "gold"
    await handle([posted(3, -290, NOON, LONG_AGO)])
    kept = await standing()
    assert kept.positions["one"].tier == "gold"
    assert kept.totals.between(NOON.date() - timedelta(days=300), NOON.date()) == 1000
    # After its year, in the days of grace, no growth of that time counts any more.
    world.clock.set(NOON + timedelta(days=370))
    await handle([posted(4, 90, LONG_AGO), posted(5, -90, world.clock.now(), LONG_AGO)])
    assert (await standing()).positions["one"].tier == "gold"
    await handle([posted(6, -1, world.clock.now(), NOON)])
    assert (await standing()).positions["one"].tier == "basic"


def paid(event_id: str, order_id: str, amount: int, at: datetime) -> Activity:
    kind = ActivityType.ORDER if event_id == order_id else ActivityType.REFUND
    order = Order(order_id, "CNY", amount, ())
    return Activity("pos", event_id, "mem_1", kind, at, "", order, {}, event_id.encode())


async def test_spending_of_an_old_order_that_goes_back_was_not_what_the_tier_was_reached_by() -> (
    None
):
    world = World(document("spend"))

    async def told(*activities: Activity) -> str:
        await world.record(*activities)
        facts = (await world.store.activities.facts("tea", ["mem_1"]))["mem_1"]
        return facts.standing.positions["one"].tier

    old, new = paid("o1", "o1", 290, LONG_AGO), paid("o2", "o2", 1000, NOON)
    assert await told(old, new) == "gold"
    world.clock.set(NOON + timedelta(days=370))
    assert await told(paid("r1", "o1", 200, world.clock.now())) == "gold"
    assert await told(paid("r2", "o2", 1, world.clock.now())) == "basic"
