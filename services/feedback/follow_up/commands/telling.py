"""Tell members what became of their feedback, and ask them whether it helped."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from services.common.clock import Clock
from services.feedback.follow_up.domain.loop import (
    Asking,
    Said,
    ask_touch,
    asking,
    loop_touches,
    solved_at,
)
from services.feedback.items.domain.item import Feedback
from services.feedback.programme.commands import Programmes
from services.feedback.reach.domain.touch import Touch
from services.feedback.timers.domain import Timer

ASK_TIMER = "feedback_ask"
"""The kind of the timers by which members are asked; the key is the item's id."""


class Asks(Protocol):
    """Timers of asks, and what becomes of them."""

    async def set(self, timers: Sequence[Timer]) -> None:
        """Set the timers of solutions, each in the place of an earlier one of its item."""
        ...

    async def fire(
        self, timers: Sequence[Timer], wish: Callable[[str, Feedback], Touch | None]
    ) -> Sequence[Timer]:
        """In one transaction, delete `timers` and keep the wishes for their items: which timers it
        took."""
        ...


class Wishes(Protocol):
    """The wishes of reach."""

    async def wish(self, brand: str, touches: Sequence[Touch]) -> None:
        """Keep new touches; those that are known already change nothing."""
        ...


@dataclass(frozen=True)
class FollowUpContext:
    """What telling members works with. `stands_for` names the survivor of a merged member."""

    wishes: Wishes
    asks: Asks
    programmes: Programmes
    stands_for: Callable[[str, str], str]
    clock: Clock


async def tell_members(ctx: FollowUpContext, changes: Sequence[Said]) -> None:
    """Wish for the messages of changed items, and set the timers of their asks.

    A repeat changes nothing, so a follower that was killed in between goes on.
    """
    changes = [
        replace(said, member_id=ctx.stands_for(said.brand, said.member_id)) for said in changes
    ]
    brands = sorted({said.brand for said in changes})
    asks = {brand: await _asking(ctx, brand) for brand in brands}
    for brand in brands:
        of_brand = [said for said in changes if said.brand == brand]
        found = {touch.id: touch for said in of_brand for touch in loop_touches(said)}
        if found:
            await ctx.wishes.wish(brand, list(found.values()))
    timers = [timer for said in changes if (timer := _ask_timer(said, asks)) is not None]
    if timers:
        await ctx.asks.set(timers)


async def ask_due(ctx: FollowUpContext, timers: Sequence[Timer]) -> Sequence[Timer]:
    """Fire `timers` of asks: which of them this worker took."""
    asks = {brand: await _asking(ctx, brand) for brand in sorted({each.brand for each in timers})}

    def wish(brand: str, item: Feedback) -> Touch | None:
        asked = asks[brand]
        return None if asked is None else ask_touch(brand, item, asked.text, ctx.clock.now())

    return await ctx.asks.fire(timers, wish)


async def _asking(ctx: FollowUpContext, brand: str) -> Asking | None:
    programme = await ctx.programmes.of(brand)
    return None if programme is None else programme.section(asking)


def _ask_timer(said: Said, asks: Mapping[str, Asking | None]) -> Timer | None:
    asked, solved = asks[said.brand], solved_at(said)
    if asked is None or solved is None:
        return None
    return Timer(said.brand, ASK_TIMER, said.feedback_id, solved + asked.after)
