"""Balances: what an account holds at an instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.points.ledger.domain.account import Account

EXPIRING_DAYS_DEFAULT = 30
EXPIRING_DAYS_MAX = 366


@dataclass(frozen=True, slots=True)
class Expiring:
    """Points that expire together, at `expire_at`."""

    points: int
    expire_at: datetime


@dataclass(frozen=True, slots=True)
class Balance:
    """What an account holds: available = posted − held − pending; `posted` has nothing expired."""

    owner: str
    asset: str
    posted: int
    held: int = 0
    available: int = 0
    pending: int = 0
    expiring: tuple[Expiring, ...] = ()
    sequence: int = 0


def balance(account: Account, now: datetime, expiring_days: int = EXPIRING_DAYS_DEFAULT) -> Balance:
    """The balance of `account` at `now`, and what expires within `expiring_days`, in order."""
    posted = account.posted - account.expired(now)
    held = account.held(now)
    pending = account.pending(now)
    until = now + timedelta(days=expiring_days)
    ahead: dict[datetime, int] = {}
    for lot in account.lots:
        if lot.expire_at is not None and now < lot.expire_at <= until:
            ahead[lot.expire_at] = ahead.get(lot.expire_at, 0) + lot.points
    return Balance(
        account.key.owner,
        account.key.asset,
        posted,
        held,
        posted - held - pending,
        pending,
        tuple(Expiring(points, expire_at) for expire_at, points in sorted(ahead.items())),
        account.sequence,
    )
