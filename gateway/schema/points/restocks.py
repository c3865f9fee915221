"""Restocks: when a reward got pieces, and by which version of the programme."""

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
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.scalars import DateTime, Long, moment
from gateway.schema.points.rewards import RewardCode
from tessera.points.v1 import rewards_pb2 as pb

_KIND = "restock"


@strawberry.type(description="Pieces of a reward that came into stock at once.")
class Restock:
    """Source: tessera.points.v1.Restock."""

    pieces: Long = column("The number of pieces.")
    at: DateTime = read(lambda one: moment(one.restock_time), "The time at which they came.")
    programme_version: Long = column(
        "The version of the programme that gives them: `programmeVersions` says who published it,"
        " and why."
    )


@strawberry.type(description="A restock, with its place in the list.")
class RestockEdge:
    """Source: a pair of cursor and restock."""

    cursor: str = edge_cursor(first_of)
    node: Restock = edge_node(second_of)


@strawberry.type(description="A page of restocks, newest first.")
class RestockConnection:
    """Source: Page."""

    edges: list[RestockEdge] = edges()
    page_info: PageInfo = page_info()


async def _restocks(
    context: RequestContext, reward_code: RewardCode, first: First = 20, after: After = None
) -> Page:
    request = pb.ListRestocksRequest(reward_code=reward_code)
    method = context.services.rewards.ListRestocks
    return await page_of(context, _KIND, method, request, "restocks", first, after)


@strawberry.type
class RestockQueries:
    """The fields of Query."""

    restocks: RestockConnection | None = call(
        _restocks,
        "The times at which a reward got pieces, newest first. For operators.",
        rule=Rule.OPERATORS,
        size="first",
    )
