"""Reading touches, and a preview: the decision, without its effect."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.common.errors import invalid
from services.feedback.programme.domain import Text
from services.feedback.reach.commands.context import (
    ReachContext,
    known_message,
    rules_of,
    subject_of,
    touch_not_found,
)
from services.feedback.reach.domain.decision import Decision, decide
from services.feedback.reach.domain.touch import Touch, TouchFilter
from services.feedback.reach.domain.wish import Occasion, Wish, touch_id


@dataclass(frozen=True, slots=True)
class Previewed:
    """A decision that was not carried out, and the name of its message."""

    decision: Decision
    name: Text | None
    at: datetime
    revision: str


async def preview(
    ctx: ReachContext,
    brand: str,
    member_id: str,
    message: str,
    occasion: Occasion,
    at: datetime | None,
) -> Previewed:
    """What would become of a wish at `at`: of `message`, or of what the occasion's rows choose.

    The member is as they are known now. Raises MESSAGE_NOT_FOUND for an unknown message.
    """
    rules = await rules_of(ctx, brand)
    if message:
        known_message(rules.reach.messages, message)
    elif not occasion.code:
        raise invalid("message", "name a message or an occasion")
    now = ctx.clock.now() if at is None else at
    occasion = occasion.told_on(now.astimezone(rules.zone).date())
    reached = await ctx.audience.of(brand, member_id)
    id_ = touch_id(brand, "preview", message or occasion.code, member_id)
    wish = Wish(id_, member_id, occasion, now, message)
    subject = await subject_of(ctx, brand, reached, rules, [wish])
    decision = decide(wish, subject, rules, now)
    chosen = rules.reach.messages.get(decision.message)
    return Previewed(decision, chosen.name if chosen else None, now, rules.revision)


async def get_touch(ctx: ReachContext, brand: str, id_: str) -> Touch:
    """A touch. Raises TOUCH_NOT_FOUND."""
    touch = await ctx.touches.find(brand, id_)
    if touch is None:
        raise touch_not_found(id_)
    return touch


async def list_touches(
    ctx: ReachContext, brand: str, only: TouchFilter, before: str, size: int
) -> tuple[Sequence[Touch], str]:
    """A page of the newest touches, and the place of the next page, or ""."""
    found = await ctx.touches.page(brand, only, before, size + 1)
    shown = found[:size]
    return [touch for _, touch in shown], shown[-1][0] if len(found) > size else ""
