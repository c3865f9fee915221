"""Alarms on figures, and reports of them, for operators."""

from enum import Enum
from typing import Annotated

import strawberry

from gateway.schema.core.connections import (
    After,
    First,
    Page,
    PageInfo,
    edge_cursor,
    edge_node,
    edges,
    first_of,
    page_info,
    second_of,
)
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.inputs import INPUT, request_id, required
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import Date, DateTime, enum_value, instant, moment
from gateway.schema.core.user_errors import UserError
from gateway.schema.feedback.metrics import Metric, MetricGrain, MetricNumber, number
from tessera.feedback.v1 import insight_pb2 as pb

_ALARMS, _REPORTS = "metric_alarm", "insight_report"
ACTS_ASSUMED = 1
NOTES_ASSUMED = 3
LINES_ASSUMED = 14
MESSAGES_ASSUMED = 2
RESTATEMENTS_ASSUMED = 1

OpenOnly = Annotated[
    bool, strawberry.argument(description="True leaves out those that are closed.")
]
ReportGrain = Annotated[
    MetricGrain | None,
    strawberry.argument(description="The length of the periods; a day by default."),
]


@strawberry.enum(description="The state of an alarm.")
class MetricAlarmState(Enum):
    """As tessera.feedback.v1.MetricAlarmState."""

    OPEN = enum_value(pb.METRIC_ALARM_STATE_OPEN, "Nobody took it yet.")
    ACKNOWLEDGED = enum_value(pb.METRIC_ALARM_STATE_ACKNOWLEDGED, "Somebody looks into it.")
    EXPLAINED = enum_value(pb.METRIC_ALARM_STATE_EXPLAINED, "The reason is known.")
    CLOSED = enum_value(pb.METRIC_ALARM_STATE_CLOSED, "It is done with.")


@strawberry.type(description="A move of an alarm.")
class MetricAlarmNote:
    """Source: tessera.feedback.v1.MetricAlarmNote."""

    state: MetricAlarmState = column("The state after it.")
    at: DateTime = read(lambda note: moment(note.note_time), "The time of the move.")
    by: str = column("The operator.")
    words: str = column("The operator's words.")


@strawberry.enum(description="The outcome of an act of a threshold.")
class MetricAlarmActOutcome(Enum):
    """As tessera.feedback.v1.MetricAlarmActOutcome."""

    DUE = enum_value(pb.METRIC_ALARM_ACT_OUTCOME_DUE, "It is about to be done.")
    PAUSED = enum_value(pb.METRIC_ALARM_ACT_OUTCOME_PAUSED, "The journey was paused.")
    BEFORE = enum_value(
        pb.METRIC_ALARM_ACT_OUTCOME_BEFORE,
        "The journey was paused, or the message switched off, before the alarm.",
    )
    NOT_DONE = enum_value(
        pb.METRIC_ALARM_ACT_OUTCOME_NOT_DONE,
        "The programme has the journey, the message or the threshold no longer.",
    )
    OPENED = enum_value(pb.METRIC_ALARM_ACT_OUTCOME_OPENED, "A to-do was opened for operators.")
    SWITCHED_OFF = enum_value(
        pb.METRIC_ALARM_ACT_OUTCOME_SWITCHED_OFF, "The message was switched off."
    )


@strawberry.type(
    description="An act of a threshold of the programme about an alarm. `resumeJourney` lets a"
    " journey go on, `switchMessage` switches a message on, and `moveMetricTodo` drops a to-do."
)
class MetricAlarmAct:
    """Source: tessera.feedback.v1.MetricAlarmAct."""

    threshold: str = column("The code of the threshold.")
    journey: str | None = read(
        lambda act: act.journey or None,
        "The code of the journey that it pauses; null where it does not.",
    )
    todo_id: strawberry.ID | None = read(
        lambda act: act.todo_id or None,
        "The id of the to-do that it opens; null where it does not.",
    )
    message: str | None = read(
        lambda act: act.message or None,
        "The code of the message that it switches off; null where it does not.",
    )
    instead: str | None = read(
        lambda act: act.instead or None,
        "The code of the message that is said instead; null where each waits.",
    )
    outcome: MetricAlarmActOutcome = column("The outcome.")
    at: DateTime | None = read(
        lambda act: instant(act, "act_time"), "The time; null while it is due."
    )


@strawberry.type(
    description="A metric that changed by more than the programme allows, and by more than chance:"
    " against the same weekday of the weeks before. Or one that misses its target, where a"
    " threshold of the programme acts on that."
)
class MetricAlarm:
    """Source: tessera.feedback.v1.MetricAlarm."""

    id: strawberry.ID = column("The id, which `moveMetricAlarm` takes.")
    metric: Metric = column("The metric.")
    day: Date = column("The day.")
    value: float = column(
        "The day's: a rate, of which 1 is 100 %, a count, or minor units of money."
    )
    baseline: float = column("The mean of the same weekday of the weeks before.")
    low: float = column("The least that chance explains.")
    high: float = column("The most that chance explains.")
    change_percent: int = column("The change against the mean, toward 0.")
    found_at: DateTime = read(lambda alarm: moment(alarm.found_time), "The time it was found.")
    answer_by: DateTime = read(
        lambda alarm: moment(alarm.answer_by_time),
        "The time until which somebody should have taken it.",
    )
    late: bool = column("True when nobody took it in time.")
    state: MetricAlarmState = column("The state.")
    channel: str | None = read(
        lambda alarm: alarm.channel or None,
        "The code of the channel of acquisition whose return is not above its floor, which"
        " stands as `baseline`, `low` and `high`; null of other alarms.",
    )
    missed: bool = column(
        "True where the metric misses its target, which stands as `baseline`, `low` and `high`."
    )
    acts: list[MetricAlarmAct] = column(
        "Acts of thresholds of the programme about it.",
        size=ACTS_ASSUMED,
    )
    notes: list[MetricAlarmNote] = column("The moves so far, the oldest first.", size=NOTES_ASSUMED)


@strawberry.type(description="An alarm of the page, with its cursor.")
class MetricAlarmEdge:
    """Source: cursor and alarm."""

    cursor: str = edge_cursor(first_of)
    node: MetricAlarm = edge_node(second_of)


@strawberry.type(description="A page of alarms, the latest day first.")
class MetricAlarmConnection:
    """Source: Page."""

    edges: list[MetricAlarmEdge] = edges()
    page_info: PageInfo = page_info()


@strawberry.type(description="A number that is another by now.")
class ReportRestatement:
    """Source: tessera.feedback.v1.ReportRestatement."""

    number: MetricNumber | None = read(
        number, "The number since then; null where it is not known any more."
    )
    at: DateTime = read(lambda told: moment(told.restate_time), "The time it was found.")


@strawberry.type(description="A metric in a report.")
class ReportLine:
    """Source: tessera.feedback.v1.ReportLine."""

    metric: Metric = column("The metric.")
    number: MetricNumber | None = read(
        number, "The number as it was told; null where it was not known."
    )
    restatements: list[ReportRestatement] = column(
        "The numbers that late activities made of it, the oldest first.",
        size=RESTATEMENTS_ASSUMED,
    )


@strawberry.enum(description="The state of a report's message to operators.")
class ReportMessageState(Enum):
    """As tessera.feedback.v1.ReportMessageState."""

    WAITING = enum_value(pb.REPORT_MESSAGE_STATE_WAITING, "It is handed over at `nextAt`.")
    HANDED = enum_value(pb.REPORT_MESSAGE_STATE_HANDED, "It is being handed over.")
    SENT = enum_value(pb.REPORT_MESSAGE_STATE_SENT, "The channel has it.")
    REFUSED = enum_value(pb.REPORT_MESSAGE_STATE_REFUSED, "The channel refused it for good.")
    UNKNOWN = enum_value(
        pb.REPORT_MESSAGE_STATE_UNKNOWN,
        "No answer came, and it is not sent again: people might read it twice.",
    )
    GIVEN_UP = enum_value(
        pb.REPORT_MESSAGE_STATE_GIVEN_UP, "The channel could not be reached for half a day."
    )


@strawberry.type(description="A message by which a report goes to operators.")
class ReportMessage:
    """Source: tessera.feedback.v1.ReportMessage."""

    channel: str = column(
        "`wecom_robot`, the robot of a group in WeCom, or `operators_webhook`, a program of the"
        " brand."
    )
    language: str = column("The language of its text, `zh` or `en`.")
    state: ReportMessageState = column("The state.")
    attempts: int = column("How often it was handed over.")
    at: DateTime = read(lambda told: moment(told.state_time), "The time its state began.")
    next_at: DateTime | None = read(
        lambda told: instant(told, "next_time"), "The time it is tried again; null at its end."
    )
    problem: str | None = read(
        lambda told: told.code or None,
        "Why the last try failed, such as `away`, `overloaded`, `key_refused`,"
        " `provider_refused` or `not_configured`; null where it did not.",
    )


@strawberry.type(description="The numbers of a period as they were told.")
class InsightReport:
    """Source: tessera.feedback.v1.Report."""

    day: Date = column("The period's first day.")
    grain: MetricGrain = column("Its length.")
    made_at: DateTime = read(lambda report: moment(report.make_time), "The time it was made.")
    lines: list[ReportLine] = column("The numbers.", size=LINES_ASSUMED)
    messages: list[ReportMessage] = column(
        "The messages by which it goes to operators, as the programme wished when it was made.",
        size=MESSAGES_ASSUMED,
    )


@strawberry.type(description="A report of the page, with its cursor.")
class InsightReportEdge:
    """Source: cursor and report."""

    cursor: str = edge_cursor(first_of)
    node: InsightReport = edge_node(second_of)


@strawberry.type(description="A page of reports, the latest first.")
class InsightReportConnection:
    """Source: Page."""

    edges: list[InsightReportEdge] = edges()
    page_info: PageInfo = page_info()


async def _alarms(
    context: RequestContext, open_only: OpenOnly = False, first: First = 20, after: After = None
) -> Page:
    method = context.services.insight.ListMetricAlarms
    request = pb.ListMetricAlarmsRequest(open_only=open_only)
    return await page_of(context, _ALARMS, method, request, "alarms", first, after)


async def _reports(
    context: RequestContext, grain: ReportGrain = None, first: First = 20, after: After = None
) -> Page:
    method = context.services.insight.ListReports
    request = pb.ListReportsRequest(grain=grain.value if grain else pb.METRIC_GRAIN_DAY)
    return await page_of(context, _REPORTS, method, request, "reports", first, after)


@strawberry.type
class MetricAlarmQueries:
    """The fields of Query."""

    metric_alarms: MetricAlarmConnection | None = call(
        _alarms,
        "Metrics that changed by more than chance, the latest day first. For operators with the"
        " scope `insight:read`.",
        rule=Rule.OPERATORS,
        size="first",
    )
    insight_reports: InsightReportConnection | None = call(
        _reports,
        "Reports, the latest first: their numbers never change, and those that are others by now"
        " stand beside them. For operators with the scope `insight:read`.",
        rule=Rule.OPERATORS,
        size="first",
    )


@strawberry.input(description="A move of an alarm.")
class MoveMetricAlarmInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    alarm_id: strawberry.ID = required("The alarm's id.")
    state: MetricAlarmState = required("ACKNOWLEDGED, EXPLAINED or CLOSED.")
    words: str = required("The operator's words, 1 to 500 characters.")


@strawberry.type(description="The alarm, or the reasons of the refusal.")
class MoveMetricAlarmPayload:
    """Source: Outcome of an alarm."""

    alarm: MetricAlarm | None = read(
        lambda outcome: outcome.result, "The alarm; null when refused."
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _move(context: RequestContext, input: Annotated[MoveMetricAlarmInput, INPUT]) -> Outcome:
    def request() -> pb.MoveMetricAlarmRequest:
        return pb.MoveMetricAlarmRequest(
            request_id=input.request_id,
            alarm_id=input.alarm_id,
            state=input.state.value,
            words=input.words,
        )

    method = context.services.insight.MoveMetricAlarm
    return await perform(context, "moveMetricAlarm", method, request, "alarm")


@strawberry.type
class MetricAlarmMutations:
    """The field of Mutation."""

    move_metric_alarm: MoveMetricAlarmPayload | None = mutation(
        "moveMetricAlarm",
        _move,
        "Moves an alarm on, with words: somebody takes it, explains it, or closes it. For operators"
        " with the scope `insight:write`.",
        rule=Rule.OPERATORS,
    )
