"""Turns of the writer in the thread of an item."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.feedback.items.domain.item import (
    Feedback,
    Move,
    TimelineFull,
    WriterUnknown,
    as_members_see,
    make_move,
    reply,
)
from services.feedback.items.domain.keeping_time import look_at_clocks, owed, timed
from services.feedback.items.domain.note import note_down
from services.feedback.items.domain.rerouting import Rerouting
from services.feedback.items.domain.states import MoveNotAllowed, State
from services.feedback.items.domain.turn import TURNS_UNTIL, FeedbackEnded, Turn, go_on, rise
from services.feedback.routing.domain.response_times import (
    ClockKind,
    Priority,
    ResponseTimes,
    Terms,
)
from tests.unit.feedback.samples import NOON, minutes, tea_messages, triaged

TERMS = Terms(ResponseTimes(minutes(30), resolution=minutes(240), next_response=minutes(20)))
NO_TIME = timedelta(0)
DONE = (State.RESOLVED, State.CONFIRMED, State.CLOSED)


def went_on(item: Feedback, at: timedelta = NO_TIME, **how: Any) -> Feedback:
    turn = Turn("it was the large one", item.member_id, **how)
    return go_on(item, turn, tea_messages(), NOON + at, TERMS)


def moved(item: Feedback, *states: State, at: timedelta = NO_TIME) -> Feedback:
    for state in states:
        by_member = state in (State.CONFIRMED, State.REOPENED)
        move = Move(state, "mem_1" if by_member else "ann", by_member=by_member)
        item = make_move(item, move, tea_messages(), NOON + at, TERMS)
    return item


def due(item: Feedback) -> Mapping[ClockKind, Any]:
    return {each.clock: each.deadline.due for each in owed(item)}


def test_further_words_stand_in_the_thread_and_move_nothing_of_an_item_that_is_worked_on() -> None:
    item = moved(triaged(), State.ASSIGNED)
    after = went_on(item, minutes(5))
    entry = after.timeline[-1]
    assert (entry.said, entry.actor, entry.message) == ("it was the large one", "mem_1", "")
    assert replace(after, timeline=item.timeline) == item


@pytest.mark.parametrize(
    ("person", "state"), [("ann", State.ASSIGNED), ("", State.TRIAGED)], ids=["somebody", "nobody"]
)
def test_an_answer_ends_the_wait_and_the_resolution_has_the_time_left_that_it_had(
    person: str, state: State
) -> None:
    item = moved(triaged(resolution=minutes(240)), State.WAITING, at=minutes(10))
    after = went_on(replace(item, assignee=person), minutes(70))
    assert after.state is state
    assert due(after)[ClockKind.RESOLUTION] == NOON + minutes(300)


def test_whoever_goes_on_is_owed_an_answer_from_their_first_turn_on() -> None:
    item = reply(triaged(), "which size?", "ann", NOON)
    item = went_on(went_on(item, minutes(5)), minutes(15))
    assert due(item)[ClockKind.NEXT_RESPONSE] == NOON + minutes(25)
    answered = reply(item, "thank you", "ann", NOON + minutes(16))
    assert ClockKind.NEXT_RESPONSE not in due(answered)


def test_before_the_first_response_that_one_is_owed_and_nothing_else() -> None:
    assert due(went_on(triaged(), minutes(5))) == {ClockKind.FIRST_RESPONSE: NOON + minutes(30)}


def test_an_item_that_waits_to_be_routed_has_no_clock_by_further_words() -> None:
    new = replace(triaged(), state=State.NEW, response_due=None, response_warn_at=None)
    assert not due(went_on(new, minutes(5)))


URGENT = Terms(ResponseTimes(minutes(15), resolution=minutes(240)))


def risen(item: Feedback, at: timedelta) -> Feedback:
    to = Rerouting("safety", None, Priority.URGENT, "quality", "system", "more urgent")
    return rise(went_on(item, at), to, URGENT, NOON + at)


@pytest.mark.parametrize(("at", "first", "resolved"), [(5, 20, 240), (29, 30, 240)])
def test_more_urgent_words_put_nothing_off(at: int, first: int, resolved: int) -> None:
    assert due(risen(triaged(resolution=minutes(240)), minutes(at))) == {
        ClockKind.FIRST_RESPONSE: NOON + minutes(first),
        ClockKind.RESOLUTION: NOON + minutes(resolved),
    }


def test_what_is_late_stays_late_and_with_whom_it_was_escalated_to() -> None:
    late, _ = look_at_clocks(triaged(), NOON + minutes(31), TERMS.steps)
    assert late.level
    still = timed(risen(late, minutes(31)), URGENT.steps, NOON + minutes(31))
    assert due(still)[ClockKind.FIRST_RESPONSE] == NOON + minutes(30)
    assert (still.level, still.escalated_to) == (late.level, late.escalated_to)


def test_a_receipt_that_was_all_that_was_due_is_no_answer_to_further_words() -> None:
    item = went_on(triaged(Priority.GENERAL, first_response=0), minutes(5))
    assert due(item) == {ClockKind.NEXT_RESPONSE: NOON + minutes(25)}


@pytest.mark.parametrize("done", DONE)
def test_a_resolved_item_takes_words_only_with_which_it_opens_again(done: State) -> None:
    steps = {
        State.RESOLVED: (State.RESOLVED,),
        State.CONFIRMED: (State.RESOLVED, State.CONFIRMED),
        State.CLOSED: (State.RESOLVED, State.CLOSED),
    }
    item = moved(triaged(resolution=minutes(240)), *steps[done])
    with pytest.raises(FeedbackEnded):
        went_on(item)
    after = went_on(item, reopens=True)
    assert (after.state, after.timeline[-1].said) == (State.REOPENED, "it was the large one")
    assert {ClockKind.RESOLUTION, ClockKind.NEXT_RESPONSE} <= due(after).keys()


def test_nobody_goes_on_as_a_writer_who_is_unknown() -> None:
    item = triaged()
    with pytest.raises(WriterUnknown):
        went_on(replace(item, submission=replace(item.submission, anonymous=True)))


def test_a_thread_that_its_writer_filled_has_room_for_answers() -> None:
    item = triaged()
    while len(item.timeline) < TURNS_UNTIL:
        item = went_on(item)
    with pytest.raises(TimelineFull):
        went_on(item)
    with pytest.raises(TimelineFull):
        went_on(moved(item, State.RESOLVED), reopens=True)
    for _ in range(50):
        item = reply(item, "we see", "ann", NOON)


@pytest.mark.parametrize("state", State)
def test_a_note_moves_nothing_and_no_member_sees_it(state: State) -> None:
    item = replace(triaged(resolution=minutes(240)), state=state)
    noted = note_down(item, "a regular guest", "ann", NOON + minutes(5))
    assert replace(noted, timeline=item.timeline) == item
    assert noted.timeline[-1].note == "a regular guest"
    assert as_members_see(noted).timeline[-1].note == ""


@given(
    st.lists(st.sampled_from(["turn", "reopening turn", "reply", *State]), max_size=12),
)
def test_a_turn_is_kept_once_and_the_last_entry_has_the_state(steps: list[Any]) -> None:
    item, turns = triaged(resolution=minutes(240)), 0
    for number, step in enumerate(steps, start=1):
        at = minutes(number)
        with suppress(MoveNotAllowed, FeedbackEnded):
            if step == "reply":
                item = reply(item, "we see", "ann", NOON + at)
            elif isinstance(step, State):
                item = moved(item, step, at=at)
            else:
                item = went_on(item, at, reopens=step != "turn")
                turns += 1
        item = timed(item, TERMS.steps, NOON + at)
        assert item.timeline[-1].state is item.state
        assert sum(entry.said != "" for entry in item.timeline) == turns
