"""The intervals against published values and SciPy's (cases 35, 36, 37 and 41).

SciPy 1.17.1 gave the values of Welch, t, χ² and CUPED, and the formulas' papers the others.
"""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.feedback.experiments.domain.distributions import chi_squared_tail, t_of, t_two_sided
from services.feedback.experiments.domain.intervals import (
    Proportion,
    clustered,
    cuped,
    holm,
    newcombe,
    sequential_rates,
    size_needed,
    welch,
    wilson,
    winsorised,
)
from services.feedback.experiments.domain.sizes import Colour, size_check

CONTROL, ARM = [12, 15, 11, 18, 14, 16, 13, 17], [15, 19, 14, 21, 18, 20, 16, 22]
BEFORE = [10, 13, 9, 16, 12, 14, 11, 15], [11, 15, 10, 17, 14, 16, 12, 18]
RUNS, LOOKS, MEMBERS = 300, 20, 4_000
"""Of the simulation; bench/sequential.py has the large one."""


@pytest.mark.parametrize(
    ("sizes", "chi_squared", "p", "colour"),
    [
        ((10_000, 10_300), 4.433, 0.0352, Colour.GREEN),
        ((5_000, 5_270), 7.098, 0.0077, Colour.YELLOW),
        ((821_588, 815_482), 22.774, 1.8e-6, Colour.RED),
    ],
)
def test_sizes_beside_their_weights_are_found(
    sizes: tuple[int, int], chi_squared: float, p: float, colour: Colour
) -> None:
    found = size_check(sizes, (50, 50))
    assert found.colour is colour
    assert found.chi_squared == pytest.approx(chi_squared, abs=5e-4)
    assert found.p == pytest.approx(p, rel=0.02)


def test_sizes_are_held_to_the_weights_and_not_to_each_other() -> None:
    assert size_check((9_000, 1_000), (9, 1)).colour is Colour.GREEN
    assert size_check((9_000, 1_000), (1, 1)).colour is Colour.RED


def test_few_members_are_not_judged_and_many_who_crossed_are_told() -> None:
    assert size_check((7, 1), (1, 1)).colour is Colour.GREY
    assert size_check((0, 40), (1, 1)).colour is Colour.RED
    assert size_check((500, 500), (1, 1), crossed=10).colour is Colour.GREEN
    assert size_check((500, 500), (1, 1), crossed=11).colour is Colour.YELLOW


@pytest.mark.parametrize(("baseline", "effect", "size"), [(0.03, 0.01, 5_301), (0.1, 0.02, 3_841)])
def test_case_36_the_size_that_finds_an_effect(baseline: float, effect: float, size: int) -> None:
    assert size_needed(baseline, effect, 0.05, 0.8) == size


def test_case_37_a_fixed_interval_shows_what_a_sequential_one_does_not_yet() -> None:
    rates = Proportion(360, 10_000), Proportion(300, 10_000)
    fixed, always = newcombe(*rates, 0.05), sequential_rates(*rates, 0.05, 5_000)
    assert (fixed.estimate, fixed.low, fixed.high) == pytest.approx(
        (0.006, 0.0010, 0.0110), abs=5e-5
    )
    assert (always.low, always.high) == pytest.approx((-0.0019, 0.0139), abs=5e-5)


def test_case_37_newcombes_own_example() -> None:
    found = newcombe(Proportion(56, 70), Proportion(48, 80), 0.05)
    assert (found.estimate, found.low, found.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)


def test_wilsons_interval_stays_within_0_and_1() -> None:
    assert wilson(Proportion(0, 10), 0.05)[0] == pytest.approx(0)
    assert wilson(Proportion(10, 10), 0.05)[1] <= 1


def test_case_41_welch_as_scipy_has_it() -> None:
    found = welch(ARM, CONTROL, 0.05)
    assert (found.estimate, found.low, found.high, found.p) == pytest.approx(
        (3.625, 0.7388, 6.5112, 0.017565), abs=5e-5
    )


def test_case_41_what_the_time_before_explains_is_taken_off() -> None:
    less = cuped([CONTROL, ARM], list(BEFORE))
    assert welch(less[1], less[0], 0.05).estimate == pytest.approx(2.0)
    assert cuped([CONTROL, ARM], [[1] * 8, [1] * 8]) == [CONTROL, ARM]


@given(st.lists(st.floats(-50, 50), min_size=3, max_size=20), st.floats(-9, 9))
def test_a_shift_of_all_that_was_before_changes_nothing(values: list[float], by: float) -> None:
    before = [each * 2 + n for n, each in enumerate(values)]
    plain = cuped([values, values], [before, before])
    shifted = cuped([values, values], [[x + by for x in before]] * 2)
    assert shifted[0] == pytest.approx(plain[0], abs=1e-6)


def test_tails_as_scipy_has_them() -> None:
    assert chi_squared_tail(20, 4) == pytest.approx(0.0004993992273873, rel=1e-9)
    assert chi_squared_tail(0.5, 4) == pytest.approx(0.9735009788392561, rel=1e-9)
    assert chi_squared_tail(0, 4) == 1
    assert t_of(0.05, 3) == pytest.approx(3.182446305284263, rel=1e-9)
    assert t_of(0.05, 2) == pytest.approx(4.302652729696142, rel=1e-9)
    assert t_two_sided(0, 5) == pytest.approx(1)


def test_the_highest_thousandth_counts_as_the_next_lower() -> None:
    values = [*map(float, range(999)), 1e9]
    assert max(winsorised(values)) == 998
    assert winsorised([1.0, 5.0]) == [1.0, 5.0]
    assert winsorised([]) == []


def test_fewer_than_ten_clusters_give_no_interval() -> None:
    many = [float(each) for each in range(10)]
    assert clustered(many[:9], many, 0.05) is None
    found = clustered([each + 5 for each in many], many, 0.05)
    assert found is not None
    # t of 18 degrees, SciPy: 2.10092204024096
    half = 2.10092204024096 * (2 * 82.5 / 9 / 10) ** 0.5
    assert (found.low, found.high) == pytest.approx((5 - half, 5 + half))


def test_holms_levels() -> None:
    assert holm([0.01, 0.04, 0.03], 0.06) == pytest.approx([0.02, 0.06, 0.03])
    # Behind the first that chance explains nothing more is told.
    assert holm([0.5, 0.01], 0.05) == pytest.approx([0.05, 0.025])
    assert holm([0.04, 0.03], 0.05) == pytest.approx([0.025, 0.025])


@given(st.permutations([0.001, 0.012, 0.02, 0.2, 0.9]))
def test_the_order_of_questions_changes_no_level(ps: list[float]) -> None:
    levels = dict(zip(ps, holm(ps, 0.05), strict=True))
    assert levels[0.001] == pytest.approx(0.01)
    assert levels[0.012] == pytest.approx(0.0125)


def test_case_41_a_confidence_sequence_may_be_looked_at_always() -> None:
    draw = random.Random(41)
    wrong_fixed = wrong_always = 0
    for _ in range(RUNS):
        fixed = always = False
        did = [0, 0]
        size = MEMBERS // LOOKS
        for n in range(1, LOOKS + 1):
            for arm in (0, 1):
                # The normal shape of a binomial number of so many.
                did[arm] += round(draw.gauss(size * 0.1, (size * 0.09) ** 0.5))
            rates = Proportion(did[0], n * size), Proportion(did[1], n * size)
            one, other = newcombe(*rates, 0.05), sequential_rates(*rates, 0.05, 5_000)
            fixed |= one.low > 0 or one.high < 0
            always |= other.low > 0 or other.high < 0
        wrong_fixed += fixed
        wrong_always += always
    assert wrong_always <= RUNS * 0.05
    assert wrong_fixed > RUNS * 0.12
