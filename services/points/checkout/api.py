"""tessera.points.v1.Checkout: protos to commands and back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from services.common.auth import (
    Caller,
    Role,
    current_caller,
    require_channel,
    require_member,
    require_store,
)
from services.common.errors import invalid
from services.common.idempotency import check_request_id
from services.common.interceptors import ServicerContext
from services.common.pagination import PlaceTokens, page_size
from services.common.text import checked, line
from services.points.activities.api.activities import checked_order
from services.points.activities.domain.validation import (
    AMOUNT_MINOR_MAX,
    ARTICLE_CHARS_MAX,
    LINE_ID_CHARS_MAX,
    QUANTITY_MAX,
    STORE_ID_CHARS_MAX,
    is_member_id,
)
from services.points.checkout.commands import (
    Offer,
    basket_of_order,
    cancel_basket,
    capture_basket,
    get_basket,
    hold_basket,
    list_baskets,
    preview_basket,
)
from services.points.checkout.domain.basket import Basket, BasketLine
from services.points.checkout.domain.checkout import Checkout, CheckoutNotFound
from services.points.checkout.domain.lots import SpentLot
from services.points.checkout.domain.quote import Quote
from services.points.context import PointsContext
from services.points.coupons.api import to_message as coupon_message
from services.points.ledger.api.access import of_one_brand, teller
from services.points.ledger.api.messages import to_timestamp
from tessera.points.v1 import checkout_pb2 as pb
from tessera.points.v1 import checkout_pb2_grpc

LINES_MAX = 200
COUPONS_MAX = 10
ID_CHARS_MAX = 64
POINTS_MAX = 10**9


class RefundedLine(Protocol):
    """A line of an order, and how much of it went back."""

    @property
    def line_id(self) -> str: ...
    @property
    def refunded_quantity(self) -> int: ...
    @property
    def refunded_minor(self) -> int: ...


class RefundedOrder(Protocol):
    """An order, and how much of it went back."""

    @property
    def refunded_minor(self) -> int: ...
    @property
    def lines(self) -> Collection[RefundedLine]: ...


class OrdersOf(Protocol):
    """The orders that are known, of those of a brand that are named by their keys."""

    async def __call__(
        self, brand: str, order_keys: Collection[str]
    ) -> Mapping[str, RefundedOrder]: ...


class CheckoutApi(checkout_pb2_grpc.CheckoutServicer):
    """Tills and services of one brand; members with baskets of their own."""

    def __init__(self, ctx: PointsContext, orders: OrdersOf, page_secret: bytes) -> None:
        self._ctx = ctx
        self._orders = orders
        self._page_secret = page_secret

    async def PreviewBasket(
        self, request: pb.PreviewBasketRequest, context: ServicerContext
    ) -> pb.PreviewBasketResponse:
        """The quote that a hold would make, and the member's usable coupons."""
        brand = _buyer(request.basket.member_id).brand
        found = await preview_basket(self._ctx, brand, await self._read(brand, request.basket))
        now = self._ctx.clock.now()
        return pb.PreviewBasketResponse(
            quote=_quote(found.quote), offers=[_offer(each, now) for each in found.offers]
        )

    async def HoldBasket(
        self, request: pb.HoldBasketRequest, context: ServicerContext
    ) -> pb.HoldBasketResponse:
        """The basket, held."""
        caller = _buyer(request.basket.member_id)
        check_request_id(request.request_id)
        basket = await self._read(caller.brand, request.basket)
        answer = await hold_basket(
            *(self._ctx, caller.brand, request.request_id, basket),
            by_member=caller.role is Role.MEMBER,
        )
        # A repeat gets the first answer, whatever time has made of the basket since.
        message = to_message(answer.checkout, answer.checkout.created_at)
        return pb.HoldBasketResponse(basket=message, replayed=answer.replayed)

    async def CaptureBasket(
        self, request: pb.CaptureBasketRequest, context: ServicerContext
    ) -> pb.CaptureBasketResponse:
        """The basket, captured."""
        caller = teller()
        brand = caller.brand
        check_request_id(request.request_id)
        require_channel(request.channel, "channel")
        if caller.stores:
            await self._find(caller, request.checkout_id)
        order = checked_order(request.channel, request.order_id)
        if len(request.line_ids) > LINES_MAX:
            raise invalid("line_ids", f"at most {LINES_MAX}")
        answer = await capture_basket(
            self._ctx,
            brand,
            request_id=request.request_id,
            checkout_id=_id(request.checkout_id),
            order=order,
            line_ids=list(map(line, request.line_ids)),
            told=await self._read(brand, request.basket) if request.HasField("basket") else None,
        )
        message = to_message(answer.checkout, self._ctx.clock.now())
        return pb.CaptureBasketResponse(basket=message, replayed=answer.replayed)

    async def CancelBasket(
        self, request: pb.CancelBasketRequest, context: ServicerContext
    ) -> pb.CancelBasketResponse:
        """The basket, let go."""
        caller = of_one_brand(current_caller())
        check_request_id(request.request_id)
        found = await self._find(caller, request.checkout_id)
        answer = await cancel_basket(
            self._ctx,
            caller.brand,
            request_id=request.request_id,
            checkout_id=found.id,
            by_member=caller.role is Role.MEMBER,
        )
        message = to_message(answer.checkout, self._ctx.clock.now())
        return pb.CancelBasketResponse(basket=message, replayed=answer.replayed)

    async def GetBasket(
        self, request: pb.GetBasketRequest, context: ServicerContext
    ) -> pb.GetBasketResponse:
        """The basket as it stands."""
        found = await self._find(of_one_brand(current_caller()), request.checkout_id)
        return pb.GetBasketResponse(basket=to_message(found, self._ctx.clock.now()))

    async def ListMemberBaskets(
        self, request: pb.ListMemberBasketsRequest, context: ServicerContext
    ) -> pb.ListMemberBasketsResponse:
        """A page of a member's baskets, the newest first."""
        brand = _buyer(request.member_id).brand
        if not is_member_id(request.member_id):
            raise invalid("member_id", "1 to 64 letters, digits and _ . -")
        scope = {"list": "baskets", "brand": brand, "member": request.member_id}
        tokens = PlaceTokens(self._page_secret, scope)
        before = tokens.place(request.page_token, "")
        size = page_size(request.page_size)
        found = await list_baskets(
            self._ctx, brand, member_id=request.member_id, before=before, size=size + 1
        )
        shown, now = found[:size], self._ctx.clock.now()
        orders = await self._orders(brand, {one.order_key for one in shown if one.order_key})
        response = pb.ListMemberBasketsResponse(
            baskets=[to_message(one, now, orders.get(one.order_key)) for one in shown]
        )
        if len(found) > size:
            response.next_page_token = tokens.token(shown[-1].id)
        return response

    async def GetOrderBasket(
        self, request: pb.GetOrderBasketRequest, context: ServicerContext
    ) -> pb.GetOrderBasketResponse:
        """The basket of an order, with its lots and what refunds gave back."""
        brand = teller().brand
        order_key = "/".join(checked_order(request.channel, request.order_id))
        found, lots = await basket_of_order(self._ctx, brand, order_key)
        require_store(found.store_id, "order_id")
        order = (await self._orders(brand, [order_key])).get(order_key)
        return pb.GetOrderBasketResponse(
            basket=to_message(found, self._ctx.clock.now(), order),
            lots=map(_lot, lots),
            refunded_lines=[
                pb.RefundedLine(
                    line_id=each.line_id,
                    quantity=each.refunded_quantity,
                    amount_minor=each.refunded_minor,
                )
                for each in (order.lines if order else ())
                if each.refunded_quantity or each.refunded_minor
            ],
        )

    async def _find(self, caller: Caller, checkout_id: str) -> Checkout:
        """The basket, if the caller may see it. Raises CheckoutNotFound."""
        found = await get_basket(self._ctx, caller.brand, _id(checkout_id))
        if caller.role is Role.MEMBER and found.member_id != caller.member_id:
            raise CheckoutNotFound(f"no basket {checkout_id} of this member")
        require_store(found.store_id, "checkout_id")
        return found

    async def _read(self, brand: str, sent: pb.Basket) -> Basket:
        """The basket, if it is sound. Raises INVALID_ARGUMENT and PROGRAMME_MISSING."""
        currency = (await self._ctx.programmes.get(brand)).currency
        if not is_member_id(sent.member_id):
            raise invalid("basket.member_id", "1 to 64 letters, digits and _ . -")
        if sent.currency_code != currency:
            raise invalid("basket.currency_code", f"{currency}, the programme's currency")
        if not 1 <= len(sent.lines) <= LINES_MAX:
            raise invalid("basket.lines", f"1 to {LINES_MAX}")
        store_id = checked("basket.store_id", sent.store_id, STORE_ID_CHARS_MAX)
        require_store(store_id, "basket.store_id")
        lines = tuple(_line(each, f"basket.lines[{i}]") for i, each in enumerate(sent.lines))
        if len({each.line_id for each in lines}) < len(lines):
            raise invalid("basket.lines", "each line_id is unique in the basket")
        coupon_ids = tuple(sent.coupon_ids)
        if len(coupon_ids) > COUPONS_MAX or len(set(coupon_ids)) < len(coupon_ids):
            raise invalid("basket.coupon_ids", f"at most {COUPONS_MAX}, each once")
        if any(not 1 <= len(each) <= ID_CHARS_MAX for each in coupon_ids):
            raise invalid("basket.coupon_ids", f"1 to {ID_CHARS_MAX} characters each")
        return Basket(
            member_id=sent.member_id,
            store_id=store_id,
            currency=currency,
            lines=lines,
            shipping_minor=_within("basket.shipping_minor", sent.shipping_minor, AMOUNT_MINOR_MAX),
            coupon_ids=coupon_ids,
            points=_within("basket.points", sent.points, POINTS_MAX),
        )


def to_message(
    checkout: Checkout, now: datetime, order: RefundedOrder | None = None
) -> pb.HeldBasket:
    """As it stands at `now`, with what refunds gave back of `order`, where it is known."""
    state = checkout.state_at(now)
    channel, _, order_id = checkout.order_key.partition("/")
    return pb.HeldBasket(
        id=checkout.id,
        member_id=checkout.member_id,
        store_id=checkout.store_id,
        currency_code=checkout.currency,
        state=pb.BasketState.Value(f"BASKET_STATE_{state.upper()}"),
        quote=_quote(checkout.quote, checkout.captured),
        hold_expire_time=to_timestamp(checkout.hold_until),
        order_channel=channel,
        order_id=order_id,
        create_time=to_timestamp(checkout.created_at),
        by_member=checkout.by_member,
        returned_points=checkout.returned_points,
        returned_coupon_ids=checkout.returned_coupons,
        refunded_minor=order.refunded_minor if order else 0,
    )


def _lot(lot: SpentLot) -> pb.BasketLot:
    message = pb.BasketLot(points=lot.points, returned=lot.returned)
    if lot.expire_at is not None:
        message.expire_time.CopyFrom(to_timestamp(lot.expire_at))
    return message


def _quote(made: Quote, captured: tuple[str, ...] = ()) -> pb.Quote:
    lines = [
        pb.QuotedLine(
            line_id=each.line_id,
            amount_minor=each.amount_minor,
            tier_minor=each.tier_minor,
            coupon_minor=each.coupon_minor,
            points_minor=each.points_minor,
            points=each.points,
            paid_minor=each.paid_minor,
            captured=each.line_id in captured,
        )
        for each in made.lines
    ]
    coupons = [
        pb.QuotedCoupon(
            coupon_id=each.coupon_id,
            type=each.type,
            discount_minor=each.discount_minor,
            line_ids=each.line_ids,
            gift_article=each.gift_article,
        )
        for each in made.coupons
    ]
    return pb.Quote(
        lines=lines,
        coupons=coupons,
        amount_minor=sum(each.amount_minor for each in made.lines),
        discount_minor=made.discount_minor,
        points=made.points,
        points_minor=sum(each.points_minor for each in made.lines),
        shipping_minor=made.shipping_minor,
        paid_minor=made.paid_minor,
        points_most=made.points_most,
        points_step=made.points_step,
    )


def _offer(offer: Offer, now: datetime) -> pb.CouponOffer:
    return pb.CouponOffer(
        coupon=coupon_message(offer.coupon, now),
        discount_minor=offer.discount_minor,
        why_not=offer.why_not,
    )


def _line(sent: pb.BasketLine, field: str) -> BasketLine:
    return BasketLine(
        line_id=checked(f"{field}.line_id", sent.line_id, LINE_ID_CHARS_MAX, least=1),
        sku=checked(f"{field}.sku", sent.sku, ARTICLE_CHARS_MAX),
        series=checked(f"{field}.series", sent.series, ARTICLE_CHARS_MAX),
        quantity=_within(f"{field}.quantity", sent.quantity, QUANTITY_MAX, least=1),
        amount_minor=_within(f"{field}.amount_minor", sent.amount_minor, AMOUNT_MINOR_MAX),
    )


def _within(field: str, value: int, most: int, least: int = 0) -> int:
    if not least <= value <= most:
        raise invalid(field, f"{least} to {most}")
    return value


def _buyer(member_id: str) -> Caller:
    """The caller, who may tell of the member's baskets: the member, or staff."""
    return require_member(of_one_brand(current_caller()), member_id)


def _id(checkout_id: str) -> str:
    return checked("checkout_id", checkout_id, ID_CHARS_MAX, least=1)
