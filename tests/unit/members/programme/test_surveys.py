"""What a brand writes wrong about surveys is named by its line and key."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from services.members.programme.commands import programme_file
from tests.example_programmes import example

Change = Callable[[list[dict[str, Any]]], Any]


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda all_: all_.append(all_[0]), "[3].code"),
        (lambda all_: all_[0].update(opens="2026-05-02", closes="2026-05-01"), "[0].closes"),
        (lambda all_: all_[0].update(trigger={"on": "occasion"}), "[0].trigger"),
        (lambda all_: all_[0]["trigger"].update(day=3), "[0].trigger.day"),
        (lambda all_: all_[0].update(kind="form"), "[0].questions[0].kind"),
        (lambda all_: all_[0]["questions"].pop(0), "[0].questions[0].kind"),
        (lambda all_: all_[0]["questions"][3].update(kind="score"), "[0].questions[3].kind"),
        (lambda all_: all_[0]["questions"][0].update(required=False), "[0].questions[0].required"),
        (lambda all_: all_[0]["questions"][1].pop("options"), "[0].questions[1].options"),
        (lambda all_: all_[0]["questions"][3].update(code="best"), "[0].questions[3].code"),
        (
            lambda all_: all_[0]["questions"][1]["show_when"].update(question="words"),
            "[0].questions[1].show_when.question",
        ),
        (
            lambda all_: all_[1]["questions"][1].update(
                show_when={"question": "satisfied", "at_most": 6}
            ),
            "[1].questions[1].show_when.at_most",
        ),
        (
            lambda all_: all_[2]["questions"][2].update(
                show_when={"question": "wish", "any_of": ["none"]}
            ),
            "[2].questions[2].show_when.any_of",
        ),
        (
            lambda all_: all_[2]["questions"][2].update(
                show_when={"question": "wish", "at_least": 1}
            ),
            "[2].questions[2].show_when.at_least",
        ),
        (lambda all_: all_[0].update(when="stats.orders > 1"), "[0].when"),
        (lambda all_: all_[0].update(again_after_days=29), "[0].again_after_days"),
    ],
)
def test_a_contradiction_is_named(change: Change, key: str) -> None:
    document = example("tea")
    change(document["surveys"])
    (problem, *_) = programme_file.read(json.dumps(document)).problems
    assert problem.key == "surveys" + key
    assert problem.message
