"""Decisions on tiers as messages."""

from services.members.programme.domain.rules import Rules
from services.members.tiers.api.ladders import to_text
from services.members.tiers.domain.held import HELD, NOTE, UNTIL
from services.members.tiers.domain.judged_window import window_of
from services.members.tiers.domain.ladder import Ladder, ladder_of
from services.members.tiers.domain.standing import Judged
from tessera.members.v1 import members_pb2 as pb
from tessera.types.v1 import types_pb2


def from_judged(judged: Judged, rules: Rules, *, own: bool = False) -> pb.TierDecision:
    """The decision, with names as `rules` have them now; the member's `own` without the note."""
    made = judged.decision
    ladder = ladder_of(rules, made.ladder)
    message = pb.TierDecision(
        ladder=made.ladder,
        from_tier=made.from_tier,
        to_tier=made.to_tier,
        reason=made.reason,
        growth=made.growth,
        programme_version=judged.version,
        ladder_name=None if ladder is None else to_text(ladder),
        from_tier_name=tier_name(ladder, made.from_tier),
        to_tier_name=tier_name(ladder, made.to_tier),
    )
    message.decide_time.FromDatetime(made.decided_at)
    window = window_of(made, rules.local_day)
    if window.threshold is not None:
        message.threshold = window.threshold
    message.window_from = window.first.isoformat() if window.first else ""
    message.window_until = window.last.isoformat() if window.last else ""
    message.manual_until = str(made.inputs.get(UNTIL, ""))
    message.note = "" if own else str(made.inputs.get(NOTE, ""))
    if held_tier := str(made.inputs.get(HELD, "")):
        message.held_tier = held_tier
        if (name := tier_name(ladder, held_tier)) is not None:
            message.held_tier_name.CopyFrom(name)
    return message


def tier_name(ladder: Ladder | None, code: str) -> types_pb2.LocalizedText | None:
    """The name of a tier; None where the ladder has it no more."""
    return to_text(ladder.tier(code)) if ladder is not None and ladder.has(code) else None
