"""tessera.feedback.v1.FeedbackFigures."""

from datetime import timedelta

from services.common.auth import Role, brand_of, current_caller, require_role
from services.common.clock import Clock
from services.common.interceptors import ServicerContext
from services.common.timestamps import sent_instant
from services.feedback.items.api.clocks import timestamp
from services.feedback.items.commands.feedback_differences import (
    Differences,
    DifferenceStore,
    feedback_differences,
)
from services.feedback.items.commands.feedback_figures import (
    FigureStore,
    feedback_figures,
)
from services.feedback.items.commands.feedback_trends import TrendStore, feedback_trends
from services.feedback.items.domain.differences import Compared, Side
from services.feedback.items.domain.figures import Figure
from services.feedback.items.domain.trends import IssueTrend
from services.feedback.programme.commands import Programmes
from services.feedback.programme.domain import Text
from tessera.feedback.v1 import figures_pb2 as pb
from tessera.feedback.v1 import figures_pb2_grpc as pb_grpc
from tessera.types.v1 import types_pb2

SECOND = timedelta(seconds=1)
HUNDRED = 100


class FeedbackFiguresServicer(pb_grpc.FeedbackFiguresServicer):
    """Tells operators how their teams do, which issues rise, and whose they are."""

    def __init__(
        self,
        store: FigureStore,
        trends: TrendStore,
        differences: DifferenceStore,
        programmes: Programmes,
        clock: Clock,
    ) -> None:
        self._store = store
        self._trends = trends
        self._differences = differences
        self._programmes = programmes
        self._clock = clock

    async def GetFeedbackFigures(
        self, request: pb.GetFeedbackFiguresRequest, context: ServicerContext
    ) -> pb.GetFeedbackFiguresResponse:
        caller = require_role(current_caller(), Role.OPERATOR)
        brand = brand_of(caller)
        since, until = sent_instant(request, "from_time"), sent_instant(request, "until_time")
        found = await feedback_figures(
            self._store, self._programmes, self._clock, brand, since, until, caller.stores
        )
        figures, names = found.figures, found.names
        return pb.GetFeedbackFiguresResponse(
            from_time=timestamp(figures.since),
            until_time=timestamp(figures.until),
            total=_message(figures.total),
            teams=[
                _message(figure, team, names.get(team)) for team, figure in figures.teams.items()
            ],
            people=[
                _message(figure, team, names.get(team), person)
                for (team, person), figure in figures.people.items()
            ],
        )

    async def GetFeedbackTrends(
        self, request: pb.GetFeedbackTrendsRequest, context: ServicerContext
    ) -> pb.GetFeedbackTrendsResponse:
        brand = brand_of(require_role(current_caller(), Role.OPERATOR))
        found = await feedback_trends(self._trends, self._programmes, self._clock, brand)
        return pb.GetFeedbackTrendsResponse(
            from_time=timestamp(found.since),
            until_time=timestamp(found.until),
            weeks_before=found.weeks_before,
            trends=[_trend_message(each, found.names[each.issue]) for each in found.trends],
            special_days=[day.isoformat() for day in found.special],
        )

    async def GetFeedbackDifferences(
        self, request: pb.GetFeedbackDifferencesRequest, context: ServicerContext
    ) -> pb.GetFeedbackDifferencesResponse:
        brand = brand_of(require_role(current_caller(), Role.OPERATOR))
        found = await feedback_differences(
            self._differences,
            self._programmes,
            self._clock,
            brand,
            request.segment,
            request.against,
            sent_instant(request, "from_time"),
            sent_instant(request, "until_time"),
        )
        return pb.GetFeedbackDifferencesResponse(
            from_time=timestamp(found.asked.since),
            until_time=timestamp(found.asked.until),
            segment_members=found.sides.get(Side.SEGMENT, 0),
            against_members=found.sides.get(Side.AGAINST, 0),
            both_members=found.sides.get(Side.BOTH, 0),
            differences=[_difference_message(each, found) for each in found.compared],
        )


def _difference_message(each: Compared, found: Differences) -> pb.FeedbackDifference:
    name = found.names.get(each.subject)
    return pb.FeedbackDifference(
        kind=pb.DifferenceKind.Value(f"DIFFERENCE_KIND_{each.subject.kind.name}"),
        code=each.subject.code,
        name=None if name is None else types_pb2.LocalizedText(zh=name.zh, en=name.en),
        segment_members=each.segment.n,
        segment_spoke=each.segment.did,
        against_members=each.against.n,
        against_spoke=each.against.did,
        difference=each.difference.estimate,
        low=each.difference.low,
        high=each.difference.high,
        reading=pb.DifferenceReading.Value(f"DIFFERENCE_READING_{each.reading.name}"),
    )


def _trend_message(trend: IssueTrend, name: Text) -> pb.FeedbackTrend:
    return pb.FeedbackTrend(
        topic=trend.issue,
        topic_name=types_pb2.LocalizedText(zh=name.zh, en=name.en),
        count=trend.count,
        expected_hundredths=round(trend.expected * HUNDRED),
        change_percent=trend.change_percent,
        direction=pb.TrendDirection.Value(f"TREND_DIRECTION_{trend.trend.name}"),
        before=trend.before,
    )


def _message(
    figure: Figure, team: str = "", name: Text | None = None, person: str = ""
) -> pb.FeedbackFigure:
    median = figure.median_response
    return pb.FeedbackFigure(
        team=team,
        team_name=None if name is None else types_pb2.LocalizedText(zh=name.zh, en=name.en),
        person=person,
        taken=figure.taken,
        answered=figure.answered,
        due=figure.due,
        in_time=figure.in_time,
        in_time_percent=figure.in_time_percent,
        median_response_seconds=None if median is None else median // SECOND,
        open=figure.open,
        waiting=figure.waiting,
        late=figure.late,
        rated=figure.rated,
        satisfied=figure.satisfied,
        csat_percent=figure.csat_percent,
    )
