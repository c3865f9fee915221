"""Issues that come up more, or less, than in the weeks before, for operators."""

from enum import Enum

import strawberry

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import CALL_COST, Rule, call, column, read
from gateway.schema.core.named import Named, NamedCode
from gateway.schema.core.scalars import DateTime, Long, enum_value, moment
from tessera.feedback.v1 import figures_pb2

TOPICS_ASSUMED = 10
WEEKS = 8
_HUNDRED = 100


@strawberry.enum(description="The change of this week against the weeks before.")
class TrendDirection(Enum):
    """As tessera.feedback.v1.TrendDirection."""

    UP = enum_value(
        figures_pb2.TREND_DIRECTION_UP, "It rose by 15 % or more, and by more than chance."
    )
    DOWN = enum_value(
        figures_pb2.TREND_DIRECTION_DOWN, "It fell by 15 % or more, and by more than chance."
    )
    STEADY = enum_value(figures_pb2.TREND_DIRECTION_STEADY, "Neither.")
    TOO_FEW = enum_value(
        figures_pb2.TREND_DIRECTION_TOO_FEW,
        "There are too few items, or fewer than two weeks before.",
    )


@strawberry.type(description="A topic in this week and before.")
class FeedbackTrend:
    """Source: tessera.feedback.v1.FeedbackTrend."""

    topic: Named = read(lambda one: NamedCode(one.topic, one.topic_name), "The topic.")
    count: Long = column("The items of this week that complain of it.")
    expected: float = read(
        lambda one: one.expected_hundredths / _HUNDRED,
        "The number to expect by the like days of the weeks before.",
    )
    change_percent: int | None = read(
        lambda one: one.change_percent if one.HasField("change_percent") else None,
        "The difference of this week from it, in percent; null where nothing was expected.",
    )
    direction: TrendDirection = column("The meaning of that.")
    before: list[Long] = read(
        lambda one: list(one.before), "The items of each week before, the latest first.", size=WEEKS
    )


@strawberry.type(description="The trends of the topics of feedback.")
class FeedbackTrends:
    """Source: tessera.feedback.v1.GetFeedbackTrendsResponse."""

    counted_from: DateTime = read(
        lambda told: moment(told.from_time), "The beginning of this week: seven local days."
    )
    counted_until: DateTime = read(
        lambda told: moment(told.until_time), "The end of this week: the last local midnight."
    )
    weeks_before: int = column(
        "The number of weeks before that are compared with, 0 to 8: those since the first item."
    )
    special_days: list[str] = read(
        lambda told: list(told.special_days),
        "The days of this week, YYYY-MM-DD, that are holidays, or worked instead of one. A holiday"
        " is compared with holidays, or else with days off; a worked day with working days.",
        size=1,
    )
    trends: list[FeedbackTrend] = column(
        "One for each topic that came up: those that rose first, then those that fell.",
        size=TOPICS_ASSUMED,
    )


async def _trends(context: RequestContext) -> figures_pb2.GetFeedbackTrendsResponse:
    request = figures_pb2.GetFeedbackTrendsRequest()
    method = context.services.feedback_figures.GetFeedbackTrends
    return await context.services.read(method, request, context.caller)


@strawberry.type
class FeedbackTrendsQueries:
    """The fields of Query."""

    feedback_trends: FeedbackTrends | None = call(
        _trends,
        "The topics of feedback in the seven local days up to yesterday, against the same"
        " weekdays of"
        " up to eight weeks before. For operators.",
        rule=Rule.OPERATORS,
        size=1,
        cost=4 * CALL_COST,
    )
