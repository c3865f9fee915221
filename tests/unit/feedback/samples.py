"""Feedback as the tests of this folder start from."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from services.feedback.items.domain.item import Feedback, Submission, route, take_in
from services.feedback.items.domain.member_messages import MemberMessages, member_messages
from services.feedback.programme.domain import Programme, Publication, programme_of
from services.feedback.routing.domain.response_times import Priority, ResponseTimes
from services.feedback.routing.domain.routing import Routing
from tests.example_programmes import example

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
TEA = example("tea")


def programme(document: Mapping[str, Any]) -> Programme:
    return programme_of(Publication("tea", "1", document))


def tea() -> Programme:
    return programme(TEA)


def tea_messages() -> MemberMessages:
    return tea().section(member_messages)


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


def submission(text: str = "外卖洒了", channel: str = "app", member: str = "mem_1") -> Submission:
    return Submission(channel=channel, text=text, member_id=member)


def new_item(**changes: str) -> Feedback:
    return take_in("fbk_1", submission(**changes), "mem_1", NOON)


def triaged(
    priority: Priority = Priority.COMPLEX,
    resolution: timedelta | None = None,
    language: str = "zh",
    first_response: int = 30,
) -> Feedback:
    """An item routed at NOON by a rule of `priority` whose clock has that `resolution` and those
    minutes for the first response."""
    routing = Routing(
        priority,
        ResponseTimes(minutes(first_response), resolution),
        category="store_service",
        team="store_operations",
        issues=("logistics",),
        language=language,
    )
    return route(new_item(), routing, tea_messages(), NOON)
