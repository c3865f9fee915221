"""Results of surveys, for operators."""

from enum import Enum
from typing import Annotated, Any

import strawberry

from gateway.core.ids import to_global
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
from gateway.schema.core.fields import CALL_COST, Rule, call, column, join, read
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.scalars import Date, Lang, Long, enum_value, text
from gateway.schema.core.selections import Args, Inner
from gateway.schema.feedback.surveys import SurveyKind, SurveyQuestion
from gateway.upstream.batching import Need
from gateway.upstream.loaders import DayRange
from tessera.feedback.v1 import surveys_pb2 as pb

_COMMENTS = "survey_comment"
SURVEYS_MAX = 20

Code = Annotated[str, strawberry.argument(description="The code of the survey.")]
Since = Annotated[
    Date | None,
    strawberry.argument(
        description="Only answers of this day and later; all when left out. An anonymous survey has"
        " no days.",
    ),
]
Until = Annotated[
    Date | None,
    strawberry.argument(description="Only answers of this day and before; all when left out."),
]


@strawberry.enum(description="A way in which answers are grouped.")
class SurveyGrouping(Enum):
    """As tessera.feedback.v1.SurveyGrouping."""

    TIER = enum_value(pb.SURVEY_GROUPING_TIER, "By the tier of the main ladder.")
    STORE = enum_value(
        pb.SURVEY_GROUPING_STORE, "By the store of the order, or of the item of feedback."
    )
    SEGMENT = enum_value(pb.SURVEY_GROUPING_SEGMENT, "By segment; a member may be in several.")


@strawberry.type(description="NPS from -100 to 100, CSAT in percent, or CES from 1 to 7.")
class SurveyFigure:
    """Source: tessera.feedback.v1.SurveyFigure."""

    value: float = column("The figure.")
    low: float | None = read(
        lambda figure: figure.low if figure.HasField("low") else None,
        "The lower end of its 95 % interval; null where one answer gives none.",
    )
    high: float | None = read(
        lambda figure: figure.high if figure.HasField("high") else None,
        "The upper end of its 95 % interval; null where one answer gives none.",
    )
    answers: Long = column("The answers that it is of.")
    few: bool = column("True below 30 answers: the figure says little.")


@strawberry.type(description="The number of times that a reply was given.")
class SurveyReplyCount:
    """Source: tessera.feedback.v1.ReplyCount."""

    value: str = column("The number, or the code of the option.")
    count: Long = column("The number of times.")


@strawberry.type(description="The replies to one question.")
class SurveyQuestionResult:
    """Source: tessera.feedback.v1.QuestionResult."""

    question: SurveyQuestion = column("The question.")
    replies: Long = column("The members who replied.")
    counts: list[SurveyReplyCount] = column(
        "The number of times that each number or option was given, in order; empty of words.",
        size=7,
    )


@strawberry.type(description="The answers of a tier, a store or a segment.")
class SurveyGroup:
    """Source: tessera.feedback.v1.SurveyGroup."""

    grouping: SurveyGrouping = column("The way in which they are grouped.")
    code: str = column("The code of the tier, store or segment, as it was when members answered.")
    answers: Long = column("The answers.")
    figure: SurveyFigure | None = read(
        lambda group: group.figure if group.HasField("figure") else None,
        "The figure; null of a form.",
    )


@strawberry.type(description="The results of a survey.")
class SurveyResults:
    """Source: tessera.feedback.v1.GetSurveyResultsResponse."""

    answers: Long = column("The answers that count.")
    figure: SurveyFigure | None = read(
        lambda results: results.figure if results.HasField("figure") else None,
        "The figure of all; null of a form, and without an answer.",
    )
    questions: list[SurveyQuestionResult] = column("The replies by question.", size=4)
    groups: list[SurveyGroup] = column(
        "By tier, store and segment, the largest group first. Of an anonymous survey only groups of"
        " 5 and more.",
        size=10,
    )
    hidden_groups: int = column("The groups of an anonymous survey that are not told.")
    hidden: bool = column(
        "True when fewer than 5 answered an anonymous survey: then nothing else is told."
    )


def _results_need(args: Args, inner: Inner) -> Need:
    days = DayRange(args.get("from_day") or "", args.get("until_day") or "")
    return Need(days)


def _results(
    results: pb.GetSurveyResultsResponse, from_day: Since = None, until_day: Until = None
) -> pb.GetSurveyResultsResponse:
    return results


def _name(survey: Any, context: RequestContext, lang: Lang = None) -> str:
    return text(survey.name, context, lang)


@strawberry.type(description="A survey of the programme in force.")
class Survey:
    """Source: tessera.feedback.v1.Survey."""

    code: str = column("The code.")
    kind: SurveyKind = column("The thing that it measures.")
    name: str = read(_name, "The name.")
    anonymous: bool = column("True when it is anonymous.")
    trigger: str = column(
        "The event on which members are asked: order, feedback_closed, occasion or schedule."
    )
    opens: str | None = read(
        lambda survey: survey.opens or None, "The first day, YYYY-MM-DD; null for none."
    )
    closes: str | None = read(
        lambda survey: survey.closes or None, "The last day, YYYY-MM-DD; null for none."
    )
    open: bool = column("True when members are asked today.")
    offered: Long = column("The number of times that a member was asked.")
    answered: Long = column("The number of answers to these.")
    results: SurveyResults | None = join(
        _results,
        "The results, of some days or of all.",
        loader="survey_results",
        key=lambda survey: survey.code,
        need=_results_need,
        cost=4 * CALL_COST,
    )


@strawberry.type(description="The words of a member in a survey.")
class SurveyComment:
    """Source: tessera.feedback.v1.SurveyComment."""

    question: str = column("The code of the question.")
    text: str = column("The words.")
    score: int | None = read(
        lambda comment: comment.score if comment.HasField("score") else None,
        "The score of the same answer; null of a form.",
    )
    member_id: strawberry.ID | None = read(
        lambda comment: to_global("Member", comment.member_id) if comment.member_id else None,
        "The global id of the member; null of an anonymous survey.",
    )
    day: str = column("The day, YYYY-MM-DD; of an anonymous survey the month, YYYY-MM.")


@strawberry.type(description="A comment, with its place in the list.")
class SurveyCommentEdge:
    """Source: a pair of cursor and comment."""

    cursor: str = edge_cursor(first_of)
    node: SurveyComment = edge_node(second_of)


@strawberry.type(description="A page of comments: the newest first, or in no order.")
class SurveyCommentConnection:
    """Source: Page."""

    edges: list[SurveyCommentEdge] = edges()
    page_info: PageInfo = page_info()


async def _surveys(context: RequestContext) -> list[pb.Survey]:
    method = context.services.surveys.ListSurveys
    told = await context.services.read(method, pb.ListSurveysRequest(), context.caller)
    return list(told.surveys)


async def _survey(context: RequestContext, code: Code) -> pb.Survey | None:
    found = await _surveys(context)
    return next((survey for survey in found if survey.code == code), None)


async def _comments(
    context: RequestContext, code: Code, first: First = 20, after: After = None
) -> Page:
    request = pb.ListSurveyCommentsRequest(survey=code)
    method = context.services.surveys.ListSurveyComments
    return await page_of(context, _COMMENTS, method, request, "comments", first, after)


@strawberry.type
class SurveyQueries:
    """The fields of Query."""

    surveys: list[Survey] | None = call(
        _surveys,
        "The surveys of the programme in force, with how many members were asked and answered. For"
        " operators.",
        rule=Rule.OPERATORS,
        size=SURVEYS_MAX,
    )
    survey: Survey | None = call(
        _survey,
        "A survey of the programme in force; null when it has none of this code. For operators.",
        rule=Rule.OPERATORS,
    )
    survey_comments: SurveyCommentConnection | None = call(
        _comments,
        "The words of members in a survey. For operators.",
        rule=Rule.OPERATORS,
        size="first",
    )
