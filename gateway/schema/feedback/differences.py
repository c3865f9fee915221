"""What members of a segment say more, or less, than others, for operators."""

from enum import Enum
from typing import Annotated

import strawberry

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import CALL_COST, Rule, call, column, read
from gateway.schema.core.named import Named, named
from gateway.schema.core.scalars import DateTime, Long, enum_value, moment
from gateway.schema.feedback.figures import Since, set_window
from tessera.feedback.v1 import figures_pb2

DIFFERENCES_ASSUMED = 20


@strawberry.enum(description="The kinds of differences between segments.")
class FeedbackDifferenceKind(Enum):
    """As tessera.feedback.v1.DifferenceKind."""

    TOPIC = enum_value(figures_pb2.DIFFERENCE_KIND_TOPIC, "It complains of a topic.")
    CATEGORY = enum_value(figures_pb2.DIFFERENCE_KIND_CATEGORY, "It is of a category.")
    NEGATIVE = enum_value(
        figures_pb2.DIFFERENCE_KIND_NEGATIVE, "The model of sentiment read it as negative."
    )


@strawberry.enum(description="The meaning of the interval of a difference.")
class FeedbackDifferenceReading(Enum):
    """As tessera.feedback.v1.DifferenceReading."""

    HIGHER = enum_value(
        figures_pb2.DIFFERENCE_READING_HIGHER,
        "The share of the segment is higher, by more than chance.",
    )
    LOWER = enum_value(
        figures_pb2.DIFFERENCE_READING_LOWER,
        "The share of the segment is lower, by more than chance.",
    )
    NOT_SHOWN = enum_value(
        figures_pb2.DIFFERENCE_READING_NOT_SHOWN, "Chance alone may be as far off."
    )
    TOO_FEW = enum_value(
        figures_pb2.DIFFERENCE_READING_TOO_FEW, "A side has fewer than 30 members."
    )


@strawberry.type(description="Of the members of one side, how many spoke so at least once.")
class FeedbackShare:
    """Source: a pair of how many spoke, and of how many."""

    members: Long = read(
        lambda pair: pair[1],
        "The members who said something; for negative sentiment, of whom the model read an item.",
    )
    spoke: Long = read(
        lambda pair: pair[0], "Those of them with at least one such item, however many they have."
    )
    share: float = read(lambda pair: pair[0] / pair[1], "spoke ÷ members, from 0 to 1.")


@strawberry.type(description="A topic, a category or negative sentiment on two sides.")
class FeedbackDifference:
    """Source: tessera.feedback.v1.FeedbackDifference."""

    kind: FeedbackDifferenceKind = column("The kind of what is compared.")
    subject: Named | None = read(
        lambda one: named(one.code, one.name),
        "The topic or the category; null for negative sentiment.",
    )
    segment: FeedbackShare = read(
        lambda one: (one.segment_spoke, one.segment_members), "The members of the segment."
    )
    against: FeedbackShare = read(
        lambda one: (one.against_spoke, one.against_members),
        "The members whom they are compared with.",
    )
    difference: float = column("The segment's share less the other one's, from -1 to 1.")
    low: float = column(
        "The lower end of Newcombe's interval of it. All intervals of an answer hold together in"
        " 95 of 100 (Bonferroni)."
    )
    high: float = column("The upper end.")
    reading: FeedbackDifferenceReading = column("The meaning of the interval.")


@strawberry.type(description="The differences of a segment from others, by what its members say.")
class FeedbackDifferences:
    """Source: tessera.feedback.v1.GetFeedbackDifferencesResponse."""

    counted_from: DateTime = read(
        lambda told: moment(told.from_time), "The beginning of the time that is counted."
    )
    counted_until: DateTime = read(
        lambda told: moment(told.until_time), "The end of the time that is counted."
    )
    segment_members: Long = column("The members of the segment alone who said something.")
    against_members: Long = column(
        "The members who said something, and with whom they are compared."
    )
    both_members: Long = column(
        "The members of both segments who said something; they count on neither side."
    )
    differences: list[FeedbackDifference] = column(
        "Those that are shown first, each by how large it is: negative sentiment, and the 60 topics"
        " and categories of which most members spoke. Empty with fewer than 5 members on a side.",
        size=DIFFERENCES_ASSUMED,
    )


SegmentCode = Annotated[str, strawberry.argument(description="The code of the segment.")]
Against = Annotated[
    str | None,
    strawberry.argument(
        description="The code of the segment to compare it with; all members who are not in the"
        " first one by default."
    ),
]
Until = Annotated[
    DateTime | None,
    strawberry.argument(
        description="Only items taken in before this time, at most 90 days after the beginning; now"
        " by default."
    ),
]


async def _differences(
    context: RequestContext,
    segment: SegmentCode,
    against: Against = None,
    since: Since = None,
    until: Until = None,
) -> figures_pb2.GetFeedbackDifferencesResponse:
    request = figures_pb2.GetFeedbackDifferencesRequest(segment=segment, against=against or "")
    set_window(request, since, until)
    method = context.services.feedback_figures.GetFeedbackDifferences
    return await context.services.read(method, request, context.caller)


@strawberry.type
class FeedbackDifferencesQueries:
    """The fields of Query."""

    feedback_differences: FeedbackDifferences | None = call(
        _differences,
        "Of which topics and categories, and how often negatively, members of a segment speak,"
        " against members of another one or all others. A member counts once, and in the segments"
        " that feedback knows of now: none unless a condition of the programme names"
        " `member.segments`. Anonymous items count nowhere. For operators.",
        rule=Rule.OPERATORS,
        size=1,
        cost=4 * CALL_COST,
    )
