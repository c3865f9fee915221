"""An item of feedback: something somebody said, and what became of it."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from services.feedback.analysis.domain.taxonomy import Text
from services.feedback.items.domain.states import CLOCK_STANDS, State, check_move
from services.feedback.programme.domain import Programme, Rule
from services.feedback.routing.domain.response_clock import Deadline, Priority

SYSTEM = "system"
TEAM = "team"
TIMELINE_MAX = 200

TOLD_AT = {
    State.ASSIGNED: "progress",
    State.RESOLVED: "resolved",
    State.REOPENED: "reopened",
}
"""Reaching these tells the member, in the programme's words unless others are given."""


class TimelineFull(Exception):
    """The item has had as many moments as it can carry."""

    reason = "TOO_MANY"

    def __init__(self, feedback_id: str) -> None:
        super().__init__(f"{feedback_id} has {TIMELINE_MAX} moments")
        self.metadata = {"limit": str(TIMELINE_MAX)}


@dataclass(frozen=True)
class Submission:
    """What comes in from a channel. Texts are empty where there is nothing to say."""

    channel: str
    text: str
    member_id: str = ""
    order_id: str = ""
    store_id: str = ""
    attachment_urls: tuple[str, ...] = ()
    channel_event_id: str = ""


@dataclass(frozen=True)
class Moment:
    """One line of a timeline. `note` is for the team, `message` is what the member was told.

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
    topics: tuple[str, ...] = ()
    language: str = ""
    category: str = ""
    priority: Priority | None = None
    team: str = ""
    assignee: str = ""
    response_due: datetime | None = None
    resolution: Deadline = field(default_factory=Deadline)
    first_response_at: datetime | None = None
    timeline: tuple[Moment, ...] = ()
    topic_names: tuple[Text, ...] = ()
    """Of `topics`, in their order, as they were when it was routed."""
    category_name: Text | None = None

    @property
    def member_id(self) -> str:
        """Who said it; empty when anonymous."""
        return self.submission.member_id


@dataclass(frozen=True)
class Only:
    """Which items are wanted: in one of `states` and of `category`, each unless empty."""

    states: tuple[State, ...] = ()
    category: str = ""


EVERYTHING = Only()


def take_in(feedback_id: str, submission: Submission, actor: str, now: datetime) -> Feedback:
    """A new item, not routed yet."""
    return Feedback(
        id=feedback_id,
        submission=submission,
        created_at=now,
        timeline=(Moment(now, actor, State.NEW),),
    )


def route(
    item: Feedback,
    topics: tuple[str, ...],
    language: str,
    rule: Rule,
    programme: Programme,
    now: datetime,
) -> Feedback:
    """Give what `rule` gives, start the clocks at the taking in, and acknowledge to the member.

    To a general item the acknowledgement is the first response; the others need a person's.
    """
    clock = programme.clock(rule.priority)
    resolution = clock.resolution
    moment = Moment(now, SYSTEM, State.TRIAGED, message=programme.message("received", language))
    return replace(
        item,
        state=State.TRIAGED,
        topics=topics,
        topic_names=tuple(programme.name_of(topic) for topic in topics),
        language=language,
        category=rule.category,
        category_name=programme.categories.get(rule.category),
        priority=rule.priority,
        team=rule.team,
        response_due=item.created_at + clock.first_response,
        resolution=Deadline(None if resolution is None else item.created_at + resolution),
        first_response_at=now if rule.priority is Priority.GENERAL else None,
        timeline=_longer(item, moment),
    )


@dataclass(frozen=True)
class Move:
    """A move asked for. Without an `assignee` an assigned item is the actor's own."""

    to: State
    actor: str
    by_member: bool = False
    note: str = ""
    assignee: str = ""
    message: str = ""


def make_move(item: Feedback, move: Move, programme: Programme, now: datetime) -> Feedback:
    """`item` after the move. Raises MoveNotAllowed, TimelineFull.

    The words of a person and the result count as the first response, an automatic message does not.
    """
    check_move(item.state, move.to, by_member=move.by_member)
    answers = not move.by_member and (move.message != "" or move.to is State.RESOLVED)
    assigned = (move.assignee or move.actor) if move.to is State.ASSIGNED else item.assignee
    stands = move.to in CLOCK_STANDS
    moment = Moment(
        now,
        move.actor,
        move.to,
        move.note,
        move.message or _told(item, move.to, programme),
    )
    return replace(
        item,
        state=move.to,
        assignee=assigned,
        resolution=item.resolution.stop(now) if stands else item.resolution.run(now),
        first_response_at=item.first_response_at or (now if answers else None),
        timeline=_longer(item, moment),
    )


def reply(item: Feedback, message: str, actor: str, now: datetime) -> Feedback:
    """`item` after a person wrote `message` to the member. Raises TimelineFull."""
    return replace(
        item,
        first_response_at=item.first_response_at or now,
        timeline=_longer(item, Moment(now, actor, item.state, message=message)),
    )


def as_members_see(item: Feedback) -> Feedback:
    """`item` without what is the team's own: notes, the assignee, and who of the team acted."""
    timeline = tuple(
        replace(moment, note="", actor=_public_actor(moment.actor, item))
        for moment in item.timeline
    )
    return replace(item, assignee="", timeline=timeline)


def _public_actor(actor: str, item: Feedback) -> str:
    return actor if actor in (SYSTEM, item.member_id) else TEAM


def _told(item: Feedback, to: State, programme: Programme) -> str:
    # Handing it to a colleague is no news to the member.
    if to is item.state or to not in TOLD_AT:
        return ""
    return programme.message(TOLD_AT[to], item.language or programme.language)


def _longer(item: Feedback, moment: Moment) -> tuple[Moment, ...]:
    if len(item.timeline) >= TIMELINE_MAX:
        raise TimelineFull(item.id)
    return (*item.timeline, moment)
