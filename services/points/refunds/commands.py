"""Refunds: what an order earned goes back with it, each refund once for ever.

A preview and a commit make the same plan; a commit that lost a race to another
writer plans anew.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from prometheus_client import Gauge

from services.common import telemetry
from services.points.activities.domain.activity import Activity
from services.points.checkout.commands import baskets_of_orders
from services.points.checkout.domain.checkout_posting import CHECKOUT
from services.points.checkout.domain.lots import lots_of
from services.points.context import PointsContext
from services.points.coupons.commands import find_coupons
from services.points.coupons.domain.coupon_posting import COUPON_ID
from services.points.earning.domain import earned_order as order
from services.points.earning.domain import refused_activity
from services.points.earning.domain.award_posting import ORDER
from services.points.earning.domain.earned_order import KeptOrder, OrderNotFound
from services.points.grants.domain.grant import rule_grant_id
from services.points.ledger.commands.post_decided import first_answer, post_decided
from services.points.ledger.domain.account import Account
from services.points.ledger.domain.guards import InsufficientPoints
from services.points.ledger.domain.posting import (
    Posted,
    Posting,
    PostingRequest,
    PostingResult,
    Refused,
)
from services.points.ledger.domain.record import RecordChanged, Versioned
from services.points.ledger.domain.refusal import is_final
from services.points.ledger.domain.request_ids import AWARD
from services.points.refunds.domain import explanation
from services.points.refunds.domain.given_coupons import GIVEN_MAX, Given, GivenCoupon
from services.points.refunds.domain.refund import Clawback, RefundPlan, plan
from services.points.refunds.domain.refund_posting import asking, parking, refund_posting
from services.points.refunds.domain.returned import Basket

OLDEST_WAITING = Gauge(
    "tessera_points_oldest_waiting_refund_seconds",
    "How long the oldest refund of a brand waits for its order.",
    ["brand"],
)
MEASURED_EVERY_S = 60.0

_log = telemetry.log("refunds")

LOST_TO_ANOTHER = (RecordChanged, InsufficientPoints)
"""The order, or the member's points, are no longer as they were read."""


@dataclass(frozen=True, slots=True)
class Refunded:
    """The clawbacks of a refund. `error` is the refusal; then nothing was taken."""

    refund: Activity
    clawbacks: tuple[Clawback, ...] = ()
    posting: Posting | None = None
    replayed: bool = False
    error: Exception | None = None
    returned_points: int = 0
    returned_coupons: tuple[str, ...] = ()
    given_coupons: tuple[GivenCoupon, ...] = ()
    counted_at: datetime | None = None
    """As of when the order's award counts; of a preview alone."""


async def get_order(ctx: PointsContext, brand: str, order_key: str) -> KeptOrder:
    """The order. Raises OrderNotFound, also where only refunds of it have come."""
    known = await ctx.ledger.record(brand, ORDER, order_key)
    if known is None or not known.value.is_known:
        raise OrderNotFound(order_key)
    return known.value


async def preview_refund(ctx: PointsContext, refund: Activity) -> Refunded:
    """The answer that committing `refund` would give now, without its posting; or its first answer.

    Raises ProgrammeMissing, OrderNotFound, RefundExceedsOrder, RefundCurrencyDiffers,
    REQUEST_ID_REUSED.
    """
    if (done := await first_answer(ctx.ledger, asking(refund))) is not None:
        return _refunded(refund, done)
    found = await _read(ctx, refund.brand, [refund])
    planned = await found.plan(ctx, refund)
    back = planned.returned
    return Refunded(
        refund,
        planned.clawbacks,
        returned_points=back.points,
        returned_coupons=back.coupon_ids,
        given_coupons=planned.given.coupons,
        counted_at=found.counted.get(refund.order_key),
    )


async def commit_refund(ctx: PointsContext, refund: Activity) -> Refunded:
    """Take what `refund` takes. Raises as `preview_refund`, and OVERLOADED."""

    async def decide() -> PostingRequest:
        found = await _read(ctx, refund.brand, [refund])
        return await found.request(ctx, refund)

    async with ctx.locks.of(refund.brand, refund.member_id):
        posted = await post_decided(ctx.ledger, asking(refund), decide, retry_on=LOST_TO_ANOTHER)
    return _refunded(refund, posted)


async def refund_all(ctx: PointsContext, brand: str, refunds: Sequence[Activity]) -> list[Refunded]:
    """Take what `refunds` of different orders of different members take, a result for each.

    A refund whose order is not known yet waits for it. Raises ProgrammeMissing, and OVERLOADED
    for all.
    """
    found = await _read(ctx, brand, refunds)
    requests = {}
    for refund in refunds:
        try:
            requests[refund.key] = await found.request(ctx, refund)
        except Exception as error:
            if not hasattr(error, "reason"):
                raise
    results = await ctx.ledger.post_all(list(requests.values()))
    posted: dict[str, PostingResult] = dict(zip(requests, results, strict=True))
    return [await _settled(ctx, refund, posted.get(refund.key)) for refund in refunds]


async def refund_waiting(ctx: PointsContext, activity: Activity) -> None:
    """Do the refunds that came before the order of `activity`, the earliest first."""
    if activity.order is None:
        return
    known = await ctx.ledger.record(activity.brand, ORDER, activity.order_key)
    for refund in known.value.waiting if known and known.value.is_known else ():
        await _commit_waiting(ctx, refund)


async def _commit_waiting(ctx: PointsContext, refund: Activity) -> None:
    """A refund that is refused waits no longer, and the refusal is kept for operators."""
    try:
        await commit_refund(ctx, refund)
    except Exception as error:
        if not is_final(error):
            raise
        await _note_refusal(ctx, refund, error)


async def list_waiting(
    ctx: PointsContext, brand: str, after: tuple[datetime, str] | None, size: int
) -> Sequence[tuple[str, KeptOrder]]:
    """Orders by key that refunds wait for, the longest waiting first, behind that time and key."""
    found = await ctx.ledger.waiting_records(brand, ORDER, after, size)
    return [(key, known.value) for key, known in found]


async def measure_waiting(ctx: PointsContext, pause_s: float = MEASURED_EVERY_S) -> None:
    """Tell the age of each brand's oldest waiting refund, again and again.

    A brand whose order can't be read is told in the log, and hides no other's.
    """
    while True:
        now = ctx.clock.now()
        for brand in await ctx.ledger.brands():
            try:
                oldest = [kept.waiting_since for _, kept in await list_waiting(ctx, brand, None, 1)]
            except Exception as error:
                _log.error("waiting_not_measured", brand=brand, error=repr(error))
                continue
            ages = [(now - since).total_seconds() for since in oldest if since is not None]
            OLDEST_WAITING.labels(brand).set(max(ages, default=0.0))
        await asyncio.sleep(pause_s)


async def drop_waiting(ctx: PointsContext, brand: str, order_key: str, refund_key: str) -> None:
    """The refund waits no longer and is kept as refused. Raises OrderNotFound where none waits."""
    known = await ctx.ledger.record(brand, ORDER, order_key)
    for refund in known.value.parked if known else ():
        if refund.key == refund_key:
            await _note_refusal(ctx, refund, OrderNotFound(order_key))
            return
    raise OrderNotFound(order_key)


async def _note_refusal(ctx: PointsContext, refund: Activity, error: Exception) -> None:
    async def decide() -> PostingRequest:
        known = await ctx.ledger.record(refund.brand, ORDER, refund.order_key)
        assert known is not None, "the refund waited in it"
        kept = order.to_body(known.value.without(refund))
        released = ORDER.record(refund.order_key, known.version, kept)
        return refused_activity.refusal(refund, error, ctx.clock.now(), released)

    await post_decided(ctx.ledger, None, decide)


@dataclass(frozen=True, slots=True)
class _Found:
    """Orders by key, the accounts of their members by (owner, asset), the baskets that were
    captured for them, the coupons that rules gave for them, and as of when their awards count: a
    late one in the first month that was open."""

    orders: Mapping[str, Versioned[KeptOrder]]
    accounts: Mapping[tuple[str, str], Account]
    baskets: Mapping[str, Basket]
    given: Mapping[str, Given]
    counted: Mapping[str, datetime]

    async def plan(self, ctx: PointsContext, refund: Activity) -> RefundPlan:
        """Raises OrderNotFound, for another member's order too, and as `plan`."""
        programme = await ctx.programmes.get(refund.brand)
        known = self.orders.get(refund.order_key)
        if known is None or not known.value.is_known or known.value.member_id != refund.member_id:
            raise OrderNotFound(refund.order_key)
        kept = known.value
        accounts = {a.asset: self.accounts[kept.member_id, a.asset] for a in kept.awards}
        basket = self.baskets.get(refund.order_key)
        given = self.given.get(refund.order_key)
        return plan(kept, refund, accounts, programme, ctx.clock.now(), basket, given)

    async def request(self, ctx: PointsContext, refund: Activity) -> PostingRequest:
        """The posting that does what `plan` says. Raises as it does."""
        planned = await self.plan(ctx, refund)
        version = self.orders[refund.order_key].version
        return refund_posting(
            *(refund, planned),
            order_version=version,
            now=ctx.clock.now(),
            counted_at=self.counted.get(refund.order_key) or planned.order.occurred_at,
        )


async def _read(ctx: PointsContext, brand: str, refunds: Sequence[Activity]) -> _Found:
    keys = {refund.order_key for refund in refunds}
    orders, baskets = await asyncio.gather(
        ctx.ledger.records(brand, ORDER, keys), _baskets(ctx, brand, keys)
    )
    kept = [known.value for known in orders.values()]
    names = {(k.member_id, award.asset) for k in kept for award in k.awards}
    accounts = await ctx.ledger.account_state(brand, names) if names else {}
    given = {key: await _given(ctx, brand, key, one.value) for key, one in orders.items()}
    known = {key: one.value for key, one in orders.items() if one.value.is_known}
    return _Found(
        *(orders, accounts, baskets),
        {key: one for key, one in given.items() if one},
        await _counted(ctx, brand, known),
    )


async def _counted(
    ctx: PointsContext, brand: str, known: Mapping[str, KeptOrder]
) -> Mapping[str, datetime]:
    awards = {key: f"{AWARD}{_activity_key(key, kept)}" for key, kept in known.items()}
    found = await ctx.ledger.postings(brand, set(awards.values()))
    return {key: found[name].effective_at for key, name in awards.items() if name in found}


def _activity_key(order_key: str, kept: KeptOrder) -> str:
    """An order is told by the channel under which it is looked for."""
    return f"{order_key.partition('/')[0]}/{kept.event_id}"


async def _given(ctx: PointsContext, brand: str, order_key: str, kept: KeptOrder) -> Given | None:
    """The coupons that rules gave for the order; None, without a read, where no rule did."""
    if not kept.coupon_rules or not kept.is_known:
        return None
    activity_key = _activity_key(order_key, kept)
    asked = [rule_grant_id(rule, activity_key) for rule in kept.coupon_rules[:GIVEN_MAX]]
    postings = await asyncio.gather(*(ctx.ledger.posting(brand, each) for each in asked))
    ids = [each.metadata[COUPON_ID] for each in postings if each is not None]
    coupons = await find_coupons(ctx, brand, ids)
    used = {one.value.checkout_id for one in coupons.values() if one.value.checkout_id}
    baskets = await ctx.ledger.records(brand, CHECKOUT, used) if used else {}
    off = {
        quoted.coupon_id: quoted.discount_minor
        for one in baskets.values()
        for quoted in one.value.quote.coupons
    }
    return Given([coupons[each] for each in ids if each in coupons], off)


async def _baskets(
    ctx: PointsContext, brand: str, order_keys: Collection[str]
) -> dict[str, Basket]:
    """The baskets of orders with their coupons and lots; one read where there are none."""
    found = await baskets_of_orders(ctx, brand, order_keys)
    if not found:
        return {}
    used = {quoted.coupon_id for one in found.values() for quoted in one.value.quote.coupons}
    coupons = await find_coupons(ctx, brand, used)
    baskets = {}
    for key, one in found.items():
        checkout = one.value
        own = {quoted.coupon_id for quoted in checkout.quote.coupons}
        capture = await ctx.ledger.posting(brand, checkout.posted_by) if checkout.points else None
        baskets[key] = Basket(
            one,
            {name: coupon for name, coupon in coupons.items() if name in own},
            lots_of(capture),
        )
    return baskets


async def _settled(ctx: PointsContext, refund: Activity, result: PostingResult | None) -> Refunded:
    """The outcome of one of many; what did not go through at once is tried alone, or waits."""
    if isinstance(result, Posted):
        return _refunded(refund, result)
    if isinstance(result, Refused) and not isinstance(result.error, LOST_TO_ANOTHER):
        return Refunded(refund, error=result.error)
    try:
        return await commit_refund(ctx, refund)
    except OrderNotFound as error:
        return await _wait_for_order(ctx, refund, error)
    except Exception as error:
        if not hasattr(error, "reason"):
            raise
        return Refunded(refund, error=error)


async def _wait_for_order(ctx: PointsContext, refund: Activity, error: OrderNotFound) -> Refunded:
    """Keep the refund until its order comes; `error` where the order came as another member's."""

    async def decide() -> PostingRequest | KeptOrder:
        known = await ctx.ledger.record(refund.brand, ORDER, refund.order_key)
        kept = known.value if known else KeptOrder(refund.member_id)
        if kept.is_known:
            return kept
        version = known.version if known else 0
        return parking(refund, kept.park(refund, ctx.clock.now()), order_version=version)

    try:
        # The order may come at any attempt, so an earlier parking settles nothing.
        parked = await post_decided(ctx.ledger, None, decide)
        if isinstance(parked, Posted):
            return Refunded(refund)
        if parked.member_id != refund.member_id:
            return Refunded(refund, error=error)
        return await commit_refund(ctx, refund)
    except Exception as refused:
        if not hasattr(refused, "reason"):
            raise
        return Refunded(refund, error=refused)


def _refunded(refund: Activity, posted: Posted) -> Refunded:
    said = posted.posting.metadata
    clawbacks = explanation.clawbacks_in(said)
    points, coupons = explanation.returned_in(said)
    return Refunded(
        refund,
        clawbacks,
        posted.posting,
        posted.replayed,
        returned_points=points,
        returned_coupons=coupons,
        given_coupons=explanation.given_in(said),
    )
