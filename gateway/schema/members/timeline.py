"""The timeline of a member: what they did and what became of it, of all services in one list."""

from enum import Enum
from typing import Annotated, Any

import strawberry

from gateway.core.ids import cursor, position
from gateway.schema.core.connections import (
    After,
    First,
    Page,
    PageInfo,
    edge_cursor,
    edge_node,
    edges,
    page_info,
    page_size,
)
from gateway.schema.core.fields import read
from gateway.schema.core.money import Money
from gateway.schema.core.scalars import DateTime, enum_value, moment
from gateway.schema.core.selections import Args, Inner
from gateway.schema.feedback.feedback import Feedback
from gateway.schema.feedback.touches import Touch
from gateway.schema.members.tier_decisions import TierDecision
from gateway.schema.points.activity_input import ActivityType
from gateway.schema.points.points import Entry
from gateway.schema.points.redemptions import Redemption
from gateway.upstream.batching import Need
from gateway.upstream.timelines import Item, TimelinePage
from services.common.errors import Refusal
from services.common.timeline import Kind, Part, Place
from services.common.timeline_messages import ID_CHARS_MAX, MS_MAX, to_place

_KIND = "timeline"


@strawberry.enum(description="The type of an item of a timeline.")
class TimelineType(Enum):
    """As tessera.types.v1.TimelineKind."""

    ACTIVITY = enum_value(int(Kind.ACTIVITY), "An activity, such as an order or a visit.")
    TIER_DECISION = enum_value(int(Kind.TIER_DECISION), "A decision on a tier.")
    ENTRY = enum_value(int(Kind.ENTRY), "A change of the balance of points.")
    REDEMPTION = enum_value(int(Kind.REDEMPTION), "A redemption.")
    FEEDBACK = enum_value(int(Kind.FEEDBACK), "An item of feedback; no anonymous one.")
    TOUCH = enum_value(
        int(Kind.TOUCH), "A touch: a message of the brand, whether it was sent or not."
    )


@strawberry.type(
    description="An activity as a channel reported it. Once its details were let go, only type,"
    " channel, event id and times are left of it."
)
class RecordedActivity:
    """Source: tessera.members.v1.RecordedActivity."""

    type: ActivityType = read(lambda kept: kept.activity.type, "The type of the activity.")
    channel: str = read(lambda kept: kept.activity.channel, "The channel that reported it.")
    event_id: str = read(lambda kept: kept.activity.event_id, "The id that the channel gave it.")
    order_id: str | None = read(
        lambda kept: kept.activity.order.order_id or None,
        "The order, of an order or a refund; else null.",
    )
    total: Money | None = read(
        lambda kept: kept.activity.order.total if kept.activity.order.HasField("total") else None,
        "The amount of the order, or of what was given back; null for other activities.",
    )
    store_id: str | None = read(
        lambda kept: kept.activity.store_id or None, "The store; null without one."
    )
    occurred_at: DateTime = read(
        lambda kept: moment(kept.activity.occur_time),
        "The time at which it happened, by the clock of the channel.",
    )
    recorded_at: DateTime = read(
        lambda kept: moment(kept.record_time), "The time at which it was recorded."
    )


def _only(name: str) -> Any:
    def part(item: Item) -> Any:
        return getattr(item, name) if item.WhichOneof("item") == name else None

    return part


@strawberry.type(
    description="An item of a timeline. Of the fields below `at`, the one of its type is set."
)
class TimelineItem:
    """Source: TimelineItem of tessera.members.v1, tessera.points.v1 or tessera.feedback.v1."""

    type: TimelineType = read(lambda item: item.place.kind, "The type of the item.")
    at: DateTime = read(
        lambda item: moment(item.place.time),
        "The time by which the list is ordered: of an activity, that at which it happened; of all"
        " else, that at which it was written.",
    )
    activity: RecordedActivity | None = read(
        _only("activity"), "The activity; null on another type."
    )
    tier_decision: TierDecision | None = read(
        _only("tier_decision"), "The decision; null on another type."
    )
    entry: Entry | None = read(_only("entry"), "The entry; null on another type.")
    redemption: Redemption | None = read(
        _only("redemption"),
        "The redemption, as it stands now; null on another type.",
    )
    feedback: Feedback | None = read(
        _only("feedback"),
        "The item of feedback, as it stands now; null on another type.",
    )
    touch: Touch | None = read(_only("touch"), "The touch, as it stands now; null on another type.")


def _cursor(item: Item) -> str:
    place = to_place(item.place)
    return cursor(_KIND, f"{place.ms}:{int(place.kind)}:{place.id}")


@strawberry.type(description="An item of a timeline, with its place in the list.")
class TimelineEdge:
    """Source: the item."""

    cursor: str = edge_cursor(_cursor)
    node: TimelineItem = edge_node()


@strawberry.type(description="A page of a timeline, the latest first.")
class TimelineConnection:
    """Source: Page."""

    edges: list[TimelineEdge] = edges()
    page_info: PageInfo = page_info()


Types = Annotated[
    list[TimelineType] | None,
    strawberry.argument(description="Only items of these types; all when left out or empty."),
]


def timeline_need(args: Args, inner: Inner) -> Need:
    """The need of one page of one member."""
    kinds = frozenset(Kind(each.value) for each in args.get("types") or ()) or frozenset(Kind)
    before = _before(args.get("after"))
    return Need(TimelinePage(kinds, before, page_size(args.get("first"))))


def pick_timeline(
    part: Part[Item], first: First = 20, after: After = None, types: Types = None
) -> Page:
    """The page; the calls were made for it alone."""
    return Page(part.items, _cursor, part.has_more, has_previous=after is not None)


def _before(after: str | None) -> Place | None:
    text = position(_KIND, after, str)
    if text is None:
        return None
    ms, _, rest = str(text).partition(":")
    kind, _, identifier = rest.partition(":")
    numbers = all(one.isascii() and one.isdecimal() and len(one) <= 15 for one in (ms, kind))
    if not (numbers and int(ms) <= MS_MAX and int(kind) in set(Kind)):
        raise Refusal("PAGE_TOKEN_INVALID", "not a cursor of a timeline", field="after")
    if not 1 <= len(identifier) <= ID_CHARS_MAX:
        raise Refusal("PAGE_TOKEN_INVALID", "not a cursor of a timeline", field="after")
    return Place(int(ms), Kind(int(kind)), identifier)
