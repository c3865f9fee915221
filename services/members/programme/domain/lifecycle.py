"""What contradicts itself in the section `lifecycle`: terms that are not in their order."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from services.members.programme.domain.declared import Path

TERMS = ("warn_days", "dormant_days", "lost_days")
STEPS = ("first_visit", "first_order", "first_repurchase")


def lifecycle_contradictions(document: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Each level is later than the one before it; no step is due before the one that it follows."""
    lifecycle = document.get("lifecycle")
    if lifecycle is None:
        return
    for before, after in pairwise(TERMS):
        if lifecycle[after] <= lifecycle[before]:
            yield ("lifecycle", after), f"{lifecycle[after]} is not more than {before}"
    within = lifecycle["activation"]["within_days"]
    for before, after in pairwise(STEPS):
        if within[after] < within[before]:
            at = ("lifecycle", "activation", "within_days", after)
            yield at, f"{within[after]} is less than {before}"
