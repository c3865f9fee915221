"""The states of an item and the moves between them."""

from enum import StrEnum


class State(StrEnum):
    """Where an item stands; the values are those of the proto enum, in lower case."""

    NEW = "new"
    TRIAGED = "triaged"
    ASSIGNED = "assigned"
    WAITING = "waiting"
    RESOLVED = "resolved"
    CONFIRMED = "confirmed"
    CLOSED = "closed"
    REOPENED = "reopened"


CLOCK_STANDS = frozenset({State.WAITING, State.RESOLVED, State.CONFIRMED, State.CLOSED})
"""In these states the team has nothing left to do, so the resolution clock stands."""

LEADS_TO_THE_END = frozenset({State.RESOLVED, State.CONFIRMED, State.CLOSED})
"""An item comes into these at most once each on its way to the end, without being reopened."""

MOVES: dict[State, frozenset[State]] = {
    State.NEW: frozenset({State.TRIAGED, State.ASSIGNED}),
    State.TRIAGED: frozenset({State.ASSIGNED, State.WAITING, State.RESOLVED, State.CLOSED}),
    # To ASSIGNED again: another person gets the item.
    State.ASSIGNED: frozenset({State.ASSIGNED, State.WAITING, State.RESOLVED}),
    State.WAITING: frozenset({State.ASSIGNED, State.RESOLVED}),
    State.RESOLVED: frozenset({State.CONFIRMED, State.CLOSED, State.REOPENED}),
    State.CONFIRMED: frozenset({State.CLOSED, State.REOPENED}),
    State.CLOSED: frozenset({State.REOPENED}),
    State.REOPENED: frozenset({State.ASSIGNED, State.WAITING, State.RESOLVED}),
}
MEMBERS_MOVE_TO = frozenset({State.CONFIRMED, State.REOPENED})


class MoveNotAllowed(Exception):
    """The state has no such move, or not for this kind of person."""

    reason = "MOVE_NOT_ALLOWED"

    def __init__(self, state: State, to: State) -> None:
        super().__init__(f"{state} does not go to {to}")
        self.metadata = {"state": state.name, "move": to.name}


def check_move(state: State, to: State, *, by_member: bool) -> None:
    """Raise MoveNotAllowed unless an item in `state` may go to `to`.

    Members confirm or reopen. Only members confirm, since only they know that it is resolved.
    """
    theirs = to in MEMBERS_MOVE_TO if by_member else to is not State.CONFIRMED
    if to not in MOVES[state] or not theirs:
        raise MoveNotAllowed(state, to)
