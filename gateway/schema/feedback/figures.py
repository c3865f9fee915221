"""Figures of the teams that answer feedback, for operators."""

from datetime import datetime
from typing import Annotated, Any

import strawberry

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import CALL_COST, Rule, call, column, read
from gateway.schema.core.named import Named, named
from gateway.schema.core.scalars import DateTime, Long, moment
from tessera.feedback.v1 import figures_pb2

TEAMS_ASSUMED = 5
PEOPLE_ASSUMED = 20


@strawberry.type(
    description="The work of all, of a team, or of a person of a team: what of the items taken in"
    " was answered, and what is open now."
)
class FeedbackFigure:
    """Source: tessera.feedback.v1.FeedbackFigure."""

    team: Named | None = read(
        lambda one: named(one.team, one.team_name),
        "The team; null for all together, and for items without a team.",
    )
    person: str | None = read(
        lambda one: one.person or None,
        "The person who answered, or else has the item; null for a whole team.",
    )
    taken: Long = column("The items taken in.")
    answered: Long = column("Those of them that a person answered.")
    due: Long = column("Those of them whose first response was given or missed.")
    in_time: Long = column("Those of them whose first response came in time.")
    in_time_percent: int | None = read(
        lambda one: one.in_time_percent if one.HasField("in_time_percent") else None,
        "inTime ÷ due in percent, rounded down; null where nothing was due.",
    )
    median_response_seconds: Long | None = read(
        lambda one: (
            one.median_response_seconds if one.HasField("median_response_seconds") else None
        ),
        "The median time to the first response in seconds, of whole minutes; null without one.",
    )
    open: Long = column("The items that are open now, whenever they were taken in.")
    waiting: Long = column("Those of them that wait for the member.")
    late: Long = column("Those of them that are late.")
    rated: Long = column("The items taken in that their member rated.")
    satisfied: Long = column("Those of them with a rating of 4 or 5.")
    csat_percent: int | None = read(
        lambda one: one.csat_percent if one.HasField("csat_percent") else None,
        "CSAT: satisfied ÷ rated in percent, rounded down; null without a rating.",
    )


@strawberry.type(description="The figures of the items that were taken in within a time.")
class FeedbackFigures:
    """Source: tessera.feedback.v1.GetFeedbackFiguresResponse."""

    counted_from: DateTime = read(
        lambda told: moment(told.from_time), "The beginning of the time that is counted."
    )
    counted_until: DateTime = read(
        lambda told: moment(told.until_time), "The end of the time that is counted."
    )
    total: FeedbackFigure = column("All items together.")
    teams: list[FeedbackFigure] = column(
        "One for each team that has an item, or that the programme names.", size=TEAMS_ASSUMED
    )
    people: list[FeedbackFigure] = column(
        "One for each person of a team who has or answered an item, or whom the programme names.",
        size=PEOPLE_ASSUMED,
    )


Since = Annotated[
    DateTime | None,
    strawberry.argument(
        name="from",
        description="Only items taken in from this time on; 30 days before the end by default.",
    ),
]
Until = Annotated[
    DateTime | None,
    strawberry.argument(
        description="Only items taken in before this time, at most 92 days after the beginning; now"
        " by default."
    ),
]


async def _figures(
    context: RequestContext, since: Since = None, until: Until = None
) -> figures_pb2.GetFeedbackFiguresResponse:
    request = figures_pb2.GetFeedbackFiguresRequest()
    set_window(request, since, until)
    method = context.services.feedback_figures.GetFeedbackFigures
    return await context.services.read(method, request, context.caller)


def set_window(request: Any, since: datetime | None, until: datetime | None) -> None:
    """Set `from_time` and `until_time` of the request, where they are given."""
    if since is not None:
        request.from_time.FromDatetime(since)
    if until is not None:
        request.until_time.FromDatetime(until)


@strawberry.type
class FeedbackFiguresQueries:
    """The fields of Query."""

    feedback_figures: FeedbackFigures | None = call(
        _figures,
        "How much teams and people answered of what was taken in, how much of it in time, and what"
        " they have now. For operators.",
        rule=Rule.OPERATORS,
        size=1,
        cost=4 * CALL_COST,
    )
