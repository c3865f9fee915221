"""What of an account moves to the survivor's next: lots as they are, a debt, holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from services.points.ledger.domain import holds, lots
from services.points.ledger.domain.account import Account, Hold
from services.points.ledger.domain.posting import (
    HOLDS_MAX,
    LEGS_MAX,
    NEVER,
    HoldChange,
    HoldPlacement,
    Leg,
    Lot,
)

LOTS_AT_ONCE = LEGS_MAX - 2


class Moving(NamedTuple):
    """The parts of one posting, and what they move; below zero it is a debt."""

    legs: tuple[Leg, ...]
    change_holds: tuple[HoldChange, ...]
    place_holds: tuple[HoldPlacement, ...]
    points: int


def moving(old: Account, survivor: Account, now: datetime) -> Moving | None:
    """The next posting's part; None where nothing is left to move.

    It takes what lots there are without a guard: holds follow with the last of the lots.
    """
    settled = lots.settle(old.lots, now)
    free = [lot for lot in settled if lot.expire_at is None or lot.expire_at > now]
    taken = sorted(free, key=_in_turn)[:LOTS_AT_ONCE]
    legs, points = _legs(old, survivor, settled, taken, now)
    moved: Sequence[Hold] = ()
    # Points past expiry are left where a hold protects them, and so is the hold.
    if len(taken) == len(free) and len(free) == len(settled):
        there = {hold.hold_id for hold in survivor.holds}
        active = holds.active(old.holds, now)
        moved = [hold for hold in active if hold.hold_id not in there][:HOLDS_MAX]
    if not legs and not moved:
        return None
    owner, asset = old.key.owner, old.key.asset
    return Moving(
        legs,
        tuple(HoldChange(hold.hold_id, owner, asset) for hold in moved),
        tuple(
            HoldPlacement(hold.hold_id, survivor.key.owner, asset, hold.amount, hold.expire_at)
            for hold in moved
        ),
        points,
    )


def _legs(
    old: Account, survivor: Account, settled: tuple[Lot, ...], taken: Sequence[Lot], now: datetime
) -> tuple[tuple[Leg, ...], int]:
    owner, into, asset = old.key.owner, survivor.key.owner, old.key.asset
    if old.posted < 0:
        owed = Leg(into, asset, old.posted, unguarded=True)
        return (Leg(owner, asset, -old.posted), owed), old.posted
    points = sum(lot.points for lot in taken)
    if not points:
        return (), 0
    debit = Leg(owner, asset, -points, unguarded=True)
    _, went = lots.take(settled, debit, now, 0)
    credits_ = [Leg(into, asset, lot.points, lot.expire_at, lot.available_at) for lot in went]
    return (debit._replace(from_lots=went), *credits_), points


def _in_turn(lot: Lot) -> tuple[bool, datetime, datetime]:
    """As a debit takes them: available ones first and, of them, the earliest to expire."""
    return (
        lot.available_at is not None,
        lot.expire_at or NEVER,
        lot.available_at or lots.AT_ONCE,
    )
