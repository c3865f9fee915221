"""What a brand may write wrong about its experiments, and what is frozen (case 39)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from services.members.programme.commands import programme_file
from services.members.programme.domain.experiments import (
    NOT_FROZEN,
    ExperimentFrozen,
    check_frozen,
)
from tests.unit.feedback.experiments.samples import SEQUENTIAL, written
from tests.unit.members.programme.test_reach_section import as_json

Change = Callable[[dict[str, Any]], Any]
SAFETY = {"stage": "safety", "stores": ["store-01"]}


def document(*experiments: dict[str, Any]) -> dict[str, Any]:
    tea: dict[str, Any] = json.loads(as_json())
    tea["reach"]["matrix"] = []
    sends = {"control": "first_cup_again", "stronger": "first_cup_gift"}
    for each in experiments:
        for arm in each["arms"]:
            if arm.get("send", "").startswith("welcome"):
                arm["send"] = sends[arm["code"]]
    tea["experiments"] = [*tea["experiments"], *experiments]
    return tea


def problems(*experiments: dict[str, Any]) -> list[tuple[str, str]]:
    written = document(*experiments)
    found = programme_file.read(json.dumps(written)).problems
    first = f"experiments[{len(written['experiments']) - len(experiments)}]."
    return [(each.key.removeprefix(first), each.message) for each in found]


def arms(*weights: int, **more: Any) -> list[dict[str, Any]]:
    name = {"zh": "组", "en": "Arm"}
    return [
        {"code": f"arm_{n}", "name": name, "weight": weight, **more}
        for n, weight in enumerate(weights)
    ]


def layer(low: int, high: int) -> dict[str, Any]:
    return {"code": "welcome", "from_percent": low, "to_percent": high}


def test_a_sound_experiment_has_no_problem() -> None:
    assert problems(written(code="other")) == []
    assert problems(written(code="other", stop=SEQUENTIAL, unit="store", draft=True)) == []


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"code": "welcome_offer"}, "code"),
        ({"arms": arms(1, 1, send="nothing")}, "arms[0].send"),
        ({"arms": arms(1)}, "arms"),
        ({"arms": arms(0, 1)}, "arms[0].weight"),
        ({"arms": [*arms(1), *arms(2)]}, "arms[1].code"),
        ({"layer": {**layer(10, 10), "code": "home"}}, "layer.to_percent"),
        ({"layer": layer(99, 100)}, "layer.from_percent"),
        ({"primary": {"metric": "happiness"}}, "primary.metric"),
        ({"primary": {"metric": "revenue"}}, "stop.baseline_permille"),
        ({"stop": {"kind": "fixed", "members_per_arm": 100}}, "stop.members_per_arm"),
        ({"stop": {**SEQUENTIAL, "alpha_permille": 0}}, "stop"),
        (
            {"stop": {"kind": "fixed", "baseline_permille": 700, "mde_permille": 300}},
            "stop.mde_permille",
        ),
        ({"secondary": [{"metric": "order_rate"}]}, "secondary[0].metric"),
        ({"stages": [{"stage": "full"}, SAFETY]}, "stages[1].stage"),
        ({"stages": [SAFETY, SAFETY]}, "stages[1].stage"),
        (
            {"stages": [{"stage": "part", "percent": each} for each in (50, 50)]},
            "stages[1].percent",
        ),
        ({"stages": []}, "stages"),
        ({"guardrails": [{"metric": "opt_out_rate", "max_points": 5}]}, "guardrails[0]"),
        ({"horizon_days": 366}, "horizon_days"),
        ({"salt": "with a space"}, "salt"),
    ],
)
def test_a_problem_is_named_by_its_key(change: dict[str, Any], key: str) -> None:
    each = written(**{"code": "other", **change})
    [(found, message), *_] = problems(each)
    assert found.startswith(key)
    assert message


def test_a_journey_divides_by_experiments_whose_arms_all_have_a_message() -> None:
    for code, told in (("nothing", "is not among"), ("home_page", "needs a message")):
        tea = document()
        steps = tea["reach"]["journeys"][0]["steps"]
        steps[-1]["split"] = code
        [found] = programme_file.read(json.dumps(tea)).problems
        assert found.key == f"reach.journeys[0].steps[{len(steps) - 1}].split"
        assert told in found.message


CHANGES: list[dict[str, Any]] = [
    {"primary": {"metric": "visit_rate", "within_days": 7}},
    {"arms": arms(1, 2)},
    {"salt": "s2"},
    {"stop": SEQUENTIAL},
    {"horizon_days": 43},
    {"stages": [{"stage": "full"}]},
    {"unit": "store"},
    {"guardrails": [{"metric": "opt_out_rate", "max_permille": 5}]},
]


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_published_is_frozen(change: dict[str, Any]) -> None:
    before, after = ({"experiments": [written(**each)]} for each in ({}, change))
    with pytest.raises(ExperimentFrozen) as frozen:
        check_frozen(before, after)
    assert frozen.value.metadata == {"code": "welcome_offer", "key": next(iter(change))}


def test_drafts_names_new_codes_and_removals_are_free() -> None:
    one = {"experiments": [written()]}
    check_frozen({"experiments": [written(draft=True)]}, {"experiments": [written(salt="s2")]})
    check_frozen(one, {"experiments": [written(name={"zh": "名", "en": "Name"}, draft=True)]})
    check_frozen(one, {"experiments": [written(), written(code="other", salt="s9")]})
    check_frozen(one, {})
    check_frozen({}, one)
    assert set(NOT_FROZEN) <= set(written(draft=False))
