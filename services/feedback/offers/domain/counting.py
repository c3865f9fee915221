"""Counts which series members bought, and which together, member by member."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from itertools import permutations

from services.feedback.offers.domain.association import TOGETHER_DAYS, Days, Learnt


class Counting:
    """Takes members in any order; only `named` series count."""

    def __init__(self, named: Collection[str]) -> None:
        self._named = frozenset(named)
        self._buyers = 0
        self._members = Counter[str]()
        self._pairs = Counter[tuple[str, str]]()

    def add(self, bought: Mapping[str, Days]) -> None:
        """Count a member's orders: by series, their days in order."""
        own = {series: days for series, days in bought.items() if series in self._named and days}
        self._buyers += bool(own)
        self._members.update(own.keys())
        self._pairs.update(
            pair for pair in permutations(own, 2) if are_near(own[pair[0]], own[pair[1]])
        )

    def learnt(self) -> Learnt:
        """What all of them amount to."""
        return Learnt(self._buyers, dict(self._members), dict(self._pairs))


def count(named: Collection[str], members: Iterable[Mapping[str, Days]]) -> Learnt:
    """Count members."""
    counting = Counting(named)
    for bought in members:
        counting.add(bought)
    return counting.learnt()


def are_near(one: Days, other: Days) -> bool:
    """Whether a day of the one is within 90 days of a day of the other. Both are in order."""
    i = j = 0
    while i < len(one) and j < len(other):
        if abs((one[i] - other[j]).days) <= TOGETHER_DAYS:
            return True
        if one[i] < other[j]:
            i += 1
        else:
            j += 1
    return False
