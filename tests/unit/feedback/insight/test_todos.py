"""To-dos: opened by thresholds once, moved by operators."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import pytest

from services.common.errors import Refusal
from services.feedback.insight.commands.numbers import InsightContext
from services.feedback.insight.commands.todos import move_todo
from services.feedback.insight.domain.alarms import Alarm, Finding
from services.feedback.insight.domain.section import insight_section
from services.feedback.insight.domain.threshold import Act, Threshold, TodoWish, When, acts_of
from services.feedback.insight.domain.todo import (
    NOTES_MAX,
    Todo,
    TodoMoved,
    TodoNote,
    TodoNotFound,
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


class Kept:
    """One to-do in memory; another operator may write between a look and a write."""

    def __init__(self) -> None:
        self.todo, self.meddled = TODO, False

    async def find(self, brand: str, todo_id: str) -> Todo | None:
        return self.todo if (brand, todo_id) == (self.todo.brand, self.todo.id) else None

    async def replace(self, todo: Todo, notes: int) -> bool:
        if self.meddled or len(self.todo.notes) != notes:
            return False
        self.todo = todo
        return True

    async def move(self, wish: TodoNote, brand: str = "tea") -> tuple[Todo, bool]:
        here: Any = self
        ctx = cast(InsightContext, type("Ctx", (), {"todos": here}))
        return await move_todo(ctx, brand, TODO.id, wish)


async def test_a_repeat_is_answered_and_moves_nothing() -> None:
    kept = Kept()
    assert (await kept.move(note(TAKEN)))[1] is False
    again, replayed = await kept.move(note(TAKEN))
    assert (replayed, len(again.notes)) == (True, 1)
    with pytest.raises(Refusal, match="otherwise"):
        await kept.move(note(DONE))


async def test_two_operators_do_not_both_take_it() -> None:
    kept = Kept()
    kept.meddled = True
    with pytest.raises(TodoMoved):
        await kept.move(note(TAKEN))
    with pytest.raises(TodoNotFound):
        await kept.move(note(TAKEN), brand="other")
