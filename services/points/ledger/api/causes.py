"""The cause of a posting as a message, with the names that the brand's programme has now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from services.points.ledger.domain.award_text import NamedAward, NamedMultiplier, award_text
from services.points.ledger.domain.cause import cause_of
from services.points.ledger.domain.posting import Posting
from tessera.points.v1 import ledger_pb2 as pb

Text = tuple[str, str]
"""Chinese and English."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a brand's rules, rewards, coupon types, benefits, multipliers and events, by
    code."""

    rules: Mapping[str, Text] = field(default_factory=dict)
    rewards: Mapping[str, Text] = field(default_factory=dict)
    coupons: Mapping[str, Text] = field(default_factory=dict)
    benefits: Mapping[str, Text] = field(default_factory=dict)
    multipliers: Mapping[str, Text] = field(default_factory=dict)
    """By source: tier:gold, campaign:double."""
    brand_events: Mapping[str, Text] = field(default_factory=dict)


NamesOf = Callable[[str], Names]
"""The names of a brand: those that the process has in memory, since a feed can't wait for more."""
NO_NAMES = Names()
_TEXTS = (
    "activity",
    "channel",
    "event_id",
    "order_id",
    "store_id",
    "redemption_id",
    "gift_id",
    "merge_id",
    "reason",
    "coupon_type",
    "coupon_id",
    "checkout_id",
)


def no_names(brand: str) -> Names:
    """Stands where no programmes are at hand."""
    return NO_NAMES


def write_cause(message: pb.Cause, posting: Posting, asset: str = "") -> None:
    """Fill an empty `message`; with `asset`, only with the rules that gave or took that one."""
    cause = cause_of(posting)
    for share in cause.rules:
        if not asset or share.asset in ("", asset):
            message.rules.add(
                rule=share.rule,
                asset=share.asset,
                amount=share.amount,
                campaigns=share.campaigns,
                base=share.base,
                multiplier_percent=share.multiplier_percent,
                multipliers=share.multipliers,
                capped=share.capped,
                base_hundredths=share.base_hundredths,
            )
    for name in _TEXTS:
        if value := getattr(cause, name):
            setattr(message, name, value)
    if cause.order_at is not None:
        message.order_time.FromDatetime(cause.order_at)
    if cause.reward:
        message.reward_code = cause.reward
    if cause.benefit:
        message.benefit_code = cause.benefit
    if cause.brand_event:
        message.brand_event_code = cause.brand_event


def name_cause(message: pb.Cause, names: Names) -> None:
    """Add the names of what `message` names by code."""
    for share in message.rules:
        if name := names.rules.get(share.rule):
            share.name.zh, share.name.en = name
    zh, en = award_text(_named(share, names) for share in message.rules if _is_award(share))
    if zh and names is not NO_NAMES:
        message.explanation.zh, message.explanation.en = zh, en
    if name := names.rewards.get(message.reward_code):
        message.reward_name.zh, message.reward_name.en = name
    if name := names.coupons.get(message.coupon_type):
        message.coupon_name.zh, message.coupon_name.en = name
    if name := names.benefits.get(message.benefit_code):
        message.benefit_name.zh, message.benefit_name.en = name
    if name := names.brand_events.get(message.brand_event_code):
        message.brand_event_name.zh, message.brand_event_name.en = name


def _named(share: pb.RuleShare, names: Names) -> NamedAward:
    return NamedAward(
        names.rules.get(share.rule, (share.rule, share.rule)),
        share.amount,
        share.base,
        share.multiplier_percent,
        named_multipliers(share.multipliers, names.multipliers),
        share.capped,
        share.base_hundredths,
    )


def _is_award(share: pb.RuleShare) -> bool:
    return bool(share.base or share.base_hundredths)


def named_multipliers(
    multipliers: Iterable[str], names: Mapping[str, Text]
) -> list[NamedMultiplier]:
    """Multipliers as awards write them, such as tier:gold=130, with their names or else codes."""
    named = []
    for text in multipliers:
        source, _, percent = text.rpartition("=")
        code = source.partition(":")[2]
        named.append(NamedMultiplier(names.get(source, (code, code)), int(percent)))
    return named
