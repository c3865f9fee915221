"""The redemptions of members: hold, then confirm or cancel."""

from enum import Enum
from typing import Annotated, Any, ClassVar

import strawberry

from gateway.core.errors import attempt
from gateway.core.ids import plain_id, to_global
from gateway.schema.core.connections import (
    After,
    First,
    Page,
    PageInfo,
    edge_cursor,
    edge_node,
    edges,
    first_of,
    itself,
    page_info,
    second_of,
)
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, join, read
from gateway.schema.core.inputs import INPUT, MemberId, member_id, request_id, required
from gateway.schema.core.node import Node
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import (
    Date,
    DateTime,
    Lang,
    Long,
    enum_value,
    instant,
    moment,
    text,
)
from gateway.schema.core.user_errors import UserError
from gateway.schema.points.coupons import Coupon
from gateway.schema.points.points import Points, pick_points, points_need
from gateway.schema.points.rewards import AssetPrice, Reward
from gateway.schema.points.voucher_state import VoucherState
from gateway.upstream.batching import Need
from gateway.upstream.loaders import reward_key
from tessera.points.v1 import rewards_pb2

_KIND = "redemption"

RedemptionId = Annotated[
    strawberry.ID,
    strawberry.argument(description="The redemption, by global id or bare id."),
]


@strawberry.enum(description="The state of a redemption.")
class RedemptionState(Enum):
    """As tessera.points.v1.RedemptionState."""

    HELD = enum_value(rewards_pb2.REDEMPTION_STATE_HELD, "Points and stock are set aside.")
    CONFIRMED = enum_value(
        rewards_pb2.REDEMPTION_STATE_CONFIRMED, "The points are taken, and the voucher is issued."
    )
    CANCELLED = enum_value(
        rewards_pb2.REDEMPTION_STATE_CANCELLED, "The member or an operator released the hold."
    )
    EXPIRED = enum_value(
        rewards_pb2.REDEMPTION_STATE_EXPIRED, "The hold ended by itself before it was confirmed."
    )


@strawberry.type(description="A voucher, which a store takes for the reward.")
class Voucher:
    """Source: tessera.points.v1.Voucher."""

    code: str = column("The code to show at the store.")
    expires_at: DateTime = read(
        lambda voucher: moment(voucher.expire_time),
        "The time from which the voucher is no longer good.",
    )
    state: VoucherState = column("The state now.")
    expires_on: Date = read(
        lambda voucher: voucher.expire_on,
        "The last day, in the brand's time zone, on which a store takes it.",
    )
    used_at: DateTime | None = read(
        lambda voucher: instant(voucher, "use_time"),
        "The time at which a store took it; null unless it is used.",
    )
    store_id: str | None = read(
        lambda voucher: voucher.store_id or None,
        "The store that has taken it; null unless it is used.",
    )


def _redemption_name(
    redemption: rewards_pb2.Redemption, context: RequestContext, lang: Lang = None
) -> str:
    return text(redemption.reward_name, context, lang)


def _is_redemption(cls: type, source: object, info: object) -> bool:
    return isinstance(source, rewards_pb2.Redemption)


@strawberry.type(
    description="A reward that a member redeems: held first, then confirmed or released."
)
class Redemption(Node):
    """Source: tessera.points.v1.Redemption."""

    id: strawberry.ID = read(
        lambda redemption: to_global("Redemption", redemption.id),
        "The global id; give it to `confirmRedemption` or `cancelRedemption`.",
    )
    member_id: strawberry.ID = read(
        lambda redemption: to_global("Member", redemption.member_id),
        "The global id of the member who redeems.",
    )
    reward_code: str = column("The code of the reward.")
    reward_name: str = read(_redemption_name, "The name that the reward had when it was redeemed.")
    price: Long = column("The price in points at that time.")
    prices: list[AssetPrice] = column("All that it costs, by asset, as at that time.")
    state: RedemptionState = column("The state of the redemption.")
    reward: Reward | None = join(
        itself,
        "The reward as the catalogue has it now; null when the catalogue no longer has it.",
        loader="rewards",
        key=lambda redemption: reward_key(redemption.member_id, redemption.reward_code),
        need=lambda args, inner: Need(),
    )
    hold_expires_at: DateTime = read(
        lambda redemption: moment(redemption.hold_expire_time),
        "The time at which the hold ends by itself.",
    )
    voucher: Voucher | None = read(
        lambda redemption: redemption.voucher if redemption.HasField("voucher") else None,
        "The voucher; null until the redemption is confirmed.",
    )
    coupon: Coupon | None = read(
        lambda redemption: redemption.coupon if redemption.HasField("coupon") else None,
        "The coupon that a reward gives instead of a voucher; null until it is confirmed.",
    )
    gives: AssetPrice | None = read(
        lambda redemption: redemption.gives if redemption.HasField("gives") else None,
        "The amount of an asset that it credits once it is confirmed, instead of a voucher; null"
        " where it gives something else. `cancelRedemption` takes it back while it is unspent.",
    )
    created_at: DateTime = read(
        lambda redemption: moment(redemption.create_time), "The time at which the member began it."
    )

    is_type_of: ClassVar[Any] = classmethod(_is_redemption)


@strawberry.type(description="A redemption, with its place in the list.")
class RedemptionEdge:
    """Source: a pair of cursor and redemption."""

    cursor: str = edge_cursor(first_of)
    node: Redemption = edge_node(second_of)


@strawberry.type(description="A page of redemptions, newest first.")
class RedemptionConnection:
    """Source: Page."""

    edges: list[RedemptionEdge] = edges()
    page_info: PageInfo = page_info()


async def _redemptions(
    context: RequestContext,
    first: First = 20,
    after: After = None,
    member_id: MemberId = None,
) -> Page:
    request = rewards_pb2.ListRedemptionsRequest(member_id=context.member_id(member_id))
    method = context.services.rewards.ListRedemptions
    return await page_of(context, _KIND, method, request, "redemptions", first, after)


async def find_redemption(
    context: RequestContext, id: RedemptionId
) -> rewards_pb2.Redemption | None:
    """The redemption, when there is one that the caller may see."""
    redemption_id = plain_id("Redemption", id)
    services = context.services
    request = rewards_pb2.GetRedemptionRequest(redemption_id=redemption_id)
    asking = services.read(services.rewards.GetRedemption, request, context.caller)
    found, _ = await attempt(asking, ("REDEMPTION_NOT_FOUND",))
    return found and found.redemption


@strawberry.type
class RedemptionQueries:
    """The fields of Query."""

    redemption: Redemption | None = call(
        find_redemption,
        "A redemption by its id; null when there is none that the caller may see.",
        rule=Rule.SIGNED_IN,
    )
    redemptions: RedemptionConnection | None = call(
        _redemptions,
        "A member's redemptions, newest first.",
        rule=Rule.SIGNED_IN,
        size="first",
    )


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
        " timed out. An immediate reward is confirmed at once.",
        rule=Rule.SIGNED_IN,
    )
    confirm_redemption: RedemptionPayload | None = mutation(
        "confirmRedemption",
        _confirm,
        "Takes the points and issues the voucher.",
        rule=Rule.SIGNED_IN,
    )
    cancel_redemption: RedemptionPayload | None = mutation(
        "cancelRedemption",
        _cancel,
        "Releases the points and the stock; of a confirmed redemption that gave an asset, takes"
        " that back while it is unspent.",
        rule=Rule.SIGNED_IN,
    )
