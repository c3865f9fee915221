"""A basket that was held: captured for an order, cancelled, or let go by time."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from services.points.activities.domain.paid_order import PaidOrder
from services.points.checkout.domain.basket import Basket, goods_of
from services.points.checkout.domain.quote import Quote, QuotedCoupon, QuotedLine


class CheckoutState(StrEnum):
    HELD = "held"
    CAPTURED = "captured"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class CheckoutNotFound(Exception):
    """The brand, or the member, has no such basket."""

    reason = "CHECKOUT_NOT_FOUND"

    def __init__(self, said: str, field: str = "checkout_id") -> None:
        super().__init__(said)
        self.field = field


class CheckoutEnded(Exception):
    """Only a held basket is captured or cancelled."""

    reason = "CHECKOUT_ENDED"
    field = "checkout_id"

    def __init__(self, state: CheckoutState) -> None:
        super().__init__(f"it is {state}")
        self.metadata = {"state": str(state)}


class CheckoutOrderTaken(Exception):
    """Another basket was captured for the order."""

    reason = "CHECKOUT_ORDER_TAKEN"
    field = "order_id"


class CheckoutBasketDiffers(Exception):
    """The till's basket has other goods or prices than the one that was held."""

    reason = "CHECKOUT_BASKET_DIFFERS"
    field = "basket"

    def __init__(self, checkout_id: str) -> None:
        super().__init__(f"{checkout_id} was held for other goods")
        self.metadata = {"checkout_id": checkout_id}


class CheckoutHeldByTill(Exception):
    """A member lets go what that member held, and nothing that a till is selling."""

    reason = "CHECKOUT_HELD_BY_TILL"
    field = "checkout_id"

    def __init__(self, until: datetime) -> None:
        super().__init__(f"a till holds it until {until}")
        self.metadata = {"hold_until": until.isoformat()}


class LineUnknown(Exception):
    """The basket has no such line."""

    reason = "INVALID_ARGUMENT"
    field = "line_ids"

    def __init__(self, line_id: str) -> None:
        super().__init__(f"the basket has no line {line_id}")


@dataclass(frozen=True, slots=True)
class Checkout:
    """`state` is as it was written: `state_at` tells whether time has ended it since.

    `captured` has the lines that were sold, `posted_by` the request id of the capture.
    `returned_points` are those that refunds gave back, `returned_coupons` likewise. `goods` is the
    digest of what is bought; "" for those of before it was kept.
    """

    id: str
    member_id: str
    store_id: str
    currency: str
    quote: Quote
    created_at: datetime
    hold_until: datetime
    state: CheckoutState = CheckoutState.HELD
    order_key: str = ""
    captured: tuple[str, ...] = ()
    posted_by: str = ""
    returned_points: int = 0
    returned_coupons: tuple[str, ...] = ()
    goods: str = ""
    by_member: bool = False

    @staticmethod
    def begin(
        checkout_id: str,
        basket: Basket,
        made: Quote,
        now: datetime,
        until: datetime,
        *,
        by_member: bool = False,
    ) -> Checkout:
        """A basket, held until a time."""
        return Checkout(
            *(checkout_id, basket.member_id, basket.store_id, basket.currency, made, now, until),
            goods=goods_of(basket),
            by_member=by_member,
        )

    def state_at(self, now: datetime) -> CheckoutState:
        """As it stands at `now`."""
        if self.state is CheckoutState.HELD and self.hold_until <= now:
            return CheckoutState.EXPIRED
        return self.state

    def as_begun(self) -> Checkout:
        """As it was first answered, whatever became of it."""
        return replace(self, state=CheckoutState.HELD, order_key="", captured=(), posted_by="")

    def capture(
        self, line_ids: Collection[str], order_key: str, posted_by: str, now: datetime
    ) -> Checkout:
        """Taken for the lines named, or for all. Raises CheckoutEnded, LineUnknown."""
        self._check_held(now)
        known = [line.line_id for line in self.quote.lines]
        for line_id in line_ids:
            if line_id not in known:
                raise LineUnknown(line_id)
        return replace(
            self,
            state=CheckoutState.CAPTURED,
            order_key=order_key,
            captured=tuple(each for each in known if not line_ids or each in line_ids),
            posted_by=posted_by,
        )

    def check_goods(self, told: Basket | None) -> None:
        """Prices that a member said are worth nothing before a till has said the same.

        Raises CheckoutBasketDiffers.
        """
        differs = self.by_member if told is None else self.goods not in ("", goods_of(told))
        if differs:
            raise CheckoutBasketDiffers(self.id)

    def cancelled(self, now: datetime, *, by_member: bool = False) -> Checkout:
        """Let go. Raises CheckoutEnded, CheckoutHeldByTill."""
        self._check_held(now)
        if by_member and not self.by_member:
            raise CheckoutHeldByTill(self.hold_until)
        return replace(self, state=CheckoutState.CANCELLED)

    @property
    def sold(self) -> tuple[QuotedLine, ...]:
        """The lines that the capture took."""
        return tuple(line for line in self.quote.lines if line.line_id in self.captured)

    @property
    def points(self) -> int:
        """The points that the capture took."""
        return sum(line.points for line in self.sold)

    @property
    def paid(self) -> PaidOrder:
        """What was paid for the lines that were sold."""
        lines = {line.line_id: line.paid_minor for line in self.sold}
        return PaidOrder(self.id, lines, self.quote.shipping_minor)

    def uses(self, coupon: QuotedCoupon) -> bool:
        """Whether the capture used the coupon: one of its lines was sold."""
        return any(line_id in self.captured for line_id in coupon.line_ids)

    def _check_held(self, now: datetime) -> None:
        state = self.state_at(now)
        if state is not CheckoutState.HELD:
            raise CheckoutEnded(state)


def to_body(checkout: Checkout) -> dict[str, Any]:
    """As it is kept; lines are lists, the fields in their order."""
    made = checkout.quote
    return {
        "id": checkout.id,
        "member_id": checkout.member_id,
        "store_id": checkout.store_id,
        "currency": checkout.currency,
        "lines": [
            [
                *(line.line_id, line.quantity, line.amount_minor, line.tier_minor),
                *(line.coupon_minor, line.points_minor, line.points),
            ]
            for line in made.lines
        ],
        "coupons": [
            [one.coupon_id, one.type, one.discount_minor, list(one.line_ids), one.gift_article]
            for one in made.coupons
        ],
        "shipping_minor": made.shipping_minor,
        "points_most": made.points_most,
        "points_step": made.points_step,
        "created_at": checkout.created_at,
        "hold_until": checkout.hold_until,
        "state": str(checkout.state),
        "order_key": checkout.order_key,
        "captured": list(checkout.captured),
        "posted_by": checkout.posted_by,
        "returned_points": checkout.returned_points,
        "returned_coupons": list(checkout.returned_coupons),
        "goods": checkout.goods,
        "by_member": checkout.by_member,
    }


def from_body(body: Mapping[str, Any]) -> Checkout:
    """The basket that `to_body` wrote."""
    made = Quote(
        lines=tuple(QuotedLine(*line) for line in body["lines"]),
        coupons=tuple(
            QuotedCoupon(one, type_, off, tuple(lines), gift)
            for one, type_, off, lines, gift in body["coupons"]
        ),
        shipping_minor=body["shipping_minor"],
        points_most=body["points_most"],
        points_step=body["points_step"],
    )
    kept = {
        name: body[name]
        for name in (
            *("id", "member_id", "store_id", "currency", "created_at", "hold_until"),
            *("order_key", "posted_by", "returned_points"),
        )
    }
    return Checkout(
        **kept,
        quote=made,
        state=CheckoutState(body["state"]),
        captured=tuple(body["captured"]),
        returned_coupons=tuple(body["returned_coupons"]),
        goods=body.get("goods", ""),
        by_member=body.get("by_member", False),
    )
