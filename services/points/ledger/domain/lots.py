"""Lots: in what order points are taken, and how they are merged.

Lots are kept by expiry, the earliest first; those that never expire come last.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from services.points.ledger.domain.posting import NEVER, Leg, Lot

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)


class LotsChanged(Exception):
    """The account has not the lots any more that a debit names: read and decide again. Never told
    to clients."""

    reason = "RECORD_CHANGED"


def put(lots: tuple[Lot, ...], lot: Lot) -> tuple[Lot, ...]:
    """`lots` with `lot` among them, merged with the one of the same times if there is one."""
    for index, other in enumerate(lots):
        if other.expire_at == lot.expire_at and other.available_at == lot.available_at:
            merged = Lot(other.points + lot.points, lot.expire_at, lot.available_at)
            return (*lots[:index], merged, *lots[index + 1 :])
    return tuple(sorted((*lots, lot), key=_by_expiry))


def remove(lots: tuple[Lot, ...], lot: Lot) -> tuple[Lot, ...] | None:
    """`lots` without `lot`, taken from the one of its times; None when that has not as many."""
    for index, other in enumerate(lots):
        if other.expire_at == lot.expire_at and other.available_at == lot.available_at:
            if other.points < lot.points:
                return None
            left = Lot(other.points - lot.points, lot.expire_at, lot.available_at)
            return (*lots[:index], *((left,) if left.points else ()), *lots[index + 1 :])
    return None


def settle(lots: tuple[Lot, ...], now: datetime) -> tuple[Lot, ...]:
    """`lots` in which those whose time has come are no longer pending; equal ones are merged."""
    for lot in lots:
        if lot.available_at is not None and lot.available_at <= now:
            break
    else:
        return lots
    settled: tuple[Lot, ...] = ()
    for lot in lots:
        pending = lot.available_at is not None and lot.available_at > now
        settled = put(settled, lot if pending else Lot(lot.points, lot.expire_at))
    return settled


def take(
    lots: tuple[Lot, ...], leg: Leg, now: datetime, past_expiry: int
) -> tuple[tuple[Lot, ...], tuple[Lot, ...]]:
    """What is left and what was taken when the debit `leg` goes through settled `lots`.

    Available points go first and, of them, the earliest to expire; then pending ones; the lot that
    `leg` prefers goes before its like, and pending ones before all where `leg` says so. Of points
    past expiry `past_expiry` are taken in their turn: those of the holds that the posting captures;
    the rest of them, which other holds protect, only before an account would fall into debt.
    Less is taken than asked when nothing is left: that is the debt.
    """
    wanted = -leg.amount
    if lots and _is_plain(leg):
        first = lots[0]
        if first.points > wanted and _is_free(first, now):
            # By far the most common case.
            left = Lot(first.points - wanted, first.expire_at)
            return (left, *lots[1:]), (Lot(wanted, first.expire_at),)
    order = _in_order(lots, leg)
    taken = dict.fromkeys(order, 0)
    for most_past_expiry in (past_expiry, wanted):
        allowed = most_past_expiry
        for index in order:
            lot = lots[index]
            most = min(lot.points - taken[index], wanted)
            if lot.expire_at is not None and lot.expire_at <= now:
                most = min(most, allowed)
                allowed -= most
            taken[index] += most
            wanted -= most
    return _split(lots, taken)


def _split(lots: tuple[Lot, ...], taken: dict[int, int]) -> tuple[tuple[Lot, ...], tuple[Lot, ...]]:
    left, went = [], []
    for index, lot in enumerate(lots):
        points = taken[index]
        if points:
            went.append(Lot(points, lot.expire_at, lot.available_at))
        if points < lot.points:
            left.append(Lot(lot.points - points, lot.expire_at, lot.available_at))
    return tuple(left), tuple(went)


def _in_order(lots: tuple[Lot, ...], leg: Leg) -> Sequence[int]:
    def rank(index: int) -> tuple[bool, bool, datetime, datetime]:
        lot = lots[index]
        preferred = leg.prefer_expire_at == (lot.expire_at or NEVER)
        return _is_pending(lot) != leg.pending_first, not preferred, *_by_expiry(lot)

    return sorted(range(len(lots)), key=rank)


def _is_plain(leg: Leg) -> bool:
    return leg.prefer_expire_at is None and not leg.pending_first


def _is_free(lot: Lot, now: datetime) -> bool:
    return lot.available_at is None and (lot.expire_at is None or lot.expire_at > now)


def _is_pending(lot: Lot) -> bool:
    # Settled lots have lost their time.
    return lot.available_at is not None


def _by_expiry(lot: Lot) -> tuple[datetime, datetime]:
    return lot.expire_at or NEVER, lot.available_at or AT_ONCE
