"""Whether the arms have the sizes that their weights plan: else nothing can be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.feedback.experiments.domain.distributions import chi_squared_tail

RED, YELLOW = 0.001, 0.01
LEAST = 8
"""Of each arm, below which it is not judged."""
CROSSED_PERMILLE = 10
"""More than this share of members in two arms is yellow."""


class Colour(StrEnum):
    """GREY is too little to judge by."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"


@dataclass(frozen=True, slots=True)
class SizeCheck:
    """χ² of the arms' sizes against their weights, and how likely chance is as far off."""

    colour: Colour
    chi_squared: float = 0.0
    p: float = 1.0


def size_check(sizes: Sequence[int], weights: Sequence[int], crossed: int = 0) -> SizeCheck:
    """Pearson's test of the sizes (sample ratio mismatch); `crossed` are members in two arms."""
    total, whole = sum(sizes), sum(weights)
    if min(sizes) < LEAST and max(sizes) < LEAST * len(sizes):
        return SizeCheck(Colour.GREY)
    planned = [total * weight / whole for weight in weights]
    found = sum((size - plan) ** 2 / plan for size, plan in zip(sizes, planned, strict=True))
    p = chi_squared_tail(found, len(sizes) - 1)
    colour = Colour.RED if p < RED else Colour.YELLOW if p < YELLOW else Colour.GREEN
    if colour is Colour.GREEN and crossed * 1000 > (total + crossed) * CROSSED_PERMILLE:
        colour = Colour.YELLOW
    return SizeCheck(colour, found, p)
