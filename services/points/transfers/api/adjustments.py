"""tessera.points.v1.Adjustments, and how an approval's content is read."""

from __future__ import annotations

from google.protobuf.json_format import MessageToJson

from services.common.approvals import Approval
from services.common.approvals_api import message
from services.common.auth import Role, current_caller, require_role
from services.common.errors import invalid
from services.common.idempotency import check_request_id
from services.common.interceptors import ServicerContext
from services.common.text import checked
from services.points.activities.domain.validation import is_member_id
from services.points.context import PointsContext
from services.points.ledger.api.messages import write_posting
from services.points.ledger.commands.brands import check_brand_asset
from services.points.ledger.domain.chart_of_accounts import POINTS, STOCK
from services.points.transfers.commands.adjust import adjust
from services.points.transfers.domain.adjustment import Adjustment
from tessera.points.v1 import transfers_pb2 as pb
from tessera.points.v1 import transfers_pb2_grpc

AMOUNT_MAX = 10**9
REASON_CHARS_MIN = 4
REASON_CHARS_MAX = 200


class AdjustmentsServicer(transfers_pb2_grpc.AdjustmentsServicer):
    """Operators adjust; nobody else does."""

    def __init__(self, ctx: PointsContext) -> None:
        self._ctx = ctx

    async def AdjustPoints(
        self, request: pb.AdjustPointsRequest, context: ServicerContext
    ) -> pb.AdjustPointsResponse:
        """The posting, or the approval that it waits for."""
        caller = require_role(current_caller(), Role.OPERATOR)
        check_request_id(request.request_id)
        adjustment = _adjustment(request, caller.subject)
        await check_brand_asset(self._ctx.programmes, caller.brand, adjustment.asset, "asset")
        content = request.SerializeToString(deterministic=True)
        done = await adjust(self._ctx, caller.brand, adjustment, content)
        response = pb.AdjustPointsResponse(replayed=done.replayed)
        if done.posting is not None:
            write_posting(response.posting, done.posting)
        if done.approval is not None:
            response.approval.CopyFrom(message(done.approval, to_json, self._ctx.clock.now()))
        return response


def read(approval: Approval) -> Adjustment:
    """The adjustment that `approval` was asked for."""
    return _adjustment(pb.AdjustPointsRequest.FromString(approval.content), approval.asked_by)


def to_json(approval: Approval) -> str:
    """The request of `approval`, as JSON."""
    return MessageToJson(pb.AdjustPointsRequest.FromString(approval.content), indent=None)


def _adjustment(request: pb.AdjustPointsRequest, by: str) -> Adjustment:
    reason = checked("reason", request.reason, REASON_CHARS_MAX, least=REASON_CHARS_MIN)
    if not request.amount or abs(request.amount) > AMOUNT_MAX:
        raise invalid("amount", f"up to {AMOUNT_MAX}, and not 0")
    if not is_member_id(request.member_id):
        raise invalid("member_id", "the id of a member")
    asset = request.asset or POINTS
    if asset == STOCK:
        raise invalid("asset", "stock belongs to rewards")
    return Adjustment(
        request_id=request.request_id,
        member_id=request.member_id,
        asset=asset,
        amount=request.amount,
        reason=reason,
        by=by,
    )
