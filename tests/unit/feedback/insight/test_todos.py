"""To-dos: opened by thresholds once, moved by operators."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from services.feedback.insight.domain.alarms import Alarm, Finding
from services.feedback.insight.domain.section import insight_section
from services.feedback.insight.domain.threshold import Act, Threshold, TodoWish, When, acts_of
from services.feedback.insight.domain.todo import (
    NOTES_MAX,
    Todo,
    TodoMoved,
    TodoNote,
    TodoState,
    todo_of,
)
from services.feedback.programme.domain import Programme, Text

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
ALARM = Alarm(
    "2026-03-02-nps", "tea", "nps", date(2026, 3, 2), Finding(1, 2, 2, 2, -50), NOON, NOON
)
TODO = todo_of(ALARM, "call", TodoWish(Text("致电", "Call"), HOUR), NOON)
OPEN, TAKEN, DONE, DROPPED = TodoState


def note(state: TodoState, request_id: str = "r1", by: str = "ann", words: str = "") -> TodoNote:
    return TodoNote(request_id, state, NOON, by, words)


def at(state: TodoState) -> Todo:
    return replace(TODO, state=state)


@pytest.mark.parametrize(
    ("state", "moves"),
    [
        (OPEN, {TAKEN, DONE, DROPPED}),
        (TAKEN, {OPEN, DONE, DROPPED}),
        (DONE, {OPEN}),
        (DROPPED, {OPEN}),
    ],
)
def test_what_is_over_is_opened_again_before_anything_else(
    state: TodoState, moves: set[TodoState]
) -> None:
    for each in TodoState:
        if each in moves:
            moved = at(state).moved(note(each))
            assert (moved.state, moved.owner) == (each, "" if each is OPEN else "ann")
        else:
            with pytest.raises(TodoMoved):
                at(state).moved(note(each))


def test_a_to_do_is_late_until_it_is_over() -> None:
    late, in_time = NOON + HOUR + HOUR, NOON + HOUR
    assert [at(each).late(late) for each in TodoState] == [True, True, False, False]
    assert not TODO.late(in_time)


def test_a_to_do_takes_so_many_moves_and_no_more() -> None:
    todo = TODO
    for turn in range(NOTES_MAX):
        todo = todo.moved(note(TAKEN if turn % 2 == 0 else OPEN, f"r{turn}"))
    with pytest.raises(TodoMoved):
        todo.moved(note(TAKEN, "more"))


def test_a_threshold_opens_what_the_programme_writes() -> None:
    title = {"zh": "致电", "en": "Call"}
    written = [
        {"code": "a", "metric": "nps", "when": "worse", "open_todo": {"title": title}},
        {
            "code": "b",
            "metric": "nps",
            "when": "worse",
            "open_todo": {"title": title, "within_hours": 1},
        },
    ]
    document = {"insight": {"thresholds": written}}
    one, two = insight_section(Programme("tea", document=document)).thresholds
    assert one == Threshold("a", "nps", When.WORSE, "", TodoWish(Text("致电", "Call"), 24 * HOUR))
    assert two.todo == TodoWish(Text("致电", "Call"), HOUR)
    assert acts_of((one, two), "nps", When.WORSE) == (Act("a", ""), Act("b", ""))
