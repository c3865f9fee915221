"""What becomes of a touch by the answer of its provider.

Marketing and surveys are handed over at most once: an answer that was lost makes them UNKNOWN.
Service is handed over again under the same id, by which a provider knows it.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from services.feedback.audience.domain import Purpose
from services.feedback.channels.domain import WECOM
from services.feedback.providers.domain.outgoing import MONTH_FULL, NOT_CONFIRMED, Answer, Kind
from services.feedback.reach.domain.case import Check, Outcome
from services.feedback.reach.domain.decision import Decision
from services.feedback.reach.domain.local_hours import shown_instant
from services.feedback.reach.domain.passage import NO_GRANT
from services.feedback.reach.domain.receipt import Status
from services.feedback.reach.domain.touch import ATTEMPTS_MAX, STATES, Attempt, State, Touch

WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
)
"""After the first try that failed for now, the second, and so on; after the last, the next channel
has its turn."""
COUNTED = frozenset(
    {
        *(State.PLANNED, State.HANDED, State.AWAITING_STAFF),
        *(State.SENT, State.DELIVERED, State.UNKNOWN),
    }
)
"""States in which a touch keeps its place of the caps."""
NO_CONSENT = "no_consent"
UNDELIVERED = "undelivered"
AT_PROVIDER = frozenset({State.HANDED})
RECEIVABLE = frozenset({State.HANDED, State.SENT, State.UNKNOWN})
"""States in which a provider's word about the arrival counts; the first one stands."""
WITHOUT_FALLBACK = frozenset({"content_unfit"})
"""A message that breaks a rule of its template is for its writer to mend."""
ENDS = {"erased": "alive", "no_member": "alive", "no_consent": "consent"}
"""Codes of ours that refuse a touch, each with the name of its check. Consent is of one channel, so
that it ends a touch on its last one only."""

QUOTA_WAIT = "quota_wait"
"""Points, which count the permissions, could not be asked: it waits QUOTA_WAITS once."""
QUOTA_AWAY = "quota_away"
QUOTA_WAITS = timedelta(seconds=30)

LOOKS = (timedelta(minutes=10), timedelta(minutes=30))
"""When WeCom is asked first whether a member of staff confirmed, and how often after."""
_HELD_BACK_ENDS = frozenset({State.REFUSED, State.UNKNOWN})
ASKED_UNTIL = timedelta(days=7)
"""So long after its time a task is asked for of which nobody can tell; then it is UNKNOWN."""

NextChannel = Callable[[Touch], Decision]
"""Decides on the channel after those that were tried."""


def handed(touch: Touch, now: datetime, quota: str = "") -> Touch:
    """The touch while its provider has it, with one of `quota` held for it."""
    number = touch.attempts[-1].number + 1 if touch.attempts else 1
    attempts = (*touch.attempts, Attempt(number, touch.channel, now, quota=quota))[-ATTEMPTS_MAX:]
    return replace(touch, state=State.HANDED, attempts=attempts, send_at=None)


def answered(touch: Touch, answer: Answer, now: datetime, next_channel: NextChannel) -> Touch:
    """The touch after the answer to its latest attempt."""
    attempt = replace(
        touch.attempts[-1], answer=answer.kind.value, code=answer.code, words=answer.words
    )
    touch = replace(touch, attempts=(*touch.attempts[:-1], attempt))
    if answer.kind is Kind.ACCEPTED and touch.channel == WECOM:
        first = now + LOOKS[0]
        touch = replace(touch, provider_id=answer.provider_id, send_at=first)
        return replace(touch, state=State.AWAITING_STAFF)
    if answer.kind is Kind.ACCEPTED:
        return replace(touch, state=State.SENT, provider_id=answer.provider_id, ended_at=now)
    if answer.kind is Kind.LOST and touch.purpose is not Purpose.SERVICE:
        return replace(touch, state=State.UNKNOWN, ended_at=now)
    if answer.code in (NO_GRANT, MONTH_FULL) and was_lost(touch):
        return replace(touch, state=State.UNKNOWN, ended_at=now)
    if answer.kind is Kind.REFUSED:
        if answer.code in WITHOUT_FALLBACK or (answer.code in ENDS and answer.code != NO_CONSENT):
            return _failed(touch, answer.code, now)
        return _passed_on(touch, answer.code, now, next_channel)
    return _again(touch, answer, now, next_channel)


def received(touch: Touch, status: Status, now: datetime, next_channel: NextChannel) -> Touch:
    """The touch after its provider told what became of it. One that did not arrive goes by the next
    channel; whether a lost one arrived is known now."""
    if status.delivered:
        return replace(touch, state=State.DELIVERED, ended_at=now)
    code = status.code or UNDELIVERED
    attempt = replace(touch.attempts[-1], answer=Kind.REFUSED.value, code=code)
    touch = replace(touch, attempts=(*touch.attempts[:-1], attempt), ended_at=None)
    return _passed_on(touch, code, now, next_channel)


def _again(touch: Touch, answer: Answer, now: datetime, next_channel: NextChannel) -> Touch:
    own = _own(touch)
    if len(own) <= len(WAITS):
        send_at = now + max(WAITS[len(own) - 1], answer.retry_after or timedelta())
        if touch.expires_at is None or send_at <= touch.expires_at:
            return replace(touch, state=State.PLANNED, send_at=send_at)
    if was_lost(touch):
        # The provider may have it: another channel would say it twice.
        return replace(touch, state=State.UNKNOWN, ended_at=now)
    return _passed_on(touch, answer.code, now, next_channel)


def was_lost(touch: Touch) -> bool:
    """Whether the provider may have it: one of its answers was lost."""
    return any(each.answer == Kind.LOST for each in _own(touch))


def _own(touch: Touch) -> list[Attempt]:
    """The attempts on its channel since it was wished for: an operator who sends a touch again
    wishes anew, and it has all its tries."""
    return [
        each
        for each in touch.attempts
        if each.channel == touch.channel and each.at >= touch.wish.due
    ]


def _passed_on(touch: Touch, code: str, now: datetime, next_channel: NextChannel) -> Touch:
    tried = (*touch.wish.tried, (touch.channel, code))
    touch = replace(touch, wish=replace(touch.wish, tried=tried))
    decision = next_channel(touch)
    if decision.outcome not in (Outcome.SEND, Outcome.PUT_OFF):
        return _failed(touch, code, now, decision)
    return replace(
        touch,
        state=STATES[decision.outcome],
        channel=decision.channel,
        checks=decision.checks,
        text=decision.text,
        wake_at=decision.until,
        decided_at=now,
        send_at=None,
    )


def _failed(touch: Touch, code: str, now: datetime, decision: Decision | None = None) -> Touch:
    inputs = touch.wish.tried or ((touch.channel, code),)
    if code in ENDS:
        rule = "at_hand_over" if code == NO_CONSENT else code
        check, state = Check(ENDS[code], False, rule, inputs), State.REFUSED
    elif decision is not None:
        check, state = decision.checks[-1], State.FAILED
    else:
        check, state = Check("content", False, code, inputs), State.FAILED
    checks = (*touch.checks, check)
    return replace(touch, state=state, checks=checks, text=None, ended_at=now)


def without_points(touch: Touch) -> Answer:
    """What stands for the answer of a provider that is not asked while points is away: the message
    waits once, and goes by the next channel then."""
    if any(each.code == QUOTA_WAIT for each in _own(touch)):
        return Answer(Kind.REFUSED, QUOTA_AWAY)
    return Answer(Kind.RETRY, QUOTA_WAIT, retry_after=QUOTA_WAITS)


def confirm_until(touch: Touch, within: timedelta) -> datetime:
    """Until when a member of staff may confirm the task: not after the message is too late."""
    until = touch.attempts[-1].at + within
    return until if touch.expires_at is None else min(until, touch.expires_at)


def asked_of_staff(
    touch: Touch, answer: Answer, until: datetime, now: datetime, next_channel: NextChannel
) -> Touch:
    """The touch that awaits staff after its provider told what became of the task; one that was
    not confirmed has been stopped from `until` on."""
    if answer.kind is Kind.ACCEPTED:
        return replace(touch, state=State.SENT, ended_at=now, send_at=None)
    if answer.kind is Kind.REFUSED:
        undelivered = Status(touch.id, delivered=False, code=answer.code)
        return received(replace(touch, send_at=None), undelivered, now, next_channel)
    nobody_knows = answer.code != NOT_CONFIRMED
    if nobody_knows and now >= until + ASKED_UNTIL:
        return replace(touch, state=State.UNKNOWN, ended_at=now, send_at=None)
    if nobody_knows or now < until:
        later = now + LOOKS[1]
        return replace(touch, send_at=min(later, until) if now < until else later)
    attempt = replace(touch.attempts[-1], answer=Kind.REFUSED.value, code=NOT_CONFIRMED)
    inputs = (("channel", touch.channel), ("until", shown_instant(until)))
    check = Check("confirmed", False, NOT_CONFIRMED, inputs, until=until)
    return replace(
        touch,
        state=State.EXPIRED,
        attempts=(*touch.attempts[:-1], attempt),
        checks=(*touch.checks, check),
        text=None,
        ended_at=now,
        send_at=None,
    )


def held_back(touch: Touch, decision: Decision, now: datetime) -> Touch:
    """A planned touch that may not go now, after `decision` on its channel: put off until the hours
    open, on a channel that is open, or refused. One that a provider may have goes by no other
    channel."""
    state = STATES[decision.outcome]
    if was_lost(touch) and decision.outcome is not Outcome.PUT_OFF:
        state = State.UNKNOWN
    ends = state in _HELD_BACK_ENDS
    return replace(
        touch,
        state=state,
        channel=touch.channel if ends else decision.channel,
        checks=(*touch.checks, decision.checks[-1]) if state is State.REFUSED else decision.checks,
        text=None if ends else decision.text,
        wake_at=decision.until,
        decided_at=now,
        ended_at=now if ends else None,
        send_at=None,
    )
