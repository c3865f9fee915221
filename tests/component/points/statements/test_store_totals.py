"""A day of stores reconciles to the trial balance, by store and rule."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import grpc
import pytest

from services.common.clock import truncate_ms
from services.common.errors import reason_of
from tessera.points.v1 import (
    earning_pb2,
    ledger_pb2,
    refunds_pb2,
    rewards_pb2,
    statements_pb2_grpc,
    vouchers_pb2,
)
from tessera.points.v1 import statements_pb2 as pb
from tessera.types.v1 import types_pb2
from tests.component.points.conftest import FRUIT, MILK, As, Points, sent

SHANGHAI = ZoneInfo("Asia/Shanghai")
STORES = ("s1", "s2", "s3")
SALES, REFUNDS, MEMBERS = 1_000, 60, 40
VOUCHERS = 12


def statements(caller: As) -> statements_pb2_grpc.StatementsAsyncStub:
    return statements_pb2_grpc.StatementsStub(caller.channel)


def sale(number: int, at: datetime) -> types_pb2.Activity:
    """One drink of the named series, or two; at one of the stores."""
    lines = (FRUIT, MILK) if number % 2 else (FRUIT,)
    made = sent(
        "ORDER",
        *lines,
        event_id=f"e{number}",
        order_id=f"o{number}",
        at=at,
        member_id=f"mem_{number % MEMBERS}",
    )
    made.store_id = STORES[number % 3]
    return made


def refund_of(number: int, at: datetime) -> types_pb2.Activity:
    made = sent(
        "REFUND",
        FRUIT,
        event_id=f"r{number}",
        order_id=f"o{number}",
        at=at,
        member_id=f"mem_{number % MEMBERS}",
    )
    made.store_id = STORES[number % 3]
    return made


async def sell(till: As, at: datetime) -> dict[tuple[str, str], int]:
    """What each store gave by each rule, as the tills were told."""
    issued: Counter[tuple[str, str]] = Counter()
    for first in range(0, SALES, 500):
        sales = [sale(number, at) for number in range(first, first + 500)]
        request = earning_pb2.AwardActivitiesRequest(activities=sales)
        answer = await till.earning.AwardActivities(request)
        for made, result in zip(sales, answer.results, strict=True):
            assert not result.reason, result
            for award in result.awards:
                if award.asset == "POINTS":
                    issued[made.store_id, award.rule] += award.amount
    return issued


async def give_back(till: As, at: datetime) -> dict[str, int]:
    """What each store took back."""
    taken: Counter[str] = Counter()
    backs = [refund_of(number, at) for number in range(REFUNDS)]
    answers = await asyncio.gather(
        *(till.refunds.CommitRefund(refunds_pb2.CommitRefundRequest(refund=b)) for b in backs)
    )
    for back, answer in zip(backs, answers, strict=True):
        taken[back.store_id] += sum(c.taken for c in answer.clawbacks if c.asset == "POINTS")
    return taken


async def use_vouchers(points: Points, till: As) -> None:
    """Each store takes four; the last one is given back and taken by another store."""
    await points.till().give("mem_0", 200 * VOUCHERS)
    app = points.member("mem_0")
    for number in range(VOUCHERS):
        held = await app.rewards.RedeemReward(
            rewards_pb2.RedeemRewardRequest(
                request_id=f"q{number}", member_id="mem_0", reward_code="free_drink"
            )
        )
        done = await app.rewards.ConfirmRedemption(
            rewards_pb2.ConfirmRedemptionRequest(
                request_id=f"c{number}", redemption_id=held.redemption.id
            )
        )
        code, store = done.redemption.voucher.code, STORES[number % 3]
        await till.vouchers.RedeemVoucher(
            vouchers_pb2.RedeemVoucherRequest(request_id=f"u{number}", code=code, store_id=store)
        )
    await till.vouchers.ReverseVoucher(
        vouchers_pb2.ReverseVoucherRequest(request_id="b", code=code, store_id=store)
    )
    await till.vouchers.RedeemVoucher(
        vouchers_pb2.RedeemVoucherRequest(request_id="again", code=code, store_id="s1")
    )


async def balances(desk: As, at: datetime) -> Mapping[str, int]:
    """The trial balance in POINTS as it stood at `at`."""
    request = pb.GetTrialBalanceRequest()
    request.as_of_record_time.FromDatetime(at)
    lines = (await statements(desk).GetTrialBalance(request)).lines
    return Counter({one.account_class: one.balance for one in lines if one.asset == "POINTS"})


async def whole(desk: As, **asked: str) -> tuple[list[pb.StoreTotal], pb.ListStoreTotalsResponse]:
    """All rows of a day, page by page."""
    rows: list[pb.StoreTotal] = []
    request = pb.ListStoreTotalsRequest(page_size=3, **asked)
    while True:
        page = await statements(desk).ListStoreTotals(request)
        rows += page.rows
        if not page.next_page_token:
            return rows, page
        request.page_token = page.next_page_token


@pytest.mark.usefixtures("crowd")
async def test_a_day_of_sales_refunds_and_vouchers_reconciles_by_store_and_rule(
    points: Points,
) -> None:
    desk, till = points.operator(), points.till()
    # An earlier day is not counted.
    await till.earning.AwardActivities(
        earning_pb2.AwardActivitiesRequest(activities=[sale(9_999, points.clock.now())])
    )
    # Ids tell the machine's time, and the day is found by them.
    now = truncate_ms(datetime.now(UTC))
    points.clock.set(now)
    local = now.astimezone(SHANGHAI)
    midnight = datetime(local.year, local.month, local.day, tzinfo=SHANGHAI).astimezone(UTC)
    issued = await sell(till, now)
    taken = await give_back(till, now)
    await use_vouchers(points, till)

    rows, told = await whole(desk, day=local.date().isoformat())
    by_rule = {(one.store_id, one.rule): one.issued for one in rows if one.issued}
    assert by_rule == issued
    assert {store for store, _ in by_rule} == set(STORES)
    clawed: Counter[str] = Counter()
    for one in rows:
        clawed[one.store_id] += one.clawed_back
        assert not one.clawed_back or one.rule
    assert +clawed == taken
    used = {one.store_id: one.vouchers_used for one in rows if one.vouchers_used}
    assert used == {"s1": 5, "s2": 4, "s3": 4}
    assert {one.store_id: one.vouchers_reversed for one in rows if one.vouchers_reversed} == {
        "s3": 1
    }
    assert {one.reward for one in rows if one.redeemed or one.vouchers_used} == {"free_drink"}

    before = await balances(desk, midnight - timedelta(milliseconds=1))
    after = await balances(desk, now)
    moved = Counter(after)
    moved.subtract(before)
    total = told.sum
    assert total.issued == -moved["house:issued"] == sum(issued.values())
    assert total.clawed_back == moved["house:clawed_back"] == sum(taken.values())
    assert total.redeemed == moved["house:redeemed"] == 200 * VOUCHERS
    assert total.other == -moved["house:adjusted"]
    left = total.issued - total.redeemed - total.expired - total.clawed_back + total.other
    assert left == moved["members"]
    for field in ("issued", "clawed_back", "redeemed", "expired", "other", "vouchers_used"):
        assert sum(getattr(one, field) for one in rows) == getattr(total, field)
    assert not told.final

    only, alone = await whole(desk, day=local.date().isoformat(), store_id="s2")
    assert only == [one for one in rows if one.store_id == "s2"]
    assert alone.sum.issued == sum(n for (store, _), n in issued.items() if store == "s2")


async def test_a_store_s_postings_are_listed_by_time(points: Points) -> None:
    till = points.till()
    start = truncate_ms(datetime.now(UTC))
    for number in range(3):
        points.clock.set(start + timedelta(seconds=number))
        made = sale(3 * number, points.clock.now())
        request = earning_pb2.AwardActivitiesRequest(activities=[made])
        await till.earning.AwardActivities(request)
    wanted = ledger_pb2.ListPostingsRequest(metadata_key="store_id", metadata_value="s1")
    assert len((await till.ledger.ListPostings(wanted)).postings) == 3
    wanted.record_from.FromDatetime(start + timedelta(seconds=1))
    wanted.page_size = 1
    page = await till.ledger.ListPostings(wanted)
    assert [one.metadata["event_id"] for one in page.postings] == ["e3"]
    wanted.page_token = page.next_page_token
    page = await till.ledger.ListPostings(wanted)
    assert [one.metadata["event_id"] for one in page.postings] == ["e6"]
    wanted.page_token = ""
    wanted.record_until.FromDatetime(start + timedelta(seconds=2))
    page = await till.ledger.ListPostings(wanted)
    assert [one.metadata["event_id"] for one in page.postings] == ["e3"]
    assert not page.next_page_token


WRONG_DAYS: list[str] = ["", "2026-3-4", "20260304", "2026-02-30", "1969-12-31", "2026-03-06"]


async def test_a_day_that_is_none_or_has_not_begun_is_refused(points: Points) -> None:
    for day in WRONG_DAYS:
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await statements(points.operator()).ListStoreTotals(pb.ListStoreTotalsRequest(day=day))
        reason = reason_of(refused.value)
        assert reason is not None
        assert (reason.reason, reason.field) == ("INVALID_ARGUMENT", "day")


async def test_only_finance_reads_a_day_of_stores(points: Points) -> None:
    for caller in (points.member("mem_ada"), points.till()):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await statements(caller).ListStoreTotals(pb.ListStoreTotalsRequest(day="2026-03-04"))
        reason = reason_of(refused.value)
        assert reason is not None
        assert reason.reason == "PERMISSION_DENIED"
