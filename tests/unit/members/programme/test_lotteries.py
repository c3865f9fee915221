"""What a brand writes wrong about lotteries is named by its line and key."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from services.members.programme.commands import programme_file
from tests.example_programmes import example as read_example

Change = Callable[[dict[str, Any]], Any]


def first_problem(change: Change) -> tuple[str, str]:
    document = read_example("tea")
    change(document["lotteries"][0] | {"_all": document})
    text = json.dumps(document, default=str)
    (problem, *_) = programme_file.read(text).problems
    return problem.key, problem.message


def prize(lottery: dict[str, Any], number: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = lottery["prizes"][number]
    return found


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda one: one["_all"]["lotteries"].append(one["_all"]["lotteries"][0]), "[1].code"),
        (lambda one: prize(one, 3).update(odds_ppm=939_501), "[0].prizes"),
        (lambda one: prize(one).update(odds_ppm=-1), "[0].prizes[0].odds_ppm"),
        (lambda one: prize(one).update(instead="tote"), "[0].prizes[0].instead"),
        (lambda one: prize(one, 3).update(instead="tote"), "[0].prizes[3].instead"),
        (lambda one: prize(one, 1).update(coupon="none"), "[0].prizes[1].coupon"),
        (lambda one: prize(one, 3).update(code="drink"), "[0].prizes[3].code"),
        (lambda one: prize(one, 2).update(asset="GROWTH"), "[0].prizes[2].asset"),
        (lambda one: prize(one, 2).update(asset="STARS"), "[0].prizes[2].asset"),
        (lambda one: prize(one, 2).update(voucher_days=3), "[0].prizes[2]"),
        (lambda one: prize(one).update(code="x" * 13), "[0].prizes[0].code"),
        (lambda one: one["pity"].update(prize="none"), "[0].pity.prize"),
        (lambda one: one["ticket"].update(asset="GROWTH"), "[0].ticket.asset"),
        (lambda one: one["ticket"].update(per_draw=0), "[0].ticket.per_draw"),
        (
            lambda one: one["_all"]["assets"]["LOTTERY_TICKET"].update(spendable=False),
            "[0].ticket.asset",
        ),
        (lambda one: one["_all"]["lotteries"][0].update({"until": "2026-02-28"}), "[0].until"),
        (lambda one: one["_all"]["lotteries"][0].update({"until": "2027-03-03"}), "[0].until"),
    ],
)
def test_a_contradiction_is_named(change: Change, key: str) -> None:
    found, message = first_problem(change)
    assert found.startswith("lotteries" + key)
    assert message


def test_odds_of_exactly_a_million_are_taken() -> None:
    document = read_example("tea")
    prize(document["lotteries"][0], 3).update(odds_ppm=939_500)
    text = json.dumps(document, default=str)
    assert not programme_file.read(text).problems
