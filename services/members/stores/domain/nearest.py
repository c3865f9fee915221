"""The nearest of many stores, without looking at all of them: a k-d tree (Bentley 1975).

It divides points on the unit sphere, so that neither the date line nor a pole is an edge. The
straight line between two points grows with the way along the sphere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import cos, inf, radians, sin
from typing import NamedTuple, TypeAlias

from services.members.stores.domain.distance import distance_m
from services.members.stores.domain.store import Coordinates, Position

_Point: TypeAlias = tuple[float, float, float]
_AXES = 3


class _Node(NamedTuple):
    point: _Point
    position: Position
    axis: int
    less: _Node | None
    more: _Node | None


class NearestStore:
    """Finds the nearest of some stores."""

    def __init__(self, positions: Iterable[Position]) -> None:
        self._root = _tree([(_point(each.coordinates), each) for each in positions], 0)

    def of(self, place: Coordinates) -> tuple[str, int] | None:
        """The code, of two as near the smaller, and whole metres; None where there is no store."""
        if self._root is None:
            return None
        here = _point(place)
        best: tuple[float, str, Position | None] = (inf, "", None)
        # The square of the way to a part that is not looked at yet is at least its first number.
        waiting: list[tuple[float, _Node]] = [(0.0, self._root)]
        while waiting:
            least, node = waiting.pop()
            if least > best[0]:
                continue
            way = _squared(here, node.point)
            if (way, node.position.code) < best[:2]:
                best = (way, node.position.code, node.position)
            beside = here[node.axis] - node.point[node.axis]
            near, far = (node.less, node.more) if beside < 0 else (node.more, node.less)
            if far is not None:
                waiting.append((max(least, beside * beside), far))
            if near is not None:
                waiting.append((least, near))
        _, code, position = best
        assert position is not None, "every point is at a finite distance"
        return code, distance_m(place, position.coordinates)


def _tree(points: Sequence[tuple[_Point, Position]], depth: int) -> _Node | None:
    if not points:
        return None
    axis = depth % _AXES
    ranked = sorted(points, key=lambda each: each[0][axis])
    middle = len(ranked) // 2
    point, position = ranked[middle]
    less, more = _tree(ranked[:middle], depth + 1), _tree(ranked[middle + 1 :], depth + 1)
    return _Node(point, position, axis, less, more)


def _point(place: Coordinates) -> _Point:
    latitude, longitude = radians(place.latitude_e6 / 1e6), radians(place.longitude_e6 / 1e6)
    return cos(latitude) * cos(longitude), cos(latitude) * sin(longitude), sin(latitude)


def _squared(one: _Point, other: _Point) -> float:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 + (one[2] - other[2]) ** 2
