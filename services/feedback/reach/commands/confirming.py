"""Asking whether the brand's staff confirmed what they are to send, and stopping what is late."""

import asyncio
from collections.abc import Sequence

from services.feedback.audience.domain import Reached
from services.feedback.reach.commands.context import ReachContext, rules_of
from services.feedback.reach.commands.sending import language_of, next_channel
from services.feedback.reach.commands.store import TakenTimers
from services.feedback.reach.domain.handing import asked_of_staff, confirm_until
from services.feedback.reach.domain.touch import State, Touch
from services.feedback.timers.domain import Timer

AWAITING = frozenset({State.AWAITING_STAFF})


async def ask_staff(
    ctx: ReachContext, taken: TakenTimers, timers: Sequence[Timer]
) -> Sequence[Timer]:
    """Ask for the tasks of `timers`: which timers this worker took. A task that is late, or whose
    member is gone, is stopped before."""
    await asyncio.gather(*(_ask(ctx, each.brand, each.key) for each in timers))
    return await taken.take(timers)


async def _ask(ctx: ReachContext, brand: str, touch_id: str) -> None:
    touch = await ctx.touches.find(brand, touch_id)
    if touch is None or touch.state is not State.AWAITING_STAFF:
        return
    rules, now = await rules_of(ctx, brand), ctx.clock.now()
    until = confirm_until(touch, rules.reach.confirm_within)
    if await ctx.audience.of(brand, touch.wish.member_id) is None:
        until = min(until, now)
    answer = await ctx.providers.asked(brand, touch.channel, touch.provider_id, stop=now >= until)
    language = await language_of(ctx, brand, touch)

    def change(found: Touch, reached: Reached | None) -> Touch:
        if found.attempts[-1].number != touch.attempts[-1].number:
            return found
        by = next_channel(reached, language, rules, now)
        return asked_of_staff(found, answer, until, now, by)

    await ctx.touches.settle(brand, touch_id, change, AWAITING)
