"""Tiers: a member's place on each ladder, and the way to the next."""

from typing import Any, ClassVar, NamedTuple

import strawberry

from gateway.core.ids import to_global
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import column, read
from gateway.schema.core.named import Named, NamedCode, named
from gateway.schema.core.node import Node
from gateway.schema.core.scalars import Date, DateTime, Lang, Long, moment, text
from tessera.members.v1 import members_pb2


class HeldTier(NamedTuple):
    """The source of Tier: a place on a ladder, and the member who has it."""

    member_id: str
    tier: members_pb2.Tier


def _name(held: HeldTier, context: RequestContext, lang: Lang = None) -> str:
    return text(held.tier.name, context, lang)


def _is_tier(cls: type, source: object, info: object) -> bool:
    return isinstance(source, HeldTier)


@strawberry.type(
    description="The tier that a member has on one ladder. One object for each member and ladder:"
    " its `id` stays when the tier changes."
)
class Tier(Node):
    """Source: HeldTier."""

    id: strawberry.ID = read(
        lambda held: to_global("Tier", f"{held.member_id}-{held.tier.ladder}"),
        "The global id of the member's place on the ladder.",
    )
    code: str = read(
        lambda held: held.tier.code,
        "The code of the tier in the brand's programme, such as gold.",
    )
    name: str = read(
        _name, "The name in the language of `lang`, or in the other one where that has none."
    )
    multiplier: float = read(
        lambda held: held.tier.multiplier_percent / 100,
        "The factor on what the member earns: 1.3 is 30 % more.",
    )
    ladder: Named = read(
        lambda held: NamedCode(held.tier.ladder, held.tier.ladder_name), "The ladder of the tier."
    )
    rank: int = read(
        lambda held: held.tier.rank, "The position on the ladder, from 0 for the lowest tier."
    )
    manual_until: Date | None = read(
        lambda held: held.tier.manual_until or None,
        "The last day of a tier that the brand gave by hand; null for one that was earned.",
    )
    reached_at: DateTime = read(
        lambda held: moment(held.tier.reach_time), "The time at which the member reached it."
    )

    is_type_of: ClassVar[Any] = classmethod(_is_tier)


@strawberry.type(
    description="The amounts that the member still needs, to rise and to stay, on the main ladder."
)
class Forecast:
    """Source: tessera.members.v1.Forecast."""

    growth_to_next: Long | None = read(
        lambda forecast: forecast.growth_to_next if forecast.HasField("growth_to_next") else None,
        "The amount that the next tier still takes, in the basis; null on the highest tier, and "
        "on a ladder by the class of RFM, where nothing is added up.",
    )
    growth_to_keep: Long = column(
        "The amount that keeping this tier still takes, in the basis; 0 when it is safe."
    )
    judged_on: Date | None = read(
        lambda forecast: forecast.judged_on or None,
        "The day on which the tier is judged next; null where it cannot be lost.",
    )
    expected_tier: Named | None = read(
        lambda forecast: named(forecast.expected_tier, forecast.expected_tier_name),
        "The tier after that judgement, if the member earns nothing until then.",
    )
    next_tier: Named | None = read(
        lambda forecast: named(forecast.next_tier, forecast.next_tier_name),
        "The next tier; null on the highest tier.",
    )
    basis: str = column(
        "The measure of these amounts and of `growth`: growth, spend or ltv in the currency's minor"
        " unit, orders, repurchase in percent, event, or rfm: the place of the tier; ignore an"
        " unknown one."
    )
    currency_code: str = column("The currency of spend and ltv, a code of ISO 4217 such as CNY.")


def main_tier_of(member: members_pb2.Member) -> HeldTier | None:
    """The member's place on the main ladder; None without a ladder."""
    return HeldTier(member.id, member.tiers[0]) if member.tiers else None


def tiers_of(member: members_pb2.Member) -> list[HeldTier]:
    """The member's place on each ladder."""
    return [HeldTier(member.id, tier) for tier in member.tiers]


def forecast_of(member: members_pb2.Member) -> members_pb2.Forecast | None:
    """The forecast on the main ladder; None without a ladder."""
    return member.forecast if member.HasField("forecast") else None
