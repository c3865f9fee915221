"""Rules for ladders that a schema can't say."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from services.members.programme.domain.declared import Path, repeats

TO_DATE = frozenset({"ltv", "event", "rfm"})
"""Bases that count everything ever, so that no window fits them."""
MOST = {"repurchase": 100, "event": 1}
"""Of bases that never come to more: a percent, and whether something happened."""


def ladder_contradictions(ladders: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Path, str]]:
    """What contradicts itself within the section `ladders`."""
    yield from repeats(ladders, ("ladders",))
    if ladders and sum(ladder["main"] for ladder in ladders) != 1:
        yield ("ladders",), "exactly one ladder has main: true"
    for i, ladder in enumerate(ladders):
        yield from _basis(ladder, ("ladders", i))
        at: Path = ("ladders", i, "tiers")
        tiers = ladder["tiers"]
        yield from repeats(tiers, at)
        if tiers[0]["reach"] != 0 or tiers[0]["keep"] != 0:
            yield (*at, 0, "reach"), "the lowest tier is reached and kept with 0"
        for j, (lower, tier) in enumerate(pairwise(tiers), start=1):
            if tier["reach"] <= lower["reach"]:
                yield (*at, j, "reach"), f"must be above {lower['reach']}, the tier before"
        for j, tier in enumerate(tiers):
            if tier["keep"] > tier["reach"]:
                yield (*at, j, "keep"), f"must not be above reach, {tier['reach']}"


def class_contradictions(document: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Classes of RFM that ladders count: named by the section `rfm`, and each by one tier."""
    known = set(document.get("rfm", {}).get("classes", {}).values())
    for i, ladder in enumerate(document["ladders"]):
        taken: set[str] = set()
        for j, tier in enumerate(ladder["tiers"]):
            at: Path = ("ladders", i, "tiers", j)
            yield from _classes(ladder["basis"] == "rfm", j, tier, at)
            for n, code in enumerate(tier.get("classes", ())):
                if code not in known:
                    words = ", ".join(sorted(known)) or "none: write the section rfm"
                    yield (*at, "classes", n), f"not among the words of rfm.classes: {words}"
                if code in taken:
                    yield (*at, "classes", n), f"{code} belongs to a lower tier already"
                taken.add(code)


def _classes(
    by_class: bool, place: int, tier: Mapping[str, Any], at: Path
) -> Iterator[tuple[Path, str]]:
    if not by_class:
        if "classes" in tier:
            yield (*at, "classes"), "belongs to basis: rfm"
        return
    if place and "classes" not in tier:
        yield (*at, "code"), "say which classes of RFM belong to it: classes: [high_value]"
    if not place and "classes" in tier:
        yield (*at, "classes"), "every class that no other tier has belongs to the lowest"
    for name in ("reach", "keep"):
        if tier[name] != place:
            yield (*at, name), f"{place}: of the basis rfm it is the place of the tier"


def _basis(ladder: Mapping[str, Any], at: Path) -> Iterator[tuple[Path, str]]:
    basis = ladder["basis"]
    if basis == "event" and "event" not in ladder:
        yield (*at, "basis"), "say which event: event: first_repurchase"
    if basis != "event" and "event" in ladder:
        yield (*at, "event"), f"belongs to basis: event, this is {basis}"
    if basis in TO_DATE and ladder["window"]["kind"] != "lifetime":
        yield (*at, "window", "kind"), f"{basis} counts everything to date: lifetime"
    if "kept_until" in ladder["window"] and ladder["window"]["kind"] != "rolling":
        yield (*at, "window", "kept_until"), "belongs to kind: rolling, others have an end"
    most = MOST.get(basis)
    for j, tier in enumerate(ladder["tiers"] if most is not None else ()):
        if tier["reach"] > most:
            yield (*at, "tiers", j, "reach"), f"{basis} never comes to more than {most}"
