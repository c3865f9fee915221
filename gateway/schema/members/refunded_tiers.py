"""A member's tiers before and after a refund."""

import strawberry

from gateway.schema.core.fields import column, read
from gateway.schema.core.named import Named, NamedCode
from gateway.schema.core.scalars import Long
from gateway.schema.members.tier_decisions import TierDecision


@strawberry.type(description="A member's place on one ladder, before and after a refund.")
class RefundedTier:
    """Source: tessera.members.v1.RefundedTier."""

    ladder: Named = read(lambda tier: NamedCode(tier.ladder, tier.ladder_name), "The ladder.")
    before: Named = read(
        lambda tier: NamedCode(tier.before, tier.before_name),
        "The tier that the member holds before the refund.",
    )
    after: Named = read(
        lambda tier: NamedCode(tier.after, tier.after_name),
        "The tier after it; the one before where the refund leaves it.",
    )
    basis: str = column("The measure of the amounts, as in `Forecast.basis`.")
    counted_before: Long = column("The amount that counts towards a tier before the refund.")
    counted_after: Long = column("The amount that counts after it.")
    reach: Long = column("The amount that reaching the tier before takes.")
    decision: TierDecision | None = read(
        lambda tier: tier.decision if tier.HasField("decision") else None,
        "The decision that the refund would make; null where it would make none.",
    )


@strawberry.type(description="The tiers of a member, before and after a refund.")
class RefundedTiers:
    """Source: tessera.members.v1.PreviewRefundResponse."""

    ladders: list[RefundedTier] = read(
        lambda told: list(told.tiers), "One for each ladder, the main one first.", size=3
    )
    order_awaited: bool = column(
        "True where the order has not come to members: what it was worth is judged when it comes."
    )
