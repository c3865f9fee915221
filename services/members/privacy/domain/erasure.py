"""The erasure of a member: asked for, waiting, then cancelled or done."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

SWEPT_AGAIN_AFTER = timedelta(minutes=5)
"""No transaction is on its way for so long: MongoDB ends each after a minute."""


class ErasureState(StrEnum):
    """The state of an erasure."""

    WAITING = "waiting"
    CANCELLED = "cancelled"
    DONE = "done"


class ErasureWaiting(Exception):
    """The member asked for it already."""

    reason = "ERASURE_WAITING"

    def __init__(self, due_at: datetime) -> None:
        super().__init__(f"due at {due_at.isoformat()}")
        self.metadata = {"due_time": due_at.isoformat()}


class ErasureNotWaiting(Exception):
    """There is nothing to cancel."""

    reason = "ERASURE_NOT_WAITING"


@dataclass(frozen=True, slots=True)
class Erasure:
    """`asked_by` is the operator's subject, "" for the member's own wish.

    `sweep_at`: when what is left is deleted next; None before it is done, and when nothing is left.
    """

    brand: str
    member_id: str
    state: ErasureState
    asked_by: str
    asked_at: datetime
    due_at: datetime
    ended_at: datetime | None = None
    sweep_at: datetime | None = None

    @property
    def by_member(self) -> bool:
        """True when the member asked for it."""
        return not self.asked_by


def asked(
    known: Erasure | None, brand: str, member_id: str, now: datetime, wait: timedelta
) -> Erasure:
    """The erasure that a member asks for. Raises ErasureWaiting."""
    if known is not None and known.state is ErasureState.WAITING:
        raise ErasureWaiting(known.due_at)
    return Erasure(brand, member_id, ErasureState.WAITING, "", now, now + wait)


def cancelled(known: Erasure | None, now: datetime) -> Erasure:
    """The erasure without its effect. Raises ErasureNotWaiting."""
    if known is None or known.state is not ErasureState.WAITING:
        raise ErasureNotWaiting("no erasure of this member waits")
    return replace(known, state=ErasureState.CANCELLED, ended_at=now)


def done(wish: Erasure, now: datetime) -> Erasure:
    """The erasure after its effect, to be swept at once."""
    return replace(wish, state=ErasureState.DONE, ended_at=now, sweep_at=now)


def swept(known: Erasure, now: datetime) -> Erasure:
    """The erasure after a sweep at `now`: the last one is later than any transaction lives."""
    assert known.ended_at is not None, "only what is done is swept"
    again = known.ended_at + SWEPT_AGAIN_AFTER
    return replace(known, sweep_at=again if now < again else None)
