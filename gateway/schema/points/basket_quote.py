"""Quotes of baskets: all that comes off, and what is left to pay."""

from enum import Enum
from typing import Annotated

import strawberry

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.inputs import member_id, optional, required
from gateway.schema.core.scalars import Long, enum_value
from gateway.schema.points.activity_input import OrderLineInput, most
from gateway.schema.points.coupons import Coupon
from tessera.points.v1 import checkout_pb2 as pb

LINES_MAX = 200
COUPONS_MAX = 10


@strawberry.enum(description="The reason why a coupon is not good for a basket.")
class CouponHindrance(Enum):
    """As `why_not` of tessera.points.v1.CouponOffer."""

    STORE = enum_value("STORE", "It is good for other stores.")
    LINES = enum_value("LINES", "It is good for other articles.")
    MINIMUM = enum_value("MINIMUM", "The lines that it is good for come to too little.")
    NOTHING_OFF = enum_value("NOTHING_OFF", "There is nothing that it could take off.")


@strawberry.type(description="One line of a basket. Amounts are minor units.")
class BasketLine:
    """Source: tessera.points.v1.QuotedLine."""

    line_id: str = column("The id of the line, by which the order names it.")
    amount_minor: Long = column("The list price of the line.")
    tier_minor: Long = column("The amount that the tier's discount takes off.")
    coupon_minor: Long = column("The amount that coupons take off.")
    points_minor: Long = column("The amount that points pay.")
    points: Long = column("The points that pay it.")
    paid_minor: Long = column("The amount that is left to pay in money.")
    captured: bool = column("True when the till took this line.")


@strawberry.type(description="A coupon of a basket.")
class BasketCoupon:
    """Source: tessera.points.v1.QuotedCoupon."""

    coupon_id: strawberry.ID = column("The coupon.")
    type: str = column("The code of its type.")
    discount_minor: Long = column("The amount that it takes off the lines, or off shipping.")
    line_ids: list[str] = read(
        lambda one: list(one.line_ids), "The lines that it is good for.", size=3
    )
    gift_article: str | None = read(
        lambda one: one.gift_article or None, "The article to hand over; null unless it is a gift."
    )


@strawberry.type(
    description="All that comes off a basket, and what is left to pay. Amounts are minor units of"
    " the basket's currency."
)
class BasketQuote:
    """Source: tessera.points.v1.Quote."""

    lines: list[BasketLine] = column("The lines, in the basket's order.", size=5)
    coupons: list[BasketCoupon] = column("The coupons, in the order of their use.", size=2)
    amount_minor: Long = column("The sum of the list prices.")
    discount_minor: Long = column("The amount that the tier and coupons take off the lines.")
    points: Long = column("The points that pay.")
    points_minor: Long = column("The amount that these points pay.")
    shipping_minor: Long = column("The costs of shipping, less what a coupon takes off.")
    paid_minor: Long = column("The amount that is left to pay in money, shipping with it.")
    points_most: Long = column(
        "The most points that may pay now; 0 where the brand takes none, or the member has none."
    )
    points_step: Long = column("Points pay in multiples of this; 0 where the brand takes none.")


@strawberry.type(description="A usable coupon of the member, judged for a basket by itself.")
class CouponOffer:
    """Source: tessera.points.v1.CouponOffer."""

    coupon: Coupon = column("The coupon.")
    discount_minor: Long = column(
        "The amount that it would take off as the only coupon; 0 where it is not good, and for a"
        " gift."
    )
    why_not: CouponHindrance | None = read(
        lambda offer: offer.why_not or None,
        "The reason why it is not good for the basket; null when it is good.",
    )


@strawberry.type(description="The quote of a basket, and the coupons that could go into it.")
class BasketPreview:
    """Source: tessera.points.v1.PreviewBasketResponse."""

    quote: BasketQuote = column("All that would come off if the basket were held now.")
    offers: list[CouponOffer] = column(
        "The usable coupons of the member, newest first, at most 100.", size=10
    )


@strawberry.input(description="The goods that a member is about to buy, with coupons and points.")
class BasketInput:
    """Members say what they see on the shelf; a till proves it."""

    member_id: strawberry.ID | None = member_id()
    lines: list[OrderLineInput] = required(f"1 to {LINES_MAX} lines, at their list prices.")
    store_id: str | None = optional("The store, at most 64 characters.")
    currency: str = optional("The currency of all amounts: the programme's, ISO 4217.", "CNY")
    shipping_minor: Long = optional("The costs of shipping, in minor units.", 0)
    coupon_ids: list[strawberry.ID] | None = optional(
        f"The coupons to use, at most {COUPONS_MAX}, each once."
    )
    points: Long = optional("The points to pay with.", 0)


Asked = Annotated[BasketInput, strawberry.argument(description="The goods, coupons and points.")]


def basket_of(context: RequestContext, sent: BasketInput, field: str) -> pb.Basket:
    """The basket. Raises INVALID_ARGUMENT, PERMISSION_DENIED and TOO_MANY, which name `field`."""
    coupon_ids = sent.coupon_ids or []
    most(f"{field}.lines", len(sent.lines), LINES_MAX)
    most(f"{field}.couponIds", len(coupon_ids), COUPONS_MAX)
    return pb.Basket(
        member_id=context.member_id(sent.member_id, f"{field}.memberId"),
        store_id=sent.store_id or "",
        currency_code=sent.currency,
        lines=[
            pb.BasketLine(
                line_id=line.line_id,
                sku=line.sku or "",
                series=line.series or "",
                quantity=line.quantity,
                amount_minor=line.amount_minor,
            )
            for line in sent.lines
        ],
        shipping_minor=sent.shipping_minor,
        coupon_ids=coupon_ids,
        points=sent.points,
    )


async def _preview(context: RequestContext, basket: Asked) -> pb.PreviewBasketResponse:
    request = pb.PreviewBasketRequest(basket=basket_of(context, basket, "basket"))
    services = context.services
    return await services.read(services.checkout.PreviewBasket, request, context.caller)


@strawberry.type
class BasketQuoteQueries:
    """The fields of Query."""

    basket_preview: BasketPreview | None = call(
        _preview,
        "All that coupons and points would take off a basket, by the prices given; nothing is set"
        " aside. Refused as `holdBasket` is.",
        rule=Rule.SIGNED_IN,
    )
