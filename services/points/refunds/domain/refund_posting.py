"""The postings of refunds: the clawback itself, and a refund that waits for its order."""

from __future__ import annotations

from datetime import datetime

from services.points.activities.domain.activity import Activity, fingerprint
from services.points.earning.domain import earned_order as order
from services.points.earning.domain.award_posting import ORDER
from services.points.earning.domain.earned_order import KeptOrder
from services.points.earning.domain.explanation import of_activity
from services.points.ledger.domain import request_ids
from services.points.ledger.domain.posting import ORDER_AT, PostingKind, PostingRequest
from services.points.ledger.domain.repeat import Asked
from services.points.refunds.domain.explanation import of_refund
from services.points.refunds.domain.refund import RefundPlan


def asking(refund: Activity) -> Asked:
    """A request to commit `refund`."""
    return Asked(refund.brand, request_ids.REFUND + refund.key, fingerprint(refund))


def refund_posting(
    refund: Activity,
    plan: RefundPlan,
    *,
    order_version: int,
    now: datetime,
    counted_at: datetime | None,
) -> PostingRequest:
    """The legs of `plan`, and the order as the refund leaves it. `counted_at`: as of when what the
    order earned counts, so that who counts by days takes it off the same day."""
    asked = asking(refund)
    return PostingRequest(
        brand=asked.brand,
        request_id=asked.request_id,
        kind=PostingKind.CLAWBACK,
        legs=plan.legs,
        effective_at=min(refund.occurred_at, now),
        metadata={
            **of_activity(refund),
            **({ORDER_AT: counted_at.isoformat()} if counted_at else {}),
            **of_refund(plan.clawbacks, plan.taken, plan.returned, plan.given.coupons),
        },
        records=(
            ORDER.record(refund.order_key, order_version, order.to_body(plan.order)),
            *plan.returned.parts.records,
            *plan.given.parts.records,
        ),
        fingerprint=asked.fingerprint,
        late_allowed=True,
    )


def parking(refund: Activity, kept: KeptOrder, *, order_version: int) -> PostingRequest:
    """Keeps `refund` until its order comes; `kept` has it among those that wait."""
    return PostingRequest(
        brand=refund.brand,
        request_id=request_ids.PARKED_REFUND + refund.key,
        kind=PostingKind.CLAWBACK,
        metadata=of_activity(refund),
        records=(ORDER.record(refund.order_key, order_version, order.to_body(kept)),),
        fingerprint=fingerprint(refund),
    )
