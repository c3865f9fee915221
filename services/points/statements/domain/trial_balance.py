"""The trial balance: what was added to and taken from each class of accounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from services.points.statements.domain.total import Total


@dataclass(frozen=True, slots=True)
class TrialBalanceRow:
    """A class of accounts in one asset. `debits` is what was taken, as a positive number."""

    account_class: str
    asset: str
    credits: int
    debits: int

    @property
    def balance(self) -> int:
        """credits − debits."""
        return self.credits - self.debits


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """All classes as of one recorded time, by asset and class."""

    rows: tuple[TrialBalanceRow, ...]
    as_of: datetime

    @property
    def sums(self) -> Mapping[str, int]:
        """The sum of each asset: zero, since every posting sums to zero."""
        sums: Counter[str] = Counter()
        for row in self.rows:
            sums[row.asset] += row.balance
        return sums


def trial_balance(totals: Iterable[Total], as_of: datetime) -> TrialBalance:
    """The months of `totals` taken together."""
    added: Counter[tuple[str, str]] = Counter()
    taken: Counter[tuple[str, str]] = Counter()
    for total in totals:
        name = total.asset, total.account_class
        added[name] += total.credits
        taken[name] += total.debits
    rows = [
        TrialBalanceRow(name, asset, added[asset, name], taken[asset, name])
        for asset, name in sorted(added)
    ]
    return TrialBalance(tuple(rows), as_of)
