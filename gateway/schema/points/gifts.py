"""Gifts: a member gives points to another."""

from collections.abc import Sequence
from typing import Annotated

import strawberry

from gateway.core.ids import plain_id, to_global
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, column, join, read
from gateway.schema.core.inputs import INPUT, optional, request_id, required
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import GIFT_HINDRANCES, mutation
from gateway.schema.core.scalars import AssetCode, DateTime, Long, moment
from gateway.schema.core.selections import Args, Inner
from gateway.schema.core.user_errors import UserError, hindrance
from gateway.schema.points.points import Points, pick_points, points_need
from gateway.upstream.batching import Need
from gateway.upstream.loaders import wallet_need
from tessera.points.v1 import transfers_pb2, wallets_pb2


@strawberry.input(description="Points to give to another member.")
class GivePointsInput:
    """Of what the member has available."""

    request_id: strawberry.ID = request_id()
    receiver_id: strawberry.ID = required("The member who receives, by global id or bare id.")
    amount: Long = required("The units to give, at least 1.")
    asset: str | None = optional("The asset; POINTS when left out.")


@strawberry.type(description="A gift from one member to another.")
class Gift:
    """Source: tessera.points.v1.Gift."""

    id: strawberry.ID = column("The id, which the entries of both name in their cause.")
    receiver_id: strawberry.ID = read(
        lambda gift: to_global("Member", gift.receiver_id),
        "The global id of the member who received.",
    )
    asset: AssetCode = column("The asset.")
    amount: Long = column("The units. Each keeps the day on which it expires.")
    at: DateTime = read(lambda gift: moment(gift.give_time), "The time of the gift.")


@strawberry.type(description="The gifts and units that a limit leaves.")
class GiftQuota:
    """Source: tessera.points.v1.GiftQuota."""

    times_left: int = column("The gifts.")
    amount_left: Long = column("Of all of them together, in units of the asset.")


@strawberry.type(description="The units of one asset that the member may give to another now.")
class GiftAllowance:
    """Source: tessera.points.v1.GiftAllowance."""

    asset: AssetCode = column("The asset.")
    min_amount: Long = column("The least that one gift has.")
    max_amount: Long = column(
        "The most that one gift can have now, by what is available and by the limits; 0 with a"
        " hindrance."
    )
    today: GiftQuota = column("The rest of today's limit, in the brand's time zone.")
    month: GiftQuota = column("The rest of the limit of this calendar month.")
    hindrance: UserError | None = read(
        lambda allowance: hindrance(
            allowance.hindrance, GIFT_HINDRANCES, otherwise="GIFTS_UNAVAILABLE"
        ),
        "The reason why nothing can be given now; null where something can.",
    )


def gifts_need(args: Args, inner: Inner) -> Need:
    """The need of a wallet with what may be given."""
    return wallet_need(gifts=True)


def pick_gifts(wallet: wallets_pb2.Wallet) -> Sequence[transfers_pb2.GiftAllowance] | None:
    """What may be given; None where the programme has no section gifts."""
    return wallet.gifts.allowances if wallet.HasField("gifts") else None


@strawberry.type(description="The gift, or the reasons of the refusal.")
class GivePointsPayload:
    """Source: Outcome of a gift."""

    gift: Gift | None = read(lambda outcome: outcome.result, "The gift; null when refused.")
    points: Points | None = join(
        pick_points,
        "The giver's balance after it; null when refused, and with an error while points is away.",
        loader="wallets",
        key=lambda outcome: outcome.result.giver_id if outcome.result else "",
        need=points_need,
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _give(context: RequestContext, input: Annotated[GivePointsInput, INPUT]) -> Outcome:
    def request() -> transfers_pb2.GivePointsRequest:
        return transfers_pb2.GivePointsRequest(
            request_id=input.request_id,
            member_id=context.member_id(None),
            receiver_id=plain_id("Member", input.receiver_id, "receiver_id"),
            asset=input.asset or "",
            amount=input.amount,
        )

    return await perform(context, "givePoints", context.services.gifts.GivePoints, request, "gift")


@strawberry.type
class GiftMutations:
    """The field of Mutation."""

    give_points: GivePointsPayload | None = mutation(
        "givePoints",
        _give,
        "Gives points of the member who asks to another member, within the programme's limits.",
        rule=Rule.MEMBERS,
    )
