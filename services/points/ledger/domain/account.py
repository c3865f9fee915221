"""An account: what one owner has of one asset.

Kept: the posted sum, its lots and holds, the number and hash of the last entry. Told: what of it is
held, pending, past expiry and available at an instant, worked out at that instant. So points past
expiry are not spendable and a hold past its end does not hold, whether or not anything was swept.

Invariants: the lots sum to `posted`, or there are none when it is negative (debt);
`sequence` counts the entries; `version` rises with every change, holds included.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from services.points.ledger.domain.posting import Lot

LOTS_MAX = 1_000
HOLDS_MAX = 1_000
BALANCE_MAX = 2**62
"""Sums of a few accounts still fit the 64 bits of the database."""
START_OF_TIME = datetime(1970, 1, 1, tzinfo=UTC)


class AccountKey(NamedTuple):
    """Names an account within all brands."""

    brand: str
    owner: str
    asset: str

    @property
    def name(self) -> str:
        """Unique within the brand, since neither part has a slash in it."""
        return f"{self.owner}/{self.asset}"


class AccountFull(Exception):
    """The account has as many lots or holds as it can carry."""

    reason = "ACCOUNT_FULL"

    def __init__(self, owner: str, asset: str, what: str, limit: int) -> None:
        super().__init__(f"{owner} {asset} has {limit} {what}")
        self.metadata = {"owner": owner, "asset": asset, "limit": str(limit)}


class Hold(NamedTuple):
    """Points set aside until `expire_at`."""

    hold_id: str
    amount: int
    expire_at: datetime


class Account(NamedTuple):
    """The state of an account after its last posting. `recorded_at` is that posting's.

    No entry takes effect after `effective_to`, so what is dated then or later looks back at none.
    """

    key: AccountKey
    posted: int = 0
    sequence: int = 0
    version: int = 0
    head: bytes = b""
    recorded_at: datetime = START_OF_TIME
    lots: tuple[Lot, ...] = ()
    holds: tuple[Hold, ...] = ()
    effective_to: datetime = START_OF_TIME

    def held(self, now: datetime) -> int:
        """What holds set aside that have not ended."""
        return held(self.holds, now)

    def expired(self, now: datetime) -> int:
        """What is past expiry and not recorded as such yet.

        Points that were set aside before they expired stay the hold's until it ends. Every posting
        first records the expiry of what is unprotected, so a hold never protects points that had
        expired before it was placed.
        """
        past = past_expiry(self.lots, now)
        return max(0, past - held(self.holds, now)) if past else 0

    def pending(self, now: datetime) -> int:
        """What is earned and not spendable yet."""
        return pending(self.lots, now)

    def available(self, now: datetime) -> int:
        """What is free to spend: posted − expired − pending − held. Below zero in debt."""
        return self.posted - self.expired(now) - self.pending(now) - self.held(now)


def losses(
    lots: Sequence[Lot], holds: Sequence[Hold], now: datetime
) -> Iterator[tuple[datetime, Lot]]:
    """What is past expiry and not set aside, and since when: the earliest of `lots` first.

    It is lost at its expiry or, where a hold kept it longer, as that ends: so nothing changes in a
    month that was told with these points in it.
    """
    past = [lot for lot in lots if lot.expire_at is not None and lot.expire_at <= now]
    instants = {lot.expire_at for lot in past if lot.expire_at is not None}
    instants |= {hold.expire_at for hold in holds if hold.expire_at <= now}
    for at in sorted(instants):
        lost = past_expiry(past, at) - held(holds, at)
        while lost > 0:
            lot = past.pop(0)
            gone = min(lot.points, lost)
            yield at, lot._replace(points=gone)
            lost -= gone
            if gone < lot.points:
                past.insert(0, lot._replace(points=lot.points - gone))


def held(holds: Iterable[Hold], now: datetime) -> int:
    """What `holds` set aside that have not ended."""
    total = 0
    for hold in holds:
        if hold.expire_at > now:
            total += hold.amount
    return total


def past_expiry(lots: Iterable[Lot], now: datetime) -> int:
    """What lies in lots whose expiry is over, set aside or not."""
    total = 0
    for lot in lots:
        if lot.expire_at is not None and lot.expire_at <= now:
            total += lot.points
    return total


def pending(lots: Iterable[Lot], now: datetime) -> int:
    """What lies in lots that become spendable later, and have not expired."""
    total = 0
    for lot in lots:
        waits = lot.available_at is not None and lot.available_at > now
        if waits and (lot.expire_at is None or lot.expire_at > now):
            total += lot.points
    return total
