"""What a brand writes wrong about coupons and checkout is named by its line and key."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from services.members.programme.commands import programme_file
from tests.example_programmes import example as read_example

Change = Callable[[dict[str, Any]], Any]


def keys(change: Change) -> str:
    document = read_example("tea")
    change(document)
    text = json.dumps(document, default=str)
    (problem, *_) = programme_file.read(text).problems
    return problem.key


def first(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["coupons"]["types"][0]
    return found


def giving(document: dict[str, Any]) -> dict[Any, Any]:
    """The first rule that gives a coupon."""
    rules: list[dict[Any, Any]] = document["earning"]["rules"]
    return next(rule for rule in rules if "coupon" in rule["award"])


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda d: d["coupons"]["types"].append(dict(first(d))), "coupons.types[5].code"),
        (lambda d: first(d).pop("amount_minor"), "coupons.types[0]"),
        (lambda d: first(d).update(percent=10), "coupons.types[0]"),
        (lambda d: first(d).update(amount_minor=0), "coupons.types[0].amount_minor"),
        (lambda d: first(d).update(code="x" * 26), "coupons.types[0].code"),
        (lambda d: first(d).update(life={"days": 3, "until": "2027-01-01"}), "coupons.types[0]"),
        (
            lambda d: d["checkout"]["tier_discounts"].append({"tier": "none", "percent": 5}),
            "checkout.tier_discounts[2].tier",
        ),
        (
            lambda d: d["checkout"]["tier_discounts"].append({"tier": "gold", "percent": 5}),
            "checkout.tier_discounts[2].tier",
        ),
        (lambda d: d["checkout"]["points"].update(max_percent=101), "checkout.points.max_percent"),
        (lambda d: d["rewards"]["items"][0].update(coupon="none"), "rewards.items[0].coupon"),
        (
            lambda d: giving(d)["award"].update(coupon="none"),
            "earning.rules[giving].award.coupon",
        ),
    ],
)
def test_a_contradiction_is_named(change: Change, key: str) -> None:
    document = read_example("tea")
    place = document["earning"]["rules"].index(giving(document))
    assert keys(change).startswith(key.replace("[giving]", f"[{place}]"))


@pytest.mark.parametrize(
    "more",
    [{"asset": "POINTS"}, {"each": "line"}, {"multipliers": ["tier"]}, {"pending_days": 3}],
)
def test_a_rule_that_gives_a_coupon_says_nothing_of_points(more: dict[str, Any]) -> None:
    def change(document: dict[str, Any]) -> None:
        rule: dict[Any, Any] = giving(document)
        rule[True] = "order"
        rule.update(more)

    assert keys(change).startswith("earning.rules[")
