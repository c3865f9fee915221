"""Refunds of points as the gateway sees them."""

from typing import Any

from services.common.errors import Refusal
from tessera.points.v1 import refunds_pb2, refunds_pb2_grpc
from tessera.types.v1 import types_pb2
from tests.gateway.fake_backend import FakeBackend, at, member_id, refuse


class Refunds(refunds_pb2_grpc.RefundsServicer):
    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def PreviewRefund(self, request: Any, context: Any) -> Any:
        await self.backend.enter("PreviewRefund", request, context)
        if request.refund.order.order_id == "never":
            await refuse(context, Refusal("ORDER_NOT_FOUND", field="refund.order.order_id"))
        clawback = refunds_pb2.Clawback(
            asset="POINTS", due=12, taken=10, from_pending=4, forgiven=2, available_after=-3
        )
        answer = refunds_pb2.PreviewRefundResponse(clawbacks=[clawback])
        if request.refund.order.order_id == "paid_with_points":
            answer.returned.points = 30
            answer.counted_time.CopyFrom(at(60))
            answer.returned.coupon_ids.append("coup_1")
            answer.clawbacks.add(asset="GROWTH", due=40, taken=30, forgiven=10)
        return answer

    async def CommitRefund(self, request: Any, context: Any) -> Any:
        await self.backend.enter("CommitRefund", request, context)
        clawback = refunds_pb2.Clawback(asset="POINTS", due=12, taken=10, available_after=-3)
        return refunds_pb2.CommitRefundResponse(clawbacks=[clawback])

    async def GetOrder(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetOrder", request, context)
        if request.order_id == "never":
            await refuse(context, Refusal("ORDER_NOT_FOUND"))
        line = refunds_pb2.KeptOrderLine(
            line_id="1",
            sku="mango",
            quantity=2,
            amount_minor=3_600,
            refunded_quantity=1,
            refunded_minor=1_800,
            left_quantity=1,
            left_minor=1_800,
            earned=[refunds_pb2.EarnedAmount(asset="POINTS", amount=36)],
        )
        award = refunds_pb2.KeptOrderAward(rule="order", asset="POINTS", amount=36, settled=18)
        order = refunds_pb2.KeptOrder(
            channel=request.channel,
            order_id=request.order_id,
            member_id=member_id(3),
            order_time=at(0),
            refunded_minor=1_800,
            left_minor=1_800,
            lines=[line],
            awards=[award],
        )
        order.total.currency_code, order.total.minor_units = "CNY", 3_600
        return refunds_pb2.GetOrderResponse(order=order)

    async def ListWaitingRefunds(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListWaitingRefunds", request, context)
        start, size = int(request.page_token or 0), request.page_size or 20
        orders = []
        for number in range(3):
            refund = types_pb2.Activity(
                channel="mini_program", event_id=f"r{number}", member_id="mem_3", occur_time=at(0)
            )
            refund.order.total.minor_units = 1800
            orders.append(
                refunds_pb2.WaitingRefunds(
                    order_channel="mini_program",
                    order_id=f"o{number}",
                    wait_since=at(number),
                    refunds=[refund],
                )
            )
        more = start + size < len(orders)
        return refunds_pb2.ListWaitingRefundsResponse(
            orders=orders[start : start + size], next_page_token=str(start + size) if more else ""
        )
