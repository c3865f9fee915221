"""k-means: points grouped around centres, by Lloyd's algorithm from centres drawn as k-means++.

Sources: S. Lloyd, "Least squares quantization in PCM" (1982); D. Arthur and S. Vassilvitskii,
"k-means++: The advantages of careful seeding" (2007). The same points in the same order with the
same seed come to the same centres.
"""

from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple, TypeAlias

Point: TypeAlias = tuple[float, ...]

ROUNDS_MAX = 100
STARTS = 4
"""Of so many draws of the first centres, the best counts."""


class Step(NamedTuple):
    """Centres, and their inertia: the sum over the points of the squared way to the nearest."""

    inertia: float
    centres: tuple[Point, ...]


def k_means(points: Sequence[Point], count: int, seed: int) -> tuple[Point, ...]:
    """The `count` centres, in order; fewer where fewer points differ. Raises ValueError without
    any point."""
    if not points:
        raise ValueError("nothing to group")
    drawn = Random(seed)
    ends = [list(lloyd(points, first_centres(points, count, drawn)))[-1] for _ in range(STARTS)]
    return min(Step(each.inertia, tuple(sorted(each.centres))) for each in ends).centres


def nearest(point: Point, centres: Sequence[Point]) -> int:
    """The index of the nearest centre; of two as near, the first."""
    return min(range(len(centres)), key=lambda n: squared(point, centres[n]))


def squared(one: Point, other: Point) -> float:
    """The squared distance of two points."""
    return sum((a - b) * (a - b) for a, b in zip(one, other, strict=True))


def first_centres(points: Sequence[Point], count: int, drawn: Random) -> tuple[Point, ...]:
    """Centres among `points`, each drawn by its squared way to those before."""
    centres = [points[drawn.randrange(len(points))]]
    ways = [squared(each, centres[0]) for each in points]
    while len(centres) < count and any(ways):
        [chosen] = drawn.choices(points, ways)
        centres.append(chosen)
        ways = [min(way, squared(each, chosen)) for way, each in zip(ways, points, strict=True)]
    return tuple(centres)


def lloyd(points: Sequence[Point], centres: tuple[Point, ...]) -> Iterator[Step]:
    """From `centres` on, each step with the centres in the middle of the points that were nearest,
    until none moves."""
    for _ in range(ROUNDS_MAX):
        inertia, groups = _grouped(points, centres)
        yield Step(inertia, centres)
        # A centre whose points all went to others stays.
        moved = tuple(
            _middle(group) if group else centre
            for group, centre in zip(groups, centres, strict=True)
        )
        if moved == centres:
            return
        centres = moved
    yield Step(_grouped(points, centres)[0], centres)


def _grouped(
    points: Sequence[Point], centres: Sequence[Point]
) -> tuple[float, Sequence[Sequence[Point]]]:
    groups: list[list[Point]] = [[] for _ in centres]
    inertia = 0.0
    for each in points:
        n = nearest(each, centres)
        groups[n].append(each)
        inertia += squared(each, centres[n])
    return inertia, groups


def _middle(group: Sequence[Point]) -> Point:
    return tuple(sum(axis) / len(group) for axis in zip(*group, strict=True))
