"""The operators' queue: what is due next stands first.

    a  the member waits for an answer  by response due, then priority, then resolution due
    b  answered, not yet resolved      by resolution due, then priority;
       resolved, not yet followed up   by follow-up due, then priority
    c  nothing is due, the team has it by priority, then by age
    d  the team has nothing left to do by age: waiting for the member, resolved, closed

An item that is not routed yet is due since it was taken in. A place is a text, and texts sort.
"""

from dataclasses import dataclass
from datetime import datetime

from services.feedback.items.domain.item import Feedback
from services.feedback.items.domain.states import CLOCK_STANDS, State
from services.feedback.routing.domain.response_times import Priority

_RANKS = {
    Priority.URGENT: 0,
    Priority.PUBLIC_COMPLAINT: 1,
    Priority.COMPLEX: 2,
    None: 2,
    Priority.GENERAL: 3,
}


def is_more_urgent(priority: Priority, than: Priority | None) -> bool:
    """Whether an item of `priority` goes before one of `than` that is due at the same time."""
    return _RANKS[priority] < _RANKS[than]


OPEN = frozenset(State) - {State.RESOLVED, State.CONFIRMED, State.CLOSED}
"""The states that are counted: resolved items are kept for ever, and grow without end."""


@dataclass(frozen=True)
class QueueOnly:
    """Selects items of a person, about a store, of a category, of priorities, of a group of alike
    ones; empty is any. `stores`: about one of these, beside no `store_id`."""

    assignee: str = ""
    store_id: str = ""
    category: str = ""
    priorities: tuple[Priority, ...] = ()
    group: str = ""
    stores: frozenset[str] = frozenset()

    def has(self, item: Feedback) -> bool:
        """True for an item that is selected."""
        return (
            self.assignee in ("", item.assignee)
            and self.store_id in ("", item.submission.store_id)
            and (not self.stores or item.submission.store_id in self.stores)
            and self.category in ("", item.category)
            and self.group in ("", item.group)
            and (not self.priorities or item.priority in self.priorities)
        )


WHOLE_QUEUE = QueueOnly()


# Behind every instant of the calendar, and as long as one.
_NEVER = "99999999T999999999"


def place_of(item: Feedback) -> str:
    """The item's place in the queue; it changes with the item alone, so pages are stable."""
    due = item.response_due if item.state is not State.NEW else item.created_at
    rank, resolution = str(_RANKS[item.priority]), _at(item.resolution.due)
    if due is not None and item.first_response_at is None and _may_answer(item):
        parts = ["a", _at(due), rank, resolution]
    elif item.next_response.due is not None and item.next_response.stood_since is None:
        parts = ["a", _at(item.next_response.due), rank, resolution]
    elif item.follow_up.due is not None:
        parts = ["b", _at(item.follow_up.due), rank]
    elif item.state in CLOCK_STANDS:
        parts = ["d", _at(item.created_at)]
    elif item.resolution.due is not None:
        parts = ["b", resolution, rank]
    else:
        parts = ["c", rank, _at(item.created_at)]
    return "/".join([*parts, item.id])


def _may_answer(item: Feedback) -> bool:
    # Waiting for the member stops the resolution's clock, not that of the first response.
    return item.state not in CLOCK_STANDS or item.state is State.WAITING


def _at(instant: datetime | None) -> str:
    if instant is None:
        return _NEVER
    return f"{instant.strftime('%Y%m%dT%H%M%S')}{instant.microsecond // 1000:03d}"
