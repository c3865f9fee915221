"""What a brand writes wrong about next offers is named by its line and key."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from services.members.programme.commands import programme_file
from tests.example_programmes import example

Change = Callable[[dict[str, Any]], Any]


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda all_: all_["series"].append(all_["series"][0]), "series[5].code"),
        (lambda all_: all_["items"].append(all_["items"][0]), "items[5].code"),
        (lambda all_: all_["items"][0].update(series="soup"), "items[0].series"),
        (lambda all_: all_["items"][0].update(bought={"series": "soup"}), "items[0].bought.series"),
        (
            lambda all_: all_["items"][0].update(opens="2026-05-02", closes="2026-05-01"),
            "items[0].closes",
        ),
        (lambda all_: all_["associations"][0].update(to="soup"), "associations[0].to"),
        (lambda all_: all_["associations"][0].update(**{"from": "soup"}), "associations[0].from"),
        (
            lambda all_: all_["associations"][0].update(to=all_["associations"][0]["from"]),
            "associations[0].to",
        ),
        (lambda all_: all_["associations"].append(all_["associations"][0]), "associations[2]"),
        (lambda all_: all_["items"][0].update(when="stats.spent_minor > 1"), "items[0].when"),
        (lambda all_: all_["items"][0].update(price_minor=100), "items[0]"),
        (lambda all_: all_.update(count=11), "count"),
        (lambda all_: all_.update(explore_percent=51), "explore_percent"),
    ],
)
def test_a_contradiction_is_named(change: Change, key: str) -> None:
    document = example("tea")
    change(document["offers"])
    (problem, *_) = programme_file.read(json.dumps(document)).problems
    assert problem.key.startswith(f"offers.{key}")
    assert problem.message
