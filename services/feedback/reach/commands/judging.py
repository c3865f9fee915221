"""Judging what is due: the wishes of one member together, by the one decision."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from services.feedback.audience.domain import Purpose, Reached
from services.feedback.channels.domain import CONTACT_CHANNELS
from services.feedback.reach.commands.context import ReachContext, rules_of, subject_of
from services.feedback.reach.domain.caps import kept
from services.feedback.reach.domain.case import Outcome, Rules, Subject, message_of
from services.feedback.reach.domain.decision import Decision
from services.feedback.reach.domain.explanation import why
from services.feedback.reach.domain.together import decide_all
from services.feedback.reach.domain.touch import Judged, Touch
from services.feedback.timers.domain import Timer


async def judge_due(ctx: ReachContext, timers: Sequence[Timer]) -> Sequence[Timer]:
    """Judge the due wishes of the members of `timers`: which timers this worker took."""
    now = ctx.clock.now()
    by_brand: dict[str, Rules] = {}

    async def judge(
        brand: str, member_id: str, reached: Reached | None, touches: Sequence[Touch]
    ) -> Judged:
        rules = by_brand.get(brand) or await rules_of(ctx, brand)
        by_brand[brand] = rules
        subject = await subject_of(ctx, brand, reached, rules, [touch.wish for touch in touches])
        return judged(touches, subject, rules, now)

    return await ctx.touches.judge(timers, now, judge)


def judged(touches: Sequence[Touch], subject: Subject, rules: Rules, now: datetime) -> Judged:
    """What becomes of one member's touches at `now`."""
    by_id = {touch.id: touch for touch in touches}
    decided, after = decide_all([touch.wish for touch in touches], subject, rules, now)
    done = [_after(by_id[wish.id], decision, subject, rules, now) for wish, decision in decided]
    counted = () if after.reached is None else kept(after.reached.counted, now)
    return Judged(done, counted)


def _after(
    touch: Touch, decision: Decision, subject: Subject, rules: Rules, now: datetime
) -> Touch:
    after = touch.decided(decision, now, rules.revision)
    message = message_of(touch.wish, decision.message, rules)
    if message is None:
        return after
    after = replace(after, name=message.name, expires_at=touch.wish.due + message.expires_after)
    if decision.outcome is not Outcome.SEND or subject.reached is None:
        return after
    purpose = message.purpose
    said = subject.reached.said(purpose, CONTACT_CHANNELS[decision.channel])
    agreed_at = said.at if said is not None and purpose is not Purpose.SERVICE else None
    reason = why(touch.wish.occasion, purpose, decision.checks, agreed_at, rules.zone)
    return replace(after, why=reason)
