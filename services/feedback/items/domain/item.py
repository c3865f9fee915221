"""An item of feedback: something that somebody said, with all that happened to it since."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from services.feedback.items.domain.member_messages import MESSAGE_ON, RECEIVED, MemberMessages
from services.feedback.items.domain.states import (
    CLOCK_STANDS,
    LEADS_TO_THE_END,
    State,
    check_move,
)
from services.feedback.programme.domain import Text
from services.feedback.routing.domain.response_times import Deadline, Priority
from services.feedback.routing.domain.routing import Routing

SYSTEM = "system"
TEAM = "team"
REPLIES_UNTIL = 200
"""Entries of a timeline up to which there may be another reply."""
MOVES_UNTIL = 300
"""Entries up to which there may be any move; those that lead to the end have room beyond."""


class TimelineFull(Exception):
    """The timeline has room for nothing but the end: resolve or close it, go on in a new item."""

    reason = "TOO_MANY"

    def __init__(self, feedback_id: str, limit: int) -> None:
        super().__init__(
            f"{feedback_id} has {limit} entries: resolve or close it, go on in a new item"
        )
        self.metadata = {"limit": str(limit)}


@dataclass(frozen=True)
class Submission:
    """An item as a channel sends it in. Fields without a value are empty."""

    channel: str
    text: str
    member_id: str = ""
    order_id: str = ""
    store_id: str = ""
    attachment_urls: tuple[str, ...] = ()
    channel_event_id: str = ""


@dataclass(frozen=True)
class TimelineEntry:
    """One step of an item. `note` is for the team, `message` went to the member.

    The actor is a member's id, the subject of one of the brand's people or channels, or SYSTEM.
    """

    at: datetime
    actor: str
    state: State
    note: str = ""
    message: str = ""


@dataclass(frozen=True)
class Feedback:
    """An item with its whole timeline, oldest first."""

    id: str
    submission: Submission
    created_at: datetime
    state: State = State.NEW
    issues: tuple[str, ...] = ()
    language: str = ""
    category: str = ""
    priority: Priority | None = None
    team: str = ""
    assignee: str = ""
    response_due: datetime | None = None
    resolution: Deadline = field(default_factory=Deadline)
    first_response_at: datetime | None = None
    timeline: tuple[TimelineEntry, ...] = ()
    issue_names: tuple[Text, ...] = ()
    """Of `issues`, in the same order, as the programme had them when the item was routed."""
    category_name: Text | None = None

    @property
    def member_id(self) -> str:
        """The member that said it; empty when anonymous."""
        return self.submission.member_id


@dataclass(frozen=True)
class Only:
    """Selects items in one of `states` and of `category`; an empty one selects all."""

    states: tuple[State, ...] = ()
    category: str = ""


EVERYTHING = Only()


def take_in(feedback_id: str, submission: Submission, actor: str, now: datetime) -> Feedback:
    """A new item, not routed yet."""
    return Feedback(
        id=feedback_id,
        submission=submission,
        created_at=now,
        timeline=(TimelineEntry(now, actor, State.NEW),),
    )


def route(item: Feedback, routing: Routing, messages: MemberMessages, now: datetime) -> Feedback:
    """Give `item` the result of `routing`, start its clocks at the taking in, and acknowledge it.

    The acknowledgement is no first response: that is a person's. Where the programme gives no time
    for one (0 minutes) the acknowledgement is all that is due, so no clock runs.
    """
    resolution = routing.times.resolution
    message = messages.text(RECEIVED, routing.language)
    settled = message != "" and not routing.times.first_response
    return replace(
        item,
        state=State.TRIAGED,
        issues=routing.issues,
        issue_names=routing.issue_names,
        language=routing.language,
        category=routing.category,
        category_name=routing.category_name,
        priority=routing.priority,
        team=routing.team,
        response_due=None if settled else item.created_at + routing.times.first_response,
        resolution=Deadline(None if resolution is None else item.created_at + resolution),
        timeline=(*item.timeline, TimelineEntry(now, SYSTEM, State.TRIAGED, message=message)),
    )


@dataclass(frozen=True)
class Move:
    """A requested move. To ASSIGNED without an `assignee`, the actor becomes the assignee."""

    to: State
    actor: str
    by_member: bool = False
    note: str = ""
    assignee: str = ""
    message: str = ""


def make_move(item: Feedback, move: Move, messages: MemberMessages, now: datetime) -> Feedback:
    """`item` after the move. Raises MoveNotAllowed, TimelineFull.

    A person's message and the result count as the first response, an automatic message does not.
    """
    check_move(item.state, move.to, by_member=move.by_member)
    answers = not move.by_member and (move.message != "" or move.to is State.RESOLVED)
    assigned = (move.assignee or move.actor) if move.to is State.ASSIGNED else item.assignee
    stands = move.to in CLOCK_STANDS
    message = move.message or _automatic_message(item, move.to, messages)
    return replace(
        item,
        state=move.to,
        assignee=assigned,
        resolution=item.resolution.stop(now) if stands else item.resolution.run(now),
        first_response_at=item.first_response_at or (now if answers else None),
        timeline=_longer(
            item,
            TimelineEntry(now, move.actor, move.to, move.note, message),
            None if move.to in LEADS_TO_THE_END else MOVES_UNTIL,
        ),
    )


def reply(item: Feedback, message: str, actor: str, now: datetime) -> Feedback:
    """`item` after a person wrote `message` to the member. Raises TimelineFull."""
    return replace(
        item,
        first_response_at=item.first_response_at or now,
        timeline=_longer(
            item, TimelineEntry(now, actor, item.state, message=message), REPLIES_UNTIL
        ),
    )


def as_members_see(item: Feedback) -> Feedback:
    """`item` without notes, the assignee, and the names of the team's people."""
    timeline = tuple(
        replace(entry, note="", actor=_public_actor(entry.actor, item)) for entry in item.timeline
    )
    return replace(item, assignee="", timeline=timeline)


def _public_actor(actor: str, item: Feedback) -> str:
    return actor if actor in (SYSTEM, item.member_id) else TEAM


def _automatic_message(item: Feedback, to: State, messages: MemberMessages) -> str:
    # Handing it to a colleague is no news to the member.
    if to is item.state or to not in MESSAGE_ON:
        return ""
    return messages.text(MESSAGE_ON[to], item.language)


def _longer(item: Feedback, entry: TimelineEntry, until: int | None) -> tuple[TimelineEntry, ...]:
    if until is not None and len(item.timeline) >= until:
        raise TimelineFull(item.id, until)
    return (*item.timeline, entry)
