"""Sending codes: by timers, each until a provider has it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from prometheus_client import Counter

from services.common.clock import Clock
from services.common.telemetry import log
from services.feedback.phone_codes.domain import Code
from services.feedback.providers.commands import LONGEST_S
from services.feedback.providers.domain.outgoing import Answer, Kind, Outgoing
from services.feedback.timers.domain import Timer

CODE_TIMER = "phone_code"
CHANNEL = "sms"
ANSWER_WITHIN = timedelta(seconds=2 * LONGEST_S)
"""After it, the worker that was handing a code over has died, and another one goes on."""
AGAIN_AFTER = timedelta(seconds=5)
"""A person waits for the SMS: the next try comes soon."""

SENT = Counter("tessera_phone_codes_total", "Phone codes handed over, by outcome.", ["outcome"])

_log = log("feedback.phone_codes")


class Codes(Protocol):
    """Members, who made the code."""

    async def take(self, brand: str, code_id: str) -> Code | None:
        """The code; None when it is over. Raises what passes by itself while members is away."""
        ...


class CodeTimers(Protocol):
    """The timers of codes."""

    async def set(self, timers: Sequence[Timer]) -> None: ...

    async def claim(self, timers: Sequence[Timer], until: datetime) -> Sequence[Timer]:
        """Let those that are there be due at `until`; these are the caller's, as they are now."""
        ...

    async def move(self, timer: Timer, due: datetime) -> None:
        """Let a timer that is claimed be due at another time."""
        ...

    async def end(self, timer: Timer) -> None: ...


class Provider(Protocol):
    """The brand's provider of SMS."""

    async def send(self, brand: str, message: Outgoing) -> Answer: ...


@dataclass(frozen=True, slots=True)
class SendingContext:
    """What sends codes."""

    timers: CodeTimers
    codes: Codes
    providers: Provider
    clock: Clock


async def plan_codes(ctx: SendingContext, asked: Sequence[tuple[str, str]]) -> None:
    """Set a timer for each code that was asked for, by brand and id; it is due at once."""
    now = ctx.clock.now()
    if asked:
        await ctx.timers.set([Timer(brand, CODE_TIMER, key, now) for brand, key in asked])


async def send_codes(ctx: SendingContext, timers: Sequence[Timer]) -> Sequence[Timer]:
    """Hand the codes of `timers` over: which ones this worker took."""
    # Taken first: while members is away no timer is claimed, and all come again at once.
    codes = await asyncio.gather(*(ctx.codes.take(each.brand, each.key) for each in timers))
    by_id = {each.id: code for each, code in zip(timers, codes, strict=True)}
    claimed = await ctx.timers.claim(timers, ctx.clock.now() + ANSWER_WITHIN)
    await asyncio.gather(*(_send(ctx, each, by_id[each.id]) for each in claimed))
    return claimed


async def _send(ctx: SendingContext, timer: Timer, code: Code | None) -> None:
    if code is None:
        SENT.labels("over").inc()
        await ctx.timers.end(timer)
        return
    message = Outgoing(
        timer.key, CHANNEL, "", code.phone, title="", text=code.text, language=code.language
    )
    answer = await ctx.providers.send(timer.brand, message)
    SENT.labels(answer.kind.value).inc()
    if answer.kind in (Kind.RETRY, Kind.LOST):
        # By its id a provider that has it sends it once, so a lost answer is asked for again.
        await ctx.timers.move(timer, ctx.clock.now() + AGAIN_AFTER)
        return
    if answer.kind is Kind.REFUSED:
        _log.warning("phone_code_refused", brand=timer.brand, code=answer.code)
    await ctx.timers.end(timer)
