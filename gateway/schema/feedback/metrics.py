"""What a metric is, and its numbers."""

from enum import Enum
from typing import Any

import strawberry

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import column, read
from gateway.schema.core.scalars import Lang, Long, enum_value, text
from tessera.feedback.v1 import insight_pb2 as pb

GRAINS_MOST = 3


@strawberry.enum(description="A level of metrics.")
class MetricLevel(Enum):
    """As tessera.feedback.v1.MetricLevel."""

    BASE = enum_value(pb.METRIC_LEVEL_BASE, "Members and what they do.")
    CORE = enum_value(pb.METRIC_LEVEL_CORE, "Members who stay and buy.")
    VALUE = enum_value(pb.METRIC_LEVEL_VALUE, "Money.")
    EXPERIENCE = enum_value(pb.METRIC_LEVEL_EXPERIENCE, "Members who are content.")
    BRAND = enum_value(pb.METRIC_LEVEL_BRAND, "Members who speak for the brand.")


@strawberry.enum(description="The unit of a number.")
class MetricUnit(Enum):
    """As tessera.feedback.v1.MetricUnit."""

    COUNT = enum_value(pb.METRIC_UNIT_COUNT, "Pieces, people, times.")
    PERCENT = enum_value(pb.METRIC_UNIT_PERCENT, "A rate: a `value` of 0.15 is 15 %.")
    MONEY = enum_value(pb.METRIC_UNIT_MONEY, "Minor units of the brand's currency.")


@strawberry.enum(description="The length of a period.")
class MetricGrain(Enum):
    """As tessera.feedback.v1.MetricGrain."""

    DAY = enum_value(pb.METRIC_GRAIN_DAY, "A day of the brand's zone.")
    WEEK = enum_value(pb.METRIC_GRAIN_WEEK, "An ISO week, from Monday.")
    MONTH = enum_value(pb.METRIC_GRAIN_MONTH, "A month of the calendar.")


def _name(metric: pb.Metric, context: RequestContext, lang: Lang = None) -> str:
    return text(metric.name, context, lang)


def _definition(metric: pb.Metric, context: RequestContext, lang: Lang = None) -> str:
    return text(metric.definition, context, lang)


@strawberry.type(description="A metric: what it is and how it is made.")
class Metric:
    """Source: tessera.feedback.v1.Metric."""

    code: str = column("The code.")
    name: str = read(_name, "The name.")
    definition: str = read(_definition, "The definition in words.")
    formula: str = column("The formula.")
    version: int = column("A number that rises when the formula changes.")
    level: MetricLevel = column("The level.")
    unit: MetricUnit = column("The unit of its numbers.")
    more_is_better: bool = column("True where more is better.")
    grains: list[MetricGrain] = read(
        lambda metric: list(metric.grains), "The periods for which it is told.", size=GRAINS_MOST
    )
    by_store: bool = column("True where it is told by store too.")
    members_above: bool = column("True where `metricMembers` lists those above its line.")
    members_below: bool = column("True where `metricMembers` lists those below its line.")


@strawberry.type(description="A number, as what stands above and below the line.")
class MetricNumber:
    """Source: tessera.feedback.v1.MetricNumber."""

    value: float = read(
        lambda number: number.numerator / number.denominator,
        "The quotient: a rate, of which 1 is 100 %, a count, or minor units of money.",
    )
    numerator: Long = column("Above the line.")
    denominator: Long = column("Below the line; 1 for a count and a sum of money.")


def number(told: Any) -> pb.MetricNumber | None:
    """The number of a message; None where it is not known."""
    return told.number if told.HasField("number") else None
