"""Ladders as messages of the public programme, and names in both languages."""

from services.members.programme.domain.rules import Rules
from services.members.tiers.domain.ladder import Ladder, TierRule, ladders_of
from tessera.members.v1 import programmes_pb2 as pb
from tessera.types.v1 import types_pb2


def public_ladders(rules: Rules) -> list[pb.PublicLadder]:
    """The ladders of a programme, the main one first, as everyone may know them."""
    return [_ladder(rules, ladder) for ladder in ladders_of(rules)]


def _ladder(rules: Rules, ladder: Ladder) -> pb.PublicLadder:
    return pb.PublicLadder(
        code=ladder.code,
        name=to_text(ladder),
        main=ladder.main,
        basis=ladder.basis.value,
        currency_code=rules.currency,
        tiers=[_tier(tier) for tier in ladder.tiers],
    )


def _tier(tier: TierRule) -> pb.PublicTier:
    return pb.PublicTier(
        code=tier.code,
        name=to_text(tier),
        rank=tier.rank,
        reach=tier.reach,
        keep=tier.keep,
        multiplier_percent=tier.multiplier_percent,
    )


def to_text(named: Ladder | TierRule) -> types_pb2.LocalizedText:
    """The name in both languages."""
    return types_pb2.LocalizedText(zh=named.name_zh, en=named.name_en)
