"""Expiry on a real MongoDB: what is damaged stops nobody, and members are told before."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from services.common.ids import IdSequence
from services.points.ledger.commands.expiry_reminders import Reminders
from services.points.ledger.commands.expiry_sweep import Sweep
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.storage.ledger import MongoLedgerStore
from services.points.ledger.storage.told_days import MongoToldDays
from services.points.sections import programmes_in
from tessera.points.v1 import ledger_pb2 as pb
from tests.activities import NOON
from tests.component.points.conftest import As, Points

DAY = timedelta(days=1)
LAST = NOON.astimezone(ZoneInfo("Asia/Shanghai")).date() + 7 * DAY
ENDS = datetime.combine(LAST + DAY, datetime.min.time(), ZoneInfo("Asia/Shanghai"))


async def expiring(caller: As, member_id: str) -> None:
    credit = pb.Leg(owner=member_id, asset="POINTS", amount=10)
    credit.expire_time.FromDatetime(ENDS)
    debit = pb.Leg(owner="house:issued", asset="POINTS", amount=-10)
    await caller.ledger.CreatePosting(
        pb.CreatePostingRequest(
            request_id=f"give/{member_id}", kind=pb.POSTING_KIND_EARN, legs=[credit, debit]
        )
    )


async def damage(points: Points, member_id: str) -> None:
    """What no release ever wrote: an account without its sum."""
    changed = await points.db["accounts"].update_one(
        {"owner": member_id, "asset": "POINTS"}, {"$unset": {"posted": ""}}
    )
    assert changed.modified_count == 1


async def test_members_are_told_in_the_feed_of_the_day_that_their_card_says(
    points: Points,
) -> None:
    for member_id in ("mem_a", "mem_ann", "mem_bob"):
        await expiring(points.till(), member_id)
    card = await points.member("mem_ann").balance("mem_ann")
    await damage(points, "mem_bob")
    store, programmes = MongoLedgerStore(points.db), programmes_in(points.db)
    ledger = Ledger(store, points.clock, rules=programmes)

    async def may_work() -> bool:
        return True

    days = MongoToldDays(points.db)
    reminders = Reminders(ledger, store, programmes, days, points.clock, may_work)
    assert await reminders.once() == 2
    assert await days.told_until("tea") == LAST - 7 * DAY
    assert await reminders.once() == 0
    told = []
    async for response in points.till().ledger.Watch(pb.WatchRequest()):
        told += [p.expiring for p in response.postings if p.kind == pb.POSTING_KIND_REMINDER]
        if len(told) == 2:
            break
    assert [each.member_id for each in told] == ["mem_a", "mem_ann"]
    assert {(each.asset, each.points, each.days) for each in told} == {("POINTS", 10, 7)}
    assert {each.on for each in told} == {card.expiring[0].on} == {LAST.isoformat()}


async def test_an_account_that_cannot_be_read_keeps_no_brand_from_being_swept(
    points: Points,
) -> None:
    await expiring(points.till(), "mem_a")
    await expiring(points.till("retail"), "mem_ann")
    await damage(points, "mem_a")
    points.clock.set(ENDS)
    sweep = Sweep(MongoLedgerStore(points.db), points.clock, IdSequence("pst"))
    assert await sweep.once() == 1
    assert (await points.till("retail").balance("house:expired")).posted == 10
