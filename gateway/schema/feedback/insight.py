"""The brand's figures, for operators: board, metrics by period, cohorts and funnels."""

from enum import Enum
from typing import Annotated

import strawberry

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import CALL_COST, Rule, call, column, read
from gateway.schema.core.named import Named, NamedCode
from gateway.schema.core.scalars import Date, DateTime, Lang, Long, enum_value, instant, text
from gateway.schema.feedback.metric_alarms import MetricAlarm
from gateway.schema.feedback.metrics import Metric, MetricGrain, MetricNumber, number
from tessera.feedback.v1 import insight_pb2 as pb

BOARD_MOST = 30
BOARDS_MOST = 11
POINTS_ASSUMED = 30
COHORT_DAYS = 8
METRICS_ASSUMED = 30
FUNNELS_MOST = 10
STEPS_MOST = 6
_HUNDRED = 100
_COST = 4 * CALL_COST
_SCOPED = "For operators with the scope `insight:read`."

Code = Annotated[str, strawberry.argument(description="The code of the metric.")]
BoardCode = Annotated[
    str | None,
    strawberry.argument(
        description="The code of a board; by default the one that opens for the operator, by what"
        " they may do."
    ),
]
FunnelCode = Annotated[str, strawberry.argument(description="The code of the funnel.")]
FromDay = Annotated[
    Date | None,
    strawberry.argument(description="The first day; 29 days before the last one by default."),
]
UntilDay = Annotated[
    Date | None, strawberry.argument(description="The last day; today by default.")
]
Grain = Annotated[
    MetricGrain | None,
    strawberry.argument(description="The length of the periods; a day by default."),
]
StoreCode = Annotated[
    str | None,
    strawberry.argument(
        description="Only what happened at this store, for metrics that are told by store."
    ),
]


@strawberry.enum(description="A number against its target.")
class MetricStanding(Enum):
    """As tessera.feedback.v1.MetricStanding."""

    GREEN = enum_value(pb.METRIC_STANDING_GREEN, "It reached the target.")
    YELLOW = enum_value(pb.METRIC_STANDING_YELLOW, "It is within the tolerance beside it.")
    RED = enum_value(pb.METRIC_STANDING_RED, "It is beyond.")
    GREY = enum_value(pb.METRIC_STANDING_GREY, "It is not known, or older than 15 minutes.")


@strawberry.type(description="A target of the programme.")
class MetricTarget:
    """Source: tessera.feedback.v1.MetricTarget."""

    value: float = read(
        lambda target: target.hundredths / _HUNDRED,
        "The target: a percentage, a count, or minor units of money.",
    )
    tolerance_percent: int = column("So much beside it is yellow.")


@strawberry.type(description="A metric on the board.")
class BoardTile:
    """Source: tessera.feedback.v1.BoardTile."""

    metric: Metric = column("The metric.")
    day: Date = column("The day of the number: the last one that is over.")
    number: MetricNumber | None = read(number, "The number; null where it is not known.")
    week_before: MetricNumber | None = read(
        lambda tile: tile.week_before if tile.HasField("week_before") else None,
        "The number of a week before; null where it is not known.",
    )
    target: MetricTarget | None = read(
        lambda tile: tile.target if tile.HasField("target") else None,
        "The target; null where the programme has none.",
    )
    standing: MetricStanding | None = read(
        lambda tile: tile.standing or None,
        "The number against its target; null where there is none.",
    )


@strawberry.type(description="The metrics that the programme names, of the last day that is over.")
class Board:
    """Source: tessera.feedback.v1.GetBoardResponse."""

    code: str = read(lambda told: told.board, "The code of this board.")
    boards: list[Named] = read(
        lambda told: [NamedCode(each.code, each.name) for each in told.boards],
        "All boards of the programme: that of everybody, `main`, then the others in its order.",
        size=BOARDS_MOST,
    )
    tiles: list[BoardTile] = column("The metrics in the programme's order.", size=BOARD_MOST)
    as_of: DateTime | None = read(
        lambda board: instant(board, "as_of_time"),
        "Everything that happened before is counted; null before the first count.",
    )
    currency_code: str | None = read(
        lambda board: board.currency_code or None, "The currency of sums of money."
    )
    open_alarms: list[MetricAlarm] = column(
        "Alarms that nobody took yet, the latest first, at most 30.", size=BOARD_MOST
    )


@strawberry.type(description="The number of a period.")
class MetricPoint:
    """Source: tessera.feedback.v1.MetricPoint."""

    day: Date = column("The period's first day.")
    number: MetricNumber | None = read(number, "The number; null where it is not known.")
    complete: bool = column("True when the period is over.")
    restated: bool = column("True when a report of the period told another number.")


@strawberry.type(description="A metric by period.")
class MetricSeries:
    """Source: tessera.feedback.v1.GetMetricResponse."""

    metric: Metric = column("The metric.")
    points: list[MetricPoint] = column("The numbers, the oldest first.", size=POINTS_ASSUMED)
    currency_code: str | None = read(
        lambda series: series.currency_code or None, "The currency of sums of money."
    )
    as_of: DateTime | None = read(
        lambda series: instant(series, "as_of_time"),
        "Everything that happened before is counted; null before the first count.",
    )


@strawberry.type(description="A day after the enrolment.")
class CohortDay:
    """Source: tessera.feedback.v1.CohortDay."""

    after: int = column("Days after the enrolment.")
    active: Long | None = read(
        lambda day: day.active if day.HasField("active") else None,
        "Those of the cohort who were active on the very day; null while it is not over.",
    )


@strawberry.type(description="Members who enrolled on a day.")
class Cohort:
    """Source: tessera.feedback.v1.Cohort."""

    day: Date = column("The day.")
    size: Long = column("The number of members.")
    days: list[CohortDay] = column("Those who were active on days after it.", size=COHORT_DAYS)


@strawberry.type(description="Cohorts, the latest first.")
class Cohorts:
    """Source: tessera.feedback.v1.GetCohortsResponse."""

    cohorts: list[Cohort] = column("A cohort for each day.", size=POINTS_ASSUMED)
    as_of: DateTime | None = read(
        lambda told: instant(told, "as_of_time"),
        "Everything that happened before is counted; null before the first count.",
    )


def _funnel_name(rule: pb.FunnelRule, context: RequestContext, lang: Lang = None) -> str:
    return text(rule.name, context, lang)


@strawberry.type(description="A funnel of the programme.")
class FunnelRule:
    """Source: tessera.feedback.v1.FunnelRule."""

    code: str = column("The code.")
    name: str = read(_funnel_name, "The name.")
    steps: list[str] = read(
        lambda rule: list(rule.steps),
        "The steps: types of activities in lower case, or `enrolment`.",
        size=STEPS_MOST,
    )
    window_days: int = column("All steps are taken within so many days of the first.")


@strawberry.type(description="Members who passed through a funnel.")
class Funnel:
    """Source: tessera.feedback.v1.GetFunnelResponse."""

    rule: FunnelRule = read(lambda told: told.funnel, "The funnel.")
    reached: list[Long] = read(
        lambda told: list(told.reached),
        "Members who came to each step; the first number is of those who entered.",
        size=STEPS_MOST,
    )
    open: Long = column("Those on their way whose window goes on.")
    lost: Long = column("Those whose window is over.")
    rate: MetricNumber | None = read(
        lambda told: told.rate if told.HasField("rate") else None,
        "Those who came to the last step, of those who did or are lost; null while all are open.",
    )
    as_of: DateTime | None = read(
        lambda told: instant(told, "as_of_time"),
        "Everything that happened before is counted; null before the first count.",
    )


@strawberry.type(description="The metrics that there are, and the programme's funnels.")
class MetricCatalogue:
    """Source: tessera.feedback.v1.ListMetricsResponse."""

    metrics: list[Metric] = column(
        "All metrics: those of every brand, by level, then the brand's own.", size=METRICS_ASSUMED
    )
    funnels: list[Named] = read(
        lambda told: [NamedCode(each.code, each.name) for each in told.funnels],
        "The programme's funnels.",
        size=FUNNELS_MOST,
    )


async def _board(context: RequestContext, code: BoardCode = None) -> pb.GetBoardResponse:
    services, request = context.services, pb.GetBoardRequest(board=code or "")
    return await services.read(services.insight.GetBoard, request, context.caller)


async def _metric(
    context: RequestContext,
    code: Code,
    from_day: FromDay = None,
    until_day: UntilDay = None,
    grain: Grain = None,
    store_code: StoreCode = None,
) -> pb.GetMetricResponse:
    request = pb.GetMetricRequest(
        metric=code,
        from_day=from_day or "",
        until_day=until_day or "",
        grain=grain.value if grain else pb.METRIC_GRAIN_DAY,
        store_id=store_code or "",
    )
    services = context.services
    return await services.read(services.insight.GetMetric, request, context.caller)


async def _cohorts(
    context: RequestContext, from_day: FromDay = None, until_day: UntilDay = None
) -> pb.GetCohortsResponse:
    request = pb.GetCohortsRequest(from_day=from_day or "", until_day=until_day or "")
    services = context.services
    return await services.read(services.insight.GetCohorts, request, context.caller)


async def _funnel(
    context: RequestContext,
    code: FunnelCode,
    from_day: FromDay = None,
    until_day: UntilDay = None,
) -> pb.GetFunnelResponse:
    request = pb.GetFunnelRequest(funnel=code, from_day=from_day or "", until_day=until_day or "")
    services = context.services
    return await services.read(services.insight.GetFunnel, request, context.caller)


async def _catalogue(context: RequestContext) -> pb.ListMetricsResponse:
    services = context.services
    return await services.read(
        services.insight.ListMetrics, pb.ListMetricsRequest(), context.caller
    )


@strawberry.type
class InsightQueries:
    """The fields of Query."""

    board: Board | None = call(
        _board,
        "The metrics that the programme names for a board, of the last day that is over, with their"
        f" targets, and alarms that nobody took. {_SCOPED}",
        rule=Rule.OPERATORS,
        size=1,
        cost=_COST,
    )
    metric: MetricSeries | None = call(
        _metric,
        f"A metric by day, week or month, of all or of a store; at most 400 periods. {_SCOPED}",
        rule=Rule.OPERATORS,
        size=1,
        cost=_COST,
    )
    metric_catalogue: MetricCatalogue | None = call(
        _catalogue,
        f"The metrics that there are, and the programme's funnels. {_SCOPED}",
        rule=Rule.OPERATORS,
        size=1,
    )
    cohorts: Cohorts | None = call(
        _cohorts,
        "Of those who enrolled on each day, how many were active so many days later; at most 92"
        f" days. {_SCOPED}",
        rule=Rule.OPERATORS,
        size=1,
        cost=_COST,
    )
    funnel: Funnel | None = call(
        _funnel,
        "Members who took a funnel's first step on these days, and who of them came to the others;"
        f" at most 92 days. {_SCOPED}",
        rule=Rule.OPERATORS,
        size=1,
        cost=_COST,
    )
