"""An item of feedback: something that somebody said, with all that happened to it since."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from services.feedback.analysis.domain.intent import Intent
from services.feedback.analysis.domain.mentions import Mention
from services.feedback.analysis.domain.sentiment import UNREAD, Sentiment
from services.feedback.items.domain.attachments import Attachment, announced
from services.feedback.items.domain.member_messages import MESSAGE_ON, RECEIVED, MemberMessages
from services.feedback.items.domain.states import (
    CLOCK_STANDS,
    LEADS_TO_THE_END,
    State,
    check_move,
)
from services.feedback.items.domain.submission import Submission as Submission
from services.feedback.programme.domain import Text
from services.feedback.routing.domain.response_times import (
    ClockKind,
    Deadline,
    Priority,
    Terms,
)
from services.feedback.routing.domain.routing import Routing

SYSTEM = "system"
TEAM = "team"
ANONYMOUS = "anonymous"
"""The actor of the taking in where the writer stays unknown."""
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


class WriterUnknown(Exception):
    """Nobody can be written to or waited for: the writer stayed unknown."""

    reason = "FEEDBACK_ANONYMOUS"

    def __init__(self, feedback_id: str, field: str) -> None:
        super().__init__(f"{feedback_id} is anonymous: answer by the public notice of a fix")
        self.field = field


@dataclass(frozen=True)
class TimelineEntry:
    """One step of an item. `note` is for the team, `message` went to the member, `said` are further
    words of the writer.

    The actor is a member's id, the subject of one of the brand's people or channels, SYSTEM or
    ANONYMOUS.
    """

    at: datetime
    actor: str
    state: State
    note: str = ""
    message: str = ""
    said: str = ""


class AlertKind(StrEnum):
    """What became of a clock: 80 % of its time is over, or all of it."""

    WARNING = "warning"
    LATE = "late"


@dataclass(frozen=True)
class Alert:
    """A clock that ran low or out; gone as soon as the team has done what it owed. `since` is when
    that was due, or the warning."""

    clock: ClockKind
    kind: AlertKind
    since: datetime


@dataclass(frozen=True)
class Rating:
    """How the member judges the outcome: 1, it did not help at all, to 5."""

    score: int
    at: datetime


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
    response_warn_at: datetime | None = None
    response_in_business: bool = False
    response_calendar_unknown: bool = False
    first_responder: str = ""
    """The person whose answer was the first response."""
    next_response: Deadline = field(default_factory=Deadline)
    follow_up: Deadline = field(default_factory=Deadline)
    alerts: tuple[Alert, ...] = ()
    level: int = 0
    """How far its breach is escalated; 0 while nothing is late."""
    escalated_to: str = ""
    wake_at: datetime | None = None
    """When its clocks have to be looked at again; kept as a timer."""
    sentiment: Sentiment = UNREAD
    mentions: tuple[Mention, ...] = ()
    """The words that show its issues, praise them, or deny them."""
    intent: Intent | None = None
    """None before routing, and for items of before intents were read."""
    group: str = ""
    """The group of items that are alike; empty where it is in none yet."""
    rating: Rating | None = None
    analysed_by: str = ""
    """What read its history last; empty for an item that was read as it came in."""
    attachments: tuple[Attachment, ...] = ()
    """Those that are uploads; none for items of before they were checked."""

    @property
    def complains(self) -> bool:
        """Whether it has an issue, or its writer complains, as far as analysis knows."""
        return bool(self.issues) or self.intent is Intent.COMPLAINS

    @property
    def member_id(self) -> str:
        """The member that said it; empty when anonymous."""
        return self.submission.member_id


@dataclass(frozen=True)
class Only:
    """Selects items in one of `states`, of `category`, and about one of `stores`; an empty one
    selects all."""

    states: tuple[State, ...] = ()
    category: str = ""
    stores: frozenset[str] = frozenset()


EVERYTHING = Only()


def take_in(feedback_id: str, submission: Submission, actor: str, now: datetime) -> Feedback:
    """A new item, not routed yet."""
    actor = ANONYMOUS if submission.anonymous else actor
    return Feedback(
        id=feedback_id,
        submission=submission,
        created_at=now,
        timeline=(TimelineEntry(now, actor, State.NEW),),
        attachments=announced(submission.attachment_urls),
    )


def route(
    item: Feedback,
    routing: Routing,
    messages: MemberMessages,
    now: datetime,
    terms: Terms | None = None,
) -> Feedback:
    """Give `item` the result of `routing`, start its clocks at the taking in, and acknowledge it.

    The acknowledgement is no first response: that is a person's. Where the programme gives no time
    for one (0 minutes) the acknowledgement is all that is due, so no clock runs.
    """
    terms = terms or Terms(routing.times)
    resolution = terms.deadline(ClockKind.RESOLUTION, item.created_at, routing.times.resolution)
    message = messages.text(RECEIVED, routing.language)
    settled = message != "" and not routing.times.first_response
    item = replace(item, state=State.TRIAGED, resolution=resolution)
    return replace(
        first_response_due(item, terms, settled=settled),
        issues=routing.issues,
        issue_names=routing.issue_names,
        language=routing.language,
        sentiment=routing.sentiment,
        mentions=routing.mentions,
        intent=routing.intent,
        category=routing.category,
        category_name=routing.category_name,
        priority=routing.priority,
        team=routing.team,
        timeline=(*item.timeline, TimelineEntry(now, SYSTEM, State.TRIAGED, message=message)),
    )


PERSON_WITHIN = timedelta(hours=2)
"""An item that no rule could judge is a person's to answer this long after its taking in."""


def give_to_a_person(item: Feedback, terms: Terms, now: datetime) -> Feedback:
    """`item` that no rule could judge: without category and team, and with an answer due."""
    times = replace(terms.times, first_response=PERSON_WITHIN)
    item = replace(
        item,
        state=State.TRIAGED,
        priority=Priority.COMPLEX,
        timeline=(*item.timeline, TimelineEntry(now, SYSTEM, State.TRIAGED, "no rule could judge")),
    )
    around_the_clock = replace(terms, times=times, hours=None)
    return first_response_due(item, around_the_clock, settled=False)


@dataclass(frozen=True)
class Move:
    """A requested move. To ASSIGNED without an `assignee`, the actor becomes the assignee."""

    to: State
    actor: str
    by_member: bool = False
    note: str = ""
    assignee: str = ""
    message: str = ""


def assign(item: Feedback, person: str, now: datetime, note: str = "") -> Feedback:
    """`item` with `person`, by a rule that `note` explains. The member hears nothing of it: nobody
    did anything yet."""
    entry = TimelineEntry(now, SYSTEM, State.ASSIGNED, note)
    return replace(item, state=State.ASSIGNED, assignee=person, timeline=(*item.timeline, entry))


def make_move(
    item: Feedback,
    move: Move,
    messages: MemberMessages,
    now: datetime,
    terms: Terms | None = None,
) -> Feedback:
    """`item` after the move. Raises MoveNotAllowed, TimelineFull, WriterUnknown.

    A person's message and the result count as the first response, an automatic message does not.
    Where the writer is unknown, a person's first move does: no message can.
    """
    terms = terms or Terms()
    check_move(item.state, move.to, by_member=move.by_member)
    unknown = item.submission.anonymous
    if unknown and (move.message or move.to is State.WAITING):
        raise WriterUnknown(item.id, "message" if move.message else "state")
    answers = not move.by_member and (unknown or move.message != "" or move.to is State.RESOLVED)
    assigned = (move.assignee or move.actor) if move.to is State.ASSIGNED else item.assignee
    stands = move.to in CLOCK_STANDS
    message = move.message or _automatic_message(item, move.to, messages)
    hours, kept = terms.hours, item.resolution
    return replace(
        _answered(item, move.actor, now) if answers else item,
        state=move.to,
        assignee=assigned,
        resolution=kept.stop(now) if stands else kept.run(now, hours),
        next_response=_next_response(item, move, now, terms, answers=answers),
        follow_up=_follow_up(item, move, now, terms),
        timeline=longer(
            item,
            TimelineEntry(now, move.actor, move.to, move.note, message),
            None if move.to in LEADS_TO_THE_END else MOVES_UNTIL,
        ),
    )


def reply(item: Feedback, message: str, actor: str, now: datetime) -> Feedback:
    """`item` after a person wrote `message` to the member. Raises TimelineFull, WriterUnknown."""
    if item.submission.anonymous:
        raise WriterUnknown(item.id, "feedback_id")
    return replace(
        _answered(item, actor, now),
        next_response=Deadline(),
        follow_up=Deadline(),
        timeline=longer(
            item, TimelineEntry(now, actor, item.state, message=message), REPLIES_UNTIL
        ),
    )


def first_response_due(
    item: Feedback, terms: Terms, *, settled: bool, since: datetime | None = None
) -> Feedback:
    """`item` with the clock of its first response, which starts `since` then, or at the taking in;
    without one where it is `settled`."""
    length = None if settled else terms.times.first_response
    due = terms.deadline(ClockKind.FIRST_RESPONSE, since or item.created_at, length)
    return replace(
        item,
        response_due=due.due,
        response_warn_at=due.warn_at,
        response_in_business=due.in_business,
        response_calendar_unknown=due.calendar_unknown,
    )


def _answered(item: Feedback, actor: str, now: datetime) -> Feedback:
    """`item` with its first response, unless it had that before."""
    if item.first_response_at is not None:
        return item
    return replace(item, first_response_at=now, first_responder=actor)


def _next_response(
    item: Feedback, move: Move, now: datetime, terms: Terms, *, answers: bool
) -> Deadline:
    """The member waits for an answer again: after reopening, or after answering a question."""
    if answers or move.to in (State.CONFIRMED, State.CLOSED):
        return Deadline()
    member_spoke = move.to is State.REOPENED or item.state is State.WAITING
    if member_spoke and item.first_response_at is not None and item.next_response.due is None:
        length = terms.times.next_response
        return terms.deadline(ClockKind.NEXT_RESPONSE, now, length)
    if move.to in CLOCK_STANDS:
        return item.next_response.stop(now)
    return item.next_response.run(now, terms.hours)


def _follow_up(item: Feedback, move: Move, now: datetime, terms: Terms) -> Deadline:
    if move.to is not State.RESOLVED or item.submission.anonymous:
        return Deadline()
    return terms.deadline(ClockKind.FOLLOW_UP, now, terms.times.follow_up)


def as_members_see(item: Feedback) -> Feedback:
    """`item` without notes, clocks, the assignee, what analysis says beside the issues, and the
    names of the team."""
    timeline = tuple(
        replace(entry, note="", actor=_public_actor(entry.actor, item)) for entry in item.timeline
    )
    return replace(
        item,
        assignee="",
        timeline=timeline,
        alerts=(),
        level=0,
        escalated_to="",
        first_responder="",
        sentiment=UNREAD,
        mentions=(),
        intent=None,
        group="",
    )


def _public_actor(actor: str, item: Feedback) -> str:
    return actor if actor in (SYSTEM, ANONYMOUS, item.member_id) else TEAM


def _automatic_message(item: Feedback, to: State, messages: MemberMessages) -> str:
    # Handing it to a colleague is no news to the member.
    if to is item.state or to not in MESSAGE_ON or item.submission.anonymous:
        return ""
    return messages.text(MESSAGE_ON[to], item.language)


def longer(item: Feedback, entry: TimelineEntry, until: int | None) -> tuple[TimelineEntry, ...]:
    """The timeline with `entry`. Raises TimelineFull from `until` entries on."""
    if until is not None and len(item.timeline) >= until:
        raise TimelineFull(item.id, until)
    return (*item.timeline, entry)
