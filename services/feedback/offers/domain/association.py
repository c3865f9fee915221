"""Which series members buy together, where it is more than chance."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from math import sqrt

from services.feedback.offers.domain.section import Basis, OfferPlan

TOGETHER_DAYS = 90
BOTH_MIN = 20
LIFT_MIN = 1.2
SHRINK = 20
"""A confidence counts as if so many more members had bought the first, who took the second as
usual: so few of them say little."""
KEPT_MAX = 1_000
Z = 1.959963984540054

Days = Sequence[date]
"""The local days of a member's orders of one series, in order."""


@dataclass(frozen=True, slots=True)
class Answers:
    """How often an offer was shown and taken."""

    shown: int = 0
    taken: int = 0


@dataclass(frozen=True, slots=True)
class Learnt:
    """Members by series, and by pairs of series that they bought within 90 days; of all `buyers`.

    `answers` are by offer. `at` is None before the first night.
    """

    buyers: int = 0
    members: Mapping[str, int] = field(default_factory=dict)
    pairs: Mapping[tuple[str, str], int] = field(default_factory=dict)
    answers: Mapping[str, Answers] = field(default_factory=dict)
    at: datetime | None = None

    def share(self, series: str) -> float:
        """Of all buyers, those of a series; 0 where nobody bought anything."""
        return self.members.get(series, 0) / self.buyers if self.buyers else 0.0


@dataclass(frozen=True, slots=True)
class Association:
    """Of `from_members` who bought the one series, `both` took the other too.

    `base` is the share of all buyers who took the other.
    """

    from_series: str
    to_series: str
    basis: Basis
    from_members: int
    to_members: int
    both: int
    base: float

    @property
    def confidence(self) -> float | None:
        """both ÷ from_members; None where nobody bought the first."""
        return self.both / self.from_members if self.from_members else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's 95 % interval of the confidence (Journal of the ASA 22, 1927)."""
        if self.confidence is None:
            return None
        n, p = self.from_members, self.confidence
        middle = p + Z * Z / (2 * n)
        half = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
        whole = 1 + Z * Z / n
        return (middle - half) / whole, (middle + half) / whole

    @property
    def lift(self) -> float | None:
        """confidence ÷ base; None where one of them is nothing."""
        return self.confidence / self.base if self.confidence is not None and self.base else None

    @property
    def chance(self) -> float:
        """The confidence, shrunk toward the base."""
        return (self.both + SHRINK * self.base) / (self.from_members + SHRINK)

    @property
    def is_more_than_chance(self) -> bool:
        """Enough members, often enough, and beyond the interval."""
        interval, lift = self.interval, self.lift
        return (
            self.both >= BOTH_MIN
            and lift is not None
            and lift >= LIFT_MIN
            and interval is not None
            and interval[0] > self.base
        )


def associations(plan: OfferPlan, learnt: Learnt) -> list[Association]:
    """Those that the brand wrote, then those that were learnt, the largest lift first."""
    by_hand = [_of(learnt, pair, basis) for pair, basis in plan.by_hand.items()]
    return [*by_hand, *sorted(_learnt(plan, learnt), key=_order)]


def _learnt(plan: OfferPlan, learnt: Learnt) -> Iterator[Association]:
    for pair in learnt.pairs:
        if pair not in plan.by_hand and set(pair) <= plan.series.keys():
            found = _of(learnt, pair, Basis.TOGETHER)
            if found.is_more_than_chance:
                yield found


def _of(learnt: Learnt, pair: tuple[str, str], basis: Basis) -> Association:
    one, other = pair
    sizes = learnt.members.get(one, 0), learnt.members.get(other, 0)
    return Association(*pair, basis, *sizes, learnt.pairs.get(pair, 0), learnt.share(other))


def _order(found: Association) -> tuple[float, str, str]:
    return -(found.lift or 0), found.from_series, found.to_series


def worth_keeping(plan: OfferPlan, counted: Learnt) -> Mapping[tuple[str, str], int]:
    """The pairs that are kept for the day: those of the brand, and at most 1,000 that say much."""
    known = associations(plan, counted)[: KEPT_MAX + len(plan.by_hand)]
    return {(each.from_series, each.to_series): each.both for each in known}
