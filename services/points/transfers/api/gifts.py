"""tessera.points.v1.Gifts: protos to commands and back."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from services.common.auth import Role, current_caller, require_member, require_role
from services.common.errors import invalid
from services.common.idempotency import check_request_id
from services.common.interceptors import ServicerContext
from services.points.activities.domain.validation import is_member_id
from services.points.context import PointsContext
from services.points.ledger.api.access import of_one_brand
from services.points.ledger.api.messages import to_timestamp
from services.points.ledger.commands.brands import check_brand_asset
from services.points.ledger.domain.chart_of_accounts import POINTS
from services.points.transfers.commands.allowances import gift_allowances
from services.points.transfers.commands.give import give
from services.points.transfers.domain.allowance import GiftAllowance
from services.points.transfers.domain.gift_rules import GiftLimit
from tessera.points.v1 import transfers_pb2 as pb
from tessera.points.v1 import transfers_pb2_grpc

AMOUNT_MAX = 10**9


class GiftsServicer(transfers_pb2_grpc.GiftsServicer):
    """Members give what is theirs; channels and services for the member who asked them."""

    def __init__(self, ctx: PointsContext) -> None:
        self._ctx = ctx

    async def GivePoints(
        self, request: pb.GivePointsRequest, context: ServicerContext
    ) -> pb.GivePointsResponse:
        """The gift."""
        # Operators change what a member has by adjustments only.
        caller = require_role(current_caller(), Role.MEMBER, Role.CHANNEL, Role.SERVICE)
        caller = require_member(of_one_brand(caller), request.member_id)
        check_request_id(request.request_id)
        for field in ("member_id", "receiver_id"):
            if not is_member_id(getattr(request, field)):
                raise invalid(field, "1 to 64 letters, digits and _ . -")
        if not 0 < request.amount <= AMOUNT_MAX:
            raise invalid("amount", f"1 to {AMOUNT_MAX}")
        asset = request.asset or POINTS
        await check_brand_asset(self._ctx.programmes, caller.brand, asset, "asset")
        done = await give(
            self._ctx,
            caller.brand,
            request_id=request.request_id,
            giver_id=request.member_id,
            receiver_id=request.receiver_id,
            asset=asset,
            amount=request.amount,
        )
        gift = pb.Gift(
            id=done.gift.id,
            giver_id=done.gift.giver_id,
            receiver_id=done.gift.receiver_id,
            asset=done.gift.asset,
            amount=done.gift.amount,
            give_time=to_timestamp(done.gift.at),
        )
        return pb.GivePointsResponse(gift=gift, replayed=done.replayed)

    async def allowances(
        self, brand: str, member_ids: Collection[str]
    ) -> Mapping[str, pb.GiftAllowances]:
        """What each member may give; none where the programme has no section."""
        found = await gift_allowances(self._ctx, brand, member_ids)
        return {
            member_id: pb.GiftAllowances(allowances=map(_allowance, each))
            for member_id, each in found.items()
        }


def _allowance(allowance: GiftAllowance) -> pb.GiftAllowance:
    return pb.GiftAllowance(
        asset=allowance.asset,
        min_amount=allowance.least,
        max_amount=allowance.most,
        today=_quota(allowance.today),
        month=_quota(allowance.month),
        hindrance=allowance.hindrance,
    )


def _quota(left: GiftLimit) -> pb.GiftQuota:
    return pb.GiftQuota(times_left=left.times, amount_left=left.amount)
