"""tessera.points.v1.Refunds: protos to commands and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from services.common import pagination
from services.common.auth import Caller, Role, current_caller, require_role, require_store
from services.common.errors import invalid
from services.common.interceptors import ServicerContext
from services.points.activities.api.activities import checked_order, to_activity, to_message
from services.points.activities.domain.activity import Activity
from services.points.activities.domain.activity_type import ActivityType
from services.points.activities.domain.validation import check
from services.points.context import PointsContext
from services.points.earning.domain.earned_order import KeptAward, KeptLine, KeptOrder
from services.points.earning.domain.earning_rules import earning_rules
from services.points.ledger.api.access import of_one_brand, teller
from services.points.ledger.api.messages import posting_message, to_timestamp
from services.points.programme.domain.programme import Programme
from services.points.refunds.commands import (
    Refunded,
    commit_refund,
    drop_waiting,
    get_order,
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
            counted_time=to_timestamp(found.counted_at) if found.counted_at else None,
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

    async def GetOrder(
        self, request: refunds_pb2.GetOrderRequest, context: ServicerContext
    ) -> refunds_pb2.GetOrderResponse:
        """The order, with what is left of it."""
        brand = teller().brand
        channel, order_id = checked_order(request.channel, request.order_id)
        kept = await get_order(self._ctx, brand, f"{channel}/{order_id}")
        require_store(kept.store_id, "order_id")
        return refunds_pb2.GetOrderResponse(
            order=_order(channel, order_id, kept, await self._ctx.programmes.get(brand))
        )

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
        if current_caller().stores:
            # A refund at one's own store takes nothing of an order that another store sold.
            kept = await get_order(self._ctx, refund.brand, refund.order_key)
            require_store(kept.store_id, "refund.order.order_id")
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


def _order(
    channel: str, order_id: str, kept: KeptOrder, programme: Programme
) -> refunds_pb2.KeptOrder:
    earned = kept.earned_by_line()
    names = earning_rules(programme).names
    return refunds_pb2.KeptOrder(
        channel=channel,
        order_id=order_id,
        member_id=kept.member_id,
        order_time=to_timestamp(kept.occurred_at) if kept.occurred_at else None,
        total=types_pb2.Money(currency_code=kept.currency, minor_units=kept.total_minor),
        refunded_minor=kept.refunded_minor,
        left_minor=kept.left_minor,
        lines=[_line(line, kept.left_minor, earned.get(line.line_id, {})) for line in kept.lines],
        awards=[_award(award, names.get(award.rule)) for award in kept.awards],
    )


def _award(award: KeptAward, name: tuple[str, str] | None) -> refunds_pb2.KeptOrderAward:
    message = refunds_pb2.KeptOrderAward(
        rule=award.rule, asset=award.asset, amount=award.amount, settled=award.settled
    )
    if name:
        message.rule_name.zh, message.rule_name.en = name
    return message


def _line(line: KeptLine, left_minor: int, earned: Mapping[str, int]) -> refunds_pb2.KeptOrderLine:
    return refunds_pb2.KeptOrderLine(
        line_id=line.line_id,
        sku=line.sku,
        quantity=line.quantity,
        amount_minor=line.amount_minor,
        refunded_quantity=line.refunded_quantity,
        refunded_minor=line.refunded_minor,
        left_quantity=line.left_quantity,
        left_minor=min(line.left_minor, left_minor),
        earned=[
            refunds_pb2.EarnedAmount(asset=asset, amount=amount) for asset, amount in earned.items()
        ],
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
