"""Checkout as the gateway sees it."""

from typing import Any

from services.common.errors import Refusal
from tessera.points.v1 import checkout_pb2 as pb
from tessera.points.v1 import checkout_pb2_grpc
from tests.gateway.coupons_server import coupon
from tests.gateway.fake_backend import DAY_S, FakeBackend, at, member_id, refuse

QUOTE = pb.Quote(
    lines=[
        pb.QuotedLine(
            line_id="1", amount_minor=10_000, points_minor=2_000, points=400, paid_minor=8_000
        )
    ],
    coupons=[pb.QuotedCoupon(coupon_id="cpn_2", type="join_9_9", line_ids=["1"])],
    amount_minor=10_000,
    points=400,
    points_minor=2_000,
    paid_minor=8_000,
    points_most=1_000,
    points_step=1,
)


def basket(number: int, owner: str) -> pb.HeldBasket:
    """The first is captured and half given back; the others are held, the second by a till."""
    made = pb.HeldBasket(
        id=f"chk_{number}",
        member_id=owner,
        currency_code="CNY",
        state=pb.BASKET_STATE_HELD,
        quote=QUOTE,
        create_time=at(0),
        hold_expire_time=at(900),
        by_member=number != 2,
    )
    if number == 1:
        made.state = pb.BASKET_STATE_CAPTURED
        made.order_channel, made.order_id = "pos", "o1"
        made.refunded_minor, made.returned_points = 4_000, 200
    return made


class Checkout(checkout_pb2_grpc.CheckoutServicer):
    """Three baskets for each member, who has two usable coupons."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend
        self.held: dict[tuple[str, str], pb.HeldBasket] = {}

    async def PreviewBasket(self, request: Any, context: Any) -> Any:
        await self.backend.enter("PreviewBasket", request, context)
        owner = request.basket.member_id
        offers = [
            pb.CouponOffer(coupon=coupon(3, owner), discount_minor=990),
            pb.CouponOffer(coupon=coupon(2, owner), why_not="MINIMUM"),
        ]
        return pb.PreviewBasketResponse(quote=QUOTE, offers=offers)

    async def HoldBasket(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("HoldBasket", request, context)
        if request.basket.points > QUOTE.points_most:
            return await refuse(context, Refusal("CHECKOUT_POINTS_INVALID", field="basket.points"))
        key = (caller.brand, request.request_id)
        replayed = key in self.held
        made = self.held.setdefault(key, basket(3, request.basket.member_id))
        return pb.HoldBasketResponse(basket=made, replayed=replayed)

    async def CaptureBasket(self, request: Any, context: Any) -> Any:
        """Tills call it, the gateway does not."""
        return await refuse(context, Refusal("CHECKOUT_NOT_FOUND"))

    async def CancelBasket(self, request: Any, context: Any) -> Any:
        await self.backend.enter("CancelBasket", request, context)
        if request.checkout_id == "chk_2":
            return await refuse(context, Refusal("CHECKOUT_HELD_BY_TILL"))
        made = basket(3, member_id(2))
        made.state = pb.BASKET_STATE_CANCELLED
        return pb.CancelBasketResponse(basket=made)

    async def GetBasket(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetBasket", request, context)
        if request.checkout_id != "chk_1":
            return await refuse(context, Refusal("CHECKOUT_NOT_FOUND"))
        return pb.GetBasketResponse(basket=basket(1, member_id(2)))

    async def ListMemberBaskets(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListMemberBaskets", request, context)
        start, size = int(request.page_token or 0), request.page_size or 20
        found = [basket(number, request.member_id) for number in (3, 2, 1)]
        more = start + size < len(found)
        return pb.ListMemberBasketsResponse(
            baskets=found[start : start + size], next_page_token=str(start + size) if more else ""
        )

    async def GetOrderBasket(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetOrderBasket", request, context)
        if request.order_id != "o1":
            return await refuse(context, Refusal("CHECKOUT_NOT_FOUND"))
        lots = [
            pb.BasketLot(points=250, expire_time=at(30 * DAY_S), returned=50),
            pb.BasketLot(points=150, returned=150),
        ]
        lines = [pb.RefundedLine(line_id="1", quantity=1, amount_minor=4_000)]
        return pb.GetOrderBasketResponse(
            basket=basket(1, member_id(2)), lots=lots, refunded_lines=lines
        )
