"""Baskets that are held: a member's list, letting one go, and all that paid for an order."""

from enum import Enum
from typing import Annotated, Any

import strawberry

from gateway.core.errors import attempt
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
from gateway.schema.core.fields import Rule, call, column, join, read
from gateway.schema.core.inputs import INPUT, MemberId, request_id, required
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import DateTime, Long, enum_value, instant, moment
from gateway.schema.core.user_errors import UserError
from gateway.schema.points.basket_quote import BasketInput, BasketQuote, basket_of
from gateway.schema.points.points import Points, pick_points, points_need
from tessera.points.v1 import checkout_pb2 as pb

_KIND = "basket"
_NOT_FOUND = ("CHECKOUT_NOT_FOUND",)

BasketId = Annotated[strawberry.ID, strawberry.argument(description="The basket, by its id.")]
Channel = Annotated[
    str, strawberry.argument(description="The channel that sold the order, such as `pos`.")
]
OrderId = Annotated[str, strawberry.argument(description="The channel's number of the order.")]


@strawberry.enum(description="The state of a basket.")
class BasketState(Enum):
    """As tessera.points.v1.BasketState."""

    HELD = enum_value(pb.BASKET_STATE_HELD, "Coupons and points are set aside.")
    CAPTURED = enum_value(pb.BASKET_STATE_CAPTURED, "A till took them for an order.")
    CANCELLED = enum_value(pb.BASKET_STATE_CANCELLED, "They were let go.")
    EXPIRED = enum_value(pb.BASKET_STATE_EXPIRED, "The hold ended by itself, and they are let go.")


@strawberry.type(description="A basket whose coupons and points were set aside.")
class Basket:
    """Source: tessera.points.v1.HeldBasket."""

    id: strawberry.ID = column("The id, by which a till captures it.")
    member_id: strawberry.ID = read(
        lambda basket: to_global("Member", basket.member_id), "The global id of the member."
    )
    store_id: str | None = read(
        lambda basket: basket.store_id or None, "The store; null when there is none."
    )
    currency: str = read(lambda basket: basket.currency_code, "The currency, ISO 4217.")
    state: BasketState = column("The state now.")
    quote: BasketQuote = column("All that came off.")
    created_at: DateTime = read(
        lambda basket: moment(basket.create_time), "The time at which it was held."
    )
    hold_expires_at: DateTime = read(
        lambda basket: moment(basket.hold_expire_time),
        "The time at which the hold ends by itself.",
    )
    by_member: bool = column("True when the member held it; `cancelBasket` lets such a one go.")
    channel: str | None = read(
        lambda basket: basket.order_channel or None,
        "The channel that sold the order; null unless it is captured.",
    )
    order_id: str | None = read(
        lambda basket: basket.order_id or None,
        "The channel's number of the order; null unless it is captured.",
    )
    refunded_minor: Long = column(
        "The money that refunds of the order gave back so far; in lists and of orders, else 0."
    )
    returned_points: Long = column("The points that refunds gave back so far.")
    returned_coupon_ids: list[strawberry.ID] = read(
        lambda basket: list(basket.returned_coupon_ids),
        "The coupons that refunds gave back so far.",
        size=2,
    )


@strawberry.type(description="A basket, with its place in the list.")
class BasketEdge:
    """Source: a pair of cursor and basket."""

    cursor: str = edge_cursor(first_of)
    node: Basket = edge_node(second_of)


@strawberry.type(description="A page of baskets, newest first.")
class BasketConnection:
    """Source: Page."""

    edges: list[BasketEdge] = edges()
    page_info: PageInfo = page_info()


@strawberry.type(description="Points of one lot that paid for an order.")
class BasketLot:
    """Source: tessera.points.v1.BasketLot."""

    points: Long = column("The points that came from it.")
    expires_at: DateTime | None = read(
        lambda lot: instant(lot, "expire_time"), "The end of the lot; null where it has none."
    )
    returned: Long = column(
        "The points of it that refunds gave back. A lot that had ended lives for seven more days."
    )


@strawberry.type(description="The part of a line of an order that refunds gave back.")
class RefundedLine:
    """Source: tessera.points.v1.RefundedLine."""

    line_id: str = column("The line.")
    quantity: Long = column("The pieces.")
    amount_minor: Long = column("The money, in minor units.")


@strawberry.type(description="All that paid for an order, and what refunds gave back of it.")
class OrderBasket:
    """Source: tessera.points.v1.GetOrderBasketResponse."""

    basket: Basket = column("The basket that was captured for the order.")
    lots: list[BasketLot] = column("The lots of its points, the first to expire first.", size=3)
    refunded_lines: list[RefundedLine] = column(
        "The lines of which refunds gave something back.", size=3
    )


async def _baskets(
    context: RequestContext,
    first: First = 20,
    after: After = None,
    member_id: MemberId = None,
) -> Page:
    request = pb.ListMemberBasketsRequest(member_id=context.member_id(member_id))
    method = context.services.checkout.ListMemberBaskets
    return await page_of(context, _KIND, method, request, "baskets", first, after)


async def _one(context: RequestContext, basket_id: BasketId) -> pb.HeldBasket | None:
    services = context.services
    request = pb.GetBasketRequest(checkout_id=basket_id)
    asking = services.read(services.checkout.GetBasket, request, context.caller)
    found, _ = await attempt(asking, _NOT_FOUND)
    return found and found.basket


async def _of_order(
    context: RequestContext, channel: Channel, order_id: OrderId
) -> pb.GetOrderBasketResponse | None:
    services = context.services
    request = pb.GetOrderBasketRequest(channel=channel, order_id=order_id)
    asking = services.read(services.checkout.GetOrderBasket, request, context.caller)
    found, _ = await attempt(asking, _NOT_FOUND)
    return found


@strawberry.type
class BasketQueries:
    """The fields of Query."""

    baskets: BasketConnection | None = call(
        _baskets,
        "The baskets that were held for a member, newest first, with what refunds gave back.",
        rule=Rule.SIGNED_IN,
        size="first",
    )
    basket: Basket | None = call(
        _one,
        "A basket by its id; null when there is none that the caller may see.",
        rule=Rule.SIGNED_IN,
    )
    order_basket: OrderBasket | None = call(
        _of_order,
        "All that paid for an order beside money, and what came back; null where no basket was"
        " captured for it. For operators.",
        rule=Rule.OPERATORS,
    )


@strawberry.input(description="A basket to set coupons and points aside for.")
class HoldBasketInput:
    """Members hold for themselves; operators name the member."""

    request_id: strawberry.ID = request_id()
    basket: BasketInput = required("The goods, coupons and points.")


@strawberry.input(description="A held basket to let go.")
class CancelBasketInput:
    """By its id."""

    request_id: strawberry.ID = request_id()
    basket_id: strawberry.ID = required("The basket.")


@strawberry.type(description="The basket after the mutation, or the reasons of the refusal.")
class BasketPayload:
    """Source: Outcome of a basket."""

    basket: Basket | None = read(lambda outcome: outcome.result, "The basket; null when refused.")
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()
    points: Points | None = join(
        pick_points,
        "The member's balance after the mutation; null when refused.",
        loader="wallets",
        key=lambda outcome: outcome.result.member_id if outcome.result else "",
        need=points_need,
    )


async def _hold(context: RequestContext, input: Annotated[HoldBasketInput, INPUT]) -> Outcome:
    def request() -> Any:
        basket = basket_of(context, input.basket, "input.basket")
        return pb.HoldBasketRequest(request_id=input.request_id, basket=basket)

    method = context.services.checkout.HoldBasket
    return await perform(context, "holdBasket", method, request, "basket")


async def _cancel(context: RequestContext, input: Annotated[CancelBasketInput, INPUT]) -> Outcome:
    request = pb.CancelBasketRequest(request_id=input.request_id, checkout_id=input.basket_id)
    method = context.services.checkout.CancelBasket
    return await perform(context, "cancelBasket", method, lambda: request, "basket")


@strawberry.type
class BasketMutations:
    """The fields of Mutation."""

    hold_basket: BasketPayload | None = mutation(
        "holdBasket",
        _hold,
        "Sets coupons and points aside for a basket, until a till captures it, it is cancelled, or"
        " its hold ends. The till proves the goods and prices that a member named.",
        rule=Rule.SIGNED_IN,
    )
    cancel_basket: BasketPayload | None = mutation(
        "cancelBasket",
        _cancel,
        "Lets coupons and points of a held basket go. Members let go what they held themselves.",
        rule=Rule.SIGNED_IN,
    )
