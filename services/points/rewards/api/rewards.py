"""tessera.points.v1.Rewards: protos to commands and back."""

from __future__ import annotations

from services.common.auth import Caller, Role, current_caller, require_member, require_role
from services.common.errors import invalid
from services.common.idempotency import check_request_id
from services.common.interceptors import ServicerContext
from services.common.pagination import PlaceTokens, page_size
from services.common.text import checked, compared
from services.points.activities.domain.validation import is_member_id
from services.points.context import PointsContext
from services.points.ledger.api.access import of_one_brand
from services.points.rewards.api.messages import restock_message, to_redemption
from services.points.rewards.api.offers import category_message, offer_message
from services.points.rewards.api.shown import with_vouchers
from services.points.rewards.commands.end_redemption import cancel_redemption, confirm_redemption
from services.points.rewards.commands.find_redemption import get_redemption, list_redemptions
from services.points.rewards.commands.list_rewards import find_rewards, list_rewards
from services.points.rewards.commands.redeem_reward import redeem_reward
from services.points.stock.commands import restocks
from tessera.points.v1 import rewards_pb2 as pb
from tessera.points.v1 import rewards_pb2_grpc

CODE_CHARS_MAX = 64
CODES_MAX = 100


class RewardsApi(rewards_pb2_grpc.RewardsServicer):
    """The catalogue and redemptions. Members act for themselves, others for any of the brand."""

    def __init__(self, ctx: PointsContext, page_secret: bytes) -> None:
        self._ctx = ctx
        self._page_secret = page_secret

    async def ListRewards(
        self, request: pb.ListRewardsRequest, context: ServicerContext
    ) -> pb.ListRewardsResponse:
        """A page of the catalogue, in the order of display."""
        caller = of_one_brand(current_caller())
        member_id = _judged(caller, request.member_id)
        category = request.category
        if category:
            category = checked("category", category, CODE_CHARS_MAX, least=1, form=compared)
        scope = {"list": "rewards", "brand": caller.brand, "member": member_id}
        scope |= {"category": category} if category else {}
        tokens = PlaceTokens(self._page_secret, scope)
        first = tokens.place(request.page_token, 0)
        size = page_size(request.page_size)
        found = await list_rewards(
            self._ctx,
            caller.brand,
            member_id=member_id,
            first=first,
            size=size,
            category=category,
        )
        response = pb.ListRewardsResponse(
            rewards=[offer_message(offer) for offer in found.offers],
            total_size=found.total,
            categories=[category_message(one) for one in found.categories],
        )
        if first + size < found.total:
            response.next_page_token = tokens.token(first + size)
        return response

    async def BatchGetRewards(
        self, request: pb.BatchGetRewardsRequest, context: ServicerContext
    ) -> pb.BatchGetRewardsResponse:
        """The rewards that exist among the codes."""
        caller = of_one_brand(current_caller())
        if not 1 <= len(request.reward_codes) <= CODES_MAX:
            raise invalid("reward_codes", f"1 to {CODES_MAX}")
        codes = [
            checked(f"reward_codes[{index}]", code, CODE_CHARS_MAX, least=1, form=compared)
            for index, code in enumerate(request.reward_codes)
        ]
        found = await find_rewards(
            self._ctx,
            caller.brand,
            member_id=_judged(caller, request.member_id),
            codes=codes,
        )
        return pb.BatchGetRewardsResponse(rewards=[offer_message(offer) for offer in found])

    async def RedeemReward(
        self, request: pb.RedeemRewardRequest, context: ServicerContext
    ) -> pb.RedeemRewardResponse:
        """The redemption, held; of an immediate reward confirmed."""
        caller = require_member(of_one_brand(current_caller()), request.member_id)
        check_request_id(request.request_id)
        _check_member_id(request.member_id)
        code = request.reward_code
        code = checked("reward_code", code, CODE_CHARS_MAX, least=1, form=compared)
        answer = await redeem_reward(
            self._ctx,
            caller.brand,
            request_id=request.request_id,
            member_id=request.member_id,
            reward_code=code,
        )
        # A repeat gets the first answer, whatever time has made of the redemption since.
        redemption = to_redemption(answer.redemption, answer.redemption.created_at)
        if answer.redemption.immediate:
            (redemption,) = await with_vouchers(self._ctx, caller.brand, [answer.redemption])
        return pb.RedeemRewardResponse(redemption=redemption, replayed=answer.replayed)

    async def ConfirmRedemption(
        self, request: pb.ConfirmRedemptionRequest, context: ServicerContext
    ) -> pb.ConfirmRedemptionResponse:
        """The redemption, with its voucher."""
        caller = of_one_brand(current_caller())
        check_request_id(request.request_id)
        answer = await confirm_redemption(
            self._ctx,
            caller.brand,
            request_id=request.request_id,
            redemption_id=_redemption_id(request.redemption_id),
            member_id=caller.member_id,
        )
        (redemption,) = await with_vouchers(self._ctx, caller.brand, [answer.redemption])
        return pb.ConfirmRedemptionResponse(redemption=redemption, replayed=answer.replayed)

    async def CancelRedemption(
        self, request: pb.CancelRedemptionRequest, context: ServicerContext
    ) -> pb.CancelRedemptionResponse:
        """The redemption, let go."""
        caller = of_one_brand(current_caller())
        check_request_id(request.request_id)
        answer = await cancel_redemption(
            self._ctx,
            caller.brand,
            request_id=request.request_id,
            redemption_id=_redemption_id(request.redemption_id),
            member_id=caller.member_id,
        )
        redemption = to_redemption(answer.redemption, self._ctx.clock.now())
        return pb.CancelRedemptionResponse(redemption=redemption, replayed=answer.replayed)

    async def GetRedemption(
        self, request: pb.GetRedemptionRequest, context: ServicerContext
    ) -> pb.GetRedemptionResponse:
        """The redemption as it stands."""
        caller = of_one_brand(current_caller())
        redemption = await get_redemption(
            self._ctx,
            caller.brand,
            redemption_id=_redemption_id(request.redemption_id),
            member_id=caller.member_id,
        )
        (message,) = await with_vouchers(self._ctx, caller.brand, [redemption])
        return pb.GetRedemptionResponse(redemption=message)

    async def ListRestocks(
        self, request: pb.ListRestocksRequest, context: ServicerContext
    ) -> pb.ListRestocksResponse:
        """When a reward got pieces, newest first."""
        caller = of_one_brand(require_role(current_caller(), Role.OPERATOR, Role.SERVICE))
        code = checked("reward_code", request.reward_code, CODE_CHARS_MAX, least=1, form=compared)
        scope = {"list": "restocks", "brand": caller.brand, "reward": code}
        tokens = PlaceTokens(self._page_secret, scope)
        before, size = tokens.place(request.page_token, 0), page_size(request.page_size)
        found = await restocks(self._ctx, caller.brand, code, before, size)
        response = pb.ListRestocksResponse(restocks=[restock_message(each) for _, each in found])
        if found and found[-1][0] > 1:
            response.next_page_token = tokens.token(found[-1][0])
        return response

    async def ListRedemptions(
        self, request: pb.ListRedemptionsRequest, context: ServicerContext
    ) -> pb.ListRedemptionsResponse:
        """A member's redemptions, newest first."""
        caller = require_member(of_one_brand(current_caller()), request.member_id)
        _check_member_id(request.member_id)
        scope = {"list": "redemptions", "brand": caller.brand, "member": request.member_id}
        tokens = PlaceTokens(self._page_secret, scope)
        before = tokens.place(request.page_token, "")
        size = page_size(request.page_size)
        # One more than the caller asked for shows if there is a next page.
        found = await list_redemptions(
            self._ctx, caller.brand, member_id=request.member_id, before=before, size=size + 1
        )
        response = pb.ListRedemptionsResponse(
            redemptions=await with_vouchers(self._ctx, caller.brand, found[:size])
        )
        if len(found) > size:
            response.next_page_token = tokens.token(found[size - 1].id)
        return response


def _judged(caller: Caller, member_id: str) -> str:
    """The member for whom the catalogue is judged: the caller, or the one that others name."""
    if caller.role is Role.MEMBER:
        assert caller.member_id is not None
        return require_member(caller, member_id or caller.member_id).member_id or ""
    if member_id:
        _check_member_id(member_id)
    return member_id


def _check_member_id(member_id: str) -> None:
    if not is_member_id(member_id):
        raise invalid("member_id", "1 to 64 letters, digits and _ . -")


def _redemption_id(redemption_id: str) -> str:
    if not 1 <= len(redemption_id) <= CODE_CHARS_MAX:
        raise invalid("redemption_id", f"1 to {CODE_CHARS_MAX} characters")
    return redemption_id
