"""Who is in which arm (case 34)."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.feedback.experiments.domain.assignment import (
    arm_index,
    bucket,
    is_exposed,
    is_in_layer,
)
from services.feedback.experiments.domain.distributions import chi_squared_tail
from tests.unit.feedback.experiments.samples import member, running

UNITS = st.integers(0, 10**12).map("mem_{}".format)


@pytest.mark.parametrize(
    ("unit", "place", "arm"),
    [("mem_1", 0.329024, 0), ("mem_2", 0.820136, 1), ("mem_3", 0.549871, 1)],
)
def test_anybody_can_compute_an_arm_again(unit: str, place: float, arm: int) -> None:
    assert bucket("welcome_offer", "s1", unit) == pytest.approx(place, abs=5e-7)
    assert arm_index("welcome_offer", "s1", (50, 50), unit) == arm


@given(UNITS, st.integers(1, 99), st.integers(0, 99))
def test_a_wider_stage_keeps_whom_it_had(unit: str, percent: int, more: int) -> None:
    if is_exposed("code", "salt", unit, percent):
        assert is_exposed("code", "salt", unit, min(100, percent + more))
    assert is_exposed("code", "salt", unit, 100)


@given(UNITS, st.integers(1, 99))
def test_two_parts_of_a_layer_share_no_unit(unit: str, cut: int) -> None:
    assert is_in_layer("home", 0, cut, unit) is not is_in_layer("home", cut, 100, unit)


def test_units_fall_evenly_and_independently_of_another_experiment() -> None:
    units = [f"mem_{number}" for number in range(20_000)]
    both = Counter(
        (arm_index("welcome", "s1", (1, 1), each), arm_index("home", "s1", (1, 1), each))
        for each in units
    )
    even = len(units) / 4
    found = sum((count - even) ** 2 / even for count in both.values())
    assert chi_squared_tail(found, 3) > 0.01


def test_a_wider_stage_moves_nobody_who_was_exposed_to_another_arm() -> None:
    part, full = running(1), running(2)
    before = {n: part.assigned(member(f"mem_{n}")) for n in range(500)}
    exposed = {n: each.arm for n, each in before.items() if each.exposed}
    assert 30 < len(exposed) < 75
    for n, arm in exposed.items():
        after = full.assigned(member(f"mem_{n}"))
        assert after.exposed
        assert after.arm == arm


def test_beside_the_part_all_have_the_control() -> None:
    part = running(1)
    beside = [each for n in range(300) if not (each := part.assigned(member(f"m{n}"))).exposed]
    assert {each.arm.code for each in beside} == {"control"}
