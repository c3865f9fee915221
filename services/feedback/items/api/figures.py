"""tessera.feedback.v1.FeedbackFigures."""

from datetime import timedelta

from services.common.auth import Role, brand_of, current_caller, require_role
from services.common.clock import Clock
from services.common.interceptors import ServicerContext
from services.common.timestamps import sent_instant
from services.feedback.items.api.clocks import timestamp
from services.feedback.items.commands.feedback_figures import (
    FigureStore,
    feedback_figures,
)
from services.feedback.items.commands.feedback_trends import TrendStore, feedback_trends
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
    """Tells operators how their teams do, and which issues rise."""

    def __init__(
        self, store: FigureStore, trends: TrendStore, programmes: Programmes, clock: Clock
    ) -> None:
        self._store = store
        self._trends = trends
        self._programmes = programmes
        self._clock = clock

    async def GetFeedbackFigures(
        self, request: pb.GetFeedbackFiguresRequest, context: ServicerContext
    ) -> pb.GetFeedbackFiguresResponse:
        brand = brand_of(require_role(current_caller(), Role.OPERATOR))
        since, until = sent_instant(request, "from_time"), sent_instant(request, "until_time")
        found = await feedback_figures(
            self._store, self._programmes, self._clock, brand, since, until
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
