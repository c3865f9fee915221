"""The Tiers service: protos to commands and back."""

from datetime import date

from google.protobuf.json_format import MessageToJson

from services.common import approvals_api
from services.common.approvals import Approval
from services.common.auth import Role
from services.common.errors import invalid
from services.common.idempotency import check_request_id
from services.common.interceptors import ServicerContext
from services.members.access import require_caller
from services.members.consent.api.messages import to_reason
from services.members.tiers.commands.manual import (
    Context,
    EndOfGrant,
    Grant,
    end_tier,
    grant_tier,
)
from tessera.members.v1 import tiers_pb2 as pb
from tessera.members.v1 import tiers_pb2_grpc

_DAY_CHARS = 10


class TiersServicer(tiers_pb2_grpc.TiersServicer):
    """Operators give members of their brand tiers, and end them."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx

    async def GrantTier(
        self, request: pb.GrantTierRequest, context: ServicerContext
    ) -> pb.GrantTierResponse:
        """The approval that the grant waits for, where the brand wants one."""
        caller = require_caller(Role.OPERATOR)
        check_request_id(request.request_id)
        to_reason(caller, request.reason)
        wish = _to_grant(request, caller.subject)
        approval, replayed = await grant_tier(self._ctx, caller.brand, wish)
        response = pb.GrantTierResponse(replayed=replayed)
        if approval is not None:
            now = self._ctx.clock.now()
            response.approval.CopyFrom(approvals_api.message(approval, wish_json, now))
        return response

    async def EndTier(
        self, request: pb.EndTierRequest, context: ServicerContext
    ) -> pb.EndTierResponse:
        """Whether this request ended it before."""
        caller = require_caller(Role.OPERATOR)
        wish = EndOfGrant(
            request_id=check_request_id(request.request_id),
            member_id=request.member_id,
            ladder=request.ladder,
            note=to_reason(caller, request.reason),
        )
        return pb.EndTierResponse(replayed=await end_tier(self._ctx, caller.brand, wish))


def read_wish(approval: Approval) -> Grant:
    """The grant in an approval of one."""
    request = pb.GrantTierRequest.FromString(approval.content)
    return _to_grant(request, approval.asked_by)


def wish_json(approval: Approval) -> str:
    """The request in an approval of a manual tier, as JSON."""
    request = pb.GrantTierRequest.FromString(approval.content)
    return MessageToJson(request, indent=None)


def _to_grant(request: pb.GrantTierRequest, by: str) -> Grant:
    return Grant(
        request_id=request.request_id,
        member_id=request.member_id,
        ladder=request.ladder,
        tier=request.tier,
        until=_to_day(request.until),
        note=request.reason,
        by=by,
        content=request.SerializeToString(deterministic=True),
    )


def _to_day(text: str) -> date:
    try:
        if len(text) != _DAY_CHARS:
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise invalid("until", "the last day, as YYYY-MM-DD") from None
