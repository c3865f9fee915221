"""Reveals in bulk: who asked, whether a second operator agreed, and until when it may be read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MEMBERS_MAX = 200
"""Members of one reveal."""
READ_WITHIN = timedelta(minutes=15)
"""How long after the approval it may be read."""


class RevealState(StrEnum):
    """The state of a reveal for who asked, by the time at which it is looked at."""

    WAITING = "waiting"
    REJECTED = "rejected"
    EXPIRED = "expired"
    READY = "ready"
    READ = "read"
    OVER = "over"


class RevealNotFound(Exception):
    """The brand has no such reveal, or another operator asked for it."""

    reason = "REVEAL_NOT_FOUND"
    field = "reveal_id"


class RevealNotApproved(Exception):
    """No second operator agreed."""

    reason = "REVEAL_NOT_APPROVED"
    field = "reveal_id"

    def __init__(self, state: RevealState) -> None:
        super().__init__(f"it is {state}")
        self.metadata = {"state": state.value}


class RevealEnded(Exception):
    """It was read, or its time to be read is over."""

    reason = "REVEAL_ENDED"
    field = "reveal_id"

    def __init__(self, state: RevealState) -> None:
        super().__init__(f"it is {state}")
        self.metadata = {"state": state.value}


class RevealLimitReached(Exception):
    """The brand allows no more members today."""

    reason = "REVEAL_LIMIT_REACHED"

    def __init__(self, most: int, left: int) -> None:
        super().__init__(f"{left} of {most} members are left today")
        self.metadata = {"most": str(most), "left": str(left)}


@dataclass(frozen=True, slots=True)
class Decided:
    """The approval that a reveal waits for, as far as its reading depends on it.

    `state`: pending, approved or rejected. `until`: the end of the time to decide.
    """

    state: str
    until: datetime
    at: datetime | None = None


def readable_until(decided: Decided) -> datetime | None:
    """When the time to read is over; None until a second operator has agreed."""
    return decided.at + READ_WITHIN if decided.state == "approved" and decided.at else None


def state_of(decided: Decided, read_at: datetime | None, now: datetime) -> RevealState:
    """The state at `now`."""
    if decided.state == "rejected":
        return RevealState.REJECTED
    until = readable_until(decided)
    if until is None:
        return RevealState.WAITING if now < decided.until else RevealState.EXPIRED
    if read_at is not None:
        return RevealState.READ
    return RevealState.READY if now < until else RevealState.OVER


def check_readable(state: RevealState) -> None:
    """Nothing for one that is ready. Raises RevealNotApproved and RevealEnded."""
    if state in (RevealState.READ, RevealState.OVER):
        raise RevealEnded(state)
    if state is not RevealState.READY:
        raise RevealNotApproved(state)


def counted(before: int, asked: int, most: int) -> int:
    """The members of the day after `asked` more. Raises RevealLimitReached above `most`."""
    if before + asked > most:
        raise RevealLimitReached(most, max(0, most - before))
    return before + asked
