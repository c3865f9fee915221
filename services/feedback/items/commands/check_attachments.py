"""Look for announced attachments in the store, behind the taking in, which waits for none of it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.common.clock import Clock
from services.common.telemetry import log
from services.feedback.items.domain.attachments import (
    Arrived,
    Attachment,
    AttachmentState,
    judged,
    key_in,
    next_look,
    unchecked,
)
from services.feedback.items.domain.item import Feedback
from services.feedback.timers.domain import Timer, wait_after

AT_ONCE = 4
"""Items of one worker whose files are read at the same time."""

_log = log("feedback.attachments")


class Uploads(Protocol):
    """The store of files that members sent."""

    async def read(self, key: str, bytes_max: int) -> Arrived | None:
        """The file of that key, read up to one byte more than `bytes_max`; None where there is
        none. Raises OSError when the store does not answer."""
        ...


class Announced(Protocol):
    """Items whose attachments were announced."""

    async def find(self, brand: str, feedback_id: str) -> Feedback | None: ...

    async def settle(
        self, timer: Timer, seen: Mapping[str, Attachment], again: datetime | None
    ) -> bool:
        """In one transaction, take `timer`, keep what was `seen` by reference, and set the timer
        for `again`; False where another worker took it."""
        ...

    async def postpone(self, timer: Timer, until: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class CheckingContext:
    """Without `uploads` nothing can be checked, and attachments say so."""

    items: Announced
    uploads: Uploads | None
    bytes_max: int
    clock: Clock


async def check_attachments(ctx: CheckingContext, timers: Sequence[Timer]) -> Sequence[Timer]:
    """Look for what the items of `timers` announced: which of them this worker took.

    A file that is not there is looked for again until its time is over. A store that does not
    answer makes its items wait, and no others.
    """
    turns = asyncio.Semaphore(AT_ONCE)

    async def one(timer: Timer) -> bool:
        async with turns:
            try:
                return await _check(ctx, timer)
            except OSError as error:
                again = ctx.clock.now() + wait_after(timer.tries + 1)
                await ctx.items.postpone(timer, again)
                _log.warning(
                    "attachments_wait", brand=timer.brand, feedback_id=timer.key, error=repr(error)
                )
                return False

    taken = await asyncio.gather(*(one(timer) for timer in timers))
    return [timer for timer, was in zip(timers, taken, strict=True) if was]


async def _check(ctx: CheckingContext, timer: Timer) -> bool:
    item = await ctx.items.find(timer.brand, timer.key)
    if item is None:
        return await ctx.items.settle(timer, {}, None)
    seen = {
        each.reference: await _look(ctx, timer.brand, each, item.created_at)
        for each in item.attachments
        if each.state is AttachmentState.CHECKING
    }
    now = ctx.clock.now()
    absent = any(each.state is AttachmentState.CHECKING for each in seen.values())
    return await ctx.items.settle(timer, seen, next_look(item.created_at, now) if absent else None)


async def _look(ctx: CheckingContext, brand: str, each: Attachment, since: datetime) -> Attachment:
    if ctx.uploads is None:
        return unchecked(each)
    key = key_in(brand, each.reference)
    found = await ctx.uploads.read(key, ctx.bytes_max) if key else None
    return judged(each, found, ctx.bytes_max, since, ctx.clock.now())
