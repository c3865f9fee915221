"""What was measured of the members of an arm, and how two arms compare."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import fmean

from services.feedback.experiments.domain.intervals import (
    CLUSTERS_MIN,
    Difference,
    Proportion,
    clustered,
    cuped,
    newcombe,
    sequential_means,
    sequential_rates,
    welch,
    winsorised,
)
from services.feedback.experiments.domain.section import Experiment, Metric, Stop, UnitKind

SEQUENTIAL_LEAST = 100
"""Members an arm, below which a confidence sequence, which is one of large numbers, is not told."""
DID_LEAST = 10
"""Members of both arms together who did it, and who did not, for the same reason."""


@dataclass
class Measured:
    """One metric of one arm, of members whose time for it is over.

    `values` and `before` are of a mean alone. `clusters` has the sum and the number of members of
    each store.
    """

    metric: Metric
    n: int = 0
    did: int = 0
    values: "array[float]" = field(default_factory=lambda: array("d"))
    before: "array[float]" = field(default_factory=lambda: array("d"))
    clusters: dict[str, tuple[float, int]] = field(default_factory=dict)

    def add(self, value: float, before: float, cluster: str) -> None:
        """Add a member."""
        self.n += 1
        if self.metric.kind.is_rate:
            self.did += bool(value)
        else:
            self.values.append(value)
            self.before.append(before)
        total, members = self.clusters.get(cluster, (0.0, 0))
        self.clusters[cluster] = total + value, members + 1

    @property
    def means(self) -> list[float]:
        """The mean of each cluster."""
        return [total / members for total, members in self.clusters.values()]

    @property
    def value(self) -> float | None:
        """The rate or the mean as it was measured; None of nobody."""
        if not self.n:
            return None
        return self.did / self.n if self.metric.kind.is_rate else fmean(self.values)


@dataclass
class ArmTally:
    """Everything that was counted of an arm: the primary metric, then the others. `points` are of
    some of its members."""

    measured: list[Measured]
    exposed: int = 0
    opted_out: int = 0
    complained: int = 0
    points: list[float] = field(default_factory=list)


def tallies_of(rule: Experiment) -> list[ArmTally]:
    """Empty ones, of each arm in order."""
    metrics = (rule.primary, *rule.secondary)
    return [ArmTally([Measured(each) for each in metrics]) for _ in rule.arms]


def clusters_short(rule: Experiment, arms: Sequence[Measured]) -> bool:
    """True when the units are stores, and an arm has fewer than an interval needs."""
    least = min(len(each.clusters) for each in arms)
    return rule.unit is UnitKind.STORE and least < CLUSTERS_MIN


def difference(rule: Experiment, arm: Measured, control: Measured, stop: Stop) -> Difference | None:
    """The arm less the control by the rule's own way; None where there is too little to tell."""
    if rule.unit is UnitKind.STORE:
        return clustered(arm.means, control.means, stop.alpha)
    if stop.sequential and not _large(arm, control):
        return None
    if arm.metric.kind.is_rate:
        return _of_rates(arm, control, stop)
    if min(arm.n, control.n) < 2:
        return None
    return _of_means(arm, control, stop)


def _large(arm: Measured, control: Measured) -> bool:
    if min(arm.n, control.n) < SEQUENTIAL_LEAST:
        return False
    did = arm.did + control.did
    left_out = arm.n + control.n - did
    return not arm.metric.kind.is_rate or min(did, left_out) >= DID_LEAST


def _of_rates(arm: Measured, control: Measured, stop: Stop) -> Difference | None:
    if not arm.n or not control.n:
        return None
    rates = Proportion(arm.did, arm.n), Proportion(control.did, control.n)
    if stop.sequential:
        return sequential_rates(*rates, stop.alpha, stop.tuning)
    return newcombe(*rates, stop.alpha)


def _of_means(arm: Measured, control: Measured, stop: Stop) -> Difference:
    values = _winsorised_together(arm.values, control.values)
    before = _winsorised_together(arm.before, control.before)
    less = cuped(values, before)
    if stop.sequential:
        return sequential_means(less[0], less[1], stop.alpha, stop.tuning)
    return welch(less[0], less[1], stop.alpha)


def _winsorised_together(arm: Sequence[float], control: Sequence[float]) -> list[list[float]]:
    """One cap for both arms: two would be a difference of their own."""
    both = winsorised([*arm, *control])
    return [both[: len(arm)], both[len(arm) :]]
