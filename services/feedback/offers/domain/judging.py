"""Which offers a member has today, and why not the others."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from services.feedback.offers.domain.association import (
    SHRINK,
    Answers,
    Association,
    Days,
    Learnt,
    associations,
)
from services.feedback.offers.domain.section import Basis, Item, OfferPlan

DECLINED_FOR = timedelta(days=30)
TAKEN_WITHIN = timedelta(days=7)
HUNDRED = 100


class Hindrance(StrEnum):
    """Why an offer is not proposed."""

    NONE = "none"
    CLOSED = "closed"
    DECLINED = "declined"
    BOUGHT = "bought"
    CONDITION = "condition"
    NOT_BOUGHT_ENOUGH = "not_bought_enough"
    PROFILING = "profiling"
    BEHIND = "behind"


@dataclass(frozen=True, slots=True)
class Subject:
    """A member of a brand on a local day.

    `profiled`: they agreed to it; without that, `bought` is empty and no condition is asked.
    `declined`: the offers of the last 30 days.
    """

    brand: str
    member_id: str
    today: date
    profiled: bool = False
    bought: Mapping[str, Days] = field(default_factory=dict)
    declined: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Judged:
    """An offer for a member. `association`: the one it stands on. `chance`: how likely it is taken;
    None where nothing of the member is read."""

    item: Item
    basis: Basis
    hindrance: Hindrance = Hindrance.NONE
    association: Association | None = None
    chance: float | None = None

    @property
    def value(self) -> float:
        """What it brings the brand on the average."""
        return (self.chance or 0.0) * self.item.margin


Holds = Callable[[Item], bool]
"""Whether the condition of an item is true of the member."""


def judge(plan: OfferPlan, subject: Subject, learnt: Learnt, holds: Holds) -> list[Judged]:
    """All offers of the programme: those that are proposed in their order, then the others."""
    best = _best(plan, subject, learnt) if subject.profiled else {}
    judged = [_judged(item, subject, learnt, best, holds) for item in plan.items.values()]
    free = [each for each in judged if each.hindrance is Hindrance.NONE]
    hindered = [each for each in judged if each.hindrance is not Hindrance.NONE]
    # Of equals the programme's order stands, as sorted keeps it.
    ordered = sorted(free, key=lambda each: (each.item.priority, -each.value))
    chosen, behind = ordered[: plan.count], ordered[plan.count :]
    if subject.profiled and behind and chosen and _draw(subject, "explore") < plan.explore_percent:
        lucky = behind[_draw(subject, "which", len(behind))]
        behind = [chosen[-1], *(each for each in behind if each is not lucky)]
        chosen = [*chosen[:-1], replace(lucky, basis=Basis.EXPLORED, association=None)]
    return [*chosen, *(replace(each, hindrance=Hindrance.BEHIND) for each in behind), *hindered]


def proposed(judged: Sequence[Judged]) -> list[Judged]:
    """Those that the member sees."""
    return [each for each in judged if each.hindrance is Hindrance.NONE]


def _best(plan: OfferPlan, subject: Subject, learnt: Learnt) -> Mapping[str, Association]:
    """By series, the association from what the member bought: the brand's own comes first."""
    best: dict[str, Association] = {}
    for each in associations(plan, learnt):
        if each.from_series in subject.bought and each.from_series != each.to_series:
            known = best.get(each.to_series)
            if known is None or _rank(each) > _rank(known):
                best[each.to_series] = each
    return best


def _rank(each: Association) -> tuple[bool, float]:
    return each.basis is not Basis.TOGETHER, each.chance


def _judged(
    item: Item,
    subject: Subject,
    learnt: Learnt,
    best: Mapping[str, Association],
    holds: Holds,
) -> Judged:
    hindrance = _hindrance(item, subject, holds)
    if not subject.profiled:
        return Judged(item, Basis.EVERYONE, hindrance)
    found = best.get(item.series)
    if found is not None:
        return Judged(item, found.basis, hindrance, found, found.chance)
    answers = learnt.answers.get(item.code, Answers())
    # Capped: whoever bought twice within a day may have taken what was shown once.
    taken = min(answers.taken, answers.shown)
    chance = (taken + SHRINK * learnt.share(item.series)) / (answers.shown + SHRINK)
    return Judged(item, Basis.RULE, hindrance, None, chance)


def _hindrance(item: Item, subject: Subject, holds: Holds) -> Hindrance:
    if not item.opens <= subject.today <= item.closes:
        return Hindrance.CLOSED
    if item.code in subject.declined:
        return Hindrance.DECLINED
    if not subject.profiled:
        return Hindrance.PROFILING if item.reads_member else Hindrance.NONE
    if _orders(subject, item.series, item.not_again_days):
        return Hindrance.BOUGHT
    before = item.before
    if before and _orders(subject, before.series, before.days) < before.times:
        return Hindrance.NOT_BOUGHT_ENOUGH
    return Hindrance.NONE if holds(item) else Hindrance.CONDITION


def _orders(subject: Subject, series: str, days: int) -> int:
    """In how many orders of so many days up to today the member bought of a series."""
    first = subject.today - timedelta(days=days)
    return sum(first < day <= subject.today for day in subject.bought.get(series, ()))


def _draw(subject: Subject, what: str, among: int = HUNDRED) -> int:
    """A number below `among`, the same all day."""
    text = f"{subject.brand}/{subject.member_id}/{subject.today}/{what}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") % among
