"""Wake-ups over gRPC: the job finds sleepers by an index, a till's order answers, operators see."""

from __future__ import annotations

from datetime import UTC, timedelta

import grpc
import pytest

from services.common.errors import reason_of
from services.points.activities.storage.standings import AWAKE_AT, MEMBERS, MongoStandingStore
from services.points.context import PointsContext
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.storage.ledger import MongoLedgerStore
from services.points.sections import programmes_in
from services.points.wake_up.commands.waking_job import wake_all
from services.points.wake_up.domain.sleeper import Sleeper
from services.points.wake_up.storage import MongoSleepers, fill_awake_at
from tessera.points.v1 import earning_pb2, ledger_pb2, wallets_pb2
from tessera.points.v1 import wake_ups_pb2 as pb
from tessera.types.v1 import types_pb2
from tests.activities import NOON, document
from tests.component.points.conftest import As, Members, Points, followed

ADA, BOB, FASHION = "mem_ada", "mem_bob", "fashion"
DAY = timedelta(days=1)


class Held:
    """A lease that this test always has."""

    async def acquire(self) -> bool:
        return True


async def wake(points: Points) -> int:
    """Run the job once."""
    store = MongoLedgerStore(points.db)
    programmes = programmes_in(points.db)
    ledger = Ledger(store, points.clock, rules=programmes)
    standings = MongoStandingStore(points.db)
    ctx = PointsContext(ledger, programmes, standings, points.clock)
    return await wake_all(ctx, MongoSleepers(points.db), Held())


async def begin(points: Points, members: Members) -> None:
    members.feed.recorded_at = NOON
    await members.feed.publish(FASHION, document(FASHION))
    for member_id in (ADA, BOB):
        await members.feed.enrol(FASHION, member_id)
    await followed(points, members)


async def buy(points: Points, name: str) -> earning_pb2.AwardResult:
    sent = types_pb2.Activity(
        event_id=name, member_id=ADA, type=types_pb2.ACTIVITY_TYPE_ORDER, channel="pos"
    )
    sent.occur_time.FromDatetime(points.clock.now())
    sent.order.order_id = name
    sent.order.total.currency_code, sent.order.total.minor_units = "CNY", 10_000
    request = earning_pb2.AwardActivitiesRequest(activities=[sent])
    (result,) = (await points.till(FASHION).earning.AwardActivities(request)).results
    assert result.reason == ""
    return result


async def card(points: Points) -> wallets_pb2.Wallet:
    caller = points.member(ADA, FASHION)
    request = wallets_pb2.BatchGetWalletsRequest(member_ids=[ADA], wake_up=True)
    return (await caller.wallets.BatchGetWallets(request)).wallets[0]


async def listed(caller: As, **asked: str | int) -> list[pb.WakeUp]:
    request = pb.ListWakeUpsRequest(**asked)  # type: ignore[arg-type]
    return list((await caller.wake_ups.ListWakeUps(request)).wake_ups)


async def test_a_sleeper_is_woken_orders_and_is_seen_by_operators(
    points: Points, members: Members
) -> None:
    await begin(points, members)
    operator = points.operator(FASHION)
    assert await wake(points) == 0
    assert not (await card(points)).HasField("wake_up")
    points.clock.advance(60 * DAY)
    assert await wake(points) == 2
    assert await wake(points) == 0
    shown = (await card(points)).wake_up
    assert (shown.name.en, shown.percent, shown.until) == ("Welcome back", 200, "2026-06-02")
    found = await listed(operator)
    assert {(one.member_id, one.state, one.coupon_type) for one in found} == {
        (member_id, pb.WAKE_UP_STATE_OPEN, "free_delivery") for member_id in (ADA, BOB)
    }
    assert found[0].asleep_since.ToDatetime(UTC) == NOON
    pages = await operator.wake_ups.ListWakeUps(pb.ListWakeUpsRequest(page_size=1))
    second = pb.ListWakeUpsRequest(page_size=1, page_token=pages.next_page_token)
    rest = await operator.wake_ups.ListWakeUps(second)
    assert [*pages.wake_ups, *rest.wake_ups] == found
    assert rest.next_page_token == ""
    # The next order is doubled, says why, and no other is.
    first, other = await buy(points, "o1"), await buy(points, "o2")
    (award,) = [each for each in first.awards if each.asset == "POINTS"]
    assert (award.amount, list(award.multipliers)) == (200, ["bonus:wake_up=200"])
    assert "Welcome back" in first.explanation.en
    assert [each.amount for each in other.awards if each.asset == "POINTS"] == [100]
    assert not (await card(points)).HasField("wake_up")
    (answered,) = await listed(operator, member_id=ADA)
    assert (answered.state, answered.order_id, answered.points) == (
        pb.WAKE_UP_STATE_ANSWERED,
        "o1",
        100,
    )
    figures = await operator.wake_ups.GetWakeUpFigures(pb.GetWakeUpFiguresRequest())
    assert (figures.opened, figures.answered, figures.points) == (2, 1, 100)
    assert (figures.paid.currency_code, figures.paid.minor_units) == ("CNY", 10_000)


async def test_the_feed_tells_what_was_opened(points: Points, members: Members) -> None:
    await begin(points, members)
    points.clock.advance(60 * DAY)
    await wake(points)
    operator = points.operator(FASHION)
    stream = operator.ledger.Watch(ledger_pb2.WatchRequest())
    opened: list[ledger_pb2.Posting] = []
    async for response in stream:
        opened += [p for p in response.postings if p.kind == ledger_pb2.POSTING_KIND_WAKE_UP]
        if len(opened) == 2:
            break
    stream.cancel()
    told = opened[0]
    assert {posting.wake_up.member_id for posting in opened} == {ADA, BOB}
    assert (told.wake_up.percent, told.wake_up.coupon_type) == (200, "free_delivery")
    assert (told.wake_up.until, told.cause.rules[0].name.en) == ("2026-06-02", "Welcome back")
    assert "wake_up" not in told.metadata
    assert {e.owner for e in told.entries if e.asset == "coupon.free_delivery"} == {
        told.wake_up.member_id,
        "house:issued",
    }


async def test_who_is_erased_is_looked_at_no_more_and_old_members_are_filled_in(
    points: Points, members: Members
) -> None:
    await begin(points, members)
    sleepers, later = MongoSleepers(points.db), NOON + 60 * DAY
    await members.feed.erase(FASHION, ADA)
    await followed(points, members)
    assert await sleepers.asleep(FASHION, later, None, 9) == [Sleeper(BOB, NOON)]
    assert await sleepers.asleep(FASHION, later, Sleeper(BOB, NOON), 9) == []
    await sleepers.keep(FASHION, {ADA: NOON, BOB: later})
    assert await sleepers.asleep(FASHION, NOON, None, 9) == []
    await points.db[MEMBERS].update_many({}, {"$unset": {AWAKE_AT: ""}})
    await fill_awake_at(points.db)
    assert await sleepers.asleep(FASHION, later, None, 9) == [Sleeper(BOB, NOON)]


async def test_wake_ups_are_for_operators_and_bad_input_is_named(
    points: Points, members: Members
) -> None:
    await begin(points, members)
    for caller in (points.member(ADA, FASHION), points.till(FASHION)):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await caller.wake_ups.ListWakeUps(pb.ListWakeUpsRequest())
        assert refused.value.code() is grpc.StatusCode.PERMISSION_DENIED
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await caller.wake_ups.GetWakeUpFigures(pb.GetWakeUpFiguresRequest())
        assert refused.value.code() is grpc.StatusCode.PERMISSION_DENIED
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await listed(points.operator(FASHION), member_id="no/member")
    told = reason_of(refused.value)
    assert told is not None
    assert (told.reason, told.field) == ("INVALID_ARGUMENT", "member_id")
