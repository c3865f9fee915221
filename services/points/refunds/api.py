"""tessera.points.v1.Refunds: protos to commands and back."""

from __future__ import annotations

from datetime import datetime

from services.common import pagination
from services.common.auth import Caller, Role, current_caller, require_role
from services.common.errors import invalid
from services.common.interceptors import ServicerContext
from services.points.activities.api.activities import to_activity, to_message
from services.points.activities.domain.activity import Activity
from services.points.activities.domain.activity_type import ActivityType
from services.points.activities.domain.validation import check
from services.points.context import PointsContext
from services.points.earning.domain.earned_order import KeptOrder
from services.points.ledger.api.access import of_one_brand, teller
from services.points.ledger.api.messages import posting_message, to_timestamp
from services.points.refunds.commands import (
    Refunded,
    commit_refund,
    drop_waiting,
    list_waiting,
    preview_refund,
)
from services.points.refunds.domain.given_coupons import GivenCoupon
from services.points.refunds.domain.refund import Clawback
from tessera.points.v1 import refunds_pb2, refunds_pb2_grpc
from tessera.types.v1 import types_pb2


class RefundsApi(refunds_pb2_grpc.RefundsServicer):
    """Refunds for tills that need the answer at once; for channels, services and operators."""

    def __init__(self, ctx: PointsContext, page_secret: bytes) -> None:
        self._ctx = ctx
        self._page_secret = page_secret

    async def PreviewRefund(
        self, request: refunds_pb2.PreviewRefundRequest, context: ServicerContext
    ) -> refunds_pb2.PreviewRefundResponse:
        """The clawbacks that the refund would make now."""
        found = await preview_refund(self._ctx, await self._read(request.refund))
        return refunds_pb2.PreviewRefundResponse(
            clawbacks=map(_clawback, found.clawbacks),
            returned=_returned(found),
            given_coupons=map(_given, found.given_coupons),
        )

    async def CommitRefund(
        self, request: refunds_pb2.CommitRefundRequest, context: ServicerContext
    ) -> refunds_pb2.CommitRefundResponse:
        """The clawbacks of the refund, made now or when it was first committed."""
        done = await commit_refund(self._ctx, await self._read(request.refund))
        response = refunds_pb2.CommitRefundResponse(
            clawbacks=map(_clawback, done.clawbacks),
            replayed=done.replayed,
            returned=_returned(done),
            given_coupons=map(_given, done.given_coupons),
        )
        if done.posting is not None and done.posting.entries:
            response.posting.CopyFrom(posting_message(done.posting))
        return response

    async def ListWaitingRefunds(
        self, request: refunds_pb2.ListWaitingRefundsRequest, context: ServicerContext
    ) -> refunds_pb2.ListWaitingRefundsResponse:
        """The orders that refunds wait for, the longest waiting first."""
        brand = _operator().brand
        size = pagination.page_size(request.page_size)
        listed = {"list": "waiting", "brand": brand}
        after: tuple[datetime, str] | None = None
        if request.page_token:
            fields = pagination.decode_token(self._page_secret, request.page_token, **listed)
            after = datetime.fromisoformat(fields["since"]), fields["key"]
        found = await list_waiting(self._ctx, brand, after, size + 1)
        token = ""
        if len(found) > size:
            found = found[:size]
            key, last = found[-1]
            since = last.waiting_since.isoformat() if last.waiting_since else ""
            token = pagination.encode_token(self._page_secret, **listed, since=since, key=key)
        return refunds_pb2.ListWaitingRefundsResponse(
            orders=[_waiting(key, kept) for key, kept in found], next_page_token=token
        )

    async def DropWaitingRefund(
        self, request: refunds_pb2.DropWaitingRefundRequest, context: ServicerContext
    ) -> refunds_pb2.DropWaitingRefundResponse:
        """It takes nothing, and is kept as refused."""
        brand = _operator().brand
        order, refund = request.order_channel, request.channel
        await drop_waiting(
            self._ctx, brand, f"{order}/{request.order_id}", f"{refund}/{request.event_id}"
        )
        return refunds_pb2.DropWaitingRefundResponse()

    async def _read(self, sent: types_pb2.Activity) -> Activity:
        """The refund, if it is valid. Raises the refusal."""
        programme = await self._ctx.programmes.get(teller().brand)
        refund = self._ctx.of_survivor(to_activity(programme.brand, sent, "refund"))
        check(refund, self._ctx.clock.now(), programme.currency, "refund")
        if refund.type is not ActivityType.REFUND:
            raise invalid("refund.type", "a refund")
        return refund


def _clawback(clawback: Clawback) -> refunds_pb2.Clawback:
    return refunds_pb2.Clawback(
        asset=clawback.asset,
        due=clawback.due,
        taken=clawback.taken,
        from_pending=clawback.from_pending,
        forgiven=clawback.forgiven,
        available_after=clawback.available_after,
    )


def _returned(done: Refunded) -> refunds_pb2.Returned | None:
    if not done.returned_points and not done.returned_coupons:
        return None
    return refunds_pb2.Returned(points=done.returned_points, coupon_ids=done.returned_coupons)


def _given(coupon: GivenCoupon) -> refunds_pb2.GivenCoupon:
    return refunds_pb2.GivenCoupon(
        coupon_id=coupon.coupon_id,
        type=coupon.type,
        revoked=coupon.revoked,
        not_recoverable_minor=coupon.not_recoverable_minor,
    )


def _waiting(key: str, kept: KeptOrder) -> refunds_pb2.WaitingRefunds:
    channel, _, order_id = key.partition("/")
    return refunds_pb2.WaitingRefunds(
        order_channel=channel,
        order_id=order_id,
        wait_since=to_timestamp(kept.waiting_since) if kept.waiting_since else None,
        refunds=map(to_message, kept.waiting),
    )


def _operator() -> Caller:
    return of_one_brand(require_role(current_caller(), Role.OPERATOR))
