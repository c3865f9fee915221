"""Insight as protobuf messages."""

from collections.abc import Mapping
from datetime import date, datetime

from google.protobuf.timestamp_pb2 import Timestamp

from services.feedback.insight.commands.contents import ContentsTold
from services.feedback.insight.commands.crediting import Attribution
from services.feedback.insight.commands.reading import Point, Tile
from services.feedback.insight.domain.acquisition import CAC, ROI, Channel, Return
from services.feedback.insight.domain.alarms import Alarm
from services.feedback.insight.domain.attribution import Lift, Model
from services.feedback.insight.domain.behind import Found
from services.feedback.insight.domain.boards import Board
from services.feedback.insight.domain.cohorts import Cohort
from services.feedback.insight.domain.content import ContentFigure, Subject
from services.feedback.insight.domain.funnel import Funnel, Passage
from services.feedback.insight.domain.metrics import Metric, Number
from services.feedback.insight.domain.own_metrics import retired
from services.feedback.insight.domain.period import Grain
from services.feedback.insight.domain.report import Report
from services.feedback.insight.domain.standing import Standing, Target
from services.feedback.insight.domain.todo import Todo, TodoState, todo_id
from services.feedback.programme.domain import Text
from tessera.feedback.v1 import insight_pb2 as pb
from tessera.types.v1 import types_pb2

GRAINS: Mapping[int, Grain] = {
    pb.METRIC_GRAIN_UNSPECIFIED: Grain.DAY,
    pb.METRIC_GRAIN_DAY: Grain.DAY,
    pb.METRIC_GRAIN_WEEK: Grain.WEEK,
    pb.METRIC_GRAIN_MONTH: Grain.MONTH,
}


def as_of_message(at: datetime) -> Timestamp | None:
    """None before the first count."""
    return None if at.year == 1 else stamp(at)


def stamp(at: datetime) -> Timestamp:
    """The instant as protobuf has it."""
    told = Timestamp()
    told.FromDatetime(at)
    return told


def grain_value(grain: Grain) -> pb.MetricGrain.ValueType:
    """The grain as protobuf has it."""
    return pb.MetricGrain.Value(f"METRIC_GRAIN_{grain.name}")


def metric_message(metric: Metric) -> pb.Metric:
    """What a metric is."""
    return pb.Metric(
        code=metric.code,
        name=_text(metric.name),
        definition=_text(metric.definition),
        formula=metric.formula,
        version=metric.version,
        level=pb.MetricLevel.Value(f"METRIC_LEVEL_{metric.level.name}"),
        unit=pb.MetricUnit.Value(f"METRIC_UNIT_{metric.unit.name}"),
        more_is_better=metric.up,
        grains=[grain_value(each) for each in metric.grains],
        by_store=metric.by_store,
        members_above=metric.above is not None,
        members_below=metric.below is not None,
    )


def number_message(number: Number | None) -> pb.MetricNumber | None:
    """None where it is not known."""
    if number is None:
        return None
    return pb.MetricNumber(numerator=number.numerator, denominator=number.denominator)


def tile_message(tile: Tile) -> pb.BoardTile:
    """A metric on the board."""
    standing = pb.METRIC_STANDING_UNSPECIFIED
    if tile.standing is not Standing.NONE:
        standing = pb.MetricStanding.Value(f"METRIC_STANDING_{tile.standing.name}")
    return pb.BoardTile(
        metric=metric_message(tile.metric),
        day=tile.period.first.isoformat(),
        number=number_message(tile.number),
        week_before=number_message(tile.before),
        target=_target(tile.target),
        standing=standing,
    )


def _target(target: Target | None) -> pb.MetricTarget | None:
    if target is None:
        return None
    return pb.MetricTarget(hundredths=target.hundredths, tolerance_percent=target.tolerance_percent)


def board_message(board: Board) -> pb.BoardName:
    """A board of the programme."""
    return pb.BoardName(code=board.code, name=_text(board.name))


def point_message(point: Point) -> pb.MetricPoint:
    """The number of a period."""
    return pb.MetricPoint(
        day=point.period.first.isoformat(),
        number=number_message(point.number),
        complete=point.complete,
        restated=point.restated,
    )


def cohort_message(cohort: Cohort) -> pb.Cohort:
    """Those who enrolled on a day."""
    return pb.Cohort(
        day=cohort.day.isoformat(),
        size=cohort.size,
        days=[pb.CohortDay(after=after, active=count) for after, count in cohort.active.items()],
    )


def funnel_message(funnel: Funnel) -> pb.FunnelRule:
    """A funnel of the programme."""
    return pb.FunnelRule(
        code=funnel.code,
        name=_text(funnel.name),
        steps=funnel.steps,
        window_days=funnel.window.days,
    )


def passage_message(funnel: Funnel, passage: Passage, as_of: datetime) -> pb.GetFunnelResponse:
    """How members passed through a funnel."""
    rate = Number(passage.converted, passage.decided) if passage.decided else None
    return pb.GetFunnelResponse(
        funnel=funnel_message(funnel),
        reached=passage.reached,
        open=passage.open,
        lost=passage.lost,
        rate=number_message(rate),
        as_of_time=as_of_message(as_of),
    )


def found_message(found: Found) -> pb.MetricMember:
    """A member behind a number."""
    return pb.MetricMember(
        member_id=found.member_id,
        times=found.times,
        minor_units=found.minor,
        last_time=stamp(found.last_at) if found.last_at else None,
    )


def contents_message(told: ContentsTold, subject: Subject) -> pb.GetContentFiguresResponse:
    """What members did with contents."""
    return pb.GetContentFiguresResponse(
        figures=[_content(each, subject, told.members) for each in told.figures],
        members=told.members,
        complete=told.complete,
        as_of_time=as_of_message(told.as_of),
    )


def _content(figure: ContentFigure, subject: Subject, members: int) -> pb.ContentFigure:
    is_read = subject is Subject.CONTENT
    return pb.ContentFigure(
        code=figure.code,
        week_day=figure.week.isoformat() if figure.week else "",
        viewers=figure.viewers,
        views=figure.views,
        read_through=number_message(figure.read_through) if is_read else None,
        read_part=number_message(figure.read_part) if is_read else None,
        liked=figure.liked,
        collected=figure.collected,
        shared=figure.shared,
        in_cart=figure.in_cart,
        ordered=figure.ordered,
        interacted=figure.interacted,
        interaction_rate=number_message(figure.interaction_rate(members)),
    )


def alarm_message(alarm: Alarm, metrics: Mapping[str, Metric], now: datetime) -> pb.MetricAlarm:
    """An alarm, looked at `now`. `metrics` are those of the brand."""
    found = alarm.found
    metric = ROI if alarm.metric == ROI.code else metrics.get(alarm.metric)
    return pb.MetricAlarm(
        id=alarm.id,
        metric=metric_message(metric or retired(alarm.metric)),
        channel=alarm.channel,
        day=alarm.day.isoformat(),
        value=found.value,
        baseline=found.baseline,
        low=found.low,
        high=found.high,
        change_percent=found.change_percent,
        found_time=stamp(alarm.at),
        answer_by_time=stamp(alarm.answer_by),
        late=alarm.late(now),
        state=pb.MetricAlarmState.Value(f"METRIC_ALARM_STATE_{alarm.state.name}"),
        missed=alarm.missed,
        acts=[
            pb.MetricAlarmAct(
                threshold=each.threshold,
                journey=each.journey,
                outcome=pb.MetricAlarmActOutcome.Value(
                    f"METRIC_ALARM_ACT_OUTCOME_{each.became.name}"
                ),
                act_time=stamp(each.at) if each.at else None,
                todo_id=todo_id(alarm.id, each.threshold) if each.opens_todo else "",
                message=each.message,
                instead=each.instead,
            )
            for each in alarm.acts
        ],
        notes=[
            pb.MetricAlarmNote(
                state=pb.MetricAlarmState.Value(f"METRIC_ALARM_STATE_{each.state.name}"),
                note_time=stamp(each.at),
                by=each.by,
                words=each.words,
            )
            for each in alarm.notes
        ],
    )


def todo_message(todo: Todo, metrics: Mapping[str, Metric], now: datetime) -> pb.MetricTodo:
    """A to-do, looked at `now`. `metrics` are those of the brand."""
    return pb.MetricTodo(
        id=todo.id,
        title=_text(todo.title),
        metric=metric_message(metrics.get(todo.metric) or retired(todo.metric)),
        day=todo.day.isoformat(),
        alarm_id=todo.alarm,
        threshold=todo.threshold,
        open_time=stamp(todo.at),
        due_time=stamp(todo.due),
        late=todo.late(now),
        state=_todo_state(todo.state),
        owner=todo.owner,
        notes=[
            pb.MetricTodoNote(
                state=_todo_state(each.state),
                note_time=stamp(each.at),
                by=each.by,
                words=each.words,
            )
            for each in todo.notes
        ],
    )


def _todo_state(state: TodoState) -> pb.MetricTodoState.ValueType:
    return pb.MetricTodoState.Value(f"METRIC_TODO_STATE_{state.name}")


def report_message(report: Report, metrics: Mapping[str, Metric]) -> pb.Report:
    """A report, and what its numbers are by now. `metrics` are those of the brand."""
    return pb.Report(
        day=report.period.first.isoformat(),
        grain=grain_value(report.period.grain),
        make_time=stamp(report.made_at),
        lines=[
            pb.ReportLine(
                metric=metric_message(metrics.get(code) or retired(code)),
                number=number_message(number),
                restatements=[
                    pb.ReportRestatement(
                        number=number_message(each.new), restate_time=stamp(each.at)
                    )
                    for each in report.restatements
                    if each.metric == code
                ],
            )
            for code, number in report.numbers.items()
        ],
        messages=[
            pb.ReportMessage(
                channel=each.channel,
                language=each.language,
                state=pb.ReportMessageState.Value(f"REPORT_MESSAGE_STATE_{each.state.name}"),
                attempts=each.attempts,
                state_time=stamp(each.at),
                next_time=None if each.next_at is None else stamp(each.next_at),
                code=each.code,
            )
            for each in report.messages
        ],
    )


def _text(text: Text) -> types_pb2.LocalizedText:
    return types_pb2.LocalizedText(zh=text.zh, en=text.en)


TODO_STATES: Mapping[int, TodoState] = {_todo_state(each): each for each in TodoState}
SUBJECTS: Mapping[int, Subject] = {
    pb.CONTENT_SUBJECT_UNSPECIFIED: Subject.CONTENT,
    pb.CONTENT_SUBJECT_CONTENT: Subject.CONTENT,
    pb.CONTENT_SUBJECT_SERIES: Subject.SERIES,
}
MODELS: Mapping[int, Model] = {
    pb.ATTRIBUTION_MODEL_UNSPECIFIED: Model.LAST,
    **{pb.AttributionModel.Value(f"ATTRIBUTION_MODEL_{each.name}"): each for each in Model},
}


def attribution_message(found: Attribution, currency: str) -> pb.GetAttributionResponse:
    """What orders are put down to."""
    return pb.GetAttributionResponse(
        model=pb.AttributionModel.Value(f"ATTRIBUTION_MODEL_{found.model.name}"),
        credits=[
            pb.AttributionCredit(message=source.message, channel=source.channel, minor_units=minor)
            for source, minor in found.credits
        ],
        lift=_lift(found.lift),
        currency_code=currency,
        as_of_time=as_of_message(found.as_of),
    )


def _lift(lift: Lift | None) -> pb.AttributionLift | None:
    if lift is None:
        return None
    low, high = lift.interval
    return pb.AttributionLift(
        reached=number_message(lift.reached),
        held_out=number_message(lift.held_out),
        difference=lift.difference,
        low=low,
        high=high,
        shown=lift.shown,
    )


def channel_message(channel: Channel) -> pb.AcquisitionChannel:
    """A channel of the programme."""
    return pb.AcquisitionChannel(
        code=channel.code,
        name=_text(channel.name),
        kind=pb.AcquisitionKind.Value(f"ACQUISITION_KIND_{channel.kind.name}"),
        floor_permille=channel.floor,
    )


def return_message(found: Return, today: date) -> pb.AcquisitionReturn:
    """A channel's month, looked at today."""
    return pb.AcquisitionReturn(
        month=f"{found.month.first:%Y-%m}",
        channel=channel_message(found.channel),
        members=found.acquired.members,
        revenue_minor=found.acquired.minor,
        cost_minor=found.cost,
        cac=number_message(found.cac),
        roi=number_message(found.roi),
        complete=found.complete(today),
        short=found.short(today),
    )


def acquisition_metrics() -> list[pb.Metric]:
    """The definitions of what is told of channels."""
    return [metric_message(CAC), metric_message(ROI)]
