"""Terciles of very many members by counting: in two passes, and never all of them in memory.

Of n values from the worst to the best, the cut points are those in the places n//3 and 2n//3,
counted from 0. A value that equals a cut point is beyond it, so ties go upward.
"""

from collections import Counter
from dataclasses import dataclass, field

from services.members.segments.domain.rfm import Cuts, Measures

EXACT_BITS = 11
"""Values below 2 to this power are counted one by one; above, in buckets of a 1,024th."""


def bucket(value: int) -> int:
    """The lowest value of the bucket that a value is counted in."""
    shift = max(0, value.bit_length() - EXACT_BITS)
    return value >> shift << shift


@dataclass(slots=True)
class Counted:
    """One measure of many members. `fewer`: the fewer the better, so that the order is downward.
    `within`: the values of the buckets that a cut point lies in, one by one, once the first pass is
    over."""

    fewer: bool = False
    buckets: Counter[int] = field(default_factory=Counter)
    within: dict[int, Counter[int]] = field(default_factory=dict)

    def add(self, value: int) -> None:
        """Count a value in the first pass."""
        self.buckets[bucket(value)] += 1

    def look_within(self) -> bool:
        """End the first pass; True where a second one is needed, since a cut point lies in a bucket
        of several values."""
        cut = {low for low, _ in self._places()}
        self.within = {low: Counter() for low in cut if low >= 1 << EXACT_BITS}
        return bool(self.within)

    def add_within(self, value: int) -> None:
        """Count a value in the second pass."""
        if (counted := self.within.get(bucket(value))) is not None:
            counted[value] += 1

    def cuts(self) -> tuple[int, int]:
        """The two cut points, the worse first; (0, 0) of nothing."""
        found = [self._value(low, place) for low, place in self._places()]
        return (found[0], found[1]) if found else (0, 0)

    def _places(self) -> list[tuple[int, int]]:
        """Of each cut point its bucket, and its place in it."""
        n = self.buckets.total()
        places = [n * third // 3 for third in (1, 2)] if n else []
        return [_at(self.buckets, n - 1 - place if self.fewer else place) for place in places]

    def _value(self, low: int, place: int) -> int:
        counted = self.within.get(low)
        # Between the passes a member may have changed: the bucket stands for what is not in it.
        return _at(counted, place)[0] if counted else low


def _at(counted: Counter[int], place: int) -> tuple[int, int]:
    """The value in a place, and how many places after its first one; the last for any behind it."""
    value = 0
    for value in sorted(counted):
        if place < counted[value]:
            return value, place
        place -= counted[value]
    return value, counted[value] - 1


@dataclass(slots=True)
class Terciles:
    """The three measures of many members."""

    recency: Counted = field(default_factory=lambda: Counted(fewer=True))
    orders: Counted = field(default_factory=Counted)
    spent: Counted = field(default_factory=Counted)

    def add(self, measures: Measures) -> None:
        """Count a member in the first pass."""
        self.recency.add(measures.recency_days)
        self.orders.add(measures.orders)
        self.spent.add(measures.spent_minor)

    def look_within(self) -> bool:
        """End the first pass; True where a second one is needed."""
        looked = [each.look_within() for each in (self.recency, self.orders, self.spent)]
        return any(looked)

    def add_within(self, measures: Measures) -> None:
        """Count a member in the second pass."""
        self.recency.add_within(measures.recency_days)
        self.orders.add_within(measures.orders)
        self.spent.add_within(measures.spent_minor)

    def cuts(self) -> Cuts:
        """The cut points."""
        worse, better = self.recency.cuts()
        return Cuts((better, worse), self.orders.cuts(), self.spent.cuts())
