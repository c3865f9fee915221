"""What channels sent, judged, for operators."""

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
from gateway.schema.core.fields import Rule, call, column
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.scalars import Date, Long
from tessera.members.v1 import activities_pb2

_KIND = "channel_day"


@strawberry.type(description="How many activities were refused for one reason.")
class RefusalCount:
    """Source: tessera.members.v1.RefusalCount."""

    reason: str = column("The reason, a code of an error.")
    count: Long = column("The number of activities.")


@strawberry.type(description="The activities that one channel sent on one day, counted by results.")
class ChannelDay:
    """Source: tessera.members.v1.ChannelDay."""

    day: Date = column("The day on which it was sent, of the brand's calendar.")
    channel: str = column("The channel; ? for names that no channel can have.")
    recorded: Long = column("The activities that were recorded.")
    repeated: Long = column("The repeats of recorded ones.")
    refused: Long = column("The activities that were refused.")
    late: Long = column("Of those recorded: happened more than a day before they were sent.")
    without_member: Long = column("Of those refused: their member is not known.")
    in_conflict: Long = column(
        "Of those refused: their event id, or order, was used before for something else."
    )
    refusals: list[RefusalCount] = column("The refusals by reason, the most first.")


@strawberry.type(description="A day of a channel in its list.")
class ChannelDayEdge:
    """Source: a pair of cursor and day."""

    cursor: str = edge_cursor(first_of)
    node: ChannelDay = edge_node(second_of)


@strawberry.type(description="A page of days and channels, the latest day first.")
class ChannelDayConnection:
    """Source: Page."""

    edges: list[ChannelDayEdge] = edges()
    page_info: PageInfo = page_info()


async def _data_quality(
    context: RequestContext,
    first: First = 20,
    after: After = None,
    from_day: Annotated[
        Date | None, strawberry.argument(description="The first day; null: the first that is kept.")
    ] = None,
    until_day: Annotated[
        Date | None, strawberry.argument(description="The last day, included; null: today.")
    ] = None,
) -> Page:
    request = activities_pb2.ListDataQualityRequest(
        from_day=from_day or "", until_day=until_day or ""
    )
    method = context.services.activities.ListDataQuality
    return await page_of(context, _KIND, method, request, "days", first, after)


@strawberry.type
class DataQualityQueries:
    """What can be asked for."""

    data_quality: ChannelDayConnection | None = call(
        _data_quality,
        "The activities that channels sent by day and channel, the latest day first: how much was"
        " recorded, repeated and refused, and why.",
        rule=Rule.OPERATORS,
        size="first",
    )
