"""Redeeming a reward: hold, then confirm or cancel."""

from typing import Annotated, Any

import strawberry

from gateway.core.ids import plain_id
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, join, read
from gateway.schema.core.inputs import INPUT, member_id, request_id, required
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.user_errors import UserError
from gateway.schema.points.points import Points, pick_points, points_need
from gateway.schema.points.rewards import Redemption
from tessera.points.v1 import rewards_pb2


def _redemption_id() -> Any:
    return required("The redemption, by global id or bare id.")


@strawberry.input(description="A reward to redeem.")
class RedeemInput:
    """Members redeem for themselves; operators name the member."""

    request_id: strawberry.ID = request_id()
    reward_code: str = required("The code of the reward, as the catalogue has it.")
    member_id: strawberry.ID | None = member_id()


@strawberry.input(description="A redemption to confirm.")
class ConfirmRedemptionInput:
    """By global id or bare id."""

    request_id: strawberry.ID = request_id()
    redemption_id: strawberry.ID = _redemption_id()


@strawberry.input(description="A redemption to cancel.")
class CancelRedemptionInput:
    """By global id or bare id."""

    request_id: strawberry.ID = request_id()
    redemption_id: strawberry.ID = _redemption_id()


@strawberry.type(
    description="The redemption after the mutation, or the reasons why that was refused."
)
class RedemptionPayload:
    """Source: Outcome of a redemption."""

    redemption: Redemption | None = read(
        lambda outcome: outcome.result, "The redemption; null when refused."
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()
    points: Points | None = join(
        pick_points,
        "The member's balance after the mutation; null when refused.",
        loader="wallets",
        key=lambda outcome: outcome.result.member_id if outcome.result else "",
        need=points_need,
    )


async def _redeem(context: RequestContext, input: Annotated[RedeemInput, INPUT]) -> Outcome:
    services = context.services

    def request() -> rewards_pb2.RedeemRewardRequest:
        return rewards_pb2.RedeemRewardRequest(
            request_id=input.request_id,
            member_id=context.member_id(input.member_id),
            reward_code=input.reward_code,
        )

    return await perform(context, "redeem", services.rewards.RedeemReward, request, "redemption")


async def _confirm(
    context: RequestContext, input: Annotated[ConfirmRedemptionInput, INPUT]
) -> Outcome:
    services = context.services

    def request() -> rewards_pb2.ConfirmRedemptionRequest:
        return rewards_pb2.ConfirmRedemptionRequest(
            request_id=input.request_id,
            redemption_id=plain_id("Redemption", input.redemption_id, "redemption_id"),
        )

    method = services.rewards.ConfirmRedemption
    return await perform(context, "confirmRedemption", method, request, "redemption")


async def _cancel(
    context: RequestContext, input: Annotated[CancelRedemptionInput, INPUT]
) -> Outcome:
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
    """The fields of Mutation."""

    redeem: RedemptionPayload | None = mutation(
        "redeem",
        _redeem,
        "Sets points and stock aside for a reward, until the redemption is confirmed, cancelled or"
        " timed out.",
        rule=Rule.SIGNED_IN,
    )
    confirm_redemption: RedemptionPayload | None = mutation(
        "confirmRedemption",
        _confirm,
        "Takes the points and issues the voucher.",
        rule=Rule.SIGNED_IN,
    )
    cancel_redemption: RedemptionPayload | None = mutation(
        "cancelRedemption", _cancel, "Releases the points and the stock.", rule=Rule.SIGNED_IN
    )
