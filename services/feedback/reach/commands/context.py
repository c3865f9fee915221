"""What the commands of reach work with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.common.cel import compile_condition
from services.common.clock import Clock
from services.common.errors import Refusal
from services.feedback.audience.domain import Reached
from services.feedback.fact_store.commands import MemberFacts
from services.feedback.programme.commands import Programmes
from services.feedback.programme.domain import Programme
from services.feedback.reach.commands.store import Audience, Contacts, Providers, Touches
from services.feedback.reach.domain.decision import Rules, Subject
from services.feedback.reach.domain.section import CHANNELS, NOTHING, Reach, reach_section


@dataclass(frozen=True)
class ReachContext:
    touches: Touches
    audience: Audience
    member_facts: MemberFacts
    programmes: Programmes
    contacts: Contacts
    providers: Providers
    clock: Clock


async def rules_of(ctx: ReachContext, brand: str) -> Rules:
    """The brand's rules; those of a brand without a programme name no message."""
    programme = await ctx.programmes.of(brand)
    if programme is None:
        programme = Programme(brand)

    def judge(when: str, facts: Mapping[str, object]) -> bool:
        return compile_condition(when, brand)(facts)

    reach = programme.section(reach_section)
    configured = ctx.providers.configured(brand)
    return Rules(brand, reach, programme.zone, programme.revision, configured, judge)


async def subject_of(
    ctx: ReachContext, brand: str, reached: Reached | None, rules: Rules
) -> Subject:
    """A member with the facts that rows may name, as they are known now."""
    if reached is None:
        return Subject(None)
    facts: dict[str, Any] = {"tier": reached.tier}
    if _any_reads(rules.reach):
        told = await ctx.member_facts.of(brand, reached.member_id)
        facts |= told.at(ctx.clock.now(), rules.zone)
    return Subject(reached, facts)


def _any_reads(reach: Reach) -> bool:
    """Rows that read the member, or messages that leave the house in the member's language."""
    return reach is not NOTHING and (
        any("member" in row.when for row in reach.matrix)
        or any(each.channels != CHANNELS for each in reach.messages.values())
    )


def touch_not_found(touch_id: str) -> Refusal:
    return Refusal("TOUCH_NOT_FOUND", touch_id, field="touch_id")
