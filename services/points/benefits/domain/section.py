"""The section benefits of a programme, and the benefits beside the tiers of its main ladder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from services.points.benefits.domain.term import Per
from services.points.programme.domain.document import Text, text_of
from services.points.programme.domain.programme import Programme

RULE_PREFIX = "benefit_"
"""Statements count a grant under this and the benefit's code."""


class BenefitUnknown(Exception):
    """The programme in force has no counted benefit of this code."""

    reason = "BENEFIT_UNKNOWN"
    field = "benefit"

    def __init__(self, code: str) -> None:
        super().__init__("no counted benefit of this code")
        self.metadata = {"benefit": code[:48]}


@dataclass(frozen=True, slots=True)
class Benefit:
    """One unit of `asset` is one use; `times` has the units of a term, by tier."""

    code: str
    name: Text
    asset: str
    per: Per
    times: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Uncounted:
    """What a tier gives as long as it is held."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class BenefitsSection:
    """In the programme's order; both may be empty. `uncounted` is by tier."""

    counted: tuple[Benefit, ...]
    uncounted: Mapping[str, tuple[Uncounted, ...]]

    def get(self, code: str) -> Benefit:
        """The counted benefit. Raises BenefitUnknown."""
        for benefit in self.counted:
            if benefit.code == code:
                return benefit
        raise BenefitUnknown(code)

    @property
    def offered(self) -> bool:
        """Whether any tier gives anything."""
        return bool(self.counted or self.uncounted)


def benefits_section(programme: Programme) -> BenefitsSection:
    """The programme's benefits, parsed once a version.

    Raises KeyError, TypeError or ValueError where the section breaks the schema or names an asset
    that the programme does not declare.
    """
    return programme.section(_parse)


def benefit_names(programme: Programme) -> Mapping[str, Text]:
    """The names of the counted benefits, by code."""
    return {benefit.code: benefit.name for benefit in benefits_section(programme).counted}


def grant_names(programme: Programme) -> Mapping[str, Text]:
    """The same names, by the rules under which statements count the grants."""
    names = benefit_names(programme)
    return {f"{RULE_PREFIX}{code}": name for code, name in names.items()}


def _parse(programme: Programme) -> BenefitsSection:
    counted = tuple(_benefit(body) for body in programme.document.get("benefits", ()))
    for benefit in counted:
        if benefit.asset not in programme.assets:
            raise ValueError(f"benefits: {benefit.asset} is not declared")
    uncounted = {
        tier["code"]: tuple(_uncounted(tier["benefits"]))
        for ladder in programme.document.get("ladders", ())
        if ladder.get("main")
        for tier in ladder["tiers"]
        if tier.get("benefits")
    }
    return BenefitsSection(counted, uncounted)


def _benefit(body: Mapping[str, Any]) -> Benefit:
    times = {str(tier): int(number) for tier, number in body["times"].items()}
    return Benefit(body["code"], text_of(body["name"]), body["asset"], Per(body["per"]), times)


def _uncounted(written: Iterable[Mapping[str, Any]]) -> Iterable[Uncounted]:
    return (Uncounted(body["code"], text_of(body["name"])) for body in written)
