"""The statement of a month: opening, what came and went by kind, closing.

By effective time, so what is recorded late still shows in the month for which it counts. Points
past expiry are gone at their expiry, whether or not a sweep has recorded it yet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from services.points.ledger.domain.account import Account, AccountKey
from services.points.ledger.domain.posting import PostingKind


@dataclass(frozen=True, slots=True)
class Span:
    """Entries of an account with numbers in `numbers`, looked at from `start` to before `end`."""

    key: AccountKey
    numbers: range
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Moved:
    """Entries of one kind together: those of the month, or those `before` it."""

    before: bool
    kind: PostingKind
    amount: int
    count: int


@dataclass(frozen=True, slots=True)
class StatementLine:
    """What one kind of posting did in the month. `count` is of entries recorded so far."""

    kind: PostingKind
    amount: int
    count: int


@dataclass(frozen=True, slots=True)
class Statement:
    """opening + the amounts of all lines = closing."""

    opening: int
    closing: int
    lines: tuple[StatementLine, ...]


def statement(
    account: Account, balance: int, moved: Iterable[Moved], start: datetime, end: datetime
) -> Statement:
    """The statement of `account` from `start` to `end`: a month's end, or now within the month.

    `balance` is what the books showed at some time before `start`, and `moved` all that was
    recorded since, of which part may belong before `start`.
    """
    amounts: Counter[PostingKind] = Counter()
    counts: Counter[PostingKind] = Counter()
    opening = balance - account.expired(start)
    for one in moved:
        if one.before:
            opening += one.amount
        else:
            amounts[one.kind] += one.amount
            counts[one.kind] += one.count
    unrecorded = account.expired(end) - account.expired(start)
    if unrecorded:
        amounts[PostingKind.EXPIRE] -= unrecorded
    lines = tuple(
        StatementLine(kind, amounts[kind], counts[kind]) for kind in PostingKind if kind in amounts
    )
    return Statement(opening, opening + sum(line.amount for line in lines), lines)
