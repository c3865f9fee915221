"""A referral counts by the invitee's orders and the time, whatever came first."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.members.referral.domain.code import (
    ALPHABET,
    LENGTH,
    InviteCodeUnknown,
    in_form,
    new_code,
)
from services.members.referral.domain.inviter import MONTHS_KEPT, Inviter
from services.members.referral.domain.referral import (
    FirstOrder,
    InviteTaken,
    Referral,
    State,
)
from services.members.referral.domain.section import Terms

DAY_ONE = datetime(2026, 3, 1, tzinfo=UTC)
TERMS = Terms(settle_days=7, order_minor=1_000, monthly_cap=2)
INVITED = Referral("mem_b", "tea", "mem_a", DAY_ONE, TERMS)


def order(day: int, total: int = 1_800, back: int = 0, key: str = "") -> FirstOrder:
    return FirstOrder(key or f"pos/{day}", DAY_ONE + timedelta(days=day), total, back)


def day(number: float) -> datetime:
    return DAY_ONE + timedelta(days=number)


def test_it_counts_when_the_first_order_is_seven_days_old_to_the_instant() -> None:
    bought = [order(2)]
    waits = INVITED.judged(bought, day(9) - timedelta(microseconds=1))
    assert (waits.state, waits.settles_at) == (State.PENDING, day(9))
    counts = waits.judged(bought, day(9))
    assert (counts.state, counts.qualified_at, counts.round) == (State.QUALIFIED, day(9), 1)
    # Found a month later, it counts from the same instant.
    assert INVITED.judged(bought, day(40)) == counts


@pytest.mark.parametrize(
    ("orders", "first"),
    [
        ([], ""),
        ([order(1, total=999)], ""),
        ([order(1, back=1_800)], ""),
        ([order(1, back=1_799)], "pos/1"),
        ([order(1, back=1_800), order(3)], "pos/3"),
        ([order(3), order(1)], "pos/1"),
        ([order(1, key="pos/b"), order(1, key="app/c")], "app/c"),
    ],
)
def test_the_first_order_reaches_the_least_sum_and_is_not_wholly_refunded(
    orders: list[FirstOrder], first: str
) -> None:
    assert INVITED.judged(orders, day(20)).order == first


def test_it_is_reversed_when_the_order_goes_back_and_counts_anew_by_another_one() -> None:
    counts = INVITED.judged([order(1)], day(8))
    gone = counts.judged([order(1, back=1_800)], day(30))
    assert (gone.state, gone.round) == (State.REVERSED, 1)
    again = gone.judged([order(1, back=1_800), order(31)], day(38))
    assert (again.state, again.round, again.qualified_at) == (State.QUALIFIED, 2, day(38))
    # Another order that is settled already keeps it counting.
    kept = counts.judged([order(1, back=1_800), order(2)], day(30))
    assert (kept.state, kept.order, kept.round) == (State.QUALIFIED, "pos/2", 1)


def test_what_was_refused_is_never_judged_again() -> None:
    refused = INVITED.refused(InviteTaken())
    assert refused.judged([order(1)], day(90)) is refused
    assert (refused.state, refused.refusal) == (State.REFUSED, "INVITE_TAKEN")


ORDERS = st.lists(
    st.builds(
        FirstOrder,
        key=st.sampled_from([f"pos/{n}" for n in range(6)]),
        at=st.integers(0, 20).map(day),
        total_minor=st.sampled_from([500, 1_000, 3_000]),
        refunded_minor=st.sampled_from([0, 500]),
    ),
    max_size=6,
    unique_by=lambda each: each.key,
)


@given(ORDERS, st.data())
def test_any_order_lateness_and_repetition_of_activities_comes_to_the_same(
    orders: list[FirstOrder], data: st.DataObject
) -> None:
    """The orders come one after the other, with and without their refunds, while days pass."""
    at_once = INVITED.judged(orders, day(60))
    steps = [replace_back(each, 0) for each in orders] + list(orders)
    told = data.draw(st.permutations(steps + steps[:2]))
    known: dict[str, FirstOrder] = {}
    slowly, now = INVITED, 0.0
    qualified = reversed_ = 0
    for step in told:
        # A refund that is known stays known.
        if known.get(step.key, step).refunded_minor <= step.refunded_minor:
            known[step.key] = step
        now = min(60.0, now + data.draw(st.floats(0, 8)))
        before, slowly = slowly, slowly.judged(known.values(), day(now))
        qualified += slowly.round - before.round
        reversed_ += before.state is State.QUALIFIED and slowly.state is State.REVERSED
        assert slowly.judged(known.values(), day(now)) == slowly
    before, slowly = slowly, slowly.judged(known.values(), day(60))
    qualified += slowly.round - before.round
    reversed_ += before.state is State.QUALIFIED and slowly.state is State.REVERSED
    counts = at_once.state is State.QUALIFIED
    assert (slowly.state is State.QUALIFIED, slowly.order) == (counts, at_once.order)
    # What was given and taken back comes to one reward, or none.
    assert qualified - reversed_ == int(counts)


def replace_back(one: FirstOrder, back: int) -> FirstOrder:
    return one._replace(refunded_minor=back)


def test_a_code_has_no_letter_that_looks_like_another_one() -> None:
    for pair in ("B8", "S5", "Z2", "O0", "IL1"):
        assert len(set(pair) & set(ALPHABET)) == 0
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(each) == LENGTH and set(each) <= set(ALPHABET) for each in codes)


def test_a_code_is_read_however_it_was_typed() -> None:
    assert in_form(" acdE-fgh3 ") == "ACDEFGH3"
    for wrong in ("", "ACDEFGH", "ACDEFGH31", "ACDEFGHI", "ＡCDEFGH3", "A" * 100):
        with pytest.raises(InviteCodeUnknown):
            in_form(wrong)


def test_an_inviter_is_counted_by_month_and_old_months_are_forgotten() -> None:
    inviter = Inviter("mem_a", "ACDEFGH3")
    for month in range(30):
        inviter = inviter.one_more(f"{2024 + month // 12}-{month % 12 + 1:02}")
    inviter = inviter.one_more("2026-06")
    assert (inviter.qualified, len(inviter.months), inviter.code) == (31, MONTHS_KEPT, "ACDEFGH3")
    assert inviter.months["2026-06"] == 2
    assert replace(inviter, months={}).one_more("2026-07").months == {"2026-07": 1}
