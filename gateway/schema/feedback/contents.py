"""What members did with contents and series of articles, for operators."""

from enum import Enum
from typing import Annotated

import strawberry

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import CALL_COST, Rule, call, column, read
from gateway.schema.core.scalars import Date, DateTime, Long, enum_value, instant
from gateway.schema.feedback.insight import FromDay, UntilDay
from gateway.schema.feedback.metrics import MetricNumber
from tessera.feedback.v1 import insight_pb2 as pb

CONTENTS = 50


@strawberry.enum(description="The subject of figures of content.")
class ContentSubject(Enum):
    """As tessera.feedback.v1.ContentSubject."""

    CONTENT = enum_value(pb.CONTENT_SUBJECT_CONTENT, "Contents, by the ids that activities name.")
    SERIES = enum_value(pb.CONTENT_SUBJECT_SERIES, "Series of articles.")


About = Annotated[
    ContentSubject | None, strawberry.argument(description="Their subject; CONTENT without.")
]
OfCode = Annotated[
    str | None,
    strawberry.argument(description="One alone, by week from Monday; without it all together."),
]
Most = Annotated[
    int | None, strawberry.argument(description="At most so many, 1 to 100; 50 without it.")
]


@strawberry.type(description="Members by what they did with a content or a series, each once.")
class ContentFigure:
    """Source: tessera.feedback.v1.ContentFigure."""

    code: str = column("The id of the content, or the series.")
    week_day: Date | None = read(
        lambda figure: figure.week_day or None,
        "The Monday of the week; null for all days together.",
    )
    viewers: Long = column("Those who viewed it, or browsed an article of it.")
    views: Long = column("How often they did.")
    read_through: MetricNumber | None = read(
        lambda figure: figure.read_through if figure.HasField("read_through") else None,
        "Those who read 90 % of it or more, of viewers; null without viewers, and of series.",
    )
    read_part: MetricNumber | None = read(
        lambda figure: figure.read_part if figure.HasField("read_part") else None,
        "The part that a viewer read, on average; null without viewers, and of series.",
    )
    liked: Long = column("Those who liked it.")
    collected: Long = column("Those who collected it.")
    shared: Long = column("Those who shared it.")
    in_cart: Long = column("Those who put an article of it into the cart.")
    ordered: Long = column("Those who ordered an article of it.")
    interacted: Long = column("Those who did any of these five.")
    interaction_rate: MetricNumber | None = read(
        lambda figure: figure.interaction_rate if figure.HasField("interaction_rate") else None,
        "Those, of the brand's members; null where there are none.",
    )


@strawberry.type(description="The reading, likes and collecting of contents, or of series.")
class ContentFigures:
    """Source: tessera.feedback.v1.GetContentFiguresResponse."""

    figures: list[ContentFigure] = column(
        "Those with the most viewers first; of one, its weeks, the oldest first.", size=CONTENTS
    )
    members: Long = column("The brand's members at the end of the last day.")
    complete: bool = column("True when the last day is over.")
    as_of: DateTime | None = read(
        lambda told: instant(told, "as_of_time"),
        "Everything that happened before is counted; null before the first count.",
    )


async def _contents(
    context: RequestContext,
    about: About = None,
    code: OfCode = None,
    from_day: FromDay = None,
    until_day: UntilDay = None,
    most: Most = None,
) -> pb.GetContentFiguresResponse:
    request = pb.GetContentFiguresRequest(
        subject=about.value if about else pb.CONTENT_SUBJECT_CONTENT,
        code=code or "",
        from_day=from_day or "",
        until_day=until_day or "",
        most=CONTENTS if most is None else most,
    )
    services = context.services
    return await services.read(services.insight.GetContentFigures, request, context.caller)


@strawberry.type
class ContentFigureQueries:
    """The field of Query."""

    content_figures: ContentFigures | None = call(
        _contents,
        "The reading, likes and collecting of contents or series on these days, at most 92: those"
        " with the most viewers, or one by week. For operators with the scope `insight:read`.",
        rule=Rule.OPERATORS,
        size=1,
        cost=4 * CALL_COST,
    )
