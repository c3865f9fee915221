"""Guards at the effective time: a debit dated back leaves no instant since then below its minimum.

A guard looks at what an account has now. A debit that takes effect before other entries do, lowers
the balance of every instant since, and a month may have been told in between. So the entries that
take effect after it are looked at: only those, and only for such a debit.

    balance at t = posted − Σ amounts of the entries that take effect after t
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

LOOK_BACK_MAX = 10_000
"""Entries that are looked at for one debit: a fraction of a second. What is dated before more of
them is refused."""


class Dated(NamedTuple):
    """An entry's number, when it takes effect, and its amount."""

    sequence: int
    effective_at: datetime
    amount: int


class Floor(NamedTuple):
    """From `since` on the balance is at its minimum or above; `lowest` is the least of it all."""

    since: datetime
    lowest: int


def floor(posted: int, minimum: int, effective: datetime, later: Iterable[Dated]) -> Floor:
    """Where the balance of an account stands from `effective` on.

    `posted` is what it has once the debit is done, and `later` are the entries that take effect
    after it. What is below the minimum now is for the guard of now to judge.
    """
    least = min(minimum, posted)
    amounts: Counter[datetime] = Counter()
    for entry in later:
        if entry.effective_at > effective:
            amounts[entry.effective_at] += entry.amount
    since, left, lowest = effective, posted, posted
    for at in sorted(amounts, reverse=True):
        left -= amounts[at]
        if left < least and since == effective:
            since = at
        lowest = min(lowest, left)
    return Floor(since, lowest)
