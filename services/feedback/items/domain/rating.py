"""How a member judges what became of an item: once, from 1 to 5."""

from dataclasses import replace
from datetime import datetime

from services.feedback.items.domain.item import Feedback, Rating
from services.feedback.items.domain.states import State
from services.feedback.routing.domain.response_times import Deadline

SCORE_MAX = 5
SATISFIED_FROM = 4
"""CSAT counts 4 and 5."""
_DONE = frozenset({State.RESOLVED, State.CONFIRMED, State.CLOSED})


class NotResolved(Exception):
    """Nothing is there to judge: the team has not resolved the item."""

    reason = "FEEDBACK_NOT_RESOLVED"

    def __init__(self, state: State) -> None:
        super().__init__(f"{state} is not resolved")
        self.metadata = {"state": state.name}


class RatedAlready(Exception):
    """The member is asked once."""

    reason = "FEEDBACK_RATED"

    def __init__(self, score: int) -> None:
        super().__init__(f"it was rated {score}")
        self.metadata = {"score": str(score)}


def rate(item: Feedback, score: int, now: datetime) -> Feedback:
    """`item` with the member's rating, for good. Whoever rated needs no follow-up.

    Raises RatedAlready, NotResolved.
    """
    if item.rating is not None:
        raise RatedAlready(item.rating.score)
    if item.state not in _DONE:
        raise NotResolved(item.state)
    return replace(item, rating=Rating(score, now), follow_up=Deadline())
