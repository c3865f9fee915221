"""tessera.feedback.v1.Insight."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from services.common import pagination
from services.common.auth import (
    Caller,
    Role,
    brand_of,
    current_caller,
    has_scope,
    require_role,
    require_store,
)
from services.common.errors import invalid
from services.common.idempotency import check_request_id, fingerprint
from services.common.interceptors import ServicerContext
from services.common.text import checked, compared, prose
from services.common.timestamps import needed_day
from services.common.written_once import Sent
from services.feedback.insight.api import messages
from services.feedback.insight.commands.acquiring import put_costs, returns_of
from services.feedback.insight.commands.contents import ContentsAsked, content_figures
from services.feedback.insight.commands.crediting import attribution
from services.feedback.insight.commands.listing import (
    NumberAsked,
    StepAsked,
    members_at_step,
    question,
)
from services.feedback.insight.commands.numbers import InsightContext
from services.feedback.insight.commands.reading import (
    SeriesAsked,
    cohort_table,
    move_alarm,
    open_alarms,
    series,
    tiles_of,
    walk_funnel,
)
from services.feedback.insight.commands.todos import move_todo
from services.feedback.insight.domain.alarms import AlarmState, Note
from services.feedback.insight.domain.behind import Question, cohort
from services.feedback.insight.domain.boards import chosen
from services.feedback.insight.domain.bucket import RETAINED_DAYS_MAX
from services.feedback.insight.domain.period import Grain
from services.feedback.insight.domain.todo import NEED_WORDS, TodoNote
from tessera.feedback.v1 import insight_pb2 as pb
from tessera.feedback.v1 import insight_pb2_grpc as pb_grpc

CODE_CHARS_MAX = 64
TODO_ID_CHARS_MAX = 3 * CODE_CHARS_MAX
WORDS_CHARS_MAX = 500
CONTENTS, CONTENTS_MAX = 50, 100
COSTS_MAX = 20
COST_MAX = 1_000_000_000_000
MONTH_CHARS = len("2026-01")
DEFAULT_DAYS = timedelta(days=29)
YEARS = (2000, 2199)
_MOVES = {
    pb.METRIC_ALARM_STATE_ACKNOWLEDGED: AlarmState.ACKNOWLEDGED,
    pb.METRIC_ALARM_STATE_EXPLAINED: AlarmState.EXPLAINED,
    pb.METRIC_ALARM_STATE_CLOSED: AlarmState.CLOSED,
}


class InsightServicer(pb_grpc.InsightServicer):
    """Authorises operators, and passes their wishes on to the commands."""

    def __init__(self, ctx: InsightContext, page_secret: bytes) -> None:
        self._ctx = ctx
        self._page_secret = page_secret

    async def GetBoard(
        self, request: pb.GetBoardRequest, context: ServicerContext
    ) -> pb.GetBoardResponse:
        caller = _operator()
        brand = brand_of(caller)
        code = checked("board", request.board, CODE_CHARS_MAX, least=0, form=compared)
        boards = (await self._ctx.section(brand)).boards
        board = chosen(boards, code, partial(has_scope, caller))
        tiles, as_of = await tiles_of(self._ctx, brand, board.metrics)
        now = self._ctx.clock.now()
        alarms = await open_alarms(self._ctx, brand)
        metrics = (await self._ctx.section(brand)).metrics
        return pb.GetBoardResponse(
            tiles=map(messages.tile_message, tiles),
            as_of_time=messages.as_of_message(as_of),
            open_alarms=[messages.alarm_message(each, metrics, now) for each in alarms],
            currency_code=await self._ctx.currency(brand),
            board=board.code,
            boards=map(messages.board_message, boards),
        )

    async def GetMetric(
        self, request: pb.GetMetricRequest, context: ServicerContext
    ) -> pb.GetMetricResponse:
        brand = brand_of(_operator())
        store_id = checked("store_id", request.store_id, CODE_CHARS_MAX, least=0, form=compared)
        require_store(store_id)
        since, until = await self._days(brand, request.from_day, request.until_day)
        asked = SeriesAsked(
            metric=_code("metric", request.metric),
            grain=_grain(request.grain),
            since=since,
            until=until,
            store_id=store_id,
        )
        metric, points = await series(self._ctx, brand, asked)
        return pb.GetMetricResponse(
            metric=messages.metric_message(metric),
            points=map(messages.point_message, points),
            as_of_time=messages.as_of_message(await self._ctx.as_of(brand)),
            currency_code=await self._ctx.currency(brand),
        )

    async def GetCohorts(
        self, request: pb.GetCohortsRequest, context: ServicerContext
    ) -> pb.GetCohortsResponse:
        brand = brand_of(_operator())
        since, until = await self._days(brand, request.from_day, request.until_day)
        found, as_of = await cohort_table(self._ctx, brand, since, until)
        return pb.GetCohortsResponse(
            cohorts=map(messages.cohort_message, found),
            as_of_time=messages.as_of_message(as_of),
        )

    async def GetFunnel(
        self, request: pb.GetFunnelRequest, context: ServicerContext
    ) -> pb.GetFunnelResponse:
        brand = brand_of(_operator())
        since, until = await self._days(brand, request.from_day, request.until_day)
        code = _code("funnel", request.funnel)
        return messages.passage_message(*await walk_funnel(self._ctx, brand, code, since, until))

    async def ListMetricMembers(
        self, request: pb.ListMetricMembersRequest, context: ServicerContext
    ) -> pb.ListMetricMembersResponse:
        brand = brand_of(_operator())
        size = pagination.page_size(request.page_size)
        number = fingerprint(request, ("page_size", "page_token")).hex()
        scope = {"list": "metric members", "brand": brand, "number": number}
        tokens = pagination.PlaceTokens(self._page_secret, scope)
        after = tokens.place(request.page_token, "")
        if request.HasField("funnel"):
            asked = await self._step(brand, request.funnel)
            found = await members_at_step(self._ctx, brand, asked, after, size + 1)
        else:
            whom = await self._question(brand, request)
            found = await self._ctx.happenings.behind(brand, whom, after, size + 1)
        answer = pb.ListMetricMembersResponse(members=map(messages.found_message, found[:size]))
        if len(found) > size:
            answer.next_page_token = tokens.token(found[size - 1].member_id)
        return answer

    async def _question(self, brand: str, request: pb.ListMetricMembersRequest) -> Question:
        if request.HasField("cohort"):
            asked = request.cohort
            if not 0 <= asked.after <= RETAINED_DAYS_MAX:
                raise invalid("after", f"0 to {RETAINED_DAYS_MAX}")
            return cohort(_day("day", asked.day), asked.after)
        if not request.HasField("metric"):
            raise invalid("place", "a number of a metric, of a cohort, or of a funnel")
        of = request.metric
        if of.part not in pb.MetricPart.values():
            raise invalid("part", "above or below")
        number = NumberAsked(
            metric=_code("metric", of.metric),
            grain=_grain(of.grain),
            day=_day("day", of.day),
            store_id=checked("store_id", of.store_id, CODE_CHARS_MAX, least=0, form=compared),
            below=of.part == pb.METRIC_PART_BELOW,
        )
        return await question(self._ctx, brand, number)

    async def _step(self, brand: str, asked: pb.FunnelPlace) -> StepAsked:
        since, until = await self._days(brand, asked.from_day, asked.until_day)
        return StepAsked(_code("funnel", asked.funnel), since, until, asked.step)

    async def GetContentFigures(
        self, request: pb.GetContentFiguresRequest, context: ServicerContext
    ) -> pb.GetContentFiguresResponse:
        brand = brand_of(_operator())
        subject = messages.SUBJECTS.get(request.subject)
        if subject is None:
            raise invalid("subject", "content or series")
        if not 0 <= request.most <= CONTENTS_MAX:
            raise invalid("most", f"1 to {CONTENTS_MAX}")
        since, until = await self._days(brand, request.from_day, request.until_day)
        # In the form in which contents and series are kept.
        code = checked("code", request.code, CODE_CHARS_MAX)
        asked = ContentsAsked(subject, since, until, code, request.most or CONTENTS)
        told = await content_figures(self._ctx, brand, asked)
        return messages.contents_message(told, subject)

    async def GetAttribution(
        self, request: pb.GetAttributionRequest, context: ServicerContext
    ) -> pb.GetAttributionResponse:
        brand = brand_of(_operator())
        model = messages.MODELS.get(request.model)
        if model is None:
            raise invalid("model", "first, last, linear, time decay or position")
        since, until = await self._days(brand, request.from_day, request.until_day)
        found = await attribution(self._ctx, brand, model, since, until)
        return messages.attribution_message(found, await self._ctx.currency(brand))

    async def GetAcquisition(
        self, request: pb.GetAcquisitionRequest, context: ServicerContext
    ) -> pb.GetAcquisitionResponse:
        brand = brand_of(_operator())
        today = await self._ctx.today(brand)
        last = _month("until_month", request.until_month) if request.until_month else today
        first = _month("from_month", request.from_month) if request.from_month else _ago(last)
        if first > last:
            raise invalid("until_month", "is before from_month")
        found = await returns_of(self._ctx, brand, first, last)
        channels = (await self._ctx.section(brand)).acquisition.values()
        latest = sorted(found, key=lambda each: each.month.first, reverse=True)
        return pb.GetAcquisitionResponse(
            returns=[messages.return_message(each, today) for each in latest],
            channels=map(messages.channel_message, channels),
            metrics=messages.acquisition_metrics(),
            currency_code=await self._ctx.currency(brand),
            as_of_time=messages.as_of_message(await self._ctx.as_of(brand)),
        )

    async def PutChannelCosts(
        self, request: pb.PutChannelCostsRequest, context: ServicerContext
    ) -> pb.PutChannelCostsResponse:
        brand = brand_of(_operator())
        month = _month("month", request.month)
        write = check_request_id(request.request_id), fingerprint(request)
        replayed = await put_costs(self._ctx, brand, write, month, _costs(request.costs))
        return pb.PutChannelCostsResponse(taken=len(request.costs), replayed=replayed)

    async def ListMetrics(
        self, request: pb.ListMetricsRequest, context: ServicerContext
    ) -> pb.ListMetricsResponse:
        section = await self._ctx.section(brand_of(_operator()))
        return pb.ListMetricsResponse(
            metrics=map(messages.metric_message, section.metrics.values()),
            funnels=map(messages.funnel_message, section.funnels.values()),
        )

    async def ListMetricAlarms(
        self, request: pb.ListMetricAlarmsRequest, context: ServicerContext
    ) -> pb.ListMetricAlarmsResponse:
        brand = brand_of(_operator())
        size = pagination.page_size(request.page_size)
        scope = {"list": "metric alarms", "brand": brand, "open": str(request.open_only)}
        tokens = pagination.PlaceTokens(self._page_secret, scope)
        before = tokens.place(request.page_token, "")
        found = await self._ctx.told.alarms(brand, before, size + 1, open_only=request.open_only)
        now, metrics = self._ctx.clock.now(), (await self._ctx.section(brand)).metrics
        answer = pb.ListMetricAlarmsResponse(
            alarms=[messages.alarm_message(each, metrics, now) for each in found[:size]]
        )
        if len(found) > size:
            answer.next_page_token = tokens.token(found[size - 1].id)
        return answer

    async def MoveMetricAlarm(
        self, request: pb.MoveMetricAlarmRequest, context: ServicerContext
    ) -> pb.MoveMetricAlarmResponse:
        caller = _operator()
        state = _MOVES.get(request.state)
        if state is None:
            raise invalid("state", "acknowledged, explained or closed")
        words = checked("words", request.words, WORDS_CHARS_MAX, least=1, form=prose)
        now = self._ctx.clock.now()
        alarm_id = checked("alarm_id", request.alarm_id, 2 * CODE_CHARS_MAX, least=1, form=compared)
        request_id = check_request_id(request.request_id)
        note = Note(request_id, state, now, caller.subject, words)
        brand = brand_of(caller)
        # With the operator: two of them may choose the same id.
        write = Sent(brand, request_id, fingerprint(request) + caller.subject.encode())
        moved, replayed = await move_alarm(self._ctx, write, alarm_id, note)
        metrics = (await self._ctx.section(brand)).metrics
        return pb.MoveMetricAlarmResponse(
            alarm=messages.alarm_message(moved, metrics, now), replayed=replayed
        )

    async def ListMetricTodos(
        self, request: pb.ListMetricTodosRequest, context: ServicerContext
    ) -> pb.ListMetricTodosResponse:
        brand = brand_of(_operator())
        size = pagination.page_size(request.page_size)
        scope = {"list": "metric to-dos", "brand": brand, "open": str(request.open_only)}
        tokens = pagination.PlaceTokens(self._page_secret, scope)
        before = tokens.place(request.page_token, "")
        found = await self._ctx.todos.list(brand, before, size + 1, open_only=request.open_only)
        now, metrics = self._ctx.clock.now(), (await self._ctx.section(brand)).metrics
        answer = pb.ListMetricTodosResponse(
            todos=[messages.todo_message(each, metrics, now) for each in found[:size]]
        )
        if len(found) > size:
            answer.next_page_token = tokens.token(found[size - 1].id)
        return answer

    async def MoveMetricTodo(
        self, request: pb.MoveMetricTodoRequest, context: ServicerContext
    ) -> pb.MoveMetricTodoResponse:
        caller, now = _operator(), self._ctx.clock.now()
        state = messages.TODO_STATES.get(request.state)
        if state is None:
            raise invalid("state", "open, taken, done or dropped")
        least = 1 if state in NEED_WORDS else 0
        words = checked("words", request.words, WORDS_CHARS_MAX, least=least, form=prose)
        todo_id = checked("todo_id", request.todo_id, TODO_ID_CHARS_MAX, least=1, form=compared)
        request_id, brand = check_request_id(request.request_id), brand_of(caller)
        note = TodoNote(request_id, state, now, caller.subject, words)
        write = Sent(brand, request_id, fingerprint(request) + caller.subject.encode())
        moved, replayed = await move_todo(self._ctx, write, todo_id, note)
        metrics = (await self._ctx.section(brand)).metrics
        todo = messages.todo_message(moved, metrics, now)
        return pb.MoveMetricTodoResponse(todo=todo, replayed=replayed)

    async def ListReports(
        self, request: pb.ListReportsRequest, context: ServicerContext
    ) -> pb.ListReportsResponse:
        brand, grain = brand_of(_operator()), _grain(request.grain)
        size = pagination.page_size(request.page_size)
        scope = {"list": "reports", "brand": brand, "grain": grain.value}
        tokens = pagination.PlaceTokens(self._page_secret, scope)
        place = tokens.place(request.page_token, "")
        before = date.fromisoformat(place) if place else None
        found = await self._ctx.told.reports(brand, grain, before, size + 1)
        metrics = (await self._ctx.section(brand)).metrics
        answer = pb.ListReportsResponse(
            reports=[messages.report_message(each, metrics) for each in found[:size]]
        )
        if len(found) > size:
            answer.next_page_token = tokens.token(found[size - 1].period.first.isoformat())
        return answer

    async def _days(self, brand: str, since: str, until: str) -> tuple[date, date]:
        last = _day("until_day", until) if until else await self._ctx.today(brand)
        first = _day("from_day", since) if since else last - DEFAULT_DAYS
        if first > last:
            raise invalid("until_day", "is before from_day")
        return first, last


def _operator() -> Caller:
    return require_role(current_caller(), Role.OPERATOR)


def _code(field: str, text: str) -> str:
    return checked(field, text, CODE_CHARS_MAX, least=1, form=compared)


def _grain(value: int) -> Grain:
    grain = messages.GRAINS.get(value)
    if grain is None:
        raise invalid("grain", "day, week or month")
    return grain


def _costs(told: Sequence[pb.ChannelCost]) -> dict[str, int]:
    if not 1 <= len(told) <= COSTS_MAX:
        raise invalid("costs", f"1 to {COSTS_MAX}")
    costs = {each.channel: each.minor_units for each in told}
    if len(costs) < len(told):
        raise invalid("costs", "one a channel")
    if not all(0 <= minor <= COST_MAX for minor in costs.values()):
        raise invalid("costs", f"minor_units from 0 to {COST_MAX}")
    return costs


def _month(field: str, text: str) -> date:
    """The first day of a month that is written YYYY-MM."""
    if len(text) != MONTH_CHARS:
        raise invalid(field, "a month as 2026-01")
    return _day(field, f"{text}-01")


def _ago(month: date) -> date:
    """The month that lies 11 months before."""
    number = month.year * 12 + month.month - 1 - 11
    return date(number // 12, number % 12 + 1, 1)


def _day(field: str, text: str) -> date:
    day = needed_day(text, field)
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise invalid(field, f"a day of the years {YEARS[0]} to {YEARS[1]}")
    return day
