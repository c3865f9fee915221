"""Routing gives conditions the facts that are declared, each with its type, and no other."""

from dataclasses import replace
from typing import Any

import pytest

from services.common.stores import KnownStore, OpeningHours
from services.feedback.analysis.domain.reading import read_text
from services.feedback.analysis.domain.sentiment import UNREAD, Label, Sentiment
from services.feedback.analysis.domain.taxonomy import taxonomy
from services.feedback.items.commands.route_feedback import routed
from services.feedback.items.commands.submit_feedback import (
    CHANNEL_CHARS_MAX,
    REFERENCE_CHARS_MAX,
    TEXT_CHARS_MAX,
)
from services.feedback.items.domain.item import Submission, take_in
from services.feedback.routing import commands
from services.feedback.routing.domain.routing import routing_rules
from tests.condition_facts import assert_as_declared, declared_fact
from tests.unit.feedback.samples import NOON, programme, submission, tea

ANONYMOUS = Submission(channel="app", text="好喝")
WHOLE = Submission("app", "外卖洒了", member_id="mem_1", order_id="o1", store_id="s1", stars=2)


def test_the_sentiment_of_a_text_is_among_the_facts() -> None:
    rules = [
        {"when": when, "category": "c", "priority": "complex", "team": team}
        for when, team in (
            ('feedback.sentiment == "negative" && feedback.sentiment_score < -0.6', "angry"),
            ('feedback.sentiment == "neutral" && feedback.sentiment_score == 0.0', "unread"),
        )
    ]
    brand = programme({"feedback": {"routing": rules}})
    bad = Sentiment(Label.NEGATIVE, -0.7, 0.85, "zh-1")
    item = take_in("fbk_1", ANONYMOUS, "mem_1", NOON)
    judged = routed(item, brand, NOON, read_text(ANONYMOUS.text, (), bad))
    assert (judged.team, judged.sentiment) == ("angry", bad)
    less = read_text(ANONYMOUS.text, (), replace(bad, score=-0.5))
    assert routed(item, brand, NOON, less).team == ""
    assert routed(item, brand, NOON, read_text(ANONYMOUS.text, (), UNREAD)).team == "unread"


@pytest.mark.parametrize("said", [submission(), ANONYMOUS, WHOLE])
def test_facts_of_a_submission_are_as_declared(
    said: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[dict[str, Any]] = []

    def compile_(_text: str, brand: str) -> Any:
        assert brand == "tea"
        return lambda facts: given.append(facts)

    monkeypatch.setattr(commands, "compile_condition", compile_)
    store = KnownStore("tea", "s1", 1, "上海", OpeningHours("Asia/Shanghai", ((3, 600, 1320),)))
    known = store.facts(NOON) if said.store_id else {}
    read = read_text(said.text, tea().section(taxonomy), UNREAD)
    routed(take_in("fbk_1", said, "mem_1", NOON), tea(), NOON, read, store=known)
    assert len(given) == len(tea().section(routing_rules).rules)
    for facts in given:
        assert_as_declared("feedback.routing", facts)


def test_bounds_are_those_that_submissions_are_held_to() -> None:
    bounds = {
        "channel": CHANNEL_CHARS_MAX,
        "text": TEXT_CHARS_MAX,
        "store_id": REFERENCE_CHARS_MAX,
        "order_id": REFERENCE_CHARS_MAX,
    }
    for name, characters_max in bounds.items():
        found = declared_fact("feedback.routing", f"feedback.{name}")
        assert found.characters_max == characters_max, name
