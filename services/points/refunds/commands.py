"""Refunds: what an order earned goes back with it, each refund once for ever.

A preview and a commit make the same plan; a commit that lost a race to another
writer plans anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.common.errors import Refusal
from services.points.activities.domain.activity import Activity, fingerprint
from services.points.context import ATTEMPTS_MAX, Contended, PointsContext
from services.points.earning.domain import earned_order as order
from services.points.earning.domain import refused_activity
from services.points.earning.domain.award_posting import ORDER
from services.points.earning.domain.earned_order import KeptOrder, OrderNotFound
from services.points.ledger.domain.account import Account
from services.points.ledger.domain.posting import Posted, Posting, PostingResult, Record, Refused
from services.points.ledger.domain.record import RecordChanged, StoredRecord
from services.points.ledger.domain.refusal import is_final
from services.points.refunds.domain import explanation, refund_posting
from services.points.refunds.domain.refund import Clawback, RefundPlan, plan

LOST_TO_ANOTHER = frozenset({"RECORD_CHANGED", "INSUFFICIENT_POINTS"})
"""The order, or the member's points, are no longer as they were read."""


@dataclass(frozen=True, slots=True)
class Refunded:
    """The clawbacks of a refund. `error` is the refusal; then nothing was taken."""

    refund: Activity
    clawbacks: tuple[Clawback, ...] = ()
    posting: Posting | None = None
    replayed: bool = False
    error: Exception | None = None


async def preview_refund(ctx: PointsContext, refund: Activity) -> tuple[Clawback, ...]:
    """The answer that committing `refund` would give now: its clawbacks, or its first answer.

    Raises ProgrammeMissing, OrderNotFound, RefundExceedsOrder, RefundCurrencyDiffers,
    REQUEST_ID_REUSED.
    """
    if (done := await _done_before(ctx, refund)) is not None:
        return done.clawbacks
    found = await _read(ctx, refund.brand, [refund])
    return (await found.plan(ctx, refund)).clawbacks


async def commit_refund(ctx: PointsContext, refund: Activity) -> Refunded:
    """Take what `refund` takes. Raises as `preview_refund`, and OVERLOADED."""
    async with ctx.locks.of(refund.brand, refund.member_id):
        return await _commit_in_turn(ctx, refund)


async def _commit_in_turn(ctx: PointsContext, refund: Activity) -> Refunded:
    for _ in range(ATTEMPTS_MAX):
        found = await _read(ctx, refund.brand, [refund])
        try:
            planned = await found.plan(ctx, refund)
        except Exception as error:
            if (done := await _done_before(ctx, refund)) is not None:
                return done
            raise error
        request = refund_posting.refund_posting(
            refund,
            planned,
            order_version=found.orders[refund.order_key].version,
            now=ctx.clock.now(),
        )
        result = (await ctx.ledger.post_all([request]))[0]
        if isinstance(result, Posted):
            return _refunded(refund, result)
        if getattr(result.error, "reason", "") not in LOST_TO_ANOTHER:
            raise result.error
    raise Contended()


async def refund_all(ctx: PointsContext, brand: str, refunds: Sequence[Activity]) -> list[Refunded]:
    """Take what `refunds` of different orders of different members take, a result for each.

    A refund whose order is not known yet waits for it. Raises ProgrammeMissing, and OVERLOADED
    for all.
    """
    found = await _read(ctx, brand, refunds)
    requests = {}
    for refund in refunds:
        try:
            planned = await found.plan(ctx, refund)
        except Exception as error:
            if not hasattr(error, "reason"):
                raise
            continue
        version = found.orders[refund.order_key].version
        requests[refund.key] = refund_posting.refund_posting(
            refund, planned, order_version=version, now=ctx.clock.now()
        )
    results = await ctx.ledger.post_all(list(requests.values()))
    posted: dict[str, PostingResult] = dict(zip(requests, results, strict=True))
    return [await _settled(ctx, refund, posted.get(refund.key)) for refund in refunds]


async def refund_waiting(ctx: PointsContext, activity: Activity) -> None:
    """Do the refunds that came before the order of `activity`, the earliest first."""
    if activity.order is None:
        return
    record = await ctx.ledger.record(activity.brand, ORDER, activity.order_key)
    kept = order.from_body(activity.brand, record.body) if record else None
    for refund in kept.waiting if kept and kept.is_known else ():
        await _commit_waiting(ctx, refund)


async def _commit_waiting(ctx: PointsContext, refund: Activity) -> None:
    """A refund that is refused waits no longer, and the refusal is kept for operators."""
    try:
        await commit_refund(ctx, refund)
    except Exception as error:
        if not is_final(error):
            raise
        record = await ctx.ledger.record(refund.brand, ORDER, refund.order_key)
        assert record is not None
        kept = order.from_body(refund.brand, record.body).without(refund)
        released = Record(ORDER, refund.order_key, record.version, order.to_body(kept))
        await ctx.ledger.post(refused_activity.refusal(refund, error, ctx.clock.now(), released))


@dataclass(frozen=True, slots=True)
class _Found:
    """Orders by key, and the accounts of their members by (owner, asset)."""

    orders: Mapping[str, StoredRecord]
    accounts: Mapping[tuple[str, str], Account]

    async def plan(self, ctx: PointsContext, refund: Activity) -> RefundPlan:
        programme = await ctx.programmes.get(refund.brand)
        kept = _order_of(refund, self.orders.get(refund.order_key))
        accounts = {a.asset: self.accounts[kept.member_id, a.asset] for a in kept.awards}
        return plan(kept, refund, accounts, programme, ctx.clock.now())


async def _read(ctx: PointsContext, brand: str, refunds: Sequence[Activity]) -> _Found:
    orders = await ctx.ledger.records(brand, ORDER, {r.order_key for r in refunds})
    kept = [order.from_body(brand, record.body) for record in orders.values()]
    names = {(k.member_id, award.asset) for k in kept for award in k.awards}
    accounts = await ctx.ledger.account_state(brand, names) if names else {}
    return _Found(orders, accounts)


def _order_of(refund: Activity, record: StoredRecord | None) -> KeptOrder:
    """The order that `refund` is of. Raises OrderNotFound, for another member's too."""
    kept = order.from_body(refund.brand, record.body) if record else None
    if kept is None or not kept.is_known or kept.member_id != refund.member_id:
        raise OrderNotFound(refund.order_key)
    return kept


async def _done_before(ctx: PointsContext, refund: Activity) -> Refunded | None:
    """The first answer, when this refund was done already. Raises REQUEST_ID_REUSED."""
    request_id = refund_posting.request_id(refund)
    posting = await ctx.ledger.posting(refund.brand, request_id)
    if posting is None:
        return None
    if posting.fingerprint != fingerprint(refund):
        raise Refusal("REQUEST_ID_REUSED", "this event was told with other content")
    return _refunded(refund, Posted(posting, replayed=True))


async def _settled(ctx: PointsContext, refund: Activity, result: PostingResult | None) -> Refunded:
    """The outcome of one of many; what did not go through at once is tried alone, or waits."""
    if isinstance(result, Posted):
        return _refunded(refund, result)
    if isinstance(result, Refused) and not _is_lost(result.error):
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
    for _ in range(ATTEMPTS_MAX):
        record = await ctx.ledger.record(refund.brand, ORDER, refund.order_key)
        kept = order.from_body(refund.brand, record.body) if record else None
        if kept is not None and kept.is_known:
            if kept.member_id != refund.member_id:
                return Refunded(refund, error=error)
            return await commit_refund(ctx, refund)
        waiting = (kept or KeptOrder(refund.member_id)).park(refund)
        version = record.version if record else 0
        request = refund_posting.parking(refund, waiting, order_version=version)
        result = (await ctx.ledger.post_all([request]))[0]
        if isinstance(result, Posted):
            return Refunded(refund)
        if not isinstance(result.error, RecordChanged):
            return Refunded(refund, error=result.error)
    return Refunded(refund, error=Contended())


def _is_lost(error: Exception) -> bool:
    return getattr(error, "reason", "") in LOST_TO_ANOTHER


def _refunded(refund: Activity, posted: Posted) -> Refunded:
    clawbacks = explanation.clawbacks_in(posted.posting.metadata)
    return Refunded(refund, clawbacks, posted.posting, posted.replayed)
