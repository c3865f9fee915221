"""Activation: the first steps of a member with the brand, each by the local day of its taking."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal, NamedTuple

from services.members.activities.domain.activity_type import ActivityType
from services.members.activities.domain.facts import Facts

NEWS_DAYS = 30
"""A step is told as news for so many local days: later it is history that came to be known."""


class ActivationStep(StrEnum):
    """In their order. Documents carry the value, so it never changes."""

    FIRST_VISIT = "first_visit"
    FIRST_ORDER = "first_order"
    FIRST_REPURCHASE = "first_repurchase"


Taken = Mapping[ActivationStep, date]
"""The steps that a member took. Whoever took one took those before it, on its day or earlier."""


class EnrolledDays(NamedTuple):
    """The local days of an enrolment, both included; None where that end is open."""

    first: date | None
    last: date | None

    def bounds(self) -> Iterator[tuple[Literal["gte", "lte"], date]]:
        """The bounds that there are."""
        if self.first is not None:
            yield "gte", self.first
        if self.last is not None:
            yield "lte", self.last


@dataclass(frozen=True, slots=True)
class StepCounts:
    """How many members enrolled; by step, how many of them took it, and how many did in time."""

    enrolled: int
    taken: Mapping[ActivationStep, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class ActivationRule:
    """`visit_on`: what counts as a visit beside an order. `within_days`: the local days after the
    enrolment in which the brand wants each step."""

    visit_on: frozenset[ActivityType]
    within_days: Mapping[ActivationStep, int]

    def due_on(self, step: ActivationStep, enrolled_on: date) -> date:
        """The last local day on which the step is in time."""
        return enrolled_on + timedelta(days=self.within_days[step])


def steps_taken(facts: Facts, rule: ActivationRule) -> Taken:
    """The steps by what the member did and kept: a visit of any kind that counts, the first order
    and the second one. An order that wholly went back takes its step with it; it was a visit."""
    kept, orders = facts.orders.total, facts.order_days
    # Days of very old orders are let go, and the latest is what is known of them.
    first, second = (
        (orders.nth(number) or orders.last) if kept >= number else None for number in (1, 2)
    )
    visits = [
        date.fromordinal(facts.first_on[kind])
        for kind in rule.visit_on | {ActivityType.ORDER}
        if kind in facts.first_on
    ]
    days = {
        ActivationStep.FIRST_VISIT: min([*visits, *([first] if first else [])], default=None),
        ActivationStep.FIRST_ORDER: first,
        ActivationStep.FIRST_REPURCHASE: second,
    }
    return {step: day for step, day in days.items() if day is not None}


def furthest(taken: Taken) -> ActivationStep | None:
    """The last step that was taken; None before the first."""
    return next((step for step in reversed(ActivationStep) if step in taken), None)


def news(taken: Taken, told: frozenset[ActivationStep], today: date) -> list[ActivationStep]:
    """The steps to be told, in order: each once, and only while it is news."""
    oldest = today - timedelta(days=NEWS_DAYS)
    return [
        step for step in ActivationStep if step not in told and taken.get(step, oldest) > oldest
    ]
