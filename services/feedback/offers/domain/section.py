"""The section `offers` of a programme."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from services.feedback.programme.domain import Programme, Text, text_of

WINDOW_DAYS = 180
ALWAYS = "true"


class Basis(StrEnum):
    """What an offer stands on; SCENE, NEED and STYLE are written by the brand."""

    TOGETHER = "together"
    SCENE = "scene"
    NEED = "need"
    STYLE = "style"
    RULE = "rule"
    EXPLORED = "explored"
    EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class Before:
    """What the member must have bought: of `series`, in `times` orders of the last `days`."""

    series: str
    times: int
    days: int


@dataclass(frozen=True, slots=True)
class Item:
    """An offer of the programme. `priority` 1 comes before 9; `margin` is in minor units."""

    code: str
    name: Text
    series: str
    priority: int = 5
    margin: int = 100
    reason: Text | None = None
    when: str = ALWAYS
    before: Before | None = None
    opens: date = date.min
    closes: date = date.max
    not_again_days: int = 7

    @property
    def reads_member(self) -> bool:
        """Whether it can't be judged without looking at the member."""
        return self.when.strip() != ALWAYS or self.before is not None


@dataclass(frozen=True, slots=True)
class OfferPlan:
    """`series`: names by code. `by_hand`: the kinds of pairs that the brand wrote."""

    series: Mapping[str, Text] = field(default_factory=dict)
    items: Mapping[str, Item] = field(default_factory=dict)
    by_hand: Mapping[tuple[str, str], Basis] = field(default_factory=dict)
    count: int = 3
    explore_percent: int = 10


def offer_plan(programme: Programme) -> OfferPlan:
    """The section; an empty plan without one."""
    section: Mapping[str, Any] = programme.document.get("offers") or {}
    pairs: Sequence[Mapping[str, str]] = section.get("associations", ())
    return OfferPlan(
        series={each["code"]: text_of(each["name"]) for each in section.get("series", ())},
        items={each["code"]: _item(each) for each in section.get("items", ())},
        by_hand={(each["from"], each["to"]): Basis(each["kind"]) for each in pairs},
        count=section.get("count", 3),
        explore_percent=section.get("explore_percent", 10),
    )


def _item(written: Mapping[str, Any]) -> Item:
    before = written.get("bought")
    return Item(
        code=written["code"],
        name=text_of(written["name"]),
        series=written["series"],
        priority=written.get("priority", 5),
        margin=written.get("margin_minor", 100),
        reason=text_of(written["reason"]) if "reason" in written else None,
        when=written.get("when", ALWAYS),
        before=_before(before) if before else None,
        opens=date.fromisoformat(written["opens"]) if "opens" in written else date.min,
        closes=date.fromisoformat(written["closes"]) if "closes" in written else date.max,
        not_again_days=written.get("not_again_days", 7),
    )


def _before(written: Mapping[str, Any]) -> Before:
    return Before(written["series"], written.get("times", 1), written.get("days", WINDOW_DAYS))
