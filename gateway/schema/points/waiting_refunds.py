"""Refunds that wait for an order which is not known, for operators."""

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
from tessera.points.v1 import refunds_pb2
from tessera.types.v1 import types_pb2

_KIND = "waiting"


def _amount(refund: types_pb2.Activity) -> int:
    return refund.order.total.minor_units


@strawberry.type(description="A refund that waits for its order.")
class WaitingRefund:
    """Source: tessera.types.v1.Activity."""

    channel: str = column("The channel that told it.")
    event_id: str = column("That channel's id of it.")
    member_id: strawberry.ID = column("The member, by bare id.")
    amount_minor: Long = read(_amount, "The money that is paid back, in minor units.")
    occurred_at: DateTime = read(lambda refund: moment(refund.occur_time), "When it happened.")


@strawberry.type(description="An order that is not known, and the refunds that wait for it.")
class WaitingOrder:
    """Source: tessera.points.v1.WaitingRefunds."""

    order_channel: str = column("The channel under which the order is looked for.")
    order_id: str = column("The order's number there.")
    waiting_since: DateTime = read(
        lambda order: moment(order.wait_since), "Since when the first of them waits."
    )
    refunds: list[WaitingRefund] = column("The refunds.")


@strawberry.type(description="A waiting order in its list.")
class WaitingOrderEdge:
    """Source: a pair of cursor and order."""

    cursor: str = edge_cursor(first_of)
    node: WaitingOrder = edge_node(second_of)


@strawberry.type(description="A page of waiting orders, the longest waiting first.")
class WaitingOrderConnection:
    """Source: Page."""

    edges: list[WaitingOrderEdge] = edges()
    page_info: PageInfo = page_info()


async def _waiting(context: RequestContext, first: First = 20, after: After = None) -> Page:
    request = refunds_pb2.ListWaitingRefundsRequest()
    method = context.services.refunds.ListWaitingRefunds
    return await page_of(context, _KIND, method, request, "orders", first, after)


@strawberry.type
class WaitingRefundQueries:
    """What can be asked for."""

    waiting_refunds: WaitingOrderConnection | None = call(
        _waiting,
        "Orders that are not known and that refunds wait for, the longest waiting first.",
        rule=Rule.OPERATORS,
        size="first",
    )
