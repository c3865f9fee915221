"""Auditing holds: what all postings together say is set aside, and what the accounts say.

Nothing of an account's entries tells its holds: they are moved by postings without legs too. So
both sides are gathered while accounts and then postings are read, and compared in the end, if
nothing was written meanwhile. Only what can still be set aside is kept: a hold whose end is past is
dropped once the postings are behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from services.points.calendar.domain.instant import EPOCH, unix_ms
from services.points.ledger.domain.account import Account
from services.points.ledger.domain.judged import judged_at
from services.points.ledger.domain.posting import Posting

LIVE_MAX = 20_000
"""With more at a time holds are not compared."""
SKEW_MS = 300_000
"""Clocks of replicas differ by less: so ids may stand in another order than what they wrote."""


@dataclass(slots=True)
class HoldAudit:
    """Numbers and texts, to be kept as JSON. A hold is named by owner, asset and its id."""

    told: dict[str, tuple[int, int]] = field(default_factory=dict)
    """By accounts: amount and end in ms."""
    made: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    """By postings: amount, end, and when it was moved last, in ms."""
    full: bool = False
    written: int = 0
    """When the latest of the accounts was, in ms: its writer's clock may be ahead of ours."""

    @property
    def count(self) -> int:
        """How many are kept, of both sides."""
        return len(self.told) + len(self.made)

    def add_account(self, account: Account) -> None:
        """The holds of one more account."""
        self.written = max(self.written, unix_ms(account.recorded_at))
        for hold in account.holds:
            name = f"{account.key.name}/{hold.hold_id}"
            before, _ = self.told.get(name, (0, 0))  # None, unless a hold stands there twice.
            self.told[name] = before + hold.amount, unix_ms(hold.expire_at)
        self._bound()

    def add_posting(self, posting: Posting) -> None:
        """What one more posting did to holds; in the order of ids."""
        if self.full:
            return
        at = unix_ms(judged_at(posting))
        for move in posting.holds:
            name = f"{move.owner}/{move.asset}/{move.hold_id}"
            amount, end, moved = self.made.get(name, (0, at + 1, 0))
            if end <= at:
                amount = 0  # It has ended by itself, and its name is free again.
            last = unix_ms(move.expire_at) if at >= moved else end
            self.made[name] = amount + move.change, last, max(at, moved)

    def drop_past(self, at: datetime) -> None:
        """Forget what had ended long before `at`, which all postings to come are later than."""
        past = unix_ms(at) - SKEW_MS
        self.made = {
            name: (amount, end, moved)
            for name, (amount, end, moved) in self.made.items()
            if end > past and (amount or moved > past)
        }
        self._bound()

    def differences(self, now: datetime) -> Iterator[tuple[str, str, str]]:
        """Holds that have not ended: name, what the account says, what the postings make."""
        if self.full:
            return
        # An account drops holds that had ended when it was written; a time that no clock of a
        # writer tells would hide them all.
        at = max(unix_ms(now), min(self.written, unix_ms(now) + SKEW_MS))
        told = {name: (amount, end) for name, (amount, end) in self.told.items() if end > at}
        made = {
            name: (amount, end)
            for name, (amount, end, _) in self.made.items()
            if end > at and amount
        }
        for name in sorted({*told, *made}):
            if told.get(name) != made.get(name):
                yield name, _say(told.get(name)), _say(made.get(name))

    def _bound(self) -> None:
        if self.full or max(len(self.told), len(self.made)) > LIVE_MAX:
            self.told, self.made, self.full = {}, {}, True


def _say(hold: tuple[int, int] | None) -> str:
    if hold is None:
        return "nothing"
    amount, end = hold
    return f"{amount} until {(EPOCH + timedelta(milliseconds=end)).isoformat()}"
