"""What a brand writes wrong about journeys is named by its key."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from services.feedback.journeys.domain import section as feedback_section
from services.feedback.journeys.domain.section import journeys_section
from services.feedback.programme.domain import Programme
from services.members.programme.commands import programme_file
from services.members.programme.domain import journeys
from tests.example_programmes import example
from tests.unit.members.programme.test_reach_section import as_json

Change = Callable[[dict[str, Any]], Any]
TEA = example("tea")
TEXT = {"zh": "旅程", "en": "Journey"}


def sound() -> dict[str, Any]:
    return {
        "code": "first_week",
        "name": TEXT,
        "enter": {"on": "member_enrolled", "when": 'occasion.channel != "import"'},
        "until": [{"on": "activity", "when": 'activity.type == "order"'}],
        "steps": [
            {"code": "pause", "wait": {"days": 3, "at": "10:00"}},
            {"code": "gold", "when": 'member.tier == "gold"', "go_to": "end"},
            {
                "code": "offer",
                "choose": [{"when": "member.age > 30", "send": "we_miss_you"}, {"send": "welcome"}],
            },
            {"code": "later", "wait": {"hours": 5}},
            {"code": "remind", "send": "welcome"},
        ],
    }


def problems(change: Change) -> list[tuple[str, str]]:
    document = json.loads(as_json()) | {key: TEA[key] for key in ("coupons", "tags")}
    document["reach"]["matrix"] = []
    document["reach"]["journeys"] = [sound()]
    change(document["reach"]["journeys"][0])
    found = programme_file.read(json.dumps(document)).problems
    return [(each.key.removeprefix("reach.journeys[0]."), each.message) for each in found]


def step(index: int, **changed: Any) -> Change:
    return lambda journey: journey["steps"][index].update(changed)


def waits_for(days: int = 2, **event: Any) -> dict[str, Any]:
    return {"for": {"on": "activity", **event}, "days": days}


def does(**what: Any) -> Change:
    def change(journey: dict[str, Any]) -> None:
        journey["steps"][4] = {"code": "remind", **what}

    return change


def test_a_sound_journey_has_no_problem() -> None:
    assert problems(lambda journey: None) == []
    for otherwise in ("remind", "end"):
        waits = {**waits_for(when='activity.type == "order"'), "otherwise": otherwise}
        assert problems(step(3, wait=waits)) == []


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda journey: journey["enter"].update(on="order"), "enter.on"),
        (lambda journey: journey["enter"].update(on="birthday", lead_days=4), "enter.lead_days"),
        (lambda journey: journey["enter"].update(when="stats.orders > 1"), "enter.when"),
        (lambda journey: journey["enter"].update(again_after_days=-1), "enter.again_after_days"),
        (lambda journey: journey["until"][0].update(lead_days=3), "until[0].lead_days"),
        (lambda journey: journey.update(steps=[]), "steps"),
        (lambda journey: journey.update(steps=journey["steps"][:1]), "steps"),
        (step(1, code="pause"), "steps[1].code"),
        (step(0, code="end"), "steps[0].code"),
        (step(0, wait={"days": 366, "at": "10:00"}), "steps[0].wait.days"),
        (step(0, wait={"days": 0}), "steps[0].wait.days"),
        (step(0, wait={"hours": 1, "days": 1}), "steps[0].wait.hours"),
        (step(0, wait={"days": 1, "at": "24:00"}), "steps[0].wait.at"),
        (step(0, wait={}), "steps[0].wait"),
        (step(0, wait=waits_for(days=0)), "steps[0].wait.days"),
        (step(0, wait={"for": {"on": "first_order"}}), "steps[0].wait"),
        (step(0, wait=waits_for(on="order")), "steps[0].wait.for.on"),
        (step(0, wait=waits_for(on="birthday", lead_days=4)), "steps[0].wait.for.lead_days"),
        (step(0, wait=waits_for(when="stats.orders > 1")), "steps[0].wait.for.when"),
        (step(3, wait={**waits_for(), "otherwise": "pause"}), "steps[3].wait.otherwise"),
        (step(3, wait={"days": 1, "otherwise": "remind"}), "steps[3].wait"),
        (does(grant={"coupon": "nothing"}), "steps[4].grant.coupon"),
        (does(grant={"asset": "STARS", "amount": 1}), "steps[4].grant.asset"),
        (does(grant={"asset": "POINTS"}), "steps[4].grant"),
        (does(grant={"coupon": "birthday", "amount": 2}), "steps[4].grant"),
        (does(grant={"asset": "POINTS", "amount": 0}), "steps[4].grant.amount"),
        (does(grant={"asset": "POINTS", "amount": 9, "budget": 8}), "steps[4].grant.budget"),
        (does(tag={}), "steps[4].tag"),
        (does(tag={"add": ["nothing"]}), "steps[4].tag.add[0]"),
        (does(tag={"add": ["milk_tea_lover"]}), "steps[4].tag.add[0]"),
        (does(tag={"add": ["student"], "remove": ["student"]}), "steps[4].tag.remove[0]"),
        (step(0, send="welcome"), "steps[0]"),
        (step(1, go_to="pause"), "steps[1].go_to"),
        (step(1, go_to="nowhere"), "steps[1].go_to"),
        (step(1, when="activity.type == 'order'"), "steps[1].when"),
        (step(4, send="nothing"), "steps[4].send"),
        (step(2, choose=[{"send": "nothing"}]), "steps[2].choose[0].send"),
        (step(2, choose=[]), "steps[2].choose"),
        (step(2, choose=[{"when": "1 +", "send": "welcome"}]), "steps[2].choose[0].when"),
    ],
)
def test_a_mistake_is_named(change: Change, key: str) -> None:
    found = problems(change)
    assert key in dict(found)
    assert all(message for _, message in found)


@pytest.mark.parametrize(
    "what",
    [
        {"grant": {"coupon": "birthday", "budget": 100}},
        {"grant": {"asset": "POINTS", "amount": 9, "budget": 9}},
        {"tag": {"add": ["student"], "remove": ["tasting_panel"]}},
    ],
)
def test_a_journey_that_gives_or_tags_needs_no_message(what: dict[str, Any]) -> None:
    def only(journey: dict[str, Any]) -> None:
        journey["steps"] = [{"code": "give", **what}]

    assert problems(only) == []


def test_feedback_reads_what_members_publishes() -> None:
    assert journeys.END == feedback_section.END
    read = journeys_section(Programme(document={"reach": {"messages": [], "journeys": [sound()]}}))
    assert [each.kind for each in read["first_week"].steps] == [
        *("wait", "go_to", "choose", "wait", "send")
    ]
