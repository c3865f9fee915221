"""A day of stores: what the postings of each store issued, took back and redeemed, by rule.

Each figure is what a house account gave or got, so all rows together are the trial balance at the
end of the day less the one at its start. Points of no named rule have the rule "", postings of no
named store the store "".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from services.points.ledger.domain.chart_of_accounts import MEMBERS, account_class
from services.points.ledger.domain.posting import STORE_ID, Posting, PostingKind
from services.points.statements.domain.rule_attribution import (
    COLUMNS,
    UNATTRIBUTED,
    Column,
    Origin,
    all_of,
    said_in,
)
from services.points.vouchers.domain.voucher import VoucherState
from services.points.vouchers.domain.voucher_posting import REWARD, STATE


class StoreRow(NamedTuple):
    """One store, one rule that gave or lost points or else one reward. Empty: none is named."""

    store_id: str
    rule: str = ""
    reward: str = ""


@dataclass(slots=True)
class StoreSums:
    """Points by column, positive towards members; and how many postings and vouchers."""

    points: Counter[Column] = field(default_factory=Counter)
    postings: int = 0
    vouchers: Counter[VoucherState] = field(default_factory=Counter)
    """By the state that a posting left a voucher in: USED, or ISSUED once more."""

    def add(self, other: StoreSums) -> None:
        """The rows taken together; a posting in several rows counts in each."""
        self.points.update(other.points)
        self.postings += other.postings
        self.vouchers.update(other.vouchers)


class StoreTotals:
    """The sums of one asset."""

    def __init__(self, asset: str) -> None:
        self.asset = asset
        self.rows: dict[StoreRow, StoreSums] = {}

    def add(self, posting: Posting) -> None:
        """One more posting; one that moves neither the asset nor a voucher adds nothing."""
        reward = posting.metadata.get(REWARD, "")
        plain = StoreRow(posting.metadata.get(STORE_ID, ""), "", reward)
        if posting.kind is PostingKind.VOUCHER:
            sums = self._row(plain)
            sums.vouchers[VoucherState(posting.metadata[STATE])] += 1
            sums.postings += 1
            return
        moved: dict[StoreRow, Counter[Column]] = {}
        said = said_in(posting).get(self.asset, [])
        for column, points in self._sides(posting).items():
            for origin, part in _by_rule(column, points, said).items():
                row = plain._replace(rule=origin.rule) if origin.rule else plain
                moved.setdefault(row, Counter())[column] += part
        for row, parts in moved.items():
            sums = self._row(row)
            sums.points.update(parts)
            sums.postings += 1

    def _sides(self, posting: Posting) -> Counter[Column]:
        """What came from each house account, less what went there."""
        sides: Counter[Column] = Counter()
        for entry in posting.entries:
            if entry.asset == self.asset and account_class(entry.owner) != MEMBERS:
                sides[COLUMNS.get(entry.owner, Column.OTHER)] -= entry.amount
        return sides

    def _row(self, row: StoreRow) -> StoreSums:
        return self.rows.setdefault(row, StoreSums())


def together(sums: Iterable[StoreSums]) -> StoreSums:
    """All of them as one."""
    whole = StoreSums()
    for one in sums:
        whole.add(one)
    return whole


def _by_rule(column: Column, points: int, said: list[tuple[Origin, int]]) -> dict[Origin, int]:
    """What is issued or clawed back belongs to the rules that the posting names."""
    if column is Column.ISSUED and points > 0:
        parts = all_of(points, said)
    elif column is Column.CLAWED_BACK and points < 0:
        parts = {origin: -part for origin, part in all_of(-points, said).items()}
    else:
        parts = {UNATTRIBUTED: points}
    return {origin: part for origin, part in parts.items() if part}
