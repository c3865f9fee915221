"""Metrics: what one is, and how it is made of buckets. `catalogue.py` has those of every brand.

A number is a numerator and a denominator of whole numbers, so that every figure can be asked why.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from services.feedback.insight.domain.behind import Behind
from services.feedback.insight.domain.bucket import Bucket, Totals
from services.feedback.insight.domain.period import Grain, Period
from services.feedback.programme.domain import Text

FIRST_ORDER_DAYS = 7


class Level(StrEnum):
    """The five levels of metrics."""

    BASE = "base"
    CORE = "core"
    VALUE = "value"
    EXPERIENCE = "experience"
    BRAND = "brand"


class Unit(StrEnum):
    """What a number is: a count; a rate, told in percent; money, in minor units."""

    COUNT = "count"
    PERCENT = "percent"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Number:
    """`numerator` ÷ `denominator`; a count is over 1."""

    numerator: int
    denominator: int = 1

    @property
    def value(self) -> float:
        """The quotient: of a rate between 0 and 1."""
        return self.numerator / self.denominator


@dataclass(frozen=True, slots=True)
class FirstOrders:
    """Members who enrolled on a day, and those of them who ordered within 7 days."""

    enrolled: int = 0
    ordered: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """What a metric of `bucket.period` is made of.

    `totals` are of the period's end. `enrolled` has members by the day of their enrolment, of the
    90 days before. `first_orders` are of the day that lies 7 days before. `today` is the local one.
    """

    bucket: Bucket
    totals: Totals
    today: date
    enrolled: Mapping[date, int] = field(default_factory=dict)
    first_orders: FirstOrders = FirstOrders()

    @property
    def period(self) -> Period:
        return self.bucket.period


Formula = Callable[[Known], Number | None]


@dataclass(frozen=True, slots=True)
class Metric:
    """`up` is True where more is better. `grains` are those it is told for. `by_store`: it can be
    told for one store too. `version` rises when the formula changes. `proportion`: where it is a
    percentage, what stands above the line is part of what stands below. `on_board`: it stands on
    the board of a brand that names no figures for it. `above` and `below` are the members behind
    the parts of its numbers; None where a part counts nobody in particular."""

    code: str
    level: Level
    unit: Unit
    name: Text
    definition: Text
    formula: str
    of: Formula
    up: bool = True
    grains: tuple[Grain, ...] = tuple(Grain)
    by_store: bool = False
    version: int = 1
    proportion: bool = True
    on_board: bool = True
    above: Behind | None = None
    below: Behind | None = None
