"""A till or a member previews a basket and holds it; a till captures it for an order; who held it
lets it go."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from services.common.ids import new_id
from services.points.activities.domain.paid_order import PAID_ORDER
from services.points.checkout.domain.basket import Basket, fingerprint, goods_of
from services.points.checkout.domain.checkout import (
    Checkout,
    CheckoutEnded,
    CheckoutNotFound,
    CheckoutOrderTaken,
    CheckoutState,
)
from services.points.checkout.domain.checkout_posting import (
    CHECKOUT,
    asking,
    cancelling,
    capturing,
    checkout_of,
    holding,
)
from services.points.checkout.domain.lots import SpentLot, lots_of, spent_lots
from services.points.checkout.domain.quote import CouponNotApplicable, Quote, quote
from services.points.checkout.domain.section import CheckoutSection, checkout_section
from services.points.context import PointsContext
from services.points.coupons.commands import find_coupons, list_coupons
from services.points.coupons.domain.coupon import Coupon, CouponNotFound, CouponState
from services.points.ledger.commands.post_decided import post_decided
from services.points.ledger.domain.chart_of_accounts import POINTS
from services.points.ledger.domain.guards import InsufficientPoints
from services.points.ledger.domain.holds import HoldNotFound
from services.points.ledger.domain.posting import Posted, PostingRequest
from services.points.ledger.domain.record import RecordChanged, Versioned
from services.points.ledger.domain.repeat import Asked

OFFERS_MAX = 100
HELD_MAX = 5
"""The baskets that a member may hold at once."""
RETRY_ON = (RecordChanged, InsufficientPoints)


class TooFewPoints(Exception):
    """The member has fewer points than the basket asks for."""

    reason = "INSUFFICIENT_POINTS"
    field = "basket.points"

    def __init__(self, available: int, needed: int) -> None:
        super().__init__(f"{needed} needed, {available} available")
        self.metadata = {"available": str(available), "needed": str(needed)}


class TooManyHeld(Exception):
    """The member holds as many baskets as one may."""

    reason = "CHECKOUT_TOO_MANY_HELD"
    metadata: Mapping[str, str] = {"limit": str(HELD_MAX)}

    def __init__(self) -> None:
        super().__init__(f"{HELD_MAX} baskets are held")


Ending = tuple[Checkout, PostingRequest]
"""A basket after its end, and the posting of it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A basket as it was answered first, and whether this is a repeat."""

    checkout: Checkout
    replayed: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """A usable coupon, judged for a basket by itself; `why_not` is "" where it is good."""

    coupon: Coupon
    discount_minor: int
    why_not: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The quote that a hold would make now, and the member's usable coupons."""

    quote: Quote
    offers: tuple[Offer, ...]


async def preview_basket(ctx: PointsContext, brand: str, basket: Basket) -> Preview:
    """What `hold_basket` would hold now. Raises as it does."""
    found = await _judge(ctx, brand, basket)
    usable = await list_coupons(
        ctx,
        brand,
        member_id=basket.member_id,
        state=CouponState.GRANTED,
        before="",
        size=OFFERS_MAX,
    )
    alone = replace(basket, coupon_ids=(), points=0)
    offers = tuple(_offer(alone, coupon, found.section, found.tier) for coupon in usable)
    return Preview(found.quote, offers)


async def hold_basket(
    ctx: PointsContext, brand: str, request_id: str, basket: Basket, *, by_member: bool = False
) -> Answer:
    """Set the coupons and points of `basket` aside; one of a member waits for a till's prices.

    Raises ProgrammeMissing, CouponNotFound, CouponUsed, CouponExpired, CouponHeld,
    CouponNotApplicable, CouponNotCombinable, CheckoutPointsUnavailable, CheckoutPointsInvalid,
    TooFewPoints, TooManyHeld, REQUEST_ID_REUSED and OVERLOADED.
    """
    asked = asking(brand, request_id, "hold", fingerprint(basket))
    begun: dict[str, Checkout] = {}

    async def decide() -> PostingRequest:
        found = await _judge(ctx, brand, basket)
        now = ctx.clock.now()
        if by_member:
            await _check_few_held(ctx, brand, basket.member_id, now)
        until = now + found.section.hold
        checkout = Checkout.begin(
            new_id("chk"), basket, found.quote, now, until, by_member=by_member
        )
        begun[checkout.id] = checkout
        return holding(asked, checkout, found.coupons)

    async with ctx.locks.of(brand, basket.member_id):
        posted = await post_decided(ctx.ledger, asked, decide, retry_on=RETRY_ON)
    checkout = await _written(ctx, posted, begun)
    return Answer(checkout.as_begun(), posted.replayed)


async def capture_basket(
    ctx: PointsContext,
    brand: str,
    *,
    request_id: str,
    checkout_id: str,
    order: tuple[str, str],
    line_ids: Sequence[str] = (),
    told: Basket | None = None,
) -> Answer:
    """Take what was set aside for the lines that were sold (all without `line_ids`) in `order`, a
    channel and a number. `told` is the till's own basket, which proves what a member held.

    Raises CheckoutNotFound, CheckoutEnded, CheckoutBasketDiffers, CheckoutOrderTaken, LineUnknown,
    REQUEST_ID_REUSED and OVERLOADED.
    """
    goods = [goods_of(told)] if told else []
    asked = asking(brand, request_id, "capture", checkout_id, *order, *line_ids, *goods)
    order_key = "/".join(order)

    async def end(held: Versioned[Checkout]) -> Ending:
        now = ctx.clock.now()
        after = held.to(held.value.capture(line_ids, order_key, asked.request_id, now))
        held.value.check_goods(told)
        if await ctx.ledger.record(brand, PAID_ORDER, order_key) is not None:
            raise CheckoutOrderTaken(f"another basket was captured for {order_key}")
        coupons = await _coupons_of(ctx, brand, held.value)
        return after.value, capturing(asked, after, coupons, now, order)

    return await _end(ctx, asked, checkout_id, end)


async def cancel_basket(
    ctx: PointsContext, brand: str, *, request_id: str, checkout_id: str, by_member: bool = False
) -> Answer:
    """Let go what was set aside.

    Raises CheckoutNotFound, CheckoutEnded, CheckoutHeldByTill, REQUEST_ID_REUSED and OVERLOADED.
    """
    asked = asking(brand, request_id, "cancel", checkout_id)

    async def end(held: Versioned[Checkout]) -> Ending:
        after = held.to(held.value.cancelled(ctx.clock.now(), by_member=by_member))
        coupons = await _coupons_of(ctx, brand, held.value)
        return after.value, cancelling(asked, after, coupons.values())

    return await _end(ctx, asked, checkout_id, end)


async def get_basket(ctx: PointsContext, brand: str, checkout_id: str) -> Checkout:
    """The basket as it is kept. Raises CheckoutNotFound."""
    return (await _find(ctx, brand, checkout_id)).value


async def list_baskets(
    ctx: PointsContext, brand: str, *, member_id: str, before: str, size: int
) -> Sequence[Checkout]:
    """The member's baskets with ids below `before` ("": all), newest first."""
    where = {"member_id": member_id}
    return await ctx.ledger.list_records(brand, CHECKOUT, where=where, before=before, size=size)


async def basket_of_order(
    ctx: PointsContext, brand: str, order_key: str
) -> tuple[Checkout, tuple[SpentLot, ...]]:
    """The basket captured for the order, and the lots that paid. Raises CheckoutNotFound."""
    found = (await baskets_of_orders(ctx, brand, [order_key])).get(order_key)
    if found is None:
        raise CheckoutNotFound(f"no basket was captured for {order_key}", "order_id")
    checkout = found.value
    capture = await ctx.ledger.posting(brand, checkout.posted_by) if checkout.points else None
    lots = lots_of(capture)
    return checkout, spent_lots(lots, checkout.returned_points)


async def baskets_of_orders(
    ctx: PointsContext, brand: str, order_keys: Collection[str]
) -> dict[str, Versioned[Checkout]]:
    """The captured baskets by the keys of their orders, in two reads; one where there are none."""
    if not order_keys:
        return {}
    named = await ctx.ledger.records(brand, PAID_ORDER, order_keys)
    ids = {key: one.value.checkout_id for key, one in named.items()}
    found = await ctx.ledger.records(brand, CHECKOUT, set(ids.values())) if ids else {}
    return {key: found[checkout_id] for key, checkout_id in ids.items()}


@dataclass(frozen=True, slots=True)
class _Judged:
    quote: Quote
    coupons: Mapping[str, Versioned[Coupon]]
    section: CheckoutSection
    tier: str


async def _judge(ctx: PointsContext, brand: str, basket: Basket) -> _Judged:
    programme = await ctx.programmes.get(brand)
    section, now = checkout_section(programme), ctx.clock.now()
    found = await find_coupons(ctx, brand, basket.coupon_ids)
    for coupon_id in basket.coupon_ids:
        known = found.get(coupon_id)
        if known is None or known.value.member_id != basket.member_id:
            raise CouponNotFound("basket.coupon_ids")
        known.value.check_usable(now)
    standing = (await ctx.standings.standings(brand, [basket.member_id])).get(basket.member_id)
    tier = programme.tier_of(standing).code
    made = quote(basket, [one.value for one in found.values()], section, tier)
    accounts = await ctx.ledger.account_state(brand, [(basket.member_id, POINTS)])
    available = max(0, accounts[basket.member_id, POINTS].available(now))
    if basket.points > available:
        raise TooFewPoints(available, basket.points)
    if made.points_step:
        most = min(made.points_most, available // made.points_step * made.points_step)
        made = replace(made, points_most=most)
    return _Judged(made, found, section, tier)


async def _check_few_held(ctx: PointsContext, brand: str, member_id: str, now: datetime) -> None:
    """Raises TooManyHeld. Holds last equally long, so those that still hold are the newest."""
    where = {"member_id": member_id, "state": str(CheckoutState.HELD)}
    newest = await ctx.ledger.list_records(brand, CHECKOUT, where=where, size=HELD_MAX)
    if sum(one.state_at(now) is CheckoutState.HELD for one in newest) >= HELD_MAX:
        raise TooManyHeld()


def _offer(basket: Basket, coupon: Coupon, section: CheckoutSection, tier: str) -> Offer:
    try:
        (quoted,) = quote(basket, [coupon], section, tier).coupons
    except CouponNotApplicable as error:
        return Offer(coupon, 0, error.why)
    return Offer(coupon, quoted.discount_minor, "")


async def _end(
    ctx: PointsContext,
    asked: Asked,
    checkout_id: str,
    end: Callable[[Versioned[Checkout]], Awaitable[Ending]],
) -> Answer:
    decided: dict[str, Checkout] = {}

    async def decide() -> PostingRequest:
        held = await _find(ctx, asked.brand, checkout_id)
        decided[checkout_id], request = await end(held)
        return request

    try:
        posted = await post_decided(ctx.ledger, asked, decide)
    except HoldNotFound as error:
        raise CheckoutEnded(CheckoutState.EXPIRED) from error
    # A repeat finds its first answer in the record: what refunds note there is not answered.
    return Answer(await _written(ctx, posted, decided), posted.replayed)


async def _find(ctx: PointsContext, brand: str, checkout_id: str) -> Versioned[Checkout]:
    found = await ctx.ledger.record(brand, CHECKOUT, checkout_id)
    if found is None:
        raise CheckoutNotFound(f"no basket {checkout_id}")
    return found


async def _coupons_of(
    ctx: PointsContext, brand: str, checkout: Checkout
) -> Mapping[str, Versioned[Coupon]]:
    return await find_coupons(ctx, brand, [one.coupon_id for one in checkout.quote.coupons])


async def _written(ctx: PointsContext, posted: Posted, decided: Mapping[str, Checkout]) -> Checkout:
    """The basket of `posted`: as it was decided or, for a repeat, as it is kept."""
    checkout_id = checkout_of(posted.posting)
    if not posted.replayed:
        return decided[checkout_id]
    return (await _find(ctx, posted.posting.brand, checkout_id)).value
