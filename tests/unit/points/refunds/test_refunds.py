"""Refunds through the ledger: once for ever, and exactly what the preview said."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.common.clock import ManualClock
from services.points.calendar.domain.month import Month
from services.points.context import PointsContext
from services.points.earning.commands import award_activities
from services.points.earning.domain.earned_order import OrderNotFound, RefundExceedsOrder
from services.points.earning.domain.refused_activity import REFUSED
from services.points.ledger.domain.balance import Balance
from services.points.ledger.domain.cause import cause_of
from services.points.ledger.domain.posting import Leg, PostingKind, PostingRequest
from services.points.ledger.domain.repeat import RequestIdReused
from services.points.refunds.commands import (
    OLDEST_WAITING,
    commit_refund,
    measure_waiting,
    preview_refund,
    refund_all,
    refund_waiting,
)
from services.points.statements.commands.close_books import Periods
from tests.activities import NOON, TWO_DRINKS, bought, gave_back, line
from tests.builders import earn


@pytest.fixture
async def ordered(ctx: PointsContext) -> PointsContext:
    """Ada has bought two drinks, at two brands."""
    pounds = bought(total_minor=3600, currency="GBP", brand="retail")
    for order in (bought(*TWO_DRINKS), pounds):
        assert (await award_activities(ctx, order.brand, [order], refund_waiting))[0].error is None
    return ctx


async def test_a_refund_takes_growth_off_the_day_on_which_the_late_order_counts(
    ctx: PointsContext,
) -> None:
    """In Shanghai February is closed; of two orders, one of it comes after that."""
    ordered_at = NOON - timedelta(days=10)
    periods = Periods(ctx.ledger, ctx.programmes, ctx.clock)
    early = bought(*TWO_DRINKS, order_id="o1", event_id="o1", at=ordered_at)
    await award_activities(ctx, "tea", [early], refund_waiting)
    await periods.close("tea", "close", Month(2026, 2), "ann")
    late = bought(*TWO_DRINKS, order_id="o2", event_id="o2", at=ordered_at)
    await award_activities(ctx, "tea", [late], refund_waiting)
    opened = datetime(2026, 2, 28, 16, tzinfo=UTC)
    for order_id, counted_at in (("o1", ordered_at), ("o2", opened)):
        refund = gave_back(TWO_DRINKS[0], order_id=order_id, event_id=f"r-{order_id}")
        assert (await preview_refund(ctx, refund)).counted_at == counted_at
        posting = (await commit_refund(ctx, refund)).posting
        assert posting is not None
        assert cause_of(posting).order_at == counted_at


async def spend(ctx: PointsContext, points: int, brand: str = "tea") -> None:
    legs = (Leg("mem_ada", "POINTS", -points), Leg("house:redeemed", "POINTS", points))
    request = PostingRequest(brand, f"spend/{points}", PostingKind.SPEND, legs)
    await ctx.ledger.post(request)


async def balance(ctx: PointsContext, asset: str = "POINTS", brand: str = "tea") -> Balance:
    return (await ctx.ledger.balances(brand, [("mem_ada", asset)], ctx.clock.now()))[0]


async def test_a_commit_does_exactly_what_the_preview_says(ordered: PointsContext) -> None:
    refund = gave_back(TWO_DRINKS[0])
    previewed = (await preview_refund(ordered, refund)).clawbacks
    assert (await balance(ordered)).posted == 41
    committed = await commit_refund(ordered, refund)
    assert committed.clawbacks == previewed
    assert [(c.asset, c.due, c.taken, c.from_pending) for c in previewed] == [
        ("POINTS", 23, 23, 23),
        ("GROWTH", 18, 18, 0),
    ]
    assert ((await balance(ordered)).posted, (await balance(ordered, "GROWTH")).posted) == (18, 18)


async def test_a_refund_tells_when_its_order_was_ordered(ordered: PointsContext) -> None:
    later = NOON + timedelta(hours=1)
    done = await commit_refund(ordered, gave_back(TWO_DRINKS[0], at=later))
    assert done.posting is not None
    assert cause_of(done.posting).order_at == NOON


async def test_a_refund_told_again_gets_its_first_answer(ordered: PointsContext) -> None:
    first = await commit_refund(ordered, gave_back(TWO_DRINKS[0]))
    again = await commit_refund(ordered, gave_back(TWO_DRINKS[0]))
    assert (again.replayed, again.clawbacks) == (True, first.clawbacks)
    assert (await balance(ordered)).posted == 18


async def test_a_preview_of_a_refund_that_was_done_is_its_first_answer(
    ordered: PointsContext,
) -> None:
    part, rest = gave_back(TWO_DRINKS[0]), gave_back(TWO_DRINKS[1], event_id="r2")
    for refund in (part, rest):
        first = await commit_refund(ordered, refund)
        assert (await preview_refund(ordered, refund)).clawbacks == first.clawbacks
    with pytest.raises(RequestIdReused) as refused:
        await preview_refund(ordered, gave_back(*TWO_DRINKS))
    assert refused.value.reason == "REQUEST_ID_REUSED"


async def test_fifty_refunds_with_one_id_take_once(ordered: PointsContext) -> None:
    done = await asyncio.gather(
        *(commit_refund(ordered, gave_back(total_minor=1800)) for _ in range(50))
    )
    assert sum(not one.replayed for one in done) == 1
    assert (await balance(ordered)).posted == 21


async def test_refunds_of_one_order_at_once_take_no_more_than_it_earned(
    ordered: PointsContext,
) -> None:
    parts = [gave_back(total_minor=360, event_id=f"r{n}") for n in range(10)]
    await asyncio.gather(*(commit_refund(ordered, part) for part in parts))
    assert (await balance(ordered)).posted == 0
    with pytest.raises(RefundExceedsOrder):
        await commit_refund(ordered, gave_back(total_minor=1, event_id="r99"))


async def test_the_same_refund_with_other_content_is_refused(ordered: PointsContext) -> None:
    await commit_refund(ordered, gave_back(*TWO_DRINKS))
    with pytest.raises(RequestIdReused) as refused:
        await commit_refund(ordered, gave_back(TWO_DRINKS[0]))
    assert refused.value.reason == "REQUEST_ID_REUSED"


async def test_of_refunds_that_waited_the_one_that_happened_first_goes_first(
    ctx: PointsContext,
) -> None:
    later = gave_back(*TWO_DRINKS, event_id="a", at=NOON + timedelta(minutes=5))
    first = gave_back(*TWO_DRINKS, event_id="b")
    for refund in (later, first):
        assert (await refund_all(ctx, "tea", [refund]))[0].error is None
    await award_activities(ctx, "tea", [bought(*TWO_DRINKS)], refund_waiting)
    assert await ctx.ledger.posting("tea", f"refund/{first.key}")
    noted = await ctx.ledger.record("tea", REFUSED, later.key)
    assert noted is not None
    assert noted.value["reason"] == "REFUND_EXCEEDS_ORDER"


async def test_an_unknown_order_is_refused_and_so_is_another_members(
    ordered: PointsContext,
) -> None:
    for refund in (
        gave_back(TWO_DRINKS[0], order_id="o9"),
        gave_back(TWO_DRINKS[0], member_id="mem_bo"),
        gave_back(TWO_DRINKS[0], channel="app"),
    ):
        with pytest.raises(OrderNotFound):
            await commit_refund(ordered, refund)


async def test_tea_takes_spent_points_back_into_debt(
    ordered: PointsContext, clock: ManualClock
) -> None:
    clock.advance(timedelta(days=8))
    await spend(ordered, 40)
    done = await commit_refund(ordered, gave_back(*TWO_DRINKS))
    assert (done.clawbacks[0].taken, done.clawbacks[0].available_after) == (41, -40)
    assert (await balance(ordered)).available == -40


async def test_retail_never_goes_below_zero(ordered: PointsContext) -> None:
    await spend(ordered, 30, brand="retail")
    refund = gave_back(total_minor=3600, currency="GBP", brand="retail")
    done = await commit_refund(ordered, refund)
    assert (done.clawbacks[0].due, done.clawbacks[0].taken, done.clawbacks[0].forgiven) == (
        36,
        6,
        30,
    )
    assert (await balance(ordered, brand="retail")).available == 0
    assert (await balance(ordered)).posted == 41


async def test_an_order_that_earned_nothing_can_be_refunded_once(ctx: PointsContext) -> None:
    small = bought(line("1", 99), currency="GBP", brand="retail")
    await award_activities(ctx, "retail", [small], refund_waiting)
    refund = gave_back(line("1", 99), currency="GBP", brand="retail")
    assert (await commit_refund(ctx, refund)).clawbacks == ()
    again = gave_back(line("1", 99), currency="GBP", brand="retail", event_id="r2")
    with pytest.raises(RefundExceedsOrder):
        await commit_refund(ctx, again)


async def test_a_clawback_leaves_points_alone_that_expire_sooner(ctx: PointsContext) -> None:
    soon = NOON + timedelta(days=5)
    await ctx.ledger.post(earn("mem_ada", 20, brand="retail", expire_at=soon))
    order = bought(total_minor=10_000, currency="GBP", brand="retail")
    await award_activities(ctx, "retail", [order], refund_waiting)
    await commit_refund(ctx, gave_back(total_minor=9_000, currency="GBP", brand="retail"))
    account = (await ctx.ledger.account_state("retail", [("mem_ada", "POINTS")]))[
        "mem_ada", "POINTS"
    ]
    assert [(lot.points, lot.expire_at) for lot in account.lots] == [(20, soon), (10, None)]


async def test_the_age_of_the_oldest_refund_that_waits_is_measured(
    ctx: PointsContext, clock: ManualClock
) -> None:
    await refund_all(ctx, "tea", [gave_back(TWO_DRINKS[0])])
    clock.advance(timedelta(hours=2))
    measuring = asyncio.create_task(measure_waiting(ctx))
    await asyncio.sleep(0.01)
    measuring.cancel()
    assert OLDEST_WAITING.labels("tea")._value.get() == 7200


async def test_a_brand_whose_orders_cannot_be_read_hides_no_other_s(
    ordered: PointsContext, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await refund_all(ordered, "tea", [gave_back(TWO_DRINKS[0], order_id="never-came")])
    clock.advance(timedelta(hours=3))
    listing = ordered.ledger.waiting_records

    async def broken(brand: str, *others: Any) -> Any:
        if brand == "retail":
            raise KeyError("waiting_since")
        return await listing(brand, *others)

    monkeypatch.setattr(ordered.ledger, "waiting_records", broken)
    assert await ordered.ledger.brands() == ["retail", "tea"]
    measuring = asyncio.create_task(measure_waiting(ordered))
    await asyncio.sleep(0.01)
    assert not measuring.done()
    measuring.cancel()
    assert OLDEST_WAITING.labels("tea")._value.get() == 10_800
