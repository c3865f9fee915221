"""What steps of journeys do for members, beside messages: gifts and tags. For operators."""

from enum import Enum

import strawberry

from gateway.schema.core.fields import column, read
from gateway.schema.core.scalars import AssetCode, DateTime, Long, enum_value, instant
from tessera.feedback.v1 import journeys_pb2 as pb

TAGS = 10


@strawberry.enum(description="The state of what a step does for a member.")
class JourneyDeedState(Enum):
    """As tessera.feedback.v1.JourneyDeedState."""

    ASKED = enum_value(pb.JOURNEY_DEED_STATE_ASKED, "It is asked for, and not done yet.")
    DONE = enum_value(pb.JOURNEY_DEED_STATE_DONE, "It is done.")
    REFUSED = enum_value(pb.JOURNEY_DEED_STATE_REFUSED, "It was refused, for its reason.")


@strawberry.type(description="A gift of a step: one coupon, or an amount of an asset.")
class JourneyGift:
    """Source: tessera.feedback.v1.JourneyGift."""

    coupon_type: str | None = read(
        lambda gift: gift.coupon_type or None, "The type of the coupon; null for an amount."
    )
    asset: AssetCode | None = read(
        lambda gift: gift.asset or None, "The asset, such as POINTS; null for a coupon."
    )
    amount: Long | None = read(
        lambda gift: gift.amount or None, "How much of the asset; null for a coupon."
    )
    budget: Long | None = read(
        lambda gift: gift.budget or None,
        "The most that all members together get of it, in coupons or units; null for any amount.",
    )


@strawberry.type(description="The tags that a step changes.")
class JourneyTagging:
    """Source: tessera.feedback.v1.JourneyTagging."""

    add: list[str] = column("The codes of those that a member gets.", size=TAGS)
    remove: list[str] = column("The codes of those that a member loses.", size=TAGS)


def gift_of(source: pb.JourneyStep | pb.JourneyDeed) -> pb.JourneyGift | None:
    """Its gift; None where it gives none."""
    return source.gift if source.HasField("gift") else None


def tagging_of(source: pb.JourneyStep | pb.JourneyDeed) -> pb.JourneyTagging | None:
    """The tags that it changes; None where it changes none."""
    return source.tagging if source.HasField("tagging") else None


@strawberry.type(
    description="A gift or a change of tags that a step did, or is to do, for a member."
)
class JourneyDeed:
    """Source: tessera.feedback.v1.JourneyDeed."""

    state: JourneyDeedState = column("The state.")
    gift: JourneyGift | None = read(gift_of, "The gift; null for tags.")
    tagging: JourneyTagging | None = read(tagging_of, "The tags; null for a gift.")
    reason: str | None = read(
        lambda deed: deed.reason or None,
        "The reason of the refusal, such as GRANT_BUDGET_EXHAUSTED; null where there was none.",
    )
    ended_at: DateTime | None = read(
        lambda deed: instant(deed, "end_time"),
        "The time at which it was done or refused; null before.",
    )


@strawberry.type(description="How many deeds of a step are in a state.")
class JourneyDeedCount:
    """Source: tessera.feedback.v1.JourneyDeedCount."""

    state: JourneyDeedState = column("The state.")
    count: int = column("How many.")
