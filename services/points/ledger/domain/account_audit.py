"""Auditing: what the entries of an account say its state must be, and where they contradict it.

An audit takes an account's entries in order of their numbers, as many at a time as one likes, and
stops at the first that is wrong. Between two of them it may be put away as its state, and go on
from that in another process, with the account as it is then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from services.points.calendar.domain.instant import EPOCH, unix_ms
from services.points.ledger.domain import hash_chain as chain
from services.points.ledger.domain import lots
from services.points.ledger.domain.account import START_OF_TIME, Account, AccountKey
from services.points.ledger.domain.chart_of_accounts import BUDGET
from services.points.ledger.domain.effective_guard import Dated, floor
from services.points.ledger.domain.judged import judged_at
from services.points.ledger.domain.posting import Entry, Lot, Posting, PostingKind


@dataclass(frozen=True, slots=True)
class Problem:
    """A broken rule, where, and what was expected there."""

    check: str
    where: str
    detail: str


@dataclass(frozen=True, slots=True)
class AuditState:
    """What the first `sequence` entries of an account make: numbers and texts, to be kept as JSON.

    `head` is in hexadecimal; times are milliseconds; `lots` are points, expiry and availability,
    these two in milliseconds or None.
    """

    owner: str
    asset: str
    sequence: int
    posted: int
    head: str
    lots: Sequence[tuple[int, int | None, int | None]]
    unguarded: bool
    effective_to: int


class LookBack(NamedTuple):
    """A guarded debit dated back: what the account had once it was done, numbered `sequence`.

    Of the entries before it, those that take effect after it must leave the minimum too.
    """

    sequence: int
    effective_at: datetime
    posted: int
    minimum: int


class AccountAudit:
    """The state that the entries seen so far make."""

    def __init__(self, account: Account, state: AuditState | None = None) -> None:
        self.account = account
        self.problem: Problem | None = None
        self.sequence = state.sequence if state else 0
        self._posted = state.posted if state else 0
        self._head = bytes.fromhex(state.head) if state else b""
        self._lots = tuple(_to_lot(*lot) for lot in state.lots) if state else ()
        self._unguarded = state.unguarded if state else False
        self._effective_to = (
            EPOCH + timedelta(milliseconds=state.effective_to) if state else START_OF_TIME
        )
        self._look_backs: list[LookBack] = []

    @property
    def state(self) -> AuditState:
        """To go on from. Only of an audit without a problem: otherwise it is at its end."""
        _, owner, asset = self.account.key
        lots_ = [_from_lot(lot) for lot in self._lots]
        return AuditState(
            owner,
            asset,
            self.sequence,
            self._posted,
            self._head.hex(),
            lots_,
            self._unguarded,
            unix_ms(self._effective_to),
        )

    def look_backs(self) -> list[LookBack]:
        """Those met since the last call, for which more entries have to be read."""
        asked, self._look_backs = self._look_backs, []
        return [] if self.problem else asked

    def looked_back(self, asked: LookBack, before: Iterable[Dated]) -> None:
        """Judge `asked` by the account's entries before it."""
        numbered = (entry for entry in before if entry.sequence <= asked.sequence)
        since, lowest = floor(asked.posted, asked.minimum, asked.effective_at, numbered)
        if since > asked.effective_at and self.problem is None:
            where = f"{self.account.key.name}/{asked.sequence}"
            detail = f"the balance is {lowest} at an instant since it takes effect"
            self.problem = Problem("effective", where, detail)

    def add(self, posting: Posting, entry: Entry) -> None:
        """The next entry, unless one before was wrong already."""
        if self.problem is None:
            self.problem = self._look(posting, entry)

    def finish(self) -> Problem | None:
        """The first problem, once all entries were added: the state must be the account's."""
        if self.problem is not None:
            return self.problem
        account = self.account
        name = account.key.name
        if self.sequence != account.sequence:
            return Problem(
                "sequence",
                f"{name}/{self.sequence + 1}",
                f"the account has {account.sequence} entries, this one is missing",
            )
        if self._posted != account.posted:
            return Problem(
                "balance", name, f"entries sum to {self._posted}, the account says {account.posted}"
            )
        if self._head != account.head:
            return Problem("chain", name, "the account's hash is not that of its last entry")
        if (
            not self._effective_to
            <= account.effective_to
            <= max(self._effective_to, account.recorded_at)
        ):
            told = f"the last entry takes effect at {self._effective_to.isoformat()}"
            return Problem("effective", name, told)
        at = account.recorded_at
        if lots.settle(self._lots, at) != lots.settle(account.lots, at):
            return Problem("lots", name, "the lots are not those that the entries make")
        return self._check_sums()

    def _look(self, posting: Posting, entry: Entry) -> Problem | None:
        self.sequence += 1
        where = f"{self.account.key.name}/{self.sequence}"
        if entry.sequence != self.sequence:
            return Problem("sequence", where, f"this entry is missing; next is {entry.sequence}")
        self._posted += entry.amount
        if entry.balance_after != self._posted:
            return Problem("balance", where, f"{entry.balance_after} is told, it is {self._posted}")
        digest = chain.digest(posting)
        self._head = chain.link(
            self._head, digest, self.account.key, entry.sequence, entry.balance_after
        )
        if self._head != entry.hash or digest != posting.digest:
            return Problem("chain", where, f"posting {posting.id} is not what it was when written")
        self._unguarded = self._unguarded or entry.unguarded or entry.minimum < 0
        self._note_dated_back(posting, entry)
        return self._move(posting, entry, where) or self._check_guard(posting, entry, where)

    def _note_dated_back(self, posting: Posting, entry: Entry) -> None:
        effective = posting.effective_at
        # As when it was judged: a posting of that very moment looks back at nothing.
        dated_back = effective < min(self._effective_to, judged_at(posting))
        looked_at = posting.kind is not PostingKind.EXPIRE and entry.asset != BUDGET
        if dated_back and looked_at:
            own = [e for e in posting.entries if (e.owner, e.asset) == (entry.owner, entry.asset)]
            guarded = [e.minimum for e in own if e.amount < 0 and not e.unguarded]
            if guarded and entry is own[-1] and sum(e.amount for e in own) < 0:
                self._look_backs.append(
                    LookBack(entry.sequence, effective, entry.balance_after, max(guarded))
                )
        self._effective_to = max(self._effective_to, effective)

    def _move(self, posting: Posting, entry: Entry, where: str) -> Problem | None:
        self._lots = lots.settle(self._lots, judged_at(posting))
        if entry.amount > 0:
            points = min(entry.amount, self._posted)
            if points > 0:
                lot = Lot(points, entry.expire_at, entry.available_at)
                self._lots = lots.put(self._lots, lot)
            return None
        for lot in entry.lots:
            left = lots.remove(self._lots, lot)
            if left is None:
                return Problem("lots", where, f"{lot.points} were taken from a lot without them")
            self._lots = left
        return None

    def _check_guard(self, posting: Posting, entry: Entry, where: str) -> Problem | None:
        if entry.amount > 0 or entry.unguarded:
            return None
        if any(hold.owner == entry.owner and hold.change < 0 for hold in posting.holds):
            return None
        # The guard looks at the account once all legs have moved, and lets a debt stay as it is.
        own = [e for e in posting.entries if (e.owner, e.asset) == (entry.owner, entry.asset)]
        before, after = own[0].balance_after - own[0].amount, own[-1].balance_after
        if after < min(0, entry.minimum, before):
            return Problem("negative", where, f"the balance is {after} after it")
        return None

    def _check_sums(self) -> Problem | None:
        account = self.account
        name = account.key.name
        total = sum(lot.points for lot in account.lots)
        if total != max(0, account.posted) or any(lot.points <= 0 for lot in account.lots):
            return Problem("lots", name, f"lots sum to {total}, the balance is {account.posted}")
        # Only a debit that may make debt can take what a hold has set aside.
        held = account.held(account.recorded_at)
        if held > max(0, account.posted) and not self._unguarded:
            return Problem("holds", name, f"{held} are held of a balance of {account.posted}")
        return None


def _from_lot(lot: Lot) -> tuple[int, int | None, int | None]:
    expire_ms, available_ms = (
        None if at is None else unix_ms(at) for at in (lot.expire_at, lot.available_at)
    )
    return lot.points, expire_ms, available_ms


def _to_lot(points: int, expire_ms: int | None, available_ms: int | None) -> Lot:
    expire_at, available_at = (
        None if ms is None else EPOCH + timedelta(milliseconds=ms)
        for ms in (expire_ms, available_ms)
    )
    return Lot(points, expire_at, available_at)


def audit_posting(posting: Posting) -> Problem | None:
    """Whether `posting` by itself is sound: as it was written, and summing to zero."""
    for asset in {entry.asset for entry in posting.entries}:
        total = sum(entry.amount for entry in posting.entries if entry.asset == asset)
        if total:
            return Problem("zero_sum", f"posting {posting.id}", f"{asset} sums to {total}")
    if chain.digest(posting) != posting.digest:
        return Problem("chain", f"posting {posting.id}", "not what it was when it was written")
    return None


def audit_numbers(posting: Posting, accounts: Mapping[AccountKey, Account]) -> Problem | None:
    """Whether each entry of `posting` has its place in `accounts`, as they were read after it."""
    for entry in posting.entries:
        account = accounts.get(AccountKey(posting.brand, entry.owner, entry.asset))
        last = account.sequence if account else 0
        if entry.sequence > last:
            return Problem(
                "sequence",
                f"{entry.owner}/{entry.asset}/{entry.sequence}",
                f"posting {posting.id} has it, the account ends at {last}",
            )
    return None
