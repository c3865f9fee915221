"""The lots that the points of a basket came from, and how much of each went back.

Refunds give back to the lot that expires last first, which favours the member.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.points.ledger.domain.chart_of_accounts import HOUSE_PREFIX, POINTS
from services.points.ledger.domain.posting import Lot, Posting


@dataclass(frozen=True, slots=True)
class SpentLot:
    """Points of one lot that paid, and how many of them went back; None never expires."""

    points: int
    expire_at: datetime | None
    returned: int


def lots_of(capture: Posting | None) -> tuple[Lot, ...]:
    """The lots that the points of a capture came from, the first to expire first."""
    for entry in capture.entries if capture else ():
        # One member pays. The entry names them as they were then, also once they are merged.
        paid = entry.asset == POINTS and entry.amount < 0
        if paid and not entry.owner.startswith(HOUSE_PREFIX):
            return tuple(entry.lots)
    return ()


def next_back(lots: Sequence[Lot], returned: int, points: int) -> Iterable[Lot]:
    """The next `points` that go back to `lots`, behind those `returned` before."""
    for lot in reversed(lots):
        there = lot.points - min(returned, lot.points)
        returned -= lot.points - there
        taken = min(there, points)
        points -= taken
        if taken:
            yield Lot(taken, lot.expire_at)


def spent_lots(lots: Sequence[Lot], returned: int) -> tuple[SpentLot, ...]:
    """The lots in their order, with the part of `returned` that went back to each."""
    spent: list[SpentLot] = []
    for lot in reversed(lots):
        back = min(returned, lot.points)
        returned -= back
        spent.append(SpentLot(lot.points, lot.expire_at, back))
    return tuple(reversed(spent))
