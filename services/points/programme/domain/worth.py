"""The worth of points in money, for the brand's books."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Worth(NamedTuple):
    """`per_points` points are worth `minor_units` of the currency (ISO 4217)."""

    currency: str
    minor_units: int
    per_points: int

    def of(self, points: int) -> int:
        """In minor units, rounded down."""
        return points * self.minor_units // self.per_points

    def parts(self, parts: Iterable[int]) -> Iterator[int]:
        """Of each of `parts`, rounded so that all of them come to what their sum is worth."""
        points = given = 0
        for part in parts:
            points += part
            yield self.of(points) - given
            given = self.of(points)
