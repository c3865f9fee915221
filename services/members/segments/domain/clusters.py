"""Behavioural clusters: four groups of members who act alike, found by k-means over their facts.

A run finds centres; from then on a member is in the cluster whose centre is the nearest at the
moment of reading, so nothing is kept of a member. Axes are log(1 + x) of facts, so that one who
pays ten times as much is as far from the middle as one who pays a tenth, each less its mean and
divided by its standard deviation over the members of the run, so that no unit weighs more.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from math import expm1, log1p, sqrt

from services.members.activities.domain.activity_type import ActivityType
from services.members.activities.domain.facts import Facts
from services.members.segments.domain.kmeans import Point, k_means, nearest

CLUSTER_DAYS = 90
"""Days over which orders and money are counted; one of the windows of facts."""
CONTENT = (
    *(ActivityType.CONTENT_VIEW, ActivityType.LIKE, ActivityType.COLLECT),
    *(ActivityType.SHARE, ActivityType.REVIEW),
)
VISITS = (ActivityType.VISIT, ActivityType.CHECK_IN, ActivityType.SERVICE_VISIT)
SEED_MAX = 2**53 - 1
ALIKE_BELOW = 1e-9


class ClusterCode(StrEnum):
    """The clusters, by value and activity. Documents and conditions carry the value, so it never
    changes."""

    HIGH_VALUE_PAYERS = "high_value_payers"
    CONTENT_SHARERS = "content_sharers"
    PRICE_SENSITIVE = "price_sensitive"
    SLEEPING = "sleeping"


class TooAlike(Exception):
    """Fewer members than there are clusters differ in their facts."""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Facts of a member, or of a typical one: orders of 90 days and what was paid for them (minor
    units, less what went back), active days of 30, and content and visits ever."""

    orders: float
    spent_minor: float
    active_days: float
    content: float
    visits: float

    @staticmethod
    def of(facts: Facts, today: date) -> "Behaviour":
        """As of the local day `today`."""
        done = facts.done
        return Behaviour(
            orders=facts.orders_in(CLUSTER_DAYS, today),
            spent_minor=facts.spent_in(CLUSTER_DAYS, today),
            active_days=facts.active_days(today),
            content=sum(done.get(kind, 0) for kind in CONTENT),
            visits=sum(done.get(kind, 0) for kind in VISITS),
        )

    @property
    def point(self) -> Point:
        """Its place before scaling. More may have gone back than was paid: that counts as 0."""
        axes = (self.orders, self.spent_minor, self.active_days, self.content, self.visits)
        return tuple(log1p(max(0.0, each)) for each in axes)


@dataclass(frozen=True, slots=True)
class Scaling:
    """The mean and the standard deviation of each axis."""

    means: Point
    deviations: Point

    @staticmethod
    def of(points: Sequence[Point]) -> "Scaling":
        """Of the points of a run."""
        axes, count = list(zip(*points, strict=True)), len(points)
        means = tuple(sum(axis) / count for axis in axes)
        spread = (
            sqrt(sum((each - mean) ** 2 for each in axis) / count)
            for axis, mean in zip(axes, means, strict=True)
        )
        # An axis on which all are alike parts nobody; what is left of it comes from rounding.
        return Scaling(means, tuple(each if each > ALIKE_BELOW else 1.0 for each in spread))

    def scaled(self, point: Point) -> Point:
        """A point on the scale of centres."""
        axes = zip(point, self.means, self.deviations, strict=True)
        return tuple((each - mean) / deviation for each, mean, deviation in axes)

    def behaviour(self, centre: Point) -> Behaviour:
        """A centre in the units of the facts."""
        axes = zip(centre, self.means, self.deviations, strict=True)
        return Behaviour(*(max(0.0, expm1(at * deviation + mean)) for at, mean, deviation in axes))


@dataclass(frozen=True, slots=True)
class Clusters:
    """What a run found for a brand: `centres` in the order of `ClusterCode`, by `scaling`.

    `version` counts the runs, `on` is the local day as of which members were grouped. `sizes` are
    all members of that day; by `sampled` of them the centres were found.
    """

    on: date
    seed: int
    scaling: Scaling
    centres: tuple[Point, ...]
    sampled: int
    sizes: tuple[int, ...] = ()
    version: int = 0

    def code_of(self, facts: Facts, today: date) -> ClusterCode:
        """The cluster of a member on the local day `today`."""
        return tuple(ClusterCode)[self.index_of(Behaviour.of(facts, today))]

    def index_of(self, behaviour: Behaviour) -> int:
        """The index of the nearest centre."""
        return nearest(self.scaling.scaled(behaviour.point), self.centres)

    def counted(self, sizes: Mapping[int, int]) -> "Clusters":
        """With the members by index of the centre."""
        return replace(self, sizes=tuple(sizes.get(n, 0) for n in range(len(self.centres))))

    @property
    def key(self) -> str:
        """The same for runs by which every member is in the same cluster."""
        return f"{self.scaling} {self.centres}"


def found(behaviours: Mapping[str, Behaviour], seed: int, on: date) -> Clusters:
    """The clusters of members by id; the order in which they come does not matter. Raises
    TooAlike."""
    points = [behaviours[member_id].point for member_id in sorted(behaviours)]
    if len(set(points)) < len(ClusterCode):
        raise TooAlike(f"{len(ClusterCode)} clusters need as many members who differ in their acts")
    scaling = Scaling.of(points)
    centres = k_means([scaling.scaled(each) for each in points], len(ClusterCode), seed)
    return Clusters(on, seed, scaling, _named(centres), len(points))


_ORDERS, _SPENT, _ACTIVE, _CONTENT, _VISITS = range(5)
_MOST: Sequence[Callable[[Point], float]] = (
    lambda centre: centre[_SPENT],
    lambda centre: centre[_CONTENT],
    lambda centre: centre[_ORDERS] + centre[_ACTIVE],
)


def _named(centres: Sequence[Point]) -> tuple[Point, ...]:
    """The centres in the order of `ClusterCode`: of all the one with the most money, of the others
    that with the most content, of the last two the more active one. Of equals the greater centre,
    so that it is the same from run to run."""
    left, ordered = list(centres), list[Point]()
    for most in _MOST:
        ordered.append(max(left, key=lambda centre: (most(centre), centre)))
        left.remove(ordered[-1])
    return (*ordered, *left)
