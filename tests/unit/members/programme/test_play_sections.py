"""Tasks and streaks of a programme: what contradicts the rest of the file is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from services.members.programme.commands import programme_file
from tests.activities import document

Change = Callable[[dict[str, Any]], Any]


def tasks(body: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = body["tasks"][0]
    return found


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda d: d["tasks"].append(tasks(d)), "tasks[1].code"),
        (lambda d: tasks(d)["steps"][1].update(code="osmanthus"), "tasks[0].steps[1].code"),
        (lambda d: tasks(d)["reward"].update(asset="GEMS"), "tasks[0].reward.asset"),
        (lambda d: tasks(d)["reward"].update(asset="GROWTH"), "tasks[0].reward.asset"),
        (lambda d: tasks(d)["reward"].pop("points"), "tasks[0].reward"),
        (lambda d: tasks(d)["reward"].update(badge="none"), "tasks[0].reward.badge"),
        (lambda d: tasks(d).update(reward={}), "tasks[0].reward"),
        (lambda d: tasks(d).update(steps=[]), "tasks[0].steps"),
        (lambda d: tasks(d)["steps"][0].update(times=31), "tasks[0].steps[0].times"),
        (lambda d: tasks(d)["steps"][0].update(when="member.x == 1"), "tasks[0].steps[0].when"),
        (
            lambda d: tasks(d)["steps"][0].update(reward={"coupon": "none"}),
            "tasks[0].steps[0].reward.coupon",
        ),
        (
            lambda d: tasks(d).update(window={"days_after_enrolment": 7, "from": "2026-01-01"}),
            "tasks[0].window",
        ),
        (
            lambda d: tasks(d).update(window={"from": "2026-02-01", "until": "2026-01-01"}),
            "tasks[0].window.until",
        ),
        (lambda d: d["streaks"].append(d["streaks"][0]), "streaks[1].code"),
        (lambda d: d["streaks"][0].update(every=1), "streaks[0].every"),
        (lambda d: d["streaks"][0].pop("reward"), "streaks[0]"),
        (lambda d: d["streaks"][0]["reward"].update(coupon="none"), "streaks[0].reward.coupon"),
        (lambda d: d["streaks"][0].update(when="activity.store == 1"), "streaks[0].when"),
    ],
)
def test_a_contradiction_is_named(change: Change, key: str) -> None:
    body = document("tea")
    change(body)
    problems = programme_file.read(json.dumps(body)).problems
    assert problems
    assert problems[0].key.startswith(key), problems


def test_the_document_of_an_example_is_good_as_it_was_published() -> None:
    assert programme_file.read(json.dumps(document("tea"))).problems == ()
