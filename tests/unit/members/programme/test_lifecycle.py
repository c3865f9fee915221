"""Levels fall in their order, and first steps are due in theirs."""

from __future__ import annotations

from typing import Any

import pytest

from services.members.programme.domain.programme import contradictions
from tests.activities import document


def problems(**changed: Any) -> list[str]:
    written = document("tea")
    written["lifecycle"] |= changed
    return [".".join(map(str, path)) for path, _ in contradictions(written)]


@pytest.mark.parametrize(
    ("changed", "places"),
    [
        ({}, []),
        ({"dormant_days": 30}, ["lifecycle.dormant_days"]),
        ({"lost_days": 90}, ["lifecycle.lost_days"]),
        ({"warn_days": 500}, ["lifecycle.dormant_days"]),
    ],
)
def test_a_level_falls_later_than_the_one_before_it(
    changed: dict[str, Any], places: list[str]
) -> None:
    assert problems(**changed) == places


@pytest.mark.parametrize(
    ("within", "places"),
    [
        ({"first_repurchase": 30, "first_order": 30, "first_visit": 30}, []),
        # The order in which the file has them says nothing.
        ({"first_repurchase": 40, "first_order": 20, "first_visit": 10}, []),
        (
            {"first_visit": 31, "first_order": 30, "first_repurchase": 60},
            ["lifecycle.activation.within_days.first_order"],
        ),
        (
            {"first_visit": 1, "first_order": 30, "first_repurchase": 29},
            ["lifecycle.activation.within_days.first_repurchase"],
        ),
    ],
)
def test_no_step_is_due_before_the_one_that_it_follows(
    within: dict[str, int], places: list[str]
) -> None:
    assert problems(activation={"visit_on": ["visit"], "within_days": within}) == places
