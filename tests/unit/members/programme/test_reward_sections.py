"""What a brand writes wrong about rewards is named by its key."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from services.members.programme.commands import programme_file
from tests.example_programmes import example as read_example

Change = Callable[[dict[str, Any]], Any]
PICTURE = "https://cdn.example.com/{}.jpg"


def problems(change: Change) -> list[str]:
    document = read_example("tea")
    change(document["rewards"])
    text = json.dumps(document, default=str)
    return [problem.key for problem in programme_file.read(text).problems]


def item(**keys: Any) -> Change:
    return lambda rewards: rewards["items"][0].update(keys)


def priced(**prices: int) -> Change:
    def change(rewards: dict[str, Any]) -> None:
        del rewards["items"][0]["price"]
        rewards["items"][0]["prices"] = prices

    return change


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (item(category="none"), "rewards.items[0].category"),
        (item(description={"zh": "x" * 501, "en": "x"}), "rewards.items[0].description.zh"),
        (item(images=[PICTURE.format(n) for n in range(6)]), "rewards.items[0].images"),
        (item(images=[PICTURE.format(1)] * 2), "rewards.items[0].images"),
        (item(images=["http://10.0.0.1/x.jpg"]), "rewards.items[0].images[0]"),
        (item(images=[""]), "rewards.items[0].images[0]"),
        (item(order=-1), "rewards.items[0].order"),
        (item(list_price_minor=0), "rewards.items[0].list_price_minor"),
        (item(prices={"POINTS": 1}), "rewards.items[0]"),
        (lambda r: r["items"][0].pop("price"), "rewards.items[0]"),
        (priced(), "rewards.items[0].prices"),
        (priced(NOTHING=1), "rewards.items[0].prices.NOTHING"),
        (priced(GROWTH=1), "rewards.items[0].prices.GROWTH"),
        (priced(POINTS=0), "rewards.items[0].prices.POINTS"),
        (
            item(limits_for_all=[{"per": "member", "times": 1}]),
            "rewards.items[0].limits_for_all[0].per",
        ),
        (
            item(limits_for_all=[{"per": "day", "times": 1}, {"per": "day", "times": 2}]),
            "rewards.items[0].limits_for_all[1].per",
        ),
        (lambda r: r["categories"].append(r["categories"][0]), "rewards.categories[4].code"),
        (lambda r: r["categories"][0].update(order=1.5), "rewards.categories[0].order"),
    ],
)
def test_a_mistake_is_named(change: Change, key: str) -> None:
    assert key in problems(change)


def test_the_example_has_none() -> None:
    assert problems(lambda rewards: None) == []
