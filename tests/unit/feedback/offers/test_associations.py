"""Series that members buy together: counted in any order, kept where it is more than chance."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.feedback.offers.domain.association import (
    Days,
    Learnt,
    associations,
    worth_keeping,
)
from services.feedback.offers.domain.counting import are_near, count
from services.feedback.offers.domain.section import Basis, OfferPlan
from services.feedback.programme.domain import Text

FIRST = date(2026, 3, 1)
SERIES = {
    "coat": Text("外套", "coats"),
    "scarf": Text("围巾", "scarves"),
    "hat": Text("帽子", "hats"),
}
PLAN = OfferPlan(series=SERIES)


def bought(**days: int) -> Mapping[str, Days]:
    """The series, each on one day, by its distance from the first."""
    return {series: [FIRST + timedelta(days=day)] for series, day in days.items()}


def case_54() -> list[Mapping[str, Days]]:
    """1,000 members: 100 took a coat, 60 a scarf, 30 both."""
    both = [bought(coat=0, scarf=30)] * 30
    others = [bought(hat=1)] * 870
    return [*both, *[bought(coat=2)] * 70, *[bought(scarf=3)] * 30, *others]


def test_case_54_has_its_numbers() -> None:
    learnt = count(SERIES, case_54())
    found = {(each.from_series, each.to_series): each for each in associations(PLAN, learnt)}
    assert set(found) == {("coat", "scarf"), ("scarf", "coat")}
    one = found["coat", "scarf"]
    assert (learnt.buyers, one.from_members, one.to_members, one.both) == (1_000, 100, 60, 30)
    assert one.confidence == pytest.approx(0.30)
    assert one.interval == pytest.approx((0.219, 0.396), abs=0.0005)
    assert one.base == pytest.approx(0.06)
    assert one.lift == pytest.approx(5.0)
    # 20 more who take it as usual: (30 + 20 x 0.06) / 120.
    assert one.chance == pytest.approx(0.26)
    assert one.basis is Basis.TOGETHER


MEMBERS = [bought(coat=0, scarf=30), bought(scarf=0, hat=95), bought(hat=1), bought(coat=9, hat=9)]


@given(st.permutations(MEMBERS), st.permutations(sorted(SERIES)))
def test_the_order_of_members_and_their_series_changes_nothing(
    members: list[Mapping[str, Days]], series: list[str]
) -> None:
    turned = [{name: each[name] for name in series if name in each} for each in members]
    assert count(series, turned) == count(SERIES, MEMBERS)


def test_both_within_90_days_are_together_and_a_day_later_not() -> None:
    assert count(SERIES, [bought(coat=0, scarf=90)]).pairs == {
        ("coat", "scarf"): 1,
        ("scarf", "coat"): 1,
    }
    assert count(SERIES, [bought(coat=0, scarf=91)]).pairs == {}


@given(st.lists(st.integers(0, 400), max_size=6), st.lists(st.integers(0, 400), max_size=6))
def test_nearness_is_that_of_the_nearest_days(one: list[int], other: list[int]) -> None:
    days = [[FIRST + timedelta(days=each) for each in sorted(each)] for each in (one, other)]
    nearest = min((abs(a - b) for a in one for b in other), default=91)
    assert are_near(*days) == (nearest <= 90)


def test_series_that_nobody_named_do_not_count() -> None:
    learnt = count(SERIES, [bought(coat=0, bag=0), bought(bag=0)])
    assert (learnt.buyers, learnt.members, learnt.pairs) == (1, {"coat": 1}, {})


@pytest.mark.parametrize(
    ("both", "scarves", "kept"),
    [(20, 40, True), (19, 40, False), (20, 180, False), (20, 140, False)],
)
def test_too_few_or_too_usual_is_no_association(both: int, scarves: int, kept: bool) -> None:
    """19 are too few; 18 % usually against 20 % is a lift of 1.1; 14 % is within the interval."""
    learnt = Learnt(1_000, {"coat": 100, "scarf": scarves}, {("coat", "scarf"): both})
    assert bool(associations(PLAN, learnt)) == kept


def test_a_pair_of_the_brand_takes_the_place_of_what_was_learnt_and_stands_without_it() -> None:
    by_hand = {("coat", "scarf"): Basis.STYLE, ("hat", "scarf"): Basis.SCENE}
    plan = OfferPlan(series=SERIES, by_hand=by_hand)
    learnt = count(SERIES, case_54())
    found = {(each.from_series, each.to_series): each for each in associations(plan, learnt)}
    assert found["coat", "scarf"].basis is Basis.STYLE
    assert found["coat", "scarf"].both == 30
    assert (found["hat", "scarf"].both, found["hat", "scarf"].lift) == (0, 0.0)
    assert worth_keeping(plan, learnt) == {
        ("coat", "scarf"): 30,
        ("scarf", "coat"): 30,
        ("hat", "scarf"): 0,
    }
    empty = associations(plan, Learnt())
    assert [(each.confidence, each.interval, each.lift) for each in empty] == [(None,) * 3] * 2
