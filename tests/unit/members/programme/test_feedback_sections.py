"""What a brand writes wrong about feedback is named by its key."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from services.members.programme.commands import programme_file
from tests.example_programmes import example as read_example

KEPT = ("programme", "name", "currency", "timezone", "assets", "feedback")
Change = Callable[[dict[str, Any]], Any]
WEEK = [
    {"days": [1, 2], "from": "09:00", "until": "12:00"},
    {"days": [2, 3], "from": "13:00", "until": "24:00"},
]


def first_key(change: Change) -> str:
    document = read_example("tea")
    # The rest is read each time, and is no part of this.
    document = {key: document[key] for key in KEPT} | {"ladders": [], "earning": {"rules": []}}
    feedback = document["feedback"]
    feedback["business_hours"] = {"week": json.loads(json.dumps(WEEK))}
    change(feedback)
    problems = programme_file.read(json.dumps(document, default=str)).problems
    return problems[0].key.removeprefix("feedback.") if problems else ""


def hours(**changed: Any) -> Change:
    return lambda feedback: feedback["business_hours"].update(changed)


def clock(**changed: Any) -> Change:
    return lambda feedback: feedback["clocks"]["complex"].update(changed)


def without_hours(**changed: Any) -> Change:
    def change(feedback: dict[str, Any]) -> None:
        del feedback["business_hours"]
        clock(**changed)(feedback)

    return change


def escalation(*after: int) -> Change:
    return lambda feedback: feedback.update(escalation=[{"after_minutes": n} for n in after])


def teams(*codes: str, **more: Any) -> Change:
    named = [{"code": each, "name": {"zh": each, "en": each}, **more} for each in codes]
    return lambda feedback: feedback.update(teams=named)


def crisis(**said: Any) -> Change:
    return lambda feedback: feedback.update(crisis=said)


def answer(**more: Any) -> Change:
    text = {"zh": "抱歉", "en": "Sorry"}
    return lambda feedback: feedback.update(
        answers=[{"code": "sorry", "name": text, "text": text, **more}]
    )


ALL = ("quality", "brand", "store_operations", "customer_service")


def opening(number: int, **changed: Any) -> Change:
    return lambda feedback: feedback["business_hours"]["week"][number].update(changed)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (hours(), ""),
        (hours(holidays="china", closed_days=["2026-11-11"], written_years=[2027]), ""),
        (hours(open_days=[{"date": "2026-11-14"}]), ""),
        (opening(1, **{"from": "11:59"}), "business_hours.week[1].from"),
        (opening(0, until="08:00"), "business_hours.week[0].until"),
        (opening(0, until="24:01"), "business_hours.week[0].until"),
        (opening(0, days=[]), "business_hours.week[0].days"),
        (opening(0, days=[8]), "business_hours.week[0].days[0]"),
        (hours(week=[]), "business_hours.week"),
        (hours(holidays="atlantis"), "business_hours.holidays"),
        (hours(closed_days=["2026-02-30"]), "business_hours.closed_days[0]"),
        (
            hours(closed_days=["2026-11-11"], open_days=[{"date": "2026-11-11"}]),
            "business_hours.open_days[0].date",
        ),
        (
            hours(open_days=[{"date": "2026-11-11"}, {"date": "2026-11-11"}]),
            "business_hours.open_days[1].date",
        ),
        (
            hours(
                open_days=[{"date": "2026-11-11", "hours": [{"from": "10:00", "until": "09:00"}]}]
            ),
            "business_hours.open_days[0].hours[0].until",
        ),
        (clock(hours="business", follow_up_minutes=60), ""),
        (clock(hours={"first_response": "business"}), ""),
        (clock(hours={"first_response": "nightly"}), "clocks.complex.hours"),
        (without_hours(hours={"follow_up": "business"}), "clocks.complex.hours"),
        (without_hours(hours="always", resolution_minutes=525_600), ""),
        # A week of WEEK has 1,680 minutes.
        (clock(resolution_minutes=52 * 1_680, hours="business"), ""),
        (
            clock(resolution_minutes=52 * 1_680 + 1, hours="business"),
            "clocks.complex.resolution_minutes",
        ),
        (clock(resolution_minutes=525_600, hours={}), "clocks.complex.resolution_minutes"),
        (escalation(0, 60, 61), ""),
        (escalation(0, 60, 60), "escalation[2].after_minutes"),
        (escalation(), "escalation"),
        (teams(*ALL), ""),
        (teams(*ALL, people=["ann"], assign="least_load"), ""),
        (teams(*ALL, assign="least_load"), "teams[0].people"),
        (teams(*ALL, "brand"), "teams[4].code"),
        (teams(*ALL[1:]), "routing[0].team"),
        (teams(*ALL, people=["ann", "ann"]), "teams[0].people"),
        (crisis(team="quality", alike=2, public=1, minutes=5), ""),
        (crisis(team="nobody"), "crisis.team"),
        (crisis(alike=10), "crisis"),
        (crisis(team="quality", alike=1), "crisis.alike"),
        (crisis(team="quality", respond_minutes=2_000), "crisis.respond_minutes"),
        (answer(intent="asks", topics=["taste"]), ""),
        (answer(topics=["taste", "weather"]), "answers[0].topics[1]"),
        (answer(intent="sings"), "answers[0].intent"),
        (teams(*ALL, people=["a b"]), "teams[0].people[0]"),
    ],
)
def test_a_mistake_is_named_by_its_key(change: Change, key: str) -> None:
    assert first_key(change) == key
