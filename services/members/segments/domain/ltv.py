"""LTV of a segment: what one of its members is worth over 365 days.

The sum over the stages of conversion x average order x repurchase frequency x retention (the
published formula): 0.40 x 60 x 2 x 0.50 = 24 and 0.10 x 80 x 6 x 0.75 = 36 come to 60.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import floor

from services.members.activities.domain.facts import Facts
from services.members.lifecycle.domain.lifecycle import Stage, stage_of
from services.members.lifecycle.domain.section import LifecycleSection

LTV_DAYS = 365
LOYAL_ORDERS = 2
"""Orders of 365 days from which a member counts for loyalty, without the section `lifecycle`."""
KEPT_DAYS = 90
"""Days within which a member who is kept was seen, without that section."""
STAGES = (Stage.PURCHASE, Stage.LOYALTY)


@dataclass(slots=True)
class StageInputs:
    """Members of a stage with an order in the last 365 days, these orders with what was paid in
    them (minor units, less what went back), and how many of the members were seen lately."""

    members: int = 0
    orders: int = 0
    spent_minor: int = 0
    kept: int = 0

    def conversion(self, counted: int) -> Fraction:
        """The share of those who were counted."""
        return _share(self.members, counted)

    @property
    def average_order(self) -> Fraction:
        return _share(self.spent_minor, self.orders)

    @property
    def frequency(self) -> Fraction:
        return _share(self.orders, self.members)

    @property
    def retention(self) -> Fraction:
        return _share(self.kept, self.members)

    def value(self, counted: int) -> Fraction:
        """What the stage brings of each member who was counted, in minor units."""
        return self.conversion(counted) * self.average_order * self.frequency * self.retention


@dataclass(slots=True)
class SegmentLtv:
    """`counted` of the segment's `members`, as of the local day `on`."""

    on: date
    members: int = 0
    counted: int = 0
    stages: Mapping[Stage, StageInputs] = field(
        default_factory=lambda: {stage: StageInputs() for stage in STAGES}
    )

    def count(
        self, facts: Facts | None, last_day: date | None, section: LifecycleSection | None
    ) -> None:
        """Count a member with what they did; `last_day`: on which they were seen last."""
        self.counted += 1
        if facts is None or (orders := facts.orders_in(LTV_DAYS, self.on)) <= 0:
            return
        stage = self.stages[_stage(facts, orders, section, self.on)]
        stage.members += 1
        stage.orders += orders
        # More may have gone back than was paid in these days.
        stage.spent_minor += max(0, facts.spent_in(LTV_DAYS, self.on))
        days = section.dormant_days if section else KEPT_DAYS
        stage.kept += last_day is not None and (self.on - last_day).days < days

    @property
    def value(self) -> Fraction:
        """In minor units."""
        return sum((each.value(self.counted) for each in self.stages.values()), Fraction())


def half_up(value: Fraction) -> int:
    """The nearest whole number; of two, the larger."""
    return floor(value + Fraction(1, 2))


def _stage(facts: Facts, orders: int, section: LifecycleSection | None, on: date) -> Stage:
    if section is None:
        return Stage.LOYALTY if orders >= LOYAL_ORDERS else Stage.PURCHASE
    is_first = stage_of(facts, section, on) is Stage.PURCHASE
    return Stage.PURCHASE if is_first else Stage.LOYALTY


def _share(part: int, whole: int) -> Fraction:
    return Fraction(part, whole) if whole else Fraction()
