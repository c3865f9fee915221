"""What members said, and what became of it."""

from enum import Enum
from typing import Any, ClassVar

import strawberry

from gateway.core.ids import cursor, position, to_global
from gateway.schema.core.connections import (
    Page,
    PageInfo,
    edge_cursor,
    edge_node,
    edges,
    page_info,
    page_size,
)
from gateway.schema.core.fields import Rule, column, read
from gateway.schema.core.named import Code, Named, named
from gateway.schema.core.node import Node
from gateway.schema.core.scalars import DateTime, instant, moment
from gateway.schema.core.selections import Args, Inner
from gateway.schema.feedback.uploads import readable
from gateway.upstream.loaders import Need, Only
from tessera.feedback.v1 import feedback_pb2
from tessera.types.v1 import types_pb2

_CURSOR = "feedback"


@strawberry.enum(description="Where an item stands.")
class FeedbackState(Enum):
    """As tessera.feedback.v1.FeedbackState."""

    NEW = feedback_pb2.FEEDBACK_STATE_NEW
    TRIAGED = feedback_pb2.FEEDBACK_STATE_TRIAGED
    ASSIGNED = feedback_pb2.FEEDBACK_STATE_ASSIGNED
    WAITING = feedback_pb2.FEEDBACK_STATE_WAITING
    RESOLVED = feedback_pb2.FEEDBACK_STATE_RESOLVED
    CONFIRMED = feedback_pb2.FEEDBACK_STATE_CONFIRMED
    CLOSED = feedback_pb2.FEEDBACK_STATE_CLOSED
    REOPENED = feedback_pb2.FEEDBACK_STATE_REOPENED


@strawberry.enum(description="How much an item hurries.")
class Priority(Enum):
    """As tessera.feedback.v1.Priority."""

    GENERAL = feedback_pb2.PRIORITY_GENERAL
    COMPLEX = feedback_pb2.PRIORITY_COMPLEX
    URGENT = feedback_pb2.PRIORITY_URGENT
    PUBLIC_COMPLAINT = feedback_pb2.PRIORITY_PUBLIC_COMPLAINT


@strawberry.type(description="Something that happened to an item.")
class Moment:
    """Source: tessera.feedback.v1.Moment."""

    at: DateTime = read(lambda each: moment(each.time), "When.")
    state: FeedbackState = column("The state after it.")
    message: str | None = read(lambda moment: moment.message or None, "What the member was told.")
    actor: str | None = read(
        lambda moment: moment.actor or None, "Who did it.", rule=Rule.HIDDEN_FROM_MEMBERS
    )
    note: str | None = read(
        lambda moment: moment.note or None, "For the team.", rule=Rule.HIDDEN_FROM_MEMBERS
    )


def _topics(item: feedback_pb2.Feedback) -> list[Code]:
    names = list(item.topic_names)
    # Items of before names were kept have none.
    names += [types_pb2.LocalizedText()] * (len(item.topics) - len(names))
    return [Code(topic, name) for topic, name in zip(item.topics, names, strict=False)]


def _is_feedback(cls: type, source: object, info: object) -> bool:
    return isinstance(source, feedback_pb2.Feedback)


@strawberry.type(description="What somebody said, and what became of it.")
class Feedback(Node):
    """Source: tessera.feedback.v1.Feedback."""

    id: strawberry.ID = read(lambda item: to_global("Feedback", item.id), "Its global id.")
    text: str = column("The words.")
    channel: str = column("Where it was said.")
    state: FeedbackState = column("Where it stands.")
    topics: list[Named] = read(_topics, "What it is about, by the brand's taxonomy.", size=3)
    category: Named | None = read(
        lambda item: named(item.category, item.category_name),
        "The category that routing gave; null until it is routed, and where no rule wants it.",
    )
    priority: Priority | None = read(
        lambda item: item.priority or None, "How much it hurries; null until it is routed."
    )
    member_id: strawberry.ID | None = read(
        lambda item: to_global("Member", item.member_id) if item.member_id else None,
        "Who said it; null when anonymous.",
    )
    order_id: str | None = read(lambda item: item.order_id or None, "The order it is about.")
    store_id: str | None = read(lambda item: item.store_id or None, "The store it is about.")
    attachment_urls: list[str] = read(
        readable, "Its attachments; a link to an upload is good for ten minutes at least."
    )
    created_at: DateTime = read(lambda item: moment(item.create_time), "When it was taken in.")
    response_due_at: DateTime | None = read(
        lambda item: instant(item, "response_due_time"),
        "When the first response is due; null until it is routed.",
    )
    resolution_due_at: DateTime | None = read(
        lambda item: instant(item, "resolution_due_time"),
        "When the resolution is due; null where the programme sets no time.",
    )
    first_response_at: DateTime | None = read(
        lambda item: instant(item, "first_response_time"),
        "When it was first answered; null until then.",
    )
    timeline: list[Moment] = column("Everything that happened, oldest first.", size=8)
    team: str | None = read(
        lambda item: item.team or None, "The team that has it.", rule=Rule.HIDDEN_FROM_MEMBERS
    )
    assignee: str | None = read(
        lambda item: item.assignee or None, "The person who has it.", rule=Rule.HIDDEN_FROM_MEMBERS
    )

    is_type_of: ClassVar[Any] = classmethod(_is_feedback)


def _item_cursor(item: feedback_pb2.Feedback) -> str:
    return cursor(_CURSOR, item.id)


@strawberry.type(description="An item in its list.")
class FeedbackEdge:
    """Source: the item."""

    cursor: str = edge_cursor(_item_cursor)
    node: Feedback = edge_node()


@strawberry.type(description="A page of items.")
class FeedbackConnection:
    """Source: Page."""

    edges: list[FeedbackEdge] = edges()
    page_info: PageInfo = page_info()


def feedback_need(args: Args, inner: Inner) -> Need:
    """A member's newest items that are wanted, behind the cursor."""
    before = position(_CURSOR, args.get("after"), str)
    states = tuple(sorted({state.value for state in args.get("states") or ()}))
    only = Only(str(before or ""), states, args.get("category") or "")
    return Need(only if any(only) else "", (page_size(args.get("first")),))


def pick_feedback(
    listed: feedback_pb2.MemberFeedback,
    first: int = 20,
    after: str | None = None,
    states: list[FeedbackState] | None = None,
    category: str | None = None,
) -> Page:
    """The page of a member's items, of which others may have wanted more."""
    size = page_size(first)
    return Page(
        listed.feedback[:size],
        _item_cursor,
        has_next=listed.has_more or len(listed.feedback) > size,
        has_previous=after is not None,
    )
