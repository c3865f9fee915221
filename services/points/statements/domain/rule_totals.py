"""What became of the points of each rule and campaign.

For every cohort (rule_attribution.py) it is known how much of each origin is outstanding in the
whole brand. What leaves a cohort is shared in that proportion, all moves of a slice of the ledger
together, to the point. So a figure is exact for the brand and each column; for an origin, what was
issued is exact, and what was spent or expired is its share of the points that expire in the same
month. A refund says of which rule the points were: only that rule's are taken, as long as there are
any.

For each origin issued − redeemed − expired − clawed_back + other = what is outstanding; and over
all origins each column is what the trial balance says of its house account.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from services.points.calendar.domain.month import Month
from services.points.statements.domain.rule_attribution import (
    DEBT,
    UNATTRIBUTED,
    Cell,
    Column,
    ExpiryCohort,
    Move,
    Moves,
    Origin,
    Shift,
)

ORIGINS_MAX = 2_000
"""Rules and campaigns of a brand, for ever; the points of further ones are UNATTRIBUTED."""


@dataclass(slots=True)
class OriginTotals:
    """`cells`: what moved, positive towards members. `cohorts`: what is outstanding after it."""

    cells: Counter[Cell] = field(default_factory=Counter)
    cohorts: dict[ExpiryCohort, Counter[Origin]] = field(default_factory=dict)
    known: dict[Origin, None] = field(default_factory=lambda: {UNATTRIBUTED: None})
    """Every origin ever seen, in that order."""

    def settle(self, moves: Moves) -> None:
        """Add what `moves` moved."""
        for cell, points in moves.houses.items():
            self.cells[cell] += points
        moved = {move: points for move, points in moves.sums.items() if points}
        shifts = sorted(moves.shifts.items())
        for move, points in sorted(moved.items(), key=lambda one: _order(*one)):
            if move.origin is None and points < 0:
                # All that came is there by now; some may go from where it was put off to.
                self._shift(shifts)
                shifts = []
            if move.origin is not None:
                self._give(move, self._known(move.origin), points)
            elif points > 0:
                self._give_back(move, points)
            else:
                self._take(move, -points)
        self._shift(shifts)
        self.cohorts = {
            cohort: Counter({origin: points for origin, points in origins.items() if points})
            for cohort, origins in self.cohorts.items()
            if any(origins.values())
        }

    def _shift(self, shifts: Iterable[tuple[Shift, int]]) -> None:
        """The earliest first, since what was put off twice went through the month between."""
        for shift, points in shifts:
            since = self._cohort(ExpiryCohort(shift.asset, shift.since))
            until = self._cohort(ExpiryCohort(shift.asset, shift.until))
            there = {origin: count for origin, count in since.items() if count > 0}
            taken = min(points, sum(there.values()))
            parts = share(taken, there)
            parts[UNATTRIBUTED] = parts.get(UNATTRIBUTED, 0) + points - taken
            for origin, part in parts.items():
                since[origin] -= part
                until[origin] += part

    def _known(self, origin: Origin) -> Origin:
        if origin not in self.known:
            if len(self.known) >= ORIGINS_MAX:
                return UNATTRIBUTED
            self.known[origin] = None
        return origin

    def _give(self, move: Move, origin: Origin, points: int) -> None:
        self._note(move, origin, points)
        if move.cohort.expiry == DEBT and origin != UNATTRIBUTED:
            # The points pay a debt, and a debt belongs to no rule.
            for one, sign in ((origin, -1), (UNATTRIBUTED, 1)):
                self.cells[Cell(move.month, move.cohort.asset, one, Column.OTHER)] += sign * points
            origin = UNATTRIBUTED
        self._cohort(move.cohort)[origin] += points

    def _give_back(self, move: Move, points: int) -> None:
        """To the origins that have points there now; points taken from none are unattributed."""
        there = {} if move.cohort.expiry == DEBT else +self._cohort(move.cohort)
        if move.column is Column.OTHER or not there:
            there = Counter({UNATTRIBUTED: 1})
        for origin, part in share(points, there).items():
            self._give(move, origin, part)

    def _take(self, move: Move, points: int) -> None:
        cohort = self._cohort(move.cohort)
        if move.rule:
            points -= self._take_of(
                move, points, {o: there for o, there in cohort.items() if o.rule == move.rule}
            )
        points -= self._take_of(move, points, cohort)
        if points:
            # A debt; or the ids of two replicas stand in another order than what they wrote.
            self._note(move, UNATTRIBUTED, -points)
            cohort[UNATTRIBUTED] -= points

    def _take_of(self, move: Move, points: int, there: Mapping[Origin, int]) -> int:
        """As many of `points` as `there` are, from all of them; how many."""
        there = {origin: count for origin, count in there.items() if count > 0}
        taken = min(points, sum(there.values()))
        for origin, part in share(taken, there).items():
            self._note(move, origin, -part)
            self._cohort(move.cohort)[origin] -= part
        return taken

    def _note(self, move: Move, origin: Origin, points: int) -> None:
        self.cells[Cell(move.month, move.cohort.asset, origin, move.column)] += points

    def _cohort(self, cohort: ExpiryCohort) -> Counter[Origin]:
        return self.cohorts.setdefault(cohort, Counter())


@dataclass(frozen=True, slots=True)
class OriginRow:
    """One rule under the same campaigns: what moved in some months, and what is outstanding now."""

    origin: Origin
    issued: int
    redeemed: int
    expired: int
    clawed_back: int
    other: int
    outstanding: int


def rows(
    asset: str, cells: Mapping[Cell, int], cohorts: Mapping[ExpiryCohort, Mapping[Origin, int]]
) -> tuple[OriginRow, ...]:
    """A row for each origin of `asset`, the rules and campaigns in the order of their names."""
    moved: Counter[tuple[Origin, Column]] = Counter()
    outstanding: Counter[Origin] = Counter()
    for cell, points in cells.items():
        if cell.asset == asset and points:
            moved[cell.origin, cell.column] += points
    for cohort, origins in cohorts.items():
        if cohort.asset == asset:
            for origin, points in origins.items():
                outstanding[origin] += points
    return tuple(
        OriginRow(
            origin,
            moved[origin, Column.ISSUED],
            -moved[origin, Column.REDEEMED],
            -moved[origin, Column.EXPIRED],
            -moved[origin, Column.CLAWED_BACK],
            moved[origin, Column.OTHER],
            outstanding[origin],
        )
        for origin in sorted({*outstanding, *(origin for origin, _ in moved)})
    )


def together(all_rows: Iterable[OriginRow]) -> OriginRow:
    """All of them as one, of no origin."""
    sums = [0] * 6
    for row in all_rows:
        numbers = row.issued, row.redeemed, row.expired, row.clawed_back, row.other
        for index, number in enumerate((*numbers, row.outstanding)):
            sums[index] += number
    return OriginRow(UNATTRIBUTED, *sums)


def in_months(cells: Mapping[Cell, int], first: Month, last: Month) -> Counter[Cell]:
    """Those of the months from `first` to `last`."""
    return Counter({cell: n for cell, n in cells.items() if first <= cell.month <= last})


def share(points: int, weights: Mapping[Origin, int]) -> dict[Origin, int]:
    """`points` in proportion to `weights`, to the point; what is over goes to the largest parts.

    Nobody gets more than its weight unless `points` are more than all of them.
    """
    total = sum(weights.values())
    if not total:
        return {}
    parts = {origin: points * weight // total for origin, weight in weights.items()}
    rest = points - sum(parts.values())
    by_what_is_cut = sorted(weights, key=lambda one: (-(points * weights[one] % total), one))
    for origin in by_what_is_cut[:rest]:
        parts[origin] += 1
    return {origin: part for origin, part in parts.items() if part}


def _order(move: Move, points: int) -> tuple[bool, bool, bool, Move]:
    """Points that come before points that go; of these, one rule's before those of all."""
    return move.origin is None, points < 0, not move.rule, move._replace(origin=None)
