"""An order and its refunds: never more back than was bought, in whatever order they come."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate, takewhile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.members.activities.domain import order as orders
from services.members.activities.domain.activity import Activity, Order, OrderLine
from services.members.activities.domain.activity_type import ActivityType
from services.members.activities.domain.order import (
    REFUSALS,
    OrderNotFound,
    OrderRecordedBefore,
    Refund,
    RefundableLine,
    RefundableOrder,
    RefundCurrencyDiffers,
    RefundedLine,
    RefundExceedsOrder,
    TooManyWaiting,
    Unfit,
)
from services.members.activities.domain.order_book import OrderBook

NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
KEPT = RefundableOrder(
    "mem_1", "CNY", 5000, 0, (RefundableLine("1", 2, 2000), RefundableLine("2", 1, 3000))
)


def refund(*lines: RefundedLine, total_minor: int = 0, minute: int = 0) -> Refund:
    total = total_minor or sum(line.amount_minor for line in lines)
    return Refund(f"r{minute}", "mem_1", NOON + minute * MINUTE, "CNY", total, lines)


def test_parts_of_a_line_come_back_until_nothing_is_left() -> None:
    half = refund(RefundedLine("1", 1, 1000))
    kept = KEPT.after(half).after(half)
    assert (kept.refunded_minor, kept.lines[0]) == (2000, RefundableLine("1", 2, 2000, 2, 2000))
    with pytest.raises(RefundExceedsOrder):
        kept.after(half)


@pytest.mark.parametrize(
    ("back", "field"),
    [
        (refund(total_minor=5001), "order.total.minor_units"),
        (refund(RefundedLine("2", 1, 2000), RefundedLine("1", 1, 2001)), "lines[1].amount_minor"),
        (refund(RefundedLine("1", 3, 1)), "order.lines[0].quantity"),
        (refund(RefundedLine("3", 1, 1)), "order.lines[0].line_id"),
    ],
)
def test_what_exceeds_is_named_by_its_field(back: Refund, field: str) -> None:
    with pytest.raises(RefundExceedsOrder) as refused:
        KEPT.after(back)
    assert refused.value.field.endswith(field)


def test_a_refund_without_lines_counts_by_its_total_alone() -> None:
    kept = KEPT.after(refund(total_minor=4000))
    assert (kept.refunded_minor, kept.lines) == (4000, KEPT.lines)
    with pytest.raises(RefundExceedsOrder) as refused:
        kept.after(refund(RefundedLine("1", 1, 1001)))
    assert refused.value.field == "order.total.minor_units"
    without_lines = replace(KEPT, lines=())
    assert without_lines.after(refund(RefundedLine("9", 9, 5000))).refunded_minor == 5000


def test_another_member_or_currency_is_refused() -> None:
    back = refund(total_minor=1)
    with pytest.raises(OrderNotFound):
        KEPT.after(replace(back, member_id="mem_2"))
    with pytest.raises(RefundCurrencyDiffers):
        KEPT.after(replace(back, currency="GBP"))


def test_an_order_that_comes_takes_the_earliest_that_waited() -> None:
    order = Order("o1", "CNY", 5000, ())
    reported = Activity("pos", "e1", "mem_1", ActivityType.ORDER, NOON, "", order, {}, b"")
    waiting = [refund(total_minor=3000, minute=minute) for minute in (2, 1)]
    waiting.append(refund(total_minor=2000, minute=3))
    kept = RefundableOrder()
    for each in waiting:
        kept = kept.wait(each)
    come, counted = kept.come(reported)
    assert [each.event_id for each in counted] == ["r1", "r3"]
    unfit = (Unfit("r2", "REFUND_EXCEEDS_ORDER"),)
    assert come == RefundableOrder("mem_1", "CNY", 5000, 5000, unfit=unfit, occurred_at=NOON)
    with pytest.raises(OrderRecordedBefore) as refused:
        come.come(replace(reported, occurred_at=NOON + MINUTE))
    assert refused.value.occurred_at == NOON


def test_only_so_many_wait() -> None:
    kept = RefundableOrder(waiting=(refund(total_minor=1),) * (orders.WAITING_MAX - 1))
    full = kept.wait(refund(total_minor=1))
    with pytest.raises(TooManyWaiting):
        full.wait(refund(total_minor=1))
    many = tuple(RefundedLine(str(n), 1, 1) for n in range(orders.WAITING_LINES_MAX))
    with pytest.raises(TooManyWaiting):
        RefundableOrder().wait(refund(*many)).wait(refund(RefundedLine("1", 1, 1)))


# --- any sequence -------------------------------------------------------------------------------

LINE = st.tuples(st.integers(1, 3), st.integers(0, 40))


def lines_of(parts: list[tuple[int, int]]) -> tuple[OrderLine, ...]:
    return tuple(OrderLine(str(n), "", "", q, amount) for n, (q, amount) in enumerate(parts))


def telling(kind: ActivityType, event_id: str, minute: int, order: Order) -> Activity:
    at = NOON + minute * MINUTE
    return Activity("pos", event_id, "mem_1", kind, at, "", order, {}, b"")


SOLD = st.lists(LINE, min_size=1, max_size=4).filter(lambda sold: sum(a for _, a in sold) > 0)
PARTS = st.lists(
    st.one_of(
        st.dictionaries(st.integers(0, 4), LINE, min_size=1, max_size=3),
        st.integers(1, 80),
    ),
    max_size=12,
)


def refunded(part: dict[int, tuple[int, int]] | int) -> Order:
    if isinstance(part, int):
        return Order("o1", "CNY", part, ())
    lines = tuple(OrderLine(str(n), "", "", q, amount) for n, (q, amount) in part.items())
    return Order("o1", "CNY", sum(line.amount_minor for line in lines), lines)


@settings(max_examples=300, deadline=None)
@given(SOLD, PARTS, st.data())
def test_no_sequence_gives_back_more_than_was_bought(
    sold: list[tuple[int, int]], parts: list[dict[int, tuple[int, int]] | int], data: st.DataObject
) -> None:
    lines = lines_of(sold)
    bought = Order("o1", "CNY", sum(line.amount_minor for line in lines), lines)
    reported = [
        telling(ActivityType.REFUND, f"r{n}", data.draw(st.integers(0, 9)), refunded(part))
        for n, part in enumerate(parts)
    ]
    comes_at = data.draw(st.integers(0, len(reported)))
    reported.insert(comes_at, telling(ActivityType.ORDER, "o1", 0, bought))
    # Batches of any size: each begins with what the one before left.
    sizes = data.draw(st.lists(st.integers(1, 5), min_size=len(reported), max_size=len(reported)))
    ends = [*takewhile(lambda end: end < len(reported), accumulate(sizes)), len(reported)]
    known: dict[orders.OrderKey, RefundableOrder] = {}
    counted: list[Refund] = []
    refused = 0
    for first, end in zip([0, *ends], ends, strict=False):
        book = OrderBook(known)
        for one in reported[first:end]:
            try:
                counted += book.take(one).refunds
            except REFUSALS:
                refused += 1
        assert not book.added.keys() & known.keys()
        assert book.changed.keys() <= known.keys()
        known = {**known, **book.added, **book.changed}
    kept = known["pos", "o1"]
    assert kept.refunded_minor == sum(each.total_minor for each in counted) <= bought.total_minor
    assert len({each.event_id for each in counted}) == len(counted)
    assert len(counted) + refused + len(kept.unfit) == len(parts)
    for line in kept.lines:
        parts_back = [x for each in counted for x in each.lines if x.line_id == line.line_id]
        assert line.refunded_quantity == sum(x.quantity for x in parts_back) <= line.quantity
        assert line.refunded_minor == sum(x.amount_minor for x in parts_back) <= line.amount_minor
