"""Items of feedback: the words of members, and the timeline of each."""

import math
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import strawberry

from gateway.core.ids import cursor, position, to_global
from gateway.schema.core.connections import (
    After,
    First,
    Page,
    PageInfo,
    edge_cursor,
    edge_node,
    edges,
    itself,
    page_info,
    page_size,
)
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, column, join, read
from gateway.schema.core.named import Named, NamedCode, named
from gateway.schema.core.node import Node
from gateway.schema.core.scalars import DateTime, Long, enum_value, instant, moment
from gateway.schema.core.selections import Args, Inner
from gateway.schema.feedback.analysis import FeedbackIntent, FeedbackMention, PreparedAnswer
from gateway.schema.feedback.clocks import FeedbackClock
from gateway.schema.feedback.sentiment import FeedbackSentiment
from gateway.schema.feedback.uploads import FeedbackAttachment, attachments_of, readable
from gateway.upstream.batching import Need
from gateway.upstream.loaders import FeedbackFilter
from tessera.feedback.v1 import feedback_pb2
from tessera.types.v1 import types_pb2

if TYPE_CHECKING:
    from gateway.schema.members.members import Member

_CURSOR = "feedback"


@strawberry.enum(description="The state of an item of feedback.")
class FeedbackState(Enum):
    """As tessera.feedback.v1.FeedbackState."""

    NEW = enum_value(feedback_pb2.FEEDBACK_STATE_NEW, "The item is taken in, and not routed yet.")
    TRIAGED = enum_value(
        feedback_pb2.FEEDBACK_STATE_TRIAGED, "The item has a category, a priority and a team."
    )
    ASSIGNED = enum_value(
        feedback_pb2.FEEDBACK_STATE_ASSIGNED, "A person of the team has the item."
    )
    WAITING = enum_value(feedback_pb2.FEEDBACK_STATE_WAITING, "The team waits for the member.")
    RESOLVED = enum_value(feedback_pb2.FEEDBACK_STATE_RESOLVED, "The team says that it is done.")
    CONFIRMED = enum_value(feedback_pb2.FEEDBACK_STATE_CONFIRMED, "The member says that it helped.")
    CLOSED = enum_value(feedback_pb2.FEEDBACK_STATE_CLOSED, "The team has closed the item.")
    REOPENED = enum_value(
        feedback_pb2.FEEDBACK_STATE_REOPENED, "The member says that it did not help."
    )


@strawberry.enum(description="The priority of an item of feedback.")
class Priority(Enum):
    """As tessera.feedback.v1.Priority."""

    GENERAL = enum_value(feedback_pb2.PRIORITY_GENERAL, "An automatic reply answers it at once.")
    COMPLEX = enum_value(feedback_pb2.PRIORITY_COMPLEX, "A person has to answer it.")
    URGENT = enum_value(feedback_pb2.PRIORITY_URGENT, "A person has to answer it now.")
    PUBLIC_COMPLAINT = enum_value(feedback_pb2.PRIORITY_PUBLIC_COMPLAINT, "It was said in public.")


@strawberry.type(name="Moment", description="An event in the timeline of an item.")
class TimelineEntry:
    """Source: tessera.feedback.v1.Moment."""

    at: DateTime = read(lambda event: moment(event.time), "The time of the event.")
    state: FeedbackState = column("The state of the item after the event.")
    message: str | None = read(
        lambda event: event.message or None,
        "The message that the member got; null when there was none.",
    )
    said: str | None = read(
        lambda event: event.said or None,
        "Further words of the writer, who went on; null when there were none.",
    )
    actor: str | None = read(
        lambda event: event.actor or None,
        "The member, the person of the team or the system that caused it; null to members.",
        rule=Rule.HIDDEN_FROM_MEMBERS,
    )
    note: str | None = read(
        lambda event: event.note or None,
        "A note for the team; null to members, and when there is none.",
        rule=Rule.HIDDEN_FROM_MEMBERS,
    )


def _topics(item: feedback_pb2.Feedback) -> list[NamedCode]:
    names = list(item.topic_names)
    # Old items have topics without names.
    names += [types_pb2.LocalizedText()] * (len(item.topics) - len(names))
    return [NamedCode(topic, name) for topic, name in zip(item.topics, names, strict=False)]


_MEMBERS_TURN = frozenset(
    {
        feedback_pb2.FEEDBACK_STATE_WAITING,
        feedback_pb2.FEEDBACK_STATE_RESOLVED,
        feedback_pb2.FEEDBACK_STATE_CONFIRMED,
        feedback_pb2.FEEDBACK_STATE_CLOSED,
    }
)
"""The clock of the resolution stands in these states."""


def _remaining_seconds(item: feedback_pb2.Feedback, context: RequestContext) -> int | None:
    waits = item.state == feedback_pb2.FEEDBACK_STATE_WAITING
    if item.state in _MEMBERS_TURN and not waits:
        return None
    if item.HasField("response_due_time") and not item.HasField("first_response_time"):
        due = moment(item.response_due_time)
    elif item.HasField("resolution_due_time") and not waits:
        due = moment(item.resolution_due_time)
    else:
        return None
    return math.floor((due - context.now).total_seconds())


def _is_feedback(cls: type, source: object, info: object) -> bool:
    return isinstance(source, feedback_pb2.Feedback)


@strawberry.type(
    description="An item of feedback: the words of a member, and everything that followed."
)
class Feedback(Node):
    """Source: tessera.feedback.v1.Feedback."""

    id: strawberry.ID = read(
        lambda item: to_global("Feedback", item.id), "The global id of the item."
    )
    text: str = column("The words of the member.")
    channel: str = column("The channel by which it came, such as mini_program.")
    state: FeedbackState = column("The state of the item.")
    topics: list[Named] = read(
        _topics,
        "The topics that the text complains of, from the brand's taxonomy; what it denies or"
        " praises is"
        " in `mentions`.",
        size=3,
    )
    category: Named | None = read(
        lambda item: named(item.category, item.category_name),
        "The category that routing gave it; null before that, and where no rule applies.",
    )
    priority: Priority | None = read(
        lambda item: item.priority or None, "The priority; null until it is routed."
    )
    member_id: strawberry.ID | None = read(
        lambda item: to_global("Member", item.member_id) if item.member_id else None,
        "The global id of the member who said it; null when it is anonymous.",
    )
    member: Annotated["Member", strawberry.lazy("gateway.schema.members.members")] | None = join(
        itself,
        "The card of the member who said it; null when it is anonymous.",
        loader="members",
        key=lambda item: item.member_id,
        need=lambda args, inner: Need(),
    )
    anonymous: bool = column(
        "True when the writer chose to stay unknown: nobody can be written to. An item may have no"
        " member without that, when its channel knows the writer."
    )
    order_id: str | None = read(
        lambda item: item.order_id or None, "The order that it is about; null without one."
    )
    store_id: str | None = read(
        lambda item: item.store_id or None, "The store that it is about; null without one."
    )
    attachment_urls: list[str] = read(
        readable,
        "Links to its attachments that may be seen: `attachments` has the others as well. A link to"
        " an upload is good for ten minutes at least.",
    )
    attachments: list[FeedbackAttachment] = read(
        attachments_of, "Its attachments, in the order in which they were sent.", size=3
    )
    stars: int | None = read(
        lambda item: item.stars if item.HasField("stars") else None,
        "The stars of a review, 1 to 5; null of anything else.",
    )
    said_at: DateTime | None = read(
        lambda item: instant(item, "said_time"),
        "The time at which it was said, where its channel told that it was before `createdAt`:"
        " trends count it then.",
    )
    created_at: DateTime = read(
        lambda item: moment(item.create_time), "The time at which it was taken in."
    )
    response_due_at: DateTime | None = read(
        lambda item: instant(item, "response_due_time"),
        "The time by which the first response is due; null until it is routed.",
    )
    resolution_due_at: DateTime | None = read(
        lambda item: instant(item, "resolution_due_time"),
        "The time by which the resolution is due; null where the programme sets none.",
    )
    first_response_at: DateTime | None = read(
        lambda item: instant(item, "first_response_time"),
        "The time of the first response; null until then.",
    )
    remaining_seconds: Long | None = read(
        _remaining_seconds,
        "The seconds until the team is late, negative when it is: with the first response until a"
        " person gave one, then with the resolution. Null when nothing is due from the team.",
    )
    timeline: list[TimelineEntry] = column(
        "Everything that happened to the item, oldest first.", size=8
    )
    team: str | None = read(
        lambda item: item.team or None,
        "The team that has the item; null to members.",
        rule=Rule.HIDDEN_FROM_MEMBERS,
    )
    assignee: str | None = read(
        lambda item: item.assignee or None,
        "The person who has the item; null to members, and when nobody has it.",
        rule=Rule.HIDDEN_FROM_MEMBERS,
    )
    sentiment: FeedbackSentiment | None = read(
        lambda item: item.sentiment if item.HasField("sentiment") else None,
        "The sentiment of the text, by a model; null to members, until it is routed, and for items"
        " of before there was a model.",
        rule=Rule.HIDDEN_FROM_MEMBERS,
    )
    intent: FeedbackIntent | None = read(
        lambda item: item.intent or None,
        "The thing that the writer wants; null to members, until it is routed, and for items of"
        " before"
        " intents were read.",
        rule=Rule.HIDDEN_FROM_MEMBERS,
    )
    mentions: list[FeedbackMention] | None = read(
        lambda item: list(item.mentions),
        "The words that show the topics, and those that the text denies or praises, at most 20;"
        " null"
        " to members.",
        rule=Rule.HIDDEN_FROM_MEMBERS,
        size=3,
    )
    prepared_answers: list[PreparedAnswer] | None = read(
        lambda item: list(item.prepared_answers),
        "The answers that the programme has ready for it, those that fit closest first, at most 10;"
        " empty in lists, null to members.",
        rule=Rule.HIDDEN_FROM_MEMBERS,
        size=5,
    )
    rating: int | None = read(
        lambda item: item.rating if item.HasField("rating") else None,
        "The judgement of the member on the outcome, from 1, it did not help at all, to 5; null"
        " before"
        " that.",
    )
    group: str | None = read(
        lambda item: item.group or None,
        "The group of items that say nearly the same, for `feedbackQueue`; null for items that"
        " complain"
        " of nothing, until it is grouped, and to members. An item of the channel `crisis` is about"
        " its group.",
        rule=Rule.HIDDEN_FROM_MEMBERS,
    )

    clocks: list[FeedbackClock] | None = read(
        lambda item: list(item.clocks),
        "The clocks of all that the team owes the member; null to members.",
        rule=Rule.HIDDEN_FROM_MEMBERS,
        size=3,
    )
    escalation_level: int | None = read(
        lambda item: item.escalation_level,
        "How far its breach is escalated, from 1; 0 while nothing is late; null to members.",
        rule=Rule.HIDDEN_FROM_MEMBERS,
    )
    escalated_to: str | None = read(
        lambda item: item.escalated_to or None,
        "The team that a breach was escalated to; null to members, and without one.",
        rule=Rule.HIDDEN_FROM_MEMBERS,
    )
    first_responder: str | None = read(
        lambda item: item.first_responder or None,
        "The person who answered first; null to members, and before that.",
        rule=Rule.HIDDEN_FROM_MEMBERS,
    )

    is_type_of: ClassVar[Any] = classmethod(_is_feedback)


def _item_cursor(item: feedback_pb2.Feedback) -> str:
    return cursor(_CURSOR, item.id)


@strawberry.type(description="An item of feedback, with its place in the list.")
class FeedbackEdge:
    """Source: the item."""

    cursor: str = edge_cursor(_item_cursor)
    node: Feedback = edge_node()


@strawberry.type(description="A page of a member's items of feedback, newest first.")
class FeedbackConnection:
    """Source: Page."""

    edges: list[FeedbackEdge] = edges()
    page_info: PageInfo = page_info()


def feedback_need(args: Args, inner: Inner) -> Need:
    """The need of a member's newest matching items, behind the cursor."""
    before = position(_CURSOR, args.get("after"), str)
    states = tuple(sorted({state.value for state in args.get("states") or ()}))
    only = FeedbackFilter(str(before or ""), states, args.get("category") or "")
    return Need(only if any(only) else "", (page_size(args.get("first")),))


def pick_feedback(
    listed: feedback_pb2.MemberFeedback,
    first: First = 20,
    after: After = None,
    states: Annotated[
        list[FeedbackState] | None,
        strawberry.argument(
            description="The states of the items that are wanted; any state when left out or empty."
        ),
    ] = None,
    category: Annotated[
        str | None,
        strawberry.argument(
            description="The code of the category of the items that are wanted, at most 64"
            " characters; any category when left out."
        ),
    ] = None,
) -> Page:
    """The page of a member's items; the shared call may have loaded more."""
    size = page_size(first)
    return Page(
        listed.feedback[:size],
        _item_cursor,
        has_next=listed.has_more or len(listed.feedback) > size,
        has_previous=after is not None,
    )
