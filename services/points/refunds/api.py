"""tessera.points.v1.Refunds: protos to commands and back."""

from __future__ import annotations

from services.common.errors import invalid
from services.common.interceptors import ServicerContext
from services.points.activities.api import to_activity
from services.points.activities.domain.activity import Activity, ActivityType
from services.points.activities.domain.validation import check
from services.points.context import PointsContext
from services.points.ledger.api.access import teller
from services.points.ledger.api.messages import posting_message
from services.points.refunds.commands import commit_refund, preview_refund
from services.points.refunds.domain.refund import Clawback
from tessera.points.v1 import refunds_pb2, refunds_pb2_grpc
from tessera.types.v1 import types_pb2


class RefundsApi(refunds_pb2_grpc.RefundsServicer):
    """Refunds for tills that need the answer at once; for channels, services and operators."""

    def __init__(self, ctx: PointsContext) -> None:
        self._ctx = ctx

    async def PreviewRefund(
        self, request: refunds_pb2.PreviewRefundRequest, context: ServicerContext
    ) -> refunds_pb2.PreviewRefundResponse:
        """The clawbacks that the refund would make now."""
        clawbacks = await preview_refund(self._ctx, await self._read(request.refund))
        return refunds_pb2.PreviewRefundResponse(clawbacks=map(_clawback, clawbacks))

    async def CommitRefund(
        self, request: refunds_pb2.CommitRefundRequest, context: ServicerContext
    ) -> refunds_pb2.CommitRefundResponse:
        """The clawbacks of the refund, made now or when it was first committed."""
        done = await commit_refund(self._ctx, await self._read(request.refund))
        response = refunds_pb2.CommitRefundResponse(
            clawbacks=map(_clawback, done.clawbacks), replayed=done.replayed
        )
        if done.posting is not None and done.posting.entries:
            response.posting.CopyFrom(posting_message(done.posting))
        return response

    async def _read(self, sent: types_pb2.Activity) -> Activity:
        """The refund, if it is valid. Raises the refusal."""
        programme = await self._ctx.programmes.get(teller().brand)
        refund = to_activity(programme.brand, sent, "refund")
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
