"""When a cart is left, whatever order its activities come in."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.members.activities.domain.activity import Activity, Order
from services.members.activities.domain.activity_type import ActivityType
from services.members.activities.domain.facts import Facts
from services.members.activities.domain.subject import Article, Subject
from services.members.occasions.domain.cart import (
    LATE_MAX,
    Cart,
    CartMove,
    cart_of,
    parse_carts,
    to_tell,
)
from services.members.programme.domain.rules import NO_RULES, Rules

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = date(2026, 3, 2)


def at(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def move(minutes: int, pieces: int, article: str = "tea") -> CartMove:
    return CartMove(at(minutes), article, pieces, f"{minutes}/{article}/{pieces}")


def test_a_cart_is_what_was_put_in_less_what_was_taken_out() -> None:
    moves = [move(0, 2), move(1, 1, "cake"), move(2, -1)]
    assert cart_of(moves, None) == Cart(at(0), at(2), 2, 2)
    assert cart_of([*moves, move(3, -1), move(3, -1, "cake")], None) is None
    # More than there is cannot be taken out, and one that begins anew is another one.
    assert cart_of([move(0, 1), move(1, -9), move(2, 3)], None) == Cart(at(2), at(2), 1, 3)


def test_an_order_ends_a_cart() -> None:
    assert cart_of([move(0, 2), move(5, 1)], at(5)) is None
    assert cart_of([move(0, 2), move(6, 1)], at(5)) == Cart(at(6), at(6), 1, 1)


def test_a_cart_is_left_once_its_time_has_come_and_not_for_ever() -> None:
    facts, moves = Facts(cart_at=at(0), cart_waits=True), [move(0, 1)]
    for passed, told in [
        (HOUR - timedelta(seconds=1), False),
        (HOUR, True),
        (HOUR + LATE_MAX, True),
        (HOUR + LATE_MAX + timedelta(seconds=1), False),
    ]:
        assert (to_tell(facts, moves, HOUR, at(0) + passed) is not None) == told, passed


def test_a_cart_that_was_told_is_not_told_again_for_what_comes_to_it() -> None:
    told = Facts(cart_at=at(10), cart_waits=True, cart_told_at=at(10))
    first = [move(0, 1), move(10, 1)]
    assert to_tell(told, [*first, move(30, 1)], HOUR, at(90)) is None
    # It was emptied late, at a time before its last change: what it held then was told.
    assert to_tell(told, [*first, move(5, -1)], HOUR, at(90)) is None
    # Emptied, and begun anew.
    anew = to_tell(told, [*first, move(20, -2), move(30, 1)], HOUR, at(90))
    assert anew == Cart(at(30), at(30), 1, 1)


_MOVES = st.lists(
    st.builds(
        move,
        st.integers(0, 30),
        st.sampled_from([-2, -1, 1, 2]),
        st.sampled_from(["tea", "cake"]),
    ),
    max_size=12,
    unique_by=lambda each: each.key,
)


@given(
    _MOVES.flatmap(lambda known: st.tuples(st.just(known), st.permutations(known))),
    st.none() | st.integers(0, 30),
)
def test_the_order_in_which_activities_come_does_not_matter(
    told: tuple[Sequence[CartMove], Sequence[CartMove]], ordered: int | None
) -> None:
    one, other = told
    ordered_at = None if ordered is None else at(ordered)
    assert cart_of(one, ordered_at) == cart_of(other, ordered_at)


@given(st.permutations(range(4)), st.sets(st.integers(0, 3)))
def test_a_cart_is_told_once_however_late_and_often_its_activities_come(
    order: Sequence[int], judged_after: set[int]
) -> None:
    moves = [move(0, 1), move(3, 2), move(4, 1), move(6, 1, "cake")]
    facts, told = Facts(), 0
    known: list[CartMove] = []
    for step, number in enumerate(order):
        known.append(moves[number])
        facts.cart_at = max(moves[number].at, facts.cart_at or moves[number].at)
        if step in judged_after | {3}:
            cart = to_tell(facts, known, HOUR, at(120))
            if cart is not None:
                told += 1
                facts.cart_told_at = cart.last_at
    assert told == 1


def _activity(kind: ActivityType, minutes: int) -> Activity:
    is_order = kind is ActivityType.ORDER
    return Activity(
        channel="app",
        event_id=f"{kind}/{minutes}",
        member_id="mem_1",
        type=kind,
        occurred_at=at(minutes),
        store_id="",
        order=Order("o", "CNY", 100, ()) if is_order else None,
        labels={},
        content=b"",
        subject=Subject() if is_order else Subject(article=Article("tea", "", 1)),
    )


def test_facts_wait_for_a_judgement_after_each_change_of_the_cart_and_no_other_activity() -> None:
    facts = Facts()
    facts.see(_activity(ActivityType.ORDER, 0), DAY, DAY, 10)
    assert (facts.cart_at, facts.cart_waits) == (None, False)
    facts.see(_activity(ActivityType.ADD_TO_CART, 5), DAY, DAY, 10)
    assert (facts.cart_at, facts.cart_waits) == (at(5), True)
    facts.cart_waits = False
    facts.see(_activity(ActivityType.REMOVE_FROM_CART, 3), DAY, DAY, 10)
    assert (facts.cart_at, facts.cart_waits) == (at(5), True)


def test_a_programme_without_the_section_tells_of_no_cart() -> None:
    def left_after(document: dict[str, object]) -> timedelta | None:
        return parse_carts(replace(NO_RULES, document=document)).left_after

    assert left_after({}) is None
    assert left_after({"carts": {}}) == HOUR
    assert left_after({"carts": {"left_after_minutes": 30}}) == timedelta(minutes=30)
    assert isinstance(NO_RULES, Rules)
