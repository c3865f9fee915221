"""The effect of a fix: those who reported against members like them who did not.

Each figure is a difference of differences. For a member, y is the value after the fix less the
value before it. Within a stratum, members of one tier and as many days with an order before,
the mean of y among those who reported less that among the others estimates the effect there.
The strata are weighted by how many reported (subclassification, Cochran 1968, *Biometrics* 24):

    D = Σ wₛ (ȳ₁ₛ − ȳ₀ₛ)        wₛ = n₁ₛ ÷ Σ n₁ₛ
    V = Σ wₛ² (s₁ₛ² ÷ n₁ₛ + s₀ₛ² ÷ n₀ₛ)

with the sample variances s² (Neyman 1923); D ± 1.96 √V is a 95 % interval. A stratum with fewer
than two members on a side has no variance and is left out; its reporters are *unmatched*.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

WHOLE_DAYS = 30
"""An effect is complete after so many days."""
LEAST_MATCHED = 30
"""Of fewer matched reporters no figure is told."""
LEAST_OF_A_SIDE = 2
NORMAL_95 = 1.96
MEASURED_AFTER_DAYS = (7, 14, 21, 30)
_MANY = 3
_BUCKETS = (0, 1, 2, _MANY, _MANY)


@dataclass(frozen=True, slots=True)
class Stratum:
    """Members of one tier with as many days with an order in the 30 days before: 0, 1, 2, 3-4, or
    5 and more."""

    tier: str
    orders: int


def orders_class(days_with_order: int) -> int:
    """0, 1 or 2; 3 for 3-4; 5 for more."""
    return 5 if days_with_order > len(_BUCKETS) - 1 else _BUCKETS[days_with_order]


@dataclass(frozen=True, slots=True)
class CohortMember:
    """A member as the cohort keeps one, from the day of the fix on."""

    member_id: str
    reported: bool
    stratum: Stratum


@dataclass(frozen=True, slots=True)
class Span:
    """So many days before the day of a fix, and so many after it; that day itself is in none."""

    day: date
    days: int

    def is_before(self, day: date) -> bool:
        return self.day - timedelta(days=self.days) <= day < self.day

    def is_after(self, day: date) -> bool:
        return self.day < day <= self.day + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class ActiveDays:
    """The civil days on which a member did something, and those with an order among them."""

    active: frozenset[date] = frozenset()
    ordered: frozenset[date] = frozenset()

    def bought(self, span: Span) -> tuple[float, float]:
        """1 for an order before, or after, else 0."""
        before = any(map(span.is_before, self.ordered))
        return float(before), float(any(map(span.is_after, self.ordered)))

    def was_active(self, span: Span) -> tuple[float, float]:
        """The number of active days before and after."""
        before = sum(map(span.is_before, self.active))
        return float(before), float(sum(map(span.is_after, self.active)))


@dataclass(slots=True)
class Side:
    """The members of one side of a stratum: their number and sums, so that each is read once."""

    count: int = 0
    before: float = 0.0
    after: float = 0.0
    change: float = 0.0
    squares: float = 0.0

    def add(self, before: float, after: float) -> None:
        self.count += 1
        self.before += before
        self.after += after
        self.change += after - before
        self.squares += (after - before) ** 2

    @property
    def variance(self) -> float:
        """The sample variance of the change."""
        spread = self.squares - self.change**2 / self.count
        return max(0.0, spread) / (self.count - 1)


Sides = dict[Stratum, tuple[Side, Side]]
"""By stratum: those who reported, and the others."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Means of those who reported and, by the same weights, of the others; the difference of the
    differences with its 95 % interval."""

    reported_before: float
    reported_after: float
    others_before: float
    others_after: float
    difference: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Effect:
    """The effect of a fix as of the end of a day. Without figures, too few could be matched.

    `repurchase` is a share of members with an order, `activity` a number of days.
    """

    as_of: datetime
    days: int
    matched: int
    compared: int
    unmatched: int
    repurchase: Figure | None = None
    activity: Figure | None = None

    @property
    def is_complete(self) -> bool:
        return self.days >= WHOLE_DAYS


@dataclass(slots=True)
class Measure:
    """Gathers members one by one."""

    span: Span
    repurchase: Sides = field(default_factory=dict)
    activity: Sides = field(default_factory=dict)

    def add(self, member: CohortMember, days: ActiveDays) -> None:
        for sides, (before, after) in (
            (self.repurchase, days.bought(self.span)),
            (self.activity, days.was_active(self.span)),
        ):
            pair = sides.setdefault(member.stratum, (Side(), Side()))
            pair[0 if member.reported else 1].add(before, after)

    def effect(self, as_of: datetime) -> Effect:
        matched = _matched(self.repurchase)
        among = sum(reported.count for reported, _ in matched.values())
        enough = among >= LEAST_MATCHED
        return Effect(
            as_of,
            self.span.days,
            among,
            sum(others.count for _, others in matched.values()),
            sum(reported.count for reported, _ in self.repurchase.values()) - among,
            figure_of(self.repurchase) if enough else None,
            figure_of(self.activity) if enough else None,
        )


def _matched(sides: Mapping[Stratum, tuple[Side, Side]]) -> Sides:
    return {
        stratum: pair
        for stratum, pair in sides.items()
        if min(side.count for side in pair) >= LEAST_OF_A_SIDE
    }


def figure_of(sides: Mapping[Stratum, tuple[Side, Side]]) -> Figure:
    """The figure of strata of which at least one is matched."""
    pairs = list(_matched(sides).values())
    total = sum(reported.count for reported, _ in pairs)
    weights = [reported.count / total for reported, _ in pairs]

    def mean(side: int, name: str) -> float:
        means = (getattr(pair[side], name) / pair[side].count for pair in pairs)
        return float(sum(w * each for w, each in zip(weights, means, strict=True)))

    difference = mean(0, "change") - mean(1, "change")
    variance = sum(
        w**2 * sum(side.variance / side.count for side in pair)
        for w, pair in zip(weights, pairs, strict=True)
    )
    reach = NORMAL_95 * math.sqrt(variance)
    return Figure(
        mean(0, "before"),
        mean(0, "after"),
        mean(1, "before"),
        mean(1, "after"),
        difference,
        difference - reach,
        difference + reach,
    )


def chosen(candidates: Sequence[CohortMember], most: int, times: int) -> list[CohortMember]:
    """Those who reported, and of the others, in the order in which they come, at most `most`
    and `times` as many in each stratum as reported there; none where nobody did."""
    reporters = [each for each in candidates if each.reported]
    left: dict[Stratum, int] = {}
    for each in reporters:
        left[each.stratum] = left.get(each.stratum, 0) + times
    kept: list[CohortMember] = []
    for each in candidates:
        if not each.reported and left.get(each.stratum, 0) > 0 and len(kept) < most:
            left[each.stratum] -= 1
            kept.append(each)
    return reporters + kept


def next_measure(days: int) -> int | None:
    """After how many days the effect is measured next, once it was after `days`; None: it is
    complete."""
    return next((each for each in MEASURED_AFTER_DAYS if each > days), None)
