"""Members and points reckon refunds each for itself, and take the same ones, or facts would lie."""

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from services.members.activities.domain import activity as ours
from services.members.activities.domain.activity_type import ActivityType as OurType
from services.members.activities.domain.order import REFUSALS
from services.members.activities.domain.order_book import OrderBook
from services.points.activities.domain import activity as followed
from services.points.activities.domain.activity_type import ActivityType as TheirType
from services.points.earning.domain import earned_order as points_order
from services.points.earning.domain.earned_order import RefundCurrencyDiffers, RefundExceedsOrder

NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)
Line = tuple[str, int, int]

SOLD = st.lists(st.tuples(st.integers(1, 3), st.integers(0, 40)), max_size=4)
LINES = st.dictionaries(
    st.integers(0, 4), st.tuples(st.integers(0, 3), st.integers(0, 40)), min_size=1, max_size=3
)
BACK = st.tuples(
    st.one_of(LINES, st.just({})), st.integers(1, 80), st.sampled_from(["CNY"] * 9 + ["GBP"])
)


def by_members(
    kind: str, event_id: str, currency: str, total: int, lines: list[Line], minute: int = 0
) -> ours.Activity:
    kept = tuple(ours.OrderLine(line_id, "", "", q, amount) for line_id, q, amount in lines)
    order = ours.Order("o1", currency, total, kept)
    at = NOON + timedelta(minutes=minute)
    return ours.Activity("pos", event_id, "mem_1", OurType(kind), at, "", order, {}, b"")


def by_points(
    kind: str, event_id: str, currency: str, total: int, lines: list[Line], minute: int = 0
) -> followed.Activity:
    kept = tuple(followed.OrderLine(line_id, "", "", q, amount) for line_id, q, amount in lines)
    order = followed.Order("o1", currency, total, kept)
    at = NOON + timedelta(minutes=minute)
    return followed.Activity("tea", "pos", event_id, "mem_1", TheirType(kind), at, "", order)


@settings(max_examples=300, deadline=None)
@given(SOLD, st.lists(BACK, max_size=10))
def test_members_take_a_refund_exactly_when_points_do(
    sold: list[tuple[int, int]], back: list[tuple[dict[int, tuple[int, int]], int, str]]
) -> None:
    lines = [(str(n), q, amount) for n, (q, amount) in enumerate(sold)]
    bought = ("order", "o1", "CNY", sum(amount for *_, amount in lines) if lines else 100, lines)
    book = OrderBook({})
    book.take(by_members(*bought))
    order = by_points(*bought)
    assert order.order is not None
    kept = points_order.keep(order.order, order, (), {})
    for n, (parts, bare, currency) in enumerate(back):
        lines_back = [(str(line), q, amount) for line, (q, amount) in parts.items()]
        total = sum(amount for *_, amount in lines_back) if lines_back else bare
        refund = ("refund", f"r{n}", currency, total, lines_back)
        by_them = by_us = ""
        try:
            kept = kept.after(by_points(*refund))
        except (RefundExceedsOrder, RefundCurrencyDiffers) as refused:
            by_them = refused.reason
        try:
            book.take(by_members(*refund))
        except REFUSALS as refusal:
            by_us = refusal.reason
        assert by_us == by_them
    left = book.added["pos", "o1"]
    assert left.refunded_minor == kept.refunded_minor
    assert [tuple(line)[:5] for line in left.lines] == [
        (x.line_id, x.quantity, x.amount_minor, x.refunded_quantity, x.refunded_minor)
        for x in kept.lines
    ]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 2)), max_size=6), st.randoms())
def test_of_refunds_that_waited_members_and_points_take_the_same_in_whatever_order_they_came(
    back: list[tuple[int, int]], chance: Random
) -> None:
    lines: list[Line] = []
    bought = ("order", "o1", "CNY", 100, lines)
    refunds = [("refund", f"r{n}", "CNY", total, lines, at) for n, (total, at) in enumerate(back)]
    book = OrderBook({})
    for refund in chance.sample(refunds, len(refunds)):
        book.take(by_members(*refund))
    counted = [refund.event_id for refund in book.take(by_members(*bought)).refunds]

    order = by_points(*bought)
    assert order.order is not None
    parked = points_order.KeptOrder("mem_1")
    for refund in chance.sample(refunds, len(refunds)):
        parked = parked.park(by_points(*refund), NOON)
    kept = points_order.keep(order.order, order, (), {}, parked)
    taken = []
    for waiting in kept.waiting:
        try:
            kept = kept.after(waiting)
        except RefundExceedsOrder:
            continue
        taken.append(waiting.event_id)
    assert taken == counted
