"""Feedback as the tests of this folder start from."""

from datetime import UTC, datetime, timedelta

import yaml

from services.feedback.items.domain.item import Feedback, Submission, route, take_in
from services.feedback.programme.domain import Programme, Rule, programme_of
from services.feedback.routing.domain.response_clock import Clock, Priority
from tests.paths import PROGRAMMES

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
TEA = PROGRAMMES / "tea.yaml"


def tea() -> Programme:
    return programme_of(yaml.safe_load(TEA.read_text("utf-8")))


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


def submission(text: str = "外卖洒了", channel: str = "app", member: str = "mem_1") -> Submission:
    return Submission(channel=channel, text=text, member_id=member)


def new_item(**changes: str) -> Feedback:
    return take_in("fbk_1", submission(**changes), "mem_1", NOON)


def triaged(
    priority: Priority = Priority.COMPLEX, resolution: timedelta | None = None, language: str = "zh"
) -> Feedback:
    """An item routed at NOON by a rule of `priority` whose clock has that `resolution`."""
    rule = Rule("true", "store_service", priority, "store_operations")
    programme = Programme(
        clocks={priority: Clock(minutes(30), resolution)}, messages=tea().messages
    )
    return route(new_item(), ("logistics",), language, rule, programme, NOON)
