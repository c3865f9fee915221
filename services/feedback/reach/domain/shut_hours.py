"""A planned message whose hours are shut when it is to be handed over: it was decided before, and
its provider, or the queue, kept it waiting."""

from dataclasses import replace
from datetime import datetime

from services.feedback.audience.domain import Rest
from services.feedback.reach.domain.decision import Decision, Outcome
from services.feedback.reach.domain.handing import was_lost
from services.feedback.reach.domain.local_hours import opens_at
from services.feedback.reach.domain.passage import Roads, quiet_now
from services.feedback.reach.domain.section import Message
from services.feedback.reach.domain.touch import STATES, State, Touch

_ENDS = frozenset({State.REFUSED, State.UNKNOWN})


def is_shut(message: Message, channel: str, rest: Rest | None, roads: Roads) -> bool:
    """Whether it is quiet by now on this channel, or no window of the message's class is open."""
    quiet, _ = quiet_now(message, channel, rest, roads)
    windows = (each for each in roads.reach.windows if each.kind == message.kind)
    return quiet is not None or any(
        opens_at(each, roads.now, roads.zone) is not None for each in windows
    )


def rested(touch: Touch, decision: Decision, now: datetime) -> Touch:
    """The touch after `decision` on its channel at `now`: held until the hours open, on a channel
    that is open, or refused. One that a provider may have goes by no other channel."""
    state = STATES[decision.outcome]
    if was_lost(touch) and decision.outcome is not Outcome.PUT_OFF:
        state = State.UNKNOWN
    ends = state in _ENDS
    return replace(
        touch,
        state=state,
        channel=touch.channel if ends else decision.channel,
        checks=decision.checks,
        text=None if ends else decision.text,
        wake_at=decision.until,
        decided_at=now,
        ended_at=now if ends else None,
        send_at=None,
    )
