"""Handing messages over: members is asked again, at that moment, whether consent holds."""

from collections.abc import Sequence
from datetime import datetime

from services.feedback.audience.domain import Purpose
from services.feedback.channels.domain import CONTACT_CHANNELS, INBOX, InboxMessage
from services.feedback.reach.commands.context import ReachContext
from services.feedback.reach.commands.sending import hold_back
from services.feedback.reach.domain.case import Check
from services.feedback.reach.domain.touch import HandedOver, Touch
from services.feedback.timers.domain import Timer

NO_CONSENT = "no_consent"
Key = tuple[str, str, str, str]
"""Brand, purpose, channel and message, of which members is asked at once."""


async def hand_over(ctx: ReachContext, timers: Sequence[Timer]) -> Sequence[Timer]:
    """Hand the touches of `timers` over, at most 100: which timers this worker took.

    Raises what passes by itself while members is away; a touch that expires meanwhile is not sent.
    """
    now = ctx.clock.now()
    waiting: dict[Key, list[Touch]] = {}
    ended: list[HandedOver] = []
    may_go, resting = await hold_back(ctx, await ctx.touches.planned(timers), now)
    rested = [timer for timer in timers if timer.key in resting]
    timers = [timer for timer in timers if timer.key not in resting]
    for brand, touch in may_go:
        if touch.purpose is not None:
            key = (brand, touch.purpose, touch.channel, touch.message)
            waiting.setdefault(key, []).append(touch)
    for (brand, purpose, channel, message), touches in waiting.items():
        members = sorted({touch.wish.member_id for touch in touches})
        contact = CONTACT_CHANNELS[channel]
        found = await ctx.contacts.resolve(brand, purpose, contact, message, members)
        ended += [
            _ended(brand, touch, found[touch.wish.member_id].refusal, now) for touch in touches
        ]
    return [*rested, *await ctx.touches.hand_over(timers, ended)]


def _ended(brand: str, touch: Touch, refusal: str, now: datetime) -> HandedOver:
    # The inbox is a page that the member opens: what the contract needs stands there.
    is_free = touch.purpose is Purpose.SERVICE and touch.channel == INBOX
    if refusal and not (is_free and refusal == NO_CONSENT):
        check = Check("consent", False, "at_hand_over", ((touch.channel, refusal),))
        return HandedOver(brand, touch.not_handed(check, now), None)
    assert touch.text is not None
    assert touch.name is not None
    assert touch.why is not None
    assert touch.purpose is not None
    message = InboxMessage(
        touch.id,
        touch.wish.member_id,
        touch.message,
        touch.name,
        touch.text,
        touch.why,
        touch.purpose,
        now,
        feedback_id=touch.wish.occasion.feedback_id,
        broadcast=touch.wish.broadcast,
    )
    return HandedOver(brand, touch.delivered(now), message)
