"""Having a reward: hold, then confirm or let go."""

import strawberry

from gateway.core.ids import plain_id
from gateway.schema.core.context import Context
from gateway.schema.core.fields import Rule, column, join, read
from gateway.schema.core.payloads import Outcome, perform
from gateway.schema.core.refusals import mutation
from gateway.schema.core.user_errors import UserError
from gateway.schema.points.points import Points, pick_points, points_need
from gateway.schema.points.rewards import Redemption
from tessera.points.v1 import rewards_pb2


@strawberry.input(description="A wish to have a reward.")
class RedeemInput:
    """Members redeem for themselves; operators name the member."""

    request_id: strawberry.ID
    reward_code: str
    member_id: strawberry.ID | None = None


@strawberry.input(description="Which redemption to confirm.")
class ConfirmRedemptionInput:
    """By global id or bare id."""

    request_id: strawberry.ID
    redemption_id: strawberry.ID


@strawberry.input(description="Which redemption to let go.")
class CancelRedemptionInput:
    """By global id or bare id."""

    request_id: strawberry.ID
    redemption_id: strawberry.ID


@strawberry.type(description="The redemption after it, or why it was refused.")
class RedemptionPayload:
    """Source: Outcome of a redemption."""

    redemption: Redemption | None = read(lambda outcome: outcome.thing, "It; null when refused.")
    replayed: bool = column("True when this request id was answered before.")
    user_errors: list[UserError] = column("Why it was refused; empty when it was done.")
    points: Points | None = join(
        pick_points,
        "The member's balance after it; null when refused.",
        loader="wallets",
        key=lambda outcome: outcome.thing.member_id if outcome.thing else "",
        need=points_need,
    )


async def _redeem(context: Context, input: RedeemInput) -> Outcome:
    services = context.services

    def request() -> rewards_pb2.RedeemRewardRequest:
        return rewards_pb2.RedeemRewardRequest(
            request_id=input.request_id,
            member_id=context.member_id(input.member_id),
            reward_code=input.reward_code,
        )

    return await perform(context, "redeem", services.rewards.RedeemReward, request, "redemption")


async def _confirm(context: Context, input: ConfirmRedemptionInput) -> Outcome:
    services = context.services

    def request() -> rewards_pb2.ConfirmRedemptionRequest:
        return rewards_pb2.ConfirmRedemptionRequest(
            request_id=input.request_id,
            redemption_id=plain_id("Redemption", input.redemption_id, "redemption_id"),
        )

    method = services.rewards.ConfirmRedemption
    return await perform(context, "confirmRedemption", method, request, "redemption")


async def _cancel(context: Context, input: CancelRedemptionInput) -> Outcome:
    services = context.services

    def request() -> rewards_pb2.CancelRedemptionRequest:
        return rewards_pb2.CancelRedemptionRequest(
            request_id=input.request_id,
            redemption_id=plain_id("Redemption", input.redemption_id, "redemption_id"),
        )

    method = services.rewards.CancelRedemption
    return await perform(context, "cancelRedemption", method, request, "redemption")


@strawberry.type
class RedemptionMutations:
    """What can be done."""

    redeem: RedemptionPayload | None = mutation(
        "redeem",
        _redeem,
        "Set points and stock aside for a reward, until confirmed, let go or timed out.",
        rule=Rule.SIGNED_IN,
    )
    confirm_redemption: RedemptionPayload | None = mutation(
        "confirmRedemption", _confirm, "Take the points and issue the voucher.", rule=Rule.SIGNED_IN
    )
    cancel_redemption: RedemptionPayload | None = mutation(
        "cancelRedemption", _cancel, "Let points and stock go.", rule=Rule.SIGNED_IN
    )
