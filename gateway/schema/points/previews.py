"""Previews: what an activity would earn, and all that a refund would take and give back."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

import strawberry
from google.protobuf.timestamp_pb2 import Timestamp

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import CALL_COST, Rule, call, column, join, read
from gateway.schema.core.named import Named, NamedCode
from gateway.schema.core.scalars import AssetCode, Lang, Long, text
from gateway.schema.points.activity_input import ActivityInput, ActivityType, activity_of
from gateway.upstream.batching import Need
from gateway.upstream.loaders import refunded_tiers_key
from services.common.errors import invalid
from tessera.points.v1 import earning_pb2, refunds_pb2
from tessera.types.v1 import types_pb2

if TYPE_CHECKING:
    from gateway.schema.members.refunded_tiers import RefundedTiers

_GROWTH = "GROWTH"


@strawberry.type(description="The points that one rule would give, and their computation.")
class PreviewedAward:
    """Source: tessera.points.v1.Award."""

    rule: Named = read(
        lambda award: NamedCode(award.rule, award.rule_name), "The rule, with the name it has now."
    )
    asset: AssetCode = column("The asset.")
    amount: Long = column("The amount that the rule would give, after multipliers and caps.")
    base: Long = column("The amount before multipliers and caps.")
    multiplier: float = read(
        lambda award: award.multiplier_percent / 100,
        "All multipliers together: 1.3 is 30 % more.",
    )
    multipliers: list[str] = read(
        lambda award: list(award.multipliers),
        "Each multiplier in percent with its source, such as `tier:gold=130`.",
        size=3,
    )
    capped: Long = column("The amount that a cap would withhold; 0 when none does.")
    programme_version: Long = column("The version of the programme that holds the rule.")


def _explanation(
    preview: earning_pb2.PreviewAwardResponse, context: RequestContext, lang: Lang = None
) -> str | None:
    return text(preview.explanation, context, lang) or None


@strawberry.type(description="The awards that an activity would earn.")
class AwardPreview:
    """Source: tessera.points.v1.PreviewAwardResponse."""

    awards: list[PreviewedAward] = column(
        "One for each rule that would give something; empty when no rule applies.", size=4
    )
    explanation: str | None = read(
        _explanation, "The awards in a line for the member; null when no rule applies."
    )


@strawberry.type(description="The amount that a refund would take of one asset.")
class PreviewedClawback:
    """Source: tessera.points.v1.Clawback."""

    asset: AssetCode = column("The asset.")
    due: Long = column("The amount that the refunded part of the order earned.")
    taken: Long = column("The amount that the refund would take, by the brand's policy.")
    from_pending: Long = column("The part of it that comes from points still pending.")
    forgiven: Long = column("The amount that the policy does not take.")
    available_after: Long = column(
        "The available balance after the refund; below zero in debt after it."
    )


@strawberry.type(
    description="A coupon that a rule gave for the order. A refund that leaves nothing of the order"
    " takes it back while nobody uses it."
)
class PreviewedCoupon:
    """Source: tessera.points.v1.GivenCoupon."""

    coupon_id: strawberry.ID = column("The coupon.")
    type: str = column("The code of its type.")
    revoked: bool = column("True where the refund would take it back.")
    not_recoverable_minor: Long = column(
        "The money that it took off a basket, in minor units, which the refund does not get back; 0"
        " where it is revoked."
    )


@strawberry.type(description="The points and coupons of its basket that a refund would give back.")
class PreviewedReturn:
    """Source: tessera.points.v1.Returned."""

    points: Long = column(
        "The points that had paid for it. They go back to the lots that they came from; where one"
        " lapsed since, they live for seven more days."
    )
    coupon_ids: list[strawberry.ID] = read(
        lambda returned: list(returned.coupon_ids),
        "The coupons all of whose lines would be refunded, unless their own last day is over.",
        size=2,
    )


class PreviewedRefund(NamedTuple):
    """The source of RefundPreview: the refund, and what points said of it."""

    refund: types_pb2.Activity
    told: refunds_pb2.PreviewRefundResponse

    @property
    def growth_taken(self) -> int:
        """The growth that the refund would take."""
        return sum(each.taken for each in self.told.clawbacks if each.asset == _GROWTH)

    @property
    def growth_time(self) -> Timestamp | None:
        """As of when the ledger counted it; None where it doesn't say."""
        return self.told.counted_time if self.told.HasField("counted_time") else None


@strawberry.type(
    description="The points and coupons that a refund would take and give back, and the tiers that"
    " it would lower."
)
class RefundPreview:
    """Source: PreviewedRefund."""

    clawbacks: list[PreviewedClawback] = read(
        lambda preview: list(preview.told.clawbacks),
        "One for each asset that the order earned.",
        size=2,
    )
    returned: PreviewedReturn | None = read(
        lambda preview: preview.told.returned if preview.told.HasField("returned") else None,
        "The points and coupons that would go back to the member; null where that is nothing.",
    )
    given_coupons: list[PreviewedCoupon] = read(
        lambda preview: list(preview.told.given_coupons),
        "The coupons that rules gave for the order; empty while something of it is left.",
        size=2,
    )
    tiers: (
        Annotated["RefundedTiers", strawberry.lazy("gateway.schema.members.refunded_tiers")] | None
    ) = join(
        lambda told: told,
        "The member's tiers, judged with the growth that the refund would take, its money and what"
        " is left of the order: as recording the refund would judge them now.",
        loader="refunded_tiers",
        key=lambda preview: refunded_tiers_key(
            preview.refund, preview.growth_taken, preview.growth_time
        ),
        need=lambda args, inner: Need(),
        cost=CALL_COST,
    )


Activity = Annotated[
    ActivityInput, strawberry.argument(description="The activity that has not happened.")
]
RefundOf = Annotated[
    ActivityInput,
    strawberry.argument(
        description="An activity of type REFUND; its order names the order and the lines that are"
        " given back."
    ),
]


async def _award(context: RequestContext, activity: Activity) -> earning_pb2.PreviewAwardResponse:
    request = earning_pb2.PreviewAwardRequest(activity=activity_of(context, activity, "activity"))
    services = context.services
    return await services.read(services.earning.PreviewAward, request, context.caller)


async def _refund(context: RequestContext, refund: RefundOf) -> PreviewedRefund:
    if refund.type is not ActivityType.REFUND:
        raise invalid("refund.type", "REFUND")
    request = refunds_pb2.PreviewRefundRequest(refund=activity_of(context, refund, "refund"))
    services = context.services
    told = await services.read(services.refunds.PreviewRefund, request, context.caller)
    return PreviewedRefund(request.refund, told)


@strawberry.type
class PreviewQueries:
    """The fields of Query."""

    preview_award: AwardPreview | None = call(
        _award,
        "The points that an activity would earn by the programme in force; nothing is written. For"
        " operators.",
        rule=Rule.OPERATORS,
    )
    preview_refund: RefundPreview | None = call(
        _refund,
        "All that a refund would take and give back; nothing is written. For operators.",
        rule=Rule.OPERATORS,
    )
