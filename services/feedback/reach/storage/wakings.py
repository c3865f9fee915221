"""The timers of touches: when which of them is looked at again."""

from collections.abc import Sequence

from services.feedback.channels.domain import INBOX
from services.feedback.reach.domain.touch import State, Touch
from services.feedback.timers.domain import Timer

WISH_TIMER, HAND_OVER_TIMER = "reach_wish", "reach_hand_over"
SEND_TIMER, ANSWER_TIMER = "reach_send", "reach_answer"
STAFF_TIMER = "reach_staff"
"""Whether a member of staff confirmed a task is asked."""
QUOTA_TIMER = "reach_quota"
"""What was held of a member's permissions is taken, or given back."""
PRESSURE_TIMER = "reach_pressure"
"""A day of a brand is over, and its brakes are judged."""


def wakings(brand: str, touches: Sequence[Touch]) -> list[Timer]:
    """The timers of touches that are to be judged, or handed over at once."""
    timers = [
        Timer(brand, WISH_TIMER, touch.id, touch.wake_at)
        for touch in touches
        if touch.wake_at is not None
    ]
    timers += [
        Timer(brand, STAFF_TIMER, touch.id, touch.send_at)
        for touch in touches
        if touch.state is State.AWAITING_STAFF and touch.send_at is not None
    ]
    return timers + [
        Timer(
            brand,
            HAND_OVER_TIMER if touch.channel == INBOX else SEND_TIMER,
            touch.id,
            touch.send_at or touch.decided_at,
        )
        for touch in touches
        if touch.state is State.PLANNED and touch.decided_at is not None
    ]


def hand_over_ids(brand: str, touch: Touch) -> set[str]:
    """The ids of the timers by which a planned touch is handed over; of others there are none."""
    if touch.state is not State.PLANNED or touch.decided_at is None:
        return set()
    kinds = (HAND_OVER_TIMER, SEND_TIMER)
    return {Timer(brand, kind, touch.id, touch.decided_at).id for kind in kinds}


def settlings(brand: str, touch: Touch) -> list[Timer]:
    """The timer of a touch whose latest attempt held a permission, and was answered.

    Each answer has a timer of its own: a worker that ends the holds of an earlier answer would
    otherwise take, unseen, the timer of the one that came meanwhile.
    """
    latest = touch.attempts[-1] if touch.attempts else None
    if latest is None or not latest.quota or not latest.answer:
        return []
    key = f"{touch.id}/{latest.number}/{latest.answer}"
    return [Timer(brand, QUOTA_TIMER, key, latest.at)]
