"""An account while a posting is applied to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from services.points.calendar.domain.instant import truncate_ms
from services.points.ledger.domain import holds, lots
from services.points.ledger.domain.account import (
    BALANCE_MAX,
    LOTS_MAX,
    Account,
    AccountFull,
    AccountKey,
    Hold,
    held,
    losses,
    past_expiry,
    pending,
)
from services.points.ledger.domain.posting import Entry, Leg, Lot
from services.points.ledger.domain.validation import AmountInvalid


class Working:
    """The moving parts of an account at one instant: settled lots, holds that have not ended."""

    __slots__ = (
        "at",
        "credited_past_expiry",
        "effective_to",
        "head",
        "holds",
        "key",
        "lots",
        "past_expiry_allowed",
        "pending_spent",
        "posted",
        "recorded_at",
        "sequence",
        "set_aside",
        "version",
    )

    def __init__(self, account: Account, at: datetime, recorded_at: datetime) -> None:
        """It is judged by `at`, and recorded at `recorded_at`."""
        self.key: AccountKey = account.key
        self.at = at
        self.recorded_at = recorded_at
        self.posted = account.posted
        self.sequence = account.sequence
        self.version = account.version + 1
        self.head = account.head
        self.lots: tuple[Lot, ...] = lots.settle(account.lots, at)
        self.set_aside = account.holds
        """Those that ended by themselves too: they tell when what they kept was lost."""
        self.holds: tuple[Hold, ...] = holds.active(account.holds, at) if account.holds else ()
        self.effective_to = account.effective_to
        self.past_expiry_allowed = 0
        self.credited_past_expiry = 0
        self.pending_spent = 0

    def account(self) -> Account:
        """The account as it is now."""
        return Account(
            self.key,
            self.posted,
            self.sequence,
            self.version,
            self.head,
            self.recorded_at,
            self.lots,
            self.holds,
            self.effective_to,
        )

    def expired(self) -> Iterable[tuple[datetime, Lot]]:
        """What is past expiry and not recorded yet, and since when: before anything has moved."""
        if not self._any_past_expiry():
            return ()
        return losses(self.lots, self.set_aside, self.at)

    def lost(self) -> int:
        """What is past expiry once legs and holds have changed, and no hold protects any more.

        What came in already past expiry is lost whatever is held.
        """
        if not self._any_past_expiry():
            return 0
        past, came = past_expiry(self.lots, self.at), self.credited_past_expiry
        return min(came, past) + max(0, past - came - held(self.holds, self.at))

    def available(self) -> int:
        """See Account.available.

        Pending points that were taken in place of available ones count as if still pending, so that
        a guard can be met by them only where the leg names them.
        """
        aside = held(self.holds, self.at) if self.holds else 0
        waiting = pending(self.lots, self.at) + self.pending_spent
        return self.posted - self.lost() - waiting - aside

    def _any_past_expiry(self) -> bool:
        # Lots are kept by expiry, the earliest first.
        lots = self.lots
        return bool(lots) and (first := lots[0].expire_at) is not None and first <= self.at

    def move(self, leg: Leg) -> Entry:
        """Carry out `leg`: the entry, not hashed yet. Raises AmountInvalid, AccountFull,
        LotsChanged."""
        if abs(self.posted + leg.amount) > BALANCE_MAX:
            raise AmountInvalid("legs", leg.amount)
        if leg.amount > 0:
            return self._credit(leg)
        self.lots, taken = lots.take(self.lots, leg, self.at, max(0, self.past_expiry_allowed))
        if leg.from_lots and taken != leg.from_lots:
            raise lots.LotsChanged(f"{self.key.owner} {self.key.asset} has other lots")
        for lot in taken:
            if lot.expire_at is not None and lot.expire_at <= self.at:
                self.past_expiry_allowed -= lot.points
            if lot.available_at is not None and not leg.pending_first:
                self.pending_spent += lot.points
        return self._entry(leg.amount, None, None, taken, leg.minimum, leg.unguarded)

    def remove(self, lot: Lot) -> Entry:
        """Take `lot` out of the lot that has its times."""
        left = lots.remove(self.lots, lot)
        assert left is not None
        self.lots = left
        return self._entry(-lot.points, None, None, (lot,))

    def _credit(self, leg: Leg) -> Entry:
        expire_at = truncate_ms(leg.expire_at) if leg.expire_at else None
        available_at = truncate_ms(leg.available_at) if leg.available_at else None
        if available_at is not None and available_at <= self.at:
            available_at = None
        # A debt is paid first.
        points = min(leg.amount, self.posted + leg.amount)
        if points > 0:
            self.lots = lots.put(self.lots, Lot(points, expire_at, available_at))
            if len(self.lots) > LOTS_MAX:
                raise AccountFull(self.key.owner, self.key.asset, "lots", LOTS_MAX)
            if expire_at is not None and expire_at <= self.at:
                self.credited_past_expiry += points
        return self._entry(leg.amount, expire_at, available_at)

    def _entry(
        self,
        amount: int,
        expire_at: datetime | None,
        available_at: datetime | None,
        taken: tuple[Lot, ...] = (),
        minimum: int = 0,
        unguarded: bool = False,
    ) -> Entry:
        self.sequence += 1
        self.posted += amount
        key = self.key
        return Entry(
            key.owner,
            key.asset,
            amount,
            self.sequence,
            self.posted,
            b"",
            expire_at,
            available_at,
            taken,
            minimum,
            unguarded,
        )
