"""The effect of a fix: by hand, and by properties that hold for any members."""

import math
import random
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.feedback.follow_up.domain.effect import (
    ActiveDays,
    CohortMember,
    Figure,
    Measure,
    Span,
    Stratum,
    chosen,
    next_measure,
    orders_class,
)

DAY = date(2026, 3, 2)
NOW = datetime(2026, 4, 2, tzinfo=UTC)
GOLD, NEW = Stratum("gold", 2), Stratum("member", 0)


def member(number: int, *, reported: bool, stratum: Stratum = GOLD) -> CohortMember:
    return CohortMember(f"mem_{number}", reported, stratum)


def bought(*offsets: int) -> ActiveDays:
    days = frozenset(DAY + timedelta(days=each) for each in offsets)
    return ActiveDays(days, days)


def test_days_count_on_the_right_side_and_the_day_of_the_fix_on_none() -> None:
    span = Span(DAY, 7)
    assert [n for n in range(-9, 10) if span.is_before(DAY + timedelta(days=n))] == [*range(-7, 0)]
    assert [n for n in range(-9, 10) if span.is_after(DAY + timedelta(days=n))] == [*range(1, 8)]
    assert bought(-8, 0, 8).bought(span) == (0, 0)
    assert bought(-7, -1, 7).bought(span) == (1, 1)
    assert bought(-7, -1, 0, 7, 8).was_active(span) == (2, 1)


def test_the_figure_is_that_of_the_formula_by_hand() -> None:
    measure = Measure(Span(DAY, 30))
    # 40 gold: 10 begin to buy. 40 others of gold: 10 stop.
    # 20 new: none changes. 80 others: 8 begin.
    for stratum, reported, begin, stop, count in (
        (GOLD, True, 10, 0, 40),
        (GOLD, False, 0, 10, 40),
        (NEW, True, 0, 0, 20),
        (NEW, False, 8, 0, 80),
    ):
        for number in range(count):
            offsets = (5,) if number < begin else (-5,) if number < begin + stop else ()
            days = bought(*offsets)
            measure.add(member(number, reported=reported, stratum=stratum), days)
    effect = measure.effect(NOW)
    assert (effect.matched, effect.compared, effect.unmatched) == (60, 120, 0)
    assert (effect.days, effect.is_complete) == (30, True)
    found = effect.repurchase
    assert found is not None
    difference = 2 / 3 * (0.25 + 0.25) + 1 / 3 * (0 - 0.1)
    gold = 0.25 * 0.75 * 40 / 39 / 40
    new = 0.1 * 0.9 * 80 / 79 / 80
    error = math.sqrt((2 / 3) ** 2 * 2 * gold + (1 / 3) ** 2 * new)
    assert found.difference == pytest.approx(difference)
    assert found.low == pytest.approx(difference - 1.96 * error)
    assert found.high == pytest.approx(difference + 1.96 * error)
    assert found.reported_after == pytest.approx(2 / 3 * 0.25)
    assert found.others_before == pytest.approx(2 / 3 * 0.25)
    assert found.others_after == pytest.approx(1 / 3 * 0.1)


def test_below_thirty_matched_members_there_is_no_figure() -> None:
    for count, told in ((29, False), (30, True)):
        measure = Measure(Span(DAY, 14))
        for number in range(count):
            measure.add(member(number, reported=True), bought(number % 3))
            measure.add(member(100 + number, reported=False), bought(1))
        # Nobody is like these: they are left out, and counted.
        measure.add(member(500, reported=True, stratum=NEW), bought(1))
        measure.add(member(501, reported=False, stratum=NEW), bought(1))
        effect = measure.effect(NOW)
        assert (effect.matched, effect.unmatched, effect.is_complete) == (count, 1, False)
        assert (effect.repurchase is not None) is told
        assert (effect.activity is not None) is told


lives = st.lists(st.integers(-35, 35), max_size=6).map(lambda days: bought(*days))
people = st.lists(st.tuples(st.booleans(), st.sampled_from((GOLD, NEW)), lives), max_size=120)


@given(people, st.randoms(use_true_random=False))
def test_the_order_of_members_makes_no_difference(
    found: list[tuple[bool, Stratum, ActiveDays]], chance: random.Random
) -> None:
    def effect(order: list[tuple[bool, Stratum, ActiveDays]]) -> tuple[object, ...]:
        measure = Measure(Span(DAY, 30))
        for number, (reported, stratum, days) in enumerate(order):
            measure.add(member(number, reported=reported, stratum=stratum), days)
        told = measure.effect(NOW)
        figure = told.activity
        rounded = None if figure is None else [round(x, 9) + 0.0 for x in _numbers(figure)]
        return told.matched, told.compared, told.unmatched, rounded

    shuffled = list(found)
    chance.shuffle(shuffled)
    assert effect(found) == effect(shuffled)


def _numbers(figure: Figure) -> list[float]:
    return [getattr(figure, name) for name in Figure.__slots__]


def test_the_interval_holds_the_true_effect_about_as_often_as_it_says() -> None:
    true_effect = 0.2
    chance = random.Random(11)
    hits, both = 0, (False, True)
    lived = {(b, a): bought(*(-3,) * b, *(3,) * a) for b in both for a in both}
    for _ in range(100):
        measure = Measure(Span(DAY, 30))
        for number in range(240):
            reported = number < 50
            stratum = GOLD if number % 2 else NEW
            before = chance.random() < (0.5 if stratum is GOLD else 0.1)
            gain = true_effect if reported else 0.0
            after = chance.random() < (0.4 if stratum is GOLD else 0.2) + gain
            days = lived[before, after]
            measure.add(member(number, reported=reported, stratum=stratum), days)
        figure = measure.effect(NOW).repurchase
        assert figure is not None
        hits += figure.low <= true_effect <= figure.high
    assert 90 <= hits <= 99


def test_others_are_chosen_from_the_strata_of_those_who_reported() -> None:
    candidates = [member(n, reported=True) for n in range(3)]
    candidates += [member(10 + n, reported=False) for n in range(50)]
    candidates += [member(100 + n, reported=False, stratum=NEW) for n in range(50)]
    kept = chosen(candidates, most=1_000, times=10)
    assert [each.member_id for each in kept] == [f"mem_{n}" for n in [*range(3), *range(10, 40)]]
    assert len(chosen(candidates, most=5, times=10)) == 8
    assert chosen(candidates[3:], most=5, times=10) == []


def test_members_are_alike_by_their_days_with_an_order() -> None:
    assert [orders_class(n) for n in range(8)] == [0, 1, 2, 3, 3, 5, 5, 5]


def test_an_effect_is_measured_four_times() -> None:
    assert [next_measure(days) for days in (0, 7, 14, 21, 30)] == [7, 14, 21, 30, None]
