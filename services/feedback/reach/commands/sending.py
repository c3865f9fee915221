"""Handing touches over to providers: with consent at that instant, and judged by the answer."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.common.setting_aside import passes_by_itself
from services.feedback.audience.domain import Reached
from services.feedback.channels.domain import CONTACT_CHANNELS, IN_CAR, INBOX, WECOM
from services.feedback.providers.commands import LONGEST_S
from services.feedback.providers.domain.outgoing import MONTH_FULL, Answer, Kind, Outgoing
from services.feedback.reach.commands.context import ReachContext, rules_of
from services.feedback.reach.commands.store import TakenTimers
from services.feedback.reach.domain.case import Case, Rules, Subject
from services.feedback.reach.domain.decision import Decision, decide_channel, may_go
from services.feedback.reach.domain.handing import (
    NextChannel,
    answered,
    handed,
    held_back,
    without_points,
)
from services.feedback.reach.domain.month import is_month, month_of
from services.feedback.reach.domain.passage import NO_GRANT, quota_of
from services.feedback.reach.domain.quota_use import use_of
from services.feedback.reach.domain.rendering import Filled, Unfit, render
from services.feedback.reach.domain.resolved import Resolved
from services.feedback.reach.domain.touch import State, Touch
from services.feedback.timers.domain import Timer

ANSWER_WITHIN = timedelta(seconds=2 * LONGEST_S)
"""After it, whoever handed a message over has died, and its answer is lost."""
LOST = Answer(Kind.LOST, "no_answer")
Key = tuple[str, str, str, str]
"""Brand, purpose, channel and message, of which members is asked at once."""


@dataclass(frozen=True, slots=True)
class Going:
    """A touch that is handed over now; without a message, `refusal` says why it cannot be."""

    brand: str
    touch: Touch
    language: str
    rules: Rules
    message: Outgoing | None = None
    refusal: str = ""
    quota: str = ""
    """The asset that the message takes one of; "" where nothing is counted."""


async def send_touches(ctx: ReachContext, timers: Sequence[Timer]) -> Sequence[Timer]:
    """Hand the touches of `timers` to their providers, at most 100: which timers this worker took.

    Each is marked before its provider is asked, and its answer is kept after. Raises what passes by
    itself while members is away; then nothing was handed over.
    """
    now = ctx.clock.now()
    may_go, resting = await hold_back(ctx, await ctx.touches.planned(timers), now)
    rested = [timer for timer in timers if timer.key in resting]
    timers = [timer for timer in timers if timer.key not in resting]
    going = await _going(ctx, may_go, now)
    marked = [replace(each, touch=handed(each.touch, now, each.quota)) for each in going]
    taken, mine = await ctx.touches.mark_handed(
        timers, [(each.brand, each.touch) for each in marked], now + ANSWER_WITHIN
    )
    await asyncio.gather(*(_hand_over(ctx, each) for each in marked if each.touch.id in mine))
    return [*rested, *taken]


async def hold_back(
    ctx: ReachContext, planned: Sequence[tuple[str, Touch]], now: datetime
) -> tuple[list[tuple[str, Touch]], set[str]]:
    """Those of `planned` that may go now, and the ids of the others, which are decided on again:
    they wait, go by another channel or end, and their timers are moved or gone."""
    going: list[tuple[str, Touch]] = []
    resting: set[str] = set()
    by_brand: dict[str, Rules] = {}
    for brand, touch in planned:
        rules = by_brand.get(brand) or await rules_of(ctx, brand)
        by_brand[brand] = rules
        if may_go(await _on_its_channel(ctx, brand, touch, rules, now)):
            going.append((brand, touch))
        else:
            change = _HeldBack(await language_of(ctx, brand, touch), rules, now)
            await ctx.touches.settle(brand, touch.id, change, {State.PLANNED})
            resting.add(touch.id)
    return going, resting


async def _on_its_channel(
    ctx: ReachContext, brand: str, touch: Touch, rules: Rules, now: datetime
) -> Case:
    """A planned touch as it is judged once more. Of the member it needs their own hours alone,
    which the inbox does not keep."""
    is_inbox = touch.channel == INBOX
    reached = None if is_inbox else await ctx.audience.of(brand, touch.wish.member_id)
    message = rules.reach.messages.get(touch.message)
    return Case(
        touch.wish,
        Subject(reached),
        rules,
        now,
        message,
        expires_at=touch.expires_at,
        channel=touch.channel,
    )


@dataclass(frozen=True, slots=True)
class _HeldBack:
    """The touch that may not go now, decided on again."""

    language: str
    rules: Rules
    now: datetime

    def __call__(self, touch: Touch, reached: Reached | None) -> Touch:
        decide_again = next_channel(reached, self.language, self.rules, self.now)
        return held_back(touch, decide_again(touch), self.now)


async def lose_answers(ctx: ReachContext, timers: Sequence[Timer]) -> Sequence[Timer]:
    """Settle the touches whose worker died before it kept the answer."""
    for timer in timers:
        touch = await ctx.touches.find(timer.brand, timer.key)
        language = "" if touch is None else await language_of(ctx, timer.brand, touch)
        rules = await rules_of(ctx, timer.brand)
        change = _Change(LOST, None, language, rules, ctx.clock.now())
        await ctx.touches.settle(timer.brand, timer.key, change)
    return timers


async def _hand_over(ctx: ReachContext, going: Going) -> None:
    if going.message is None:
        answer = Answer(Kind.REFUSED, going.refusal)
    else:
        hindrance = await _not_held(ctx, going) if going.quota else None
        answer = hindrance or await ctx.providers.send(going.brand, going.message)
    number = going.touch.attempts[-1].number
    change = _Change(answer, number, going.language, going.rules, ctx.clock.now())
    await ctx.touches.settle(going.brand, going.touch.id, change)


async def _not_held(ctx: ReachContext, going: Going) -> Answer | None:
    """Set aside the permission that the message takes: None, or the reason why it is not sent."""
    use = use_of(going.touch, going.touch.attempts[-1])
    try:
        held = await ctx.quotas.hold(going.brand, use)
    except Exception as error:
        if not passes_by_itself(error):
            raise
        return without_points(going.touch)
    full = MONTH_FULL if is_month(use.asset) else NO_GRANT
    return None if held else Answer(Kind.REFUSED, full)


async def end_holds(
    ctx: ReachContext, taken: TakenTimers, timers: Sequence[Timer]
) -> Sequence[Timer]:
    """Take or give back what the touches of `timers` held of their members' permissions. Raises
    what passes by itself while points is away; then all of it comes again."""
    for timer in timers:
        # The key names the touch, and its answer behind it: `reach.storage.wakings.settlings`.
        touch = await ctx.touches.find(timer.brand, timer.key.partition("/")[0])
        for attempt in () if touch is None else touch.attempts:
            if touch is not None and attempt.quota and attempt.answer:
                await ctx.quotas.end(timer.brand, use_of(touch, attempt))
    return await taken.take(timers)


@dataclass(frozen=True, slots=True)
class _Change:
    """What an answer to attempt `number`, or to the latest for None, makes of its touch."""

    answer: Answer
    number: int | None
    language: str
    rules: Rules
    now: datetime

    def __call__(self, touch: Touch, reached: Reached | None) -> Touch:
        if self.number is not None and touch.attempts[-1].number != self.number:
            return touch
        by = next_channel(reached, self.language, self.rules, self.now)
        return answered(touch, self.answer, self.now, by)


def next_channel(
    reached: Reached | None, language: str, rules: Rules, now: datetime
) -> NextChannel:
    """Decides for a touch of this member on the channel after those that were tried."""
    subject = Subject(reached, {"language": language})

    def decide(tried: Touch) -> Decision:
        named = replace(tried.wish, message=tried.message)
        return decide_channel(named, subject, rules, now, tried.expires_at)

    return decide


async def _going(
    ctx: ReachContext, planned: Sequence[tuple[str, Touch]], now: datetime
) -> list[Going]:
    asked: dict[Key, list[Touch]] = {}
    for brand, touch in planned:
        if touch.purpose is not None:
            key = (brand, touch.purpose.value, touch.channel, touch.message)
            asked.setdefault(key, []).append(touch)
    going: list[Going] = []
    for (brand, purpose, channel, message), touches in asked.items():
        members = sorted({touch.wish.member_id for touch in touches})
        contact = CONTACT_CHANNELS[channel]
        found = await ctx.contacts.resolve(brand, purpose, contact, message, members)
        rules = await rules_of(ctx, brand)
        for touch in touches:
            language = await language_of(ctx, brand, touch)
            going.append(_prepared(brand, touch, language, rules, found, now))
    return going


def _prepared(
    brand: str,
    touch: Touch,
    language: str,
    rules: Rules,
    found: Mapping[str, Resolved],
    now: datetime,
) -> Going:
    going = Going(brand, touch, language, rules)
    resolved = found[touch.wish.member_id]
    message = rules.reach.messages.get(touch.message)
    if resolved.refusal:
        return replace(going, refusal=resolved.refusal)
    if message is None or touch.text is None:
        return replace(going, refusal="message_unknown")
    link = rules.link(touch.id, touch.channel)
    words = Filled(touch.text, touch.wish.occasion, language, now, rules.zone, link)
    try:
        rendered = render(message, words, touch.channel, rules.reach)
    except Unfit:
        return replace(going, refusal="content_unfit")
    outgoing = Outgoing(
        touch.id,
        touch.channel,
        touch.wish.member_id,
        resolved.address,
        rendered.title,
        rendered.text,
        rendered.template,
        rendered.page,
        rendered.fields,
        language,
        rules.reach.only_parked if touch.channel == IN_CAR else None,
    )
    quota = quota_of(rules.reach, message, touch.channel)
    quota = month_of(now, rules.zone) if quota == WECOM else quota
    return replace(going, message=outgoing, quota=quota)


async def language_of(ctx: ReachContext, brand: str, touch: Touch) -> str:
    """The member's own wish for messages, else the language of their profile."""
    reached = await ctx.audience.of(brand, touch.wish.member_id)
    if reached is not None and reached.prefers.language:
        return reached.prefers.language
    told = await ctx.member_facts.of(brand, touch.wish.member_id)
    language = told.profile.language if told.profile is not None else ""
    return language or "zh"
