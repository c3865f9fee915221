"""The channels of a brand: which it has a provider for, and how they fare."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.feedback.channels.domain import CONTACT_CHANNELS, INBOX
from services.feedback.reach.commands.context import ReachContext, rules_of
from services.feedback.reach.domain.touch import ChannelCounts

COUNTED_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ChannelState:
    """A channel; `messages` counts those of the programme that may go by it."""

    code: str
    configured: bool
    messages: int
    counts: ChannelCounts
    paused_until: datetime | None


async def list_channels(ctx: ReachContext, brand: str) -> list[ChannelState]:
    """All channels, the inbox first."""
    rules = await rules_of(ctx, brand)
    since = ctx.clock.now() - COUNTED_FOR
    counted = {each.channel: each for each in await ctx.touches.channel_counts(brand, since)}
    messages = rules.reach.messages.values()
    return [
        ChannelState(
            code,
            code == INBOX or code in rules.configured,
            sum(code in each.channels for each in messages),
            counted.get(code, ChannelCounts(code, ())),
            ctx.providers.paused_until(brand, code),
        )
        for code in CONTACT_CHANNELS
    ]
