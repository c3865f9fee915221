"""Receipts and replies of providers, each of which may come more than once."""

from dataclasses import dataclass
from typing import Protocol

from prometheus_client import Counter

from services.common.errors import Refusal
from services.common.exact_json import read_foreign
from services.common.setting_aside import passes_by_itself
from services.common.telemetry import log
from services.feedback.audience.domain import Purpose, Reached
from services.feedback.channels.domain import CONTACT_CHANNELS, WECOM
from services.feedback.providers.commands import Providers, SignedHook
from services.feedback.reach.commands.context import ReachContext, rules_of
from services.feedback.reach.commands.sending import language_of, next_channel
from services.feedback.reach.domain.handing import RECEIVABLE, received
from services.feedback.reach.domain.receipt import ReceiptsInvalid, Reply, Status, receipts_of
from services.feedback.reach.domain.touch import Touch

ANSWERED = frozenset({"sms", WECOM})
"""Channels by which members reply."""
UNREAD_SHOWN = 10
"""Fields at fault that one line of the log names."""
UNREAD = Counter(
    "tessera_receipts_unread_total", "Events of providers that could not be read.", ["channel"]
)

_log = log("feedback.reach")


class Replies(Protocol):
    """The members service, which knows whose an address is and keeps what they agreed to."""

    async def owner(self, brand: str, channel: str, address: str) -> str | None:
        """The member whom the channel reaches by this address, a phone number or a customer of
        WeCom; None where there is none."""
        ...

    async def withdraw(self, brand: str, channel: str, member_id: str, reply_id: str) -> None:
        """Withdraw the consent to marketing by the channel, once for the reply."""
        ...

    async def withdraw_by_link(
        self, brand: str, member_id: str, purpose: Purpose, channel: str, link_id: str
    ) -> None:
        """Withdraw the consent to the purpose by the channel, once for the id of the link."""
        ...


@dataclass(frozen=True)
class ReceivingContext:
    reach: ReachContext
    providers: Providers
    replies: Replies


async def take_receipts(ctx: ReceivingContext, brand: str, channel: str, hook: SignedHook) -> int:
    """Take the events of a hook: how many. One that cannot be read is told in the log, and the
    others are taken. Raises HOOK_NOT_SIGNED and RECEIPTS_INVALID, and what
    passes by itself while members is away; the provider sends all of them again then."""
    if not ctx.providers.signed(brand, channel, hook):
        raise Refusal("HOOK_NOT_SIGNED")
    try:
        document = read_foreign(hook.body)
    except (ValueError, RecursionError):
        raise ReceiptsInvalid("body", "JSON") from None
    receipts = receipts_of(document)
    if receipts.unread:
        UNREAD.labels(channel).inc(len(receipts.unread))
        shown = receipts.unread[:UNREAD_SHOWN]
        _log.warning("receipts_unread", brand=brand, channel=channel, fields=shown)
    for event in receipts.events:
        if isinstance(event, Status):
            await _take_status(ctx.reach, brand, channel, event)
        elif channel in ANSWERED and event.opts_out:
            try:
                await _take_opt_out(ctx, brand, channel, event)
            except Exception as error:
                if passes_by_itself(error):
                    raise
                # Told as one that can't be read is: the provider would else send all of them again,
                # and the same refusal would meet it.
                UNREAD.labels(channel).inc()
                _log.error("opt_out_refused", brand=brand, error=repr(error))
    return len(receipts.events)


async def _take_status(ctx: ReachContext, brand: str, channel: str, status: Status) -> None:
    touch = await ctx.touches.find(brand, status.touch_id)
    if touch is None or touch.state not in RECEIVABLE or touch.channel != channel:
        return
    rules, now = await rules_of(ctx, brand), ctx.clock.now()
    language = await language_of(ctx, brand, touch)

    def change(found: Touch, reached: Reached | None) -> Touch:
        if found.channel != channel:
            return found
        return received(found, status, now, next_channel(reached, language, rules, now))

    await ctx.touches.settle(brand, status.touch_id, change, RECEIVABLE)


async def _take_opt_out(ctx: ReceivingContext, brand: str, channel: str, reply: Reply) -> None:
    member_id = await ctx.replies.owner(brand, channel, reply.address)
    if member_id is None:
        return
    reached = await ctx.reach.audience.of(brand, member_id)
    said = None
    if reached is not None:
        said = reached.said(Purpose.MARKETING, CONTACT_CHANNELS[channel])
    if said is None or said.granted:
        await ctx.replies.withdraw(brand, channel, member_id, reply.id)
