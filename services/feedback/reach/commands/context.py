"""What the commands of reach work with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from services.common.cel import compile_condition
from services.common.clock import Clock
from services.common.errors import Refusal
from services.common.written_once import Sent
from services.feedback.audience.domain import Reached
from services.feedback.channels.domain import WECOM
from services.feedback.fact_store.commands import MemberFacts
from services.feedback.programme.commands import Programmes
from services.feedback.programme.domain import Programme
from services.feedback.reach.commands.store import (
    Audience,
    Contacts,
    Links,
    PressureStore,
    Providers,
    Quotas,
    SwitchStore,
    Touches,
)
from services.feedback.reach.domain.case import Rules, Subject
from services.feedback.reach.domain.month import counted_names, month_of
from services.feedback.reach.domain.passage import quota_of
from services.feedback.reach.domain.pressure import Brake, missing, settled_day
from services.feedback.reach.domain.section import (
    CHANNELS,
    NOTHING,
    Message,
    Pressure,
    Reach,
    reach_section,
)
from services.feedback.reach.domain.switched_off import SwitchedOff, Switches
from services.feedback.reach.domain.wish import Wish


class _NoLinks:
    """Of a suite whose gateway has no address for members."""

    async def links(self) -> None:
        return None


class _NoSwitches:
    """Of a suite in which nobody switches messages off."""

    async def of(self, brand: str) -> Switches:
        return {}

    async def switch(
        self, write: Sent, code: str, off: SwitchedOff | None
    ) -> tuple[SwitchedOff | None, bool]:
        raise AssertionError("nobody switches")


NO_LINKS: Links = _NoLinks()
NO_SWITCHES: SwitchStore = _NoSwitches()


@dataclass(frozen=True)
class ReachContext:
    touches: Touches
    audience: Audience
    member_facts: MemberFacts
    programmes: Programmes
    contacts: Contacts
    providers: Providers
    clock: Clock
    quotas: Quotas
    pressure: PressureStore
    links: Links = NO_LINKS
    switches: SwitchStore = NO_SWITCHES


async def rules_of(ctx: ReachContext, brand: str) -> Rules:
    """The brand's rules; those of a brand without a programme name no message."""
    programme = await ctx.programmes.of(brand)
    if programme is None:
        programme = Programme(brand)

    def judge(when: str, facts: Mapping[str, object]) -> bool:
        return compile_condition(when, brand)(facts)

    reach = programme.section(reach_section)
    configured = ctx.providers.configured(brand)
    pressure = await _pressure(ctx, brand, reach, programme.zone) if reach.pressure else ()
    rules = Rules(brand, reach, programme.zone, programme.revision, configured, judge)
    off = await ctx.switches.of(brand)
    return replace(rules, pressure=pressure, links=await ctx.links.links(), off=off)


async def _pressure(
    ctx: ReachContext, brand: str, reach: Reach, zone: ZoneInfo
) -> tuple[tuple[Pressure, Brake], ...]:
    """The brakes that are pulled. One who looks after the day's end has it judged."""
    state = await ctx.pressure.of(brand)
    if missing(state, settled_day(ctx.clock.now(), zone)):
        await ctx.pressure.wake(brand)
    return tuple(state.pulled(reach.pressure))


async def subject_of(
    ctx: ReachContext,
    brand: str,
    reached: Reached | None,
    rules: Rules,
    wishes: Sequence[Wish],
) -> Subject:
    """A member with the facts that rows may name, as they are known now, and what they allow of
    that which `wishes` may take."""
    if reached is None:
        return Subject(None)
    facts: dict[str, Any] = {"tier": reached.tier}
    if _any_reads(rules.reach):
        told = await ctx.member_facts.of(brand, reached.member_id)
        facts |= told.at(ctx.clock.now(), rules.zone)
    quotas = {quota for wish in wishes for quota in _quotas_of(wish, rules)}
    left = None
    if quotas:
        now, zone = ctx.clock.now(), rules.zone
        names = counted_names(quotas, now, zone)
        left = await ctx.quotas.left(brand, reached.member_id, names)
        if left is not None and WECOM in quotas:
            left = {**left, WECOM: left[month_of(now, zone)]}
    return Subject(reached, facts, left)


def _quotas_of(wish: Wish, rules: Rules) -> set[str]:
    """The assets that a wish may take one of."""
    occasion, reach = wish.occasion, rules.reach
    rows = reach.rows(occasion.code, occasion.lead_days)
    codes = [wish.message] if wish.message else [row.send for row in rows]
    codes += [off.instead for code in codes if (off := rules.off.get(code)) is not None]
    messages = [reach.messages[code] for code in codes if code in reach.messages]
    return {
        quota
        for message in messages
        for channel in message.channels
        if (quota := quota_of(reach, message, channel))
    }


def _any_reads(reach: Reach) -> bool:
    """Rows and caps that read the member, or messages that leave the house in their language."""
    return reach is not NOTHING and (
        any("member" in row.when for row in reach.matrix)
        or any(cap.by_activity for cap in reach.caps)
        or any(each.channels != CHANNELS for each in reach.messages.values())
    )


def known_message(messages: Mapping[str, Message], code: str, field: str = "message") -> Message:
    """The message of `code`, which `field` names. Raises MESSAGE_NOT_FOUND with those there are."""
    if code not in messages:
        known = ", ".join(messages) or "none"
        raise Refusal("MESSAGE_NOT_FOUND", f"known: {known}", field=field, metadata={"code": code})
    return messages[code]


def touch_not_found(touch_id: str) -> Refusal:
    return Refusal("TOUCH_NOT_FOUND", touch_id, field="touch_id")
