"""A to-do of operators: what a threshold of the programme wants done about a figure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from services.feedback.insight.domain.alarms import Alarm
from services.feedback.insight.domain.threshold import TodoWish
from services.feedback.programme.domain import Text

NOTES_MAX = 100
"""So often a to-do may be moved."""


class TodoState(StrEnum):
    """What became of it."""

    OPEN = "open"
    TAKEN = "taken"
    DONE = "done"
    DROPPED = "dropped"


OVER = frozenset({TodoState.DONE, TodoState.DROPPED})
NEED_WORDS = frozenset({TodoState.OPEN, TodoState.DROPPED})
"""Others should know why."""
MOVES: Mapping[TodoState, frozenset[TodoState]] = {
    TodoState.OPEN: frozenset({TodoState.TAKEN, TodoState.DONE, TodoState.DROPPED}),
    TodoState.TAKEN: frozenset({TodoState.OPEN, *OVER}),
    TodoState.DONE: frozenset({TodoState.OPEN}),
    TodoState.DROPPED: frozenset({TodoState.OPEN}),
}


class TodoMoved(Exception):
    """The to-do is in a state from which it can't go there, or was moved too often."""

    reason = "METRIC_TODO_MOVED"
    field = "state"


class TodoNotFound(Exception):
    """No such to-do."""

    reason = "METRIC_TODO_NOT_FOUND"
    field = "todo_id"


@dataclass(frozen=True, slots=True)
class TodoNote:
    """A move: by which request, into which state, when, by whom, and the words."""

    request_id: str
    state: TodoState
    at: datetime
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class Todo:
    """One for each alarm and threshold. `owner` works on it or did it; "" while it is open."""

    id: str
    brand: str
    title: Text
    metric: str
    day: date
    alarm: str
    threshold: str
    at: datetime
    due: datetime
    state: TodoState = TodoState.OPEN
    owner: str = ""
    notes: tuple[TodoNote, ...] = ()

    def late(self, now: datetime) -> bool:
        """Whether its time is over, and it is not."""
        return self.state not in OVER and now > self.due

    def moved(self, note: TodoNote) -> "Todo":
        """The to-do after a move. Raises TodoMoved."""
        if note.state not in MOVES[self.state]:
            raise TodoMoved(f"it is {self.state}, and can't become {note.state}")
        if len(self.notes) >= NOTES_MAX:
            raise TodoMoved(f"it was moved {NOTES_MAX} times")
        owner = "" if note.state is TodoState.OPEN else note.by
        return replace(self, state=note.state, owner=owner, notes=(*self.notes, note))


def todo_id(alarm_id: str, threshold: str) -> str:
    """The id of the to-do that a threshold opens about an alarm: it opens one, however often."""
    return f"{alarm_id}-{threshold}"


def todo_of(alarm: Alarm, threshold: str, wish: TodoWish, now: datetime) -> Todo:
    """The to-do that a threshold opens about an alarm."""
    return Todo(
        todo_id(alarm.id, threshold),
        alarm.brand,
        wish.title,
        alarm.metric,
        alarm.day,
        alarm.id,
        threshold,
        now,
        now + wish.within,
    )
