"""How a fraction of a point becomes whole points."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction


class Rounding(StrEnum):
    FLOOR = "floor"
    HALF_UP = "half_up"
    CEILING = "ceiling"


def rounded(value: Fraction, how: Rounding) -> int:
    """`value`, which is never negative here, as whole points."""
    n, d = value.numerator, value.denominator
    if how is Rounding.FLOOR:
        return n // d
    if how is Rounding.CEILING:
        return -(-n // d)
    return (2 * n + d) // (2 * d)
