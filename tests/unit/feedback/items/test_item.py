"""The steps of an item, and the parts of it that members see."""

from dataclasses import replace
from datetime import datetime

import pytest

from services.feedback.items.domain.item import (
    MOVES_UNTIL,
    REPLIES_UNTIL,
    SYSTEM,
    TEAM,
    Feedback,
    Move,
    TimelineFull,
    as_members_see,
    make_move,
    reply,
    route,
)
from services.feedback.items.domain.member_messages import MemberMessages
from services.feedback.items.domain.states import State
from services.feedback.routing.domain.response_times import Priority, ResponseTimes
from services.feedback.routing.domain.routing import Routing
from tests.unit.feedback.samples import NOON, minutes, new_item, tea_messages, triaged


def moved(item: Feedback, to: State, at: datetime = NOON, **how: str) -> Feedback:
    by_member = how.get("actor") == item.member_id
    return make_move(
        item, Move(to, by_member=by_member, **{"actor": "ann", **how}), tea_messages(), at
    )


def test_a_new_item_names_the_member_that_said_it() -> None:
    item = new_item()
    assert (item.state, item.priority, item.response_due) == (State.NEW, None, None)
    assert [(m.actor, m.state, m.message) for m in item.timeline] == [("mem_1", State.NEW, "")]


def test_routing_acknowledges_in_the_language_of_the_member() -> None:
    chinese, english = triaged(language="zh"), triaged(language="en")
    assert chinese.timeline[-1].message == "您的反馈已收到，我们会尽快处理。"
    assert english.timeline[-1].message == "We have your feedback and will see to it."
    assert triaged().timeline[-1].actor == SYSTEM


def test_an_acknowledgement_is_no_first_response_and_may_be_all_that_is_due() -> None:
    item = triaged(Priority.GENERAL, first_response=0)
    assert (item.first_response_at, item.response_due) == (None, None)
    assert reply(item, "Thank you!", "ann", NOON).first_response_at == NOON


def test_without_an_acknowledgement_a_person_has_to_answer_at_once() -> None:
    routing = Routing(Priority.GENERAL, ResponseTimes(minutes(0)))
    item = route(new_item(), routing, MemberMessages(), NOON)
    assert (item.first_response_at, item.response_due) == (None, NOON)


@pytest.mark.parametrize("priority", Priority)
def test_an_item_with_a_clock_waits_for_a_person(priority: Priority) -> None:
    item = triaged(priority)
    assert item.first_response_at is None
    assert item.response_due == NOON + minutes(30)


def test_a_reply_is_the_first_response_and_later_ones_are_not() -> None:
    item = reply(triaged(), "We ask the shop.", "ann", NOON + minutes(5))
    item = reply(item, "They are sorry.", "ann", NOON + minutes(9))
    assert item.first_response_at == NOON + minutes(5)
    assert [m.message for m in item.timeline[-2:]] == ["We ask the shop.", "They are sorry."]
    assert item.state is State.TRIAGED


def test_an_automatic_progress_message_is_no_first_response() -> None:
    item = moved(triaged(), State.ASSIGNED)
    assert item.timeline[-1].message == "您的反馈正在处理中。"
    assert item.first_response_at is None


def test_a_persons_words_or_the_result_are_a_first_response() -> None:
    assert moved(triaged(), State.ASSIGNED, message="On it.").first_response_at == NOON
    assert moved(triaged(), State.RESOLVED).first_response_at == NOON


def test_each_step_sends_the_members_message_of_the_programme_or_a_given_one() -> None:
    item = moved(triaged(language="en"), State.RESOLVED)
    assert item.timeline[-1].message == "Your feedback is dealt with. Thank you for helping us."
    item = moved(item, State.REOPENED, actor="mem_1", note="still cold")
    assert item.timeline[-1].message == "Your feedback is open again."
    item = moved(item, State.RESOLVED, message="A new drink waits for you.")
    assert item.timeline[-1].message == "A new drink waits for you."


def test_a_hand_over_is_no_news_to_the_member() -> None:
    item = moved(moved(triaged(), State.ASSIGNED), State.ASSIGNED, assignee="bob", note="yours")
    assert (item.assignee, item.timeline[-1].message) == ("bob", "")


def test_an_actor_that_names_no_assignee_becomes_it() -> None:
    item = moved(triaged(), State.ASSIGNED)
    assert item.assignee == "ann"
    assert moved(item, State.WAITING).assignee == "ann"


def test_members_see_no_notes_no_assignee_and_no_names_of_the_team() -> None:
    item = moved(triaged(), State.ASSIGNED, assignee="bob", note="third time this week")
    item = moved(item, State.RESOLVED, note="voucher sent")
    item = moved(item, State.REOPENED, actor="mem_1", note="no voucher here")
    seen = as_members_see(item)
    assert seen.assignee == ""
    assert {entry.note for entry in seen.timeline} == {""}
    assert [m.actor for m in seen.timeline] == ["mem_1", SYSTEM, TEAM, TEAM, "mem_1"]
    assert [m.message for m in seen.timeline] == [m.message for m in item.timeline]


def test_nobody_of_the_team_is_named_in_an_anonymous_item() -> None:
    seen = as_members_see(new_item(member=""))
    assert [m.actor for m in seen.timeline] == [TEAM]


def test_a_timeline_has_an_end() -> None:
    item = triaged()
    while len(item.timeline) < REPLIES_UNTIL:
        item = reply(item, "again", "ann", NOON)
    with pytest.raises(TimelineFull):
        reply(item, "once more", "ann", NOON)
    while len(item.timeline) < MOVES_UNTIL:
        item = moved(item, State.ASSIGNED)
    with pytest.raises(TimelineFull):
        moved(item, State.ASSIGNED)


@pytest.mark.parametrize("entries", [REPLIES_UNTIL, MOVES_UNTIL])
@pytest.mark.parametrize("state", [State.TRIAGED, State.ASSIGNED, State.WAITING, State.REOPENED])
def test_a_full_item_can_be_resolved_confirmed_and_closed(state: State, entries: int) -> None:
    item = replace(triaged(), state=state, timeline=triaged().timeline[:1] * entries)
    item = moved(item, State.RESOLVED, message="Done.")
    item = moved(item, State.CONFIRMED, actor="mem_1")
    assert moved(item, State.CLOSED).state is State.CLOSED
