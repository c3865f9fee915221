"""Differences of two arms, with their intervals.

proportions   Wilson (Journal of the ASA 22, 1927); Newcombe, method 10 (Statistics in
              Medicine 17, 1998)
means         Welch (Biometrika 34, 1947), winsorised, and CUPED (Deng, Xu, Kohavi and
              Walker, WSDM 2013) by what the same members did before
clusters      Welch's difference of the clusters' means, t of clusters - 2 degrees of freedom
sequential    a confidence sequence, which may be looked at at any time
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from statistics import NormalDist, fmean, variance

from services.feedback.experiments.domain.distributions import (
    normal_two_sided,
    sequential_half_width,
    t_of,
    t_two_sided,
    z_of,
)

CLUSTERS_MIN = 10
"""Of each arm, below which no interval is told."""
WINSOR_PERMILLE = 999
"""Values above this one, in thousandths of their number, count as it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """An arm less the control, with its interval; `p` is how likely chance alone is as far off."""

    estimate: float
    low: float
    high: float
    p: float


@dataclass(frozen=True, slots=True)
class Proportion:
    """How many of `n` did it."""

    did: int
    n: int

    @property
    def rate(self) -> float:
        return self.did / self.n


def wilson(rate: Proportion, alpha: float) -> tuple[float, float]:
    """The interval of a proportion of at least one."""
    n, p, z = rate.n, rate.rate, z_of(alpha)
    middle = p + z * z / (2 * n)
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    whole = 1 + z * z / n
    return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)


def newcombe(arm: Proportion, control: Proportion, alpha: float) -> Difference:
    """The difference of two proportions, with the interval of a test of fixed size."""
    (low_1, high_1), (low_2, high_2) = wilson(arm, alpha), wilson(control, alpha)
    p_1, p_2 = arm.rate, control.rate
    estimate = p_1 - p_2
    return Difference(
        estimate,
        estimate - sqrt((p_1 - low_1) ** 2 + (high_2 - p_2) ** 2),
        estimate + sqrt((high_1 - p_1) ** 2 + (p_2 - low_2) ** 2),
        _pooled_p(arm, control),
    )


def _pooled_p(arm: Proportion, control: Proportion) -> float:
    pooled = (arm.did + control.did) / (arm.n + control.n)
    error = sqrt(pooled * (1 - pooled) * (1 / arm.n + 1 / control.n))
    return normal_two_sided((arm.rate - control.rate) / error) if error else 1.0


def winsorised(values: Sequence[float]) -> list[float]:
    """Values, of which the highest thousandth counts as the next lower one."""
    if not values:
        return []
    cap = sorted(values)[ceil(len(values) * WINSOR_PERMILLE / 1000) - 1]
    return [min(each, cap) for each in values]


def welch(arm: Sequence[float], control: Sequence[float], alpha: float) -> Difference:
    """The difference of two means of at least two values each."""
    v_1, v_2 = variance(arm) / len(arm), variance(control) / len(control)
    estimate, error = fmean(arm) - fmean(control), sqrt(v_1 + v_2)
    if not error:
        return Difference(estimate, estimate, estimate, 1.0 if not estimate else 0.0)
    degrees = (v_1 + v_2) ** 2 / (v_1**2 / (len(arm) - 1) + v_2**2 / (len(control) - 1))
    half = t_of(alpha, degrees) * error
    return Difference(
        estimate, estimate - half, estimate + half, t_two_sided(estimate / error, degrees)
    )


def cuped(arms: Sequence[Sequence[float]], before: Sequence[Sequence[float]]) -> list[list[float]]:
    """The values of arms, less what the time before explains.

    θ is the covariance within arms over the variance within arms, all arms together, so that what
    the arms do to the members does not get into it. Means stay comparable: each value loses
    θ × (its before - the mean of all before).
    """
    covered = spread = 0.0
    for values, earlier in zip(arms, before, strict=True):
        middle, was = fmean(values), fmean(earlier)
        covered += sum((y - middle) * (x - was) for y, x in zip(values, earlier, strict=True))
        spread += sum((x - was) ** 2 for x in earlier)
    if not spread:
        return [list(values) for values in arms]
    theta, whole = covered / spread, fmean([x for earlier in before for x in earlier])
    return [
        [y - theta * (x - whole) for y, x in zip(values, earlier, strict=True)]
        for values, earlier in zip(arms, before, strict=True)
    ]


def clustered(arm: Sequence[float], control: Sequence[float], alpha: float) -> Difference | None:
    """The difference of two means of clusters; None for fewer than 10 an arm."""
    if min(len(arm), len(control)) < CLUSTERS_MIN:
        return None
    found = welch(arm, control, alpha)
    error = sqrt(variance(arm) / len(arm) + variance(control) / len(control))
    if not error:
        return found
    degrees = len(arm) + len(control) - 2
    half = t_of(alpha, degrees) * error
    p = t_two_sided(found.estimate / error, degrees)
    return Difference(found.estimate, found.estimate - half, found.estimate + half, p)


def sequential_rates(arm: Proportion, control: Proportion, alpha: float, tuning: int) -> Difference:
    """The difference of two proportions, that may be looked at at any time."""
    each = [(one.rate * (1 - one.rate), one.n) for one in (arm, control)]
    p = _pooled_p(arm, control)
    return _sequential(arm.rate - control.rate, each, p, alpha, tuning)


def sequential_means(
    arm: Sequence[float], control: Sequence[float], alpha: float, tuning: int
) -> Difference:
    """The difference of two means, that may be looked at at any time."""
    each = [(variance(values), len(values)) for values in (arm, control)]
    p = welch(arm, control, alpha).p
    return _sequential(fmean(arm) - fmean(control), each, p, alpha, tuning)


def _sequential(
    estimate: float, each: Sequence[tuple[float, int]], p: float, alpha: float, tuning: int
) -> Difference:
    n = sum(size for _, size in each)
    of_the_mean = sum(spread / size for spread, size in each)
    half = sequential_half_width(of_the_mean * n, n, alpha, tuning)
    return Difference(estimate, estimate - half, estimate + half, p)


def size_needed(baseline: float, effect: float, alpha: float, power: float) -> int:
    """Members an arm, by which a change of a rate from `baseline` by `effect` is found.

    The two-proportion formula, pooled where there is no effect (Fleiss, Statistical Methods for
    Rates and Proportions, 3rd edition, 4.2). `effect` is above 0.
    """
    changed = baseline + effect
    middle = (baseline + changed) / 2
    by_chance = z_of(alpha) * sqrt(2 * middle * (1 - middle))
    by_power = NormalDist().inv_cdf(power) * sqrt(
        baseline * (1 - baseline) + changed * (1 - changed)
    )
    return ceil(((by_chance + by_power) / effect) ** 2)


def holm(ps: Sequence[float], alpha: float) -> list[float]:
    """The level of each of several questions, by which all together are wrong in `alpha`.

    Holm, Scandinavian Journal of Statistics 6, 1979: the smallest p is held to alpha ÷ how many
    there are, the next to alpha ÷ one less. Behind the first that chance explains, all have the
    level of that one, as no further one is told as a difference.
    """
    levels, level, stopped = [alpha] * len(ps), alpha, False
    for rank, index in enumerate(sorted(range(len(ps)), key=lambda i: ps[i])):
        if not stopped:
            level = alpha / (len(ps) - rank)
            stopped = ps[index] > level
        levels[index] = level
    return levels
