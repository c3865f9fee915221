"""Holds: points set aside under a name, so that nothing else can spend them."""

from __future__ import annotations

from datetime import datetime, timedelta

from services.points.calendar.domain.instant import truncate_ms
from services.points.ledger.domain.account import HOLDS_MAX, AccountFull, Hold
from services.points.ledger.domain.posting import HoldChange, HoldMove, HoldPlacement

HOLD_AHEAD_MAX = timedelta(days=90)


class HoldTaken(Exception):
    """A hold of this name is on the account already."""

    reason = "INVALID_ARGUMENT"

    def __init__(self, hold_id: str, field: str) -> None:
        super().__init__(f"the hold {hold_id} exists already")
        self.field = field


class HoldTimeInvalid(Exception):
    """A hold ends in the future and within 90 days."""

    reason = "INVALID_ARGUMENT"

    def __init__(self, field: str) -> None:
        super().__init__(f"a hold ends after now and within {HOLD_AHEAD_MAX.days} days")
        self.field = field


class HoldNotFound(Exception):
    """No such hold on the account, or it was ended, or its time is over."""

    reason = "HOLD_NOT_FOUND"

    def __init__(self, hold_id: str, field: str) -> None:
        super().__init__(f"no hold {hold_id}")
        self.field = field
        self.metadata = {"hold_id": hold_id}


class HoldExceeded(Exception):
    """More is taken from a hold than it has."""

    reason = "HOLD_EXCEEDED"

    def __init__(self, hold: Hold, asked: int, field: str) -> None:
        super().__init__(f"{asked} asked of a hold of {hold.amount}")
        self.field = field
        self.metadata = {"hold_id": hold.hold_id, "left": str(hold.amount)}


def active(holds: tuple[Hold, ...], now: datetime) -> tuple[Hold, ...]:
    """`holds` without those that ended by themselves."""
    if not holds or all(hold.expire_at > now for hold in holds):
        return holds
    return tuple(hold for hold in holds if hold.expire_at > now)


def place(
    held: tuple[Hold, ...], asked: HoldPlacement, now: datetime, field: str
) -> tuple[tuple[Hold, ...], HoldMove]:
    """`held` with the hold asked, and the move as it is recorded.

    Raises HoldTaken, HoldTimeInvalid, AccountFull.
    """
    _check_end(asked.expire_at, now, f"{field}.expire_time")
    if any(hold.hold_id == asked.hold_id for hold in held):
        raise HoldTaken(asked.hold_id, f"{field}.hold_id")
    if len(held) >= HOLDS_MAX:
        raise AccountFull(asked.owner, asked.asset, "holds", HOLDS_MAX)
    end = truncate_ms(asked.expire_at)
    move = HoldMove(asked.hold_id, asked.owner, asked.asset, asked.amount, end)
    return (*held, Hold(asked.hold_id, asked.amount, end)), move


def change(
    held: tuple[Hold, ...], asked: HoldChange, now: datetime, field: str
) -> tuple[tuple[Hold, ...], HoldMove]:
    """`held` after the change, and the move as it is recorded.

    Raises HoldNotFound, HoldExceeded, HoldTimeInvalid.
    """
    index = next((i for i, other in enumerate(held) if other.hold_id == asked.hold_id), None)
    if index is None:
        raise HoldNotFound(asked.hold_id, f"{field}.hold_id")
    hold = held[index]
    if asked.reduce_by > hold.amount:
        raise HoldExceeded(hold, asked.reduce_by, f"{field}.reduce_by")
    if asked.expire_at is not None:
        _check_end(asked.expire_at, now, f"{field}.expire_time")
    ends = not asked.reduce_by and asked.expire_at is None
    lower = hold.amount if ends else asked.reduce_by
    end = truncate_ms(asked.expire_at) if asked.expire_at else hold.expire_at
    kept = (Hold(hold.hold_id, hold.amount - lower, end),) if lower < hold.amount else ()
    move = HoldMove(hold.hold_id, asked.owner, asked.asset, -lower, end)
    return (*held[:index], *kept, *held[index + 1 :]), move


def _check_end(end: datetime, now: datetime, field: str) -> None:
    if not now < end <= now + HOLD_AHEAD_MAX:
        raise HoldTimeInvalid(field)
