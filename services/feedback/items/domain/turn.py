"""A turn of the writer: further words in the thread of an item."""

from dataclasses import dataclass, replace
from datetime import datetime

from services.feedback.items.domain.item import (
    MOVES_UNTIL,
    Feedback,
    Move,
    TimelineEntry,
    WriterUnknown,
    first_response_due,
    longer,
    make_move,
)
from services.feedback.items.domain.member_messages import MemberMessages
from services.feedback.items.domain.queue import OPEN
from services.feedback.items.domain.rerouting import Rerouting
from services.feedback.items.domain.states import State
from services.feedback.routing.domain.response_times import ClockKind, Deadline, Terms

TURNS_UNTIL = 150
"""Entries of a timeline up to which its writer may go on: so that an answer always has room."""


class FeedbackEnded(Exception):
    """The item is resolved, and nobody would read on."""

    reason = "FEEDBACK_ENDED"

    def __init__(self, state: State) -> None:
        super().__init__(f"it is {state}: reopen it, or submit the words as a new item")
        self.metadata = {"state": state.name}


@dataclass(frozen=True, slots=True)
class Turn:
    """`words` of the writer, which `actor` brings; `reopens`: they say that it is not resolved."""

    words: str
    actor: str
    reopens: bool = False


def go_on(
    item: Feedback, turn: Turn, messages: MemberMessages, now: datetime, terms: Terms
) -> Feedback:
    """`item` with the turn in its thread; the team waits no more, and owes an answer again.

    Raises FeedbackEnded, WriterUnknown, TimelineFull.
    """
    if item.submission.anonymous:
        raise WriterUnknown(item.id, "feedback_id")
    if item.state not in OPEN:
        return _reopened(item, turn, messages, now, terms)
    state = item.state
    if state is State.WAITING:
        state = State.ASSIGNED if item.assignee else State.TRIAGED
    entry = TimelineEntry(now, turn.actor, state, said=turn.words)
    return replace(
        item,
        state=state,
        resolution=item.resolution.run(now, terms.hours),
        next_response=_next_response(item, now, terms),
        timeline=longer(item, entry, TURNS_UNTIL),
    )


def _reopened(
    item: Feedback, turn: Turn, messages: MemberMessages, now: datetime, terms: Terms
) -> Feedback:
    if not turn.reopens:
        raise FeedbackEnded(item.state)
    longer(item, item.timeline[-1], TURNS_UNTIL)
    moved = make_move(item, Move(State.REOPENED, turn.actor, by_member=True), messages, now, terms)
    *before, last = moved.timeline
    return replace(moved, timeline=(*before, replace(last, said=turn.words)))


def _next_response(item: Feedback, now: datetime, terms: Terms) -> Deadline:
    """The first of several turns starts the clock, unless the first response is still to come: an
    item that waits to be routed has no times yet."""
    due = item.state is State.NEW or item.response_due is not None
    awaits_first = item.first_response_at is None and due
    if awaits_first or item.next_response.due is not None:
        return item.next_response.run(now, terms.hours)
    return terms.deadline(ClockKind.NEXT_RESPONSE, now, terms.times.next_response)


def rise(item: Feedback, to: Rerouting, terms: Terms, now: datetime) -> Feedback:
    """`item` in its more urgent place, with clocks from now on: before its writer went on, nobody
    could know. What was due before these, or is late, stays so. Raises TimelineFull."""
    entry = TimelineEntry(now, to.actor, item.state, to.note)
    answered = item.first_response_at is not None
    length = (terms.times.next_response or terms.times.first_response) if answered else None
    resolution = terms.deadline(ClockKind.RESOLUTION, now, terms.times.resolution)
    risen = replace(
        item,
        category=to.category,
        category_name=to.category_name,
        priority=to.priority,
        team=to.team,
        resolution=resolution.or_earlier(item.resolution),
        next_response=terms.deadline(ClockKind.NEXT_RESPONSE, now, length).or_earlier(
            item.next_response
        ),
        timeline=longer(item, entry, MOVES_UNTIL),
    )
    if answered:
        return risen
    first = first_response_due(risen, terms, settled=False, since=now)
    was, will_be = item.response_due, first.response_due
    return risen if was is not None and will_be is not None and was <= will_be else first
