"""Insight as the gateway sees it: one metric, one alarm, one funnel, one report."""

from typing import Any

from services.common.errors import Refusal
from tessera.feedback.v1 import insight_pb2 as pb
from tessera.feedback.v1 import insight_pb2_grpc
from tessera.types.v1 import types_pb2
from tests.gateway.fake_backend import FakeBackend, at, member_id, refuse

METRIC = pb.Metric(
    code="conversion",
    name=types_pb2.LocalizedText(zh="到店转化率", en="Conversion"),
    definition=types_pb2.LocalizedText(zh="比例", en="Of the members who visited"),
    formula="a / b",
    version=1,
    level=pb.METRIC_LEVEL_CORE,
    unit=pb.METRIC_UNIT_PERCENT,
    more_is_better=True,
    grains=[pb.METRIC_GRAIN_DAY],
    members_above=True,
)
NUMBER = pb.MetricNumber(numerator=1, denominator=4)
FUNNEL = pb.FunnelRule(
    code="to_store",
    name=types_pb2.LocalizedText(zh="到店", en="To the store"),
    steps=["visit", "order"],
    window_days=7,
)


TODO = "2026-03-01-conversion-missed-call"


def todo(
    state: "pb.MetricTodoState.ValueType" = pb.METRIC_TODO_STATE_OPEN, owner: str = ""
) -> pb.MetricTodo:
    """What operators are to do about the first of March."""
    return pb.MetricTodo(
        id=TODO,
        title=types_pb2.LocalizedText(zh="致电门店", en="Call the stores"),
        metric=METRIC,
        day="2026-03-01",
        alarm_id="2026-03-01-conversion-missed",
        threshold="call",
        open_time=at(0),
        due_time=at(60),
        late=True,
        state=state,
        owner=owner,
    )


def alarm(state: "pb.MetricAlarmState.ValueType" = pb.METRIC_ALARM_STATE_OPEN) -> pb.MetricAlarm:
    """An alarm of the first of March."""
    return pb.MetricAlarm(
        id="2026-03-01-conversion",
        metric=METRIC,
        day="2026-03-01",
        value=0.25,
        baseline=0.5,
        low=0.4,
        high=0.6,
        change_percent=-50,
        found_time=at(0),
        answer_by_time=at(60),
        state=state,
        missed=True,
        acts=[
            pb.MetricAlarmAct(
                threshold="too_few",
                journey="first_week",
                outcome=pb.METRIC_ALARM_ACT_OUTCOME_PAUSED,
                act_time=at(1),
            ),
            pb.MetricAlarmAct(
                threshold="again",
                journey="first_week",
                outcome=pb.METRIC_ALARM_ACT_OUTCOME_DUE,
            ),
            pb.MetricAlarmAct(
                threshold="call", outcome=pb.METRIC_ALARM_ACT_OUTCOME_OPENED, todo_id=TODO
            ),
        ],
    )


class Insight(insight_pb2_grpc.InsightServicer):
    """Every brand has the same figures."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def GetBoard(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetBoard", request, context)
        tile = pb.BoardTile(
            metric=METRIC,
            day="2026-03-01",
            number=NUMBER,
            target=pb.MetricTarget(hundredths=5_000, tolerance_percent=10),
            standing=pb.METRIC_STANDING_RED,
        )
        unknown = pb.BoardTile(metric=METRIC, day="2026-03-01")
        if request.board not in ("", "main", "care"):
            await refuse(context, Refusal("BOARD_NOT_FOUND", field="board"))
        names = [
            pb.BoardName(code="main", name=types_pb2.LocalizedText(zh="总览", en="Overview")),
            pb.BoardName(code="care", name=types_pb2.LocalizedText(zh="客服", en="Care")),
        ]
        return pb.GetBoardResponse(
            tiles=[tile, unknown],
            as_of_time=at(0),
            open_alarms=[alarm()],
            board=request.board or "care",
            boards=names,
        )

    async def GetContentFigures(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetContentFigures", request, context)
        is_content = request.subject == pb.CONTENT_SUBJECT_CONTENT
        figure = pb.ContentFigure(
            code=request.code or "week_9",
            week_day="2026-03-02" if request.code else "",
            viewers=4,
            views=9,
            read_through=NUMBER if is_content else None,
            interacted=2,
        )
        return pb.GetContentFiguresResponse(figures=[figure][: request.most], members=8)

    async def GetMetric(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetMetric", request, context)
        if request.metric != METRIC.code:
            await refuse(context, Refusal("METRIC_NOT_FOUND"))
        point = pb.MetricPoint(day="2026-03-01", number=NUMBER, complete=True)
        return pb.GetMetricResponse(metric=METRIC, points=[point], as_of_time=at(0))

    async def GetCohorts(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetCohorts", request, context)
        days = [pb.CohortDay(after=1, active=2), pb.CohortDay(after=30)]
        return pb.GetCohortsResponse(cohorts=[pb.Cohort(day="2026-03-01", size=4, days=days)])

    async def GetFunnel(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetFunnel", request, context)
        if request.funnel != FUNNEL.code:
            await refuse(context, Refusal("FUNNEL_NOT_FOUND"))
        return pb.GetFunnelResponse(funnel=FUNNEL, reached=[3, 1], open=1, lost=1, rate=NUMBER)

    async def ListMetricMembers(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListMetricMembers", request, context)
        if request.metric.part == pb.METRIC_PART_BELOW:
            await refuse(context, Refusal("METRIC_WITHOUT_MEMBERS"))
        found = [
            pb.MetricMember(member_id=member_id(1), times=3, minor_units=-50, last_time=at(9)),
            pb.MetricMember(member_id="mem_gone"),
        ]
        return pb.ListMetricMembersResponse(members=found, next_page_token="more")

    async def GetAttribution(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetAttribution", request, context)
        return pb.GetAttributionResponse(
            model=request.model,
            credits=[
                pb.AttributionCredit(message="birthday", channel="sms", minor_units=900),
                pb.AttributionCredit(minor_units=100),
            ],
            lift=pb.AttributionLift(reached=NUMBER, held_out=NUMBER, low=-0.1, high=0.1),
        )

    async def GetAcquisition(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetAcquisition", request, context)
        name = types_pb2.LocalizedText(zh="门店", en="Stores")
        kind = pb.ACQUISITION_KIND_DIRECT
        channel = pb.AcquisitionChannel(code="stores", name=name, kind=kind, floor_permille=5_000)
        month = pb.AcquisitionReturn(
            month="2026-01",
            channel=channel,
            members=4,
            revenue_minor=800,
            cost_minor=200,
            cac=pb.MetricNumber(numerator=200, denominator=4),
            roi=pb.MetricNumber(numerator=800, denominator=200),
            complete=True,
            short=True,
        )
        untold = pb.AcquisitionReturn(month="2025-12", channel=channel)
        return pb.GetAcquisitionResponse(
            returns=[month, untold], channels=[channel], currency_code="CNY"
        )

    async def PutChannelCosts(self, request: Any, context: Any) -> Any:
        await self.backend.enter("PutChannelCosts", request, context)
        if any(each.channel != "stores" for each in request.costs):
            await refuse(context, Refusal("ACQUISITION_CHANNEL_NOT_FOUND", field="costs"))
        return pb.PutChannelCostsResponse(taken=len(request.costs))

    async def ListMetrics(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListMetrics", request, context)
        return pb.ListMetricsResponse(metrics=[METRIC], funnels=[FUNNEL])

    async def ListMetricAlarms(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListMetricAlarms", request, context)
        return pb.ListMetricAlarmsResponse(alarms=[alarm()])

    async def MoveMetricAlarm(self, request: Any, context: Any) -> Any:
        await self.backend.enter("MoveMetricAlarm", request, context)
        if request.alarm_id != alarm().id:
            await refuse(context, Refusal("METRIC_ALARM_NOT_FOUND", field="alarm_id"))
        return pb.MoveMetricAlarmResponse(alarm=alarm(request.state))

    async def ListMetricTodos(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListMetricTodos", request, context)
        return pb.ListMetricTodosResponse(todos=[todo()])

    async def MoveMetricTodo(self, request: Any, context: Any) -> Any:
        await self.backend.enter("MoveMetricTodo", request, context)
        if request.todo_id != TODO:
            await refuse(context, Refusal("METRIC_TODO_NOT_FOUND", field="todo_id"))
        return pb.MoveMetricTodoResponse(todo=todo(request.state, "ann"))

    async def ListReports(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListReports", request, context)
        line = pb.ReportLine(
            metric=METRIC,
            number=NUMBER,
            restatements=[pb.ReportRestatement(restate_time=at(9))],
        )
        sent = pb.ReportMessage(
            channel="wecom_robot",
            language="zh",
            state=pb.REPORT_MESSAGE_STATE_SENT,
            attempts=2,
            state_time=at(1),
        )
        waits = pb.ReportMessage(
            channel="operators_webhook",
            language="en",
            state=pb.REPORT_MESSAGE_STATE_WAITING,
            attempts=1,
            state_time=at(1),
            next_time=at(2),
            code="away",
        )
        report = pb.Report(
            day="2026-03-01",
            grain=request.grain,
            make_time=at(0),
            lines=[line],
            messages=[sent, waits],
        )
        return pb.ListReportsResponse(reports=[report])
