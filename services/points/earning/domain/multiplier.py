"""Multipliers, and what several of them make together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import prod


class Stacking(StrEnum):
    """sum: 100 + Σ(percent − 100), never below 0. max: the greatest. multiply: all in turn."""

    SUM = "sum"
    MAX = "max"
    MULTIPLY = "multiply"


@dataclass(frozen=True, slots=True)
class Multiplier:
    """`source` is tier:CODE, campaign:CODE or bonus:wake_up; 130 percent is × 1.3."""

    source: str
    percent: int

    def __str__(self) -> str:
        return f"{self.source}={self.percent}"


def stacked(multipliers: Sequence[Multiplier], stacking: Stacking) -> Fraction:
    """All of them as one factor: 13/10 for a single one of 130 percent, 1 for none."""
    percents = [m.percent for m in multipliers]
    if not percents:
        return Fraction(1)
    if stacking is Stacking.SUM:
        return Fraction(max(0, 100 + sum(p - 100 for p in percents)), 100)
    if stacking is Stacking.MAX:
        return Fraction(max(percents), 100)
    return Fraction(prod(percents), 100 ** len(percents))
