"""Broadcasts to segments. For operators."""

from enum import Enum
from typing import Annotated

import strawberry

from gateway.schema.core.connections import (
    After,
    First,
    Page,
    PageInfo,
    edge_cursor,
    edge_node,
    edges,
    first_of,
    page_info,
    second_of,
)
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.scalars import DateTime, Lang, enum_value, instant, moment, text
from gateway.schema.feedback.broadcast_comparisons import (
    MESSAGES_MOST,
    BroadcastComparison,
    BroadcastWinner,
)
from tessera.feedback.v1 import broadcasts_pb2 as pb

_KIND = "broadcast"
CHECKS = 12
APPROVALS = 3


@strawberry.enum(description="The state of a broadcast.")
class BroadcastState(Enum):
    """As tessera.feedback.v1.BroadcastState."""

    DRAFT = enum_value(pb.BROADCAST_STATE_DRAFT, "It waits for the operators who must approve it.")
    SENDING = enum_value(pb.BROADCAST_STATE_SENDING, "It goes through the members of its segment.")
    SENT = enum_value(pb.BROADCAST_STATE_SENT, "All members of the segment were gone through.")
    STOPPED = enum_value(pb.BROADCAST_STATE_STOPPED, "It was stopped, or its segment is gone.")


@strawberry.enum(description="The part of a broadcast that is not as it was approved.")
class BroadcastChange(Enum):
    """As tessera.feedback.v1.BroadcastChange."""

    CONTENT = enum_value(
        pb.BROADCAST_CHANGE_CONTENT,
        "The words of a message, or how a channel shows them, or the rule of the segment.",
    )
    SIZE = enum_value(pb.BROADCAST_CHANGE_SIZE, "The segment has more members than were approved.")


def _check_text(refusal: pb.BroadcastRefusal, context: RequestContext, lang: Lang = None) -> str:
    return text(refusal.text, context, lang)


@strawberry.type(description="How many messages a check stopped.")
class BroadcastRefusal:
    """Source: tessera.feedback.v1.BroadcastRefusal."""

    check: str = column("The check, as `TouchCheck.name`.")
    text: str = read(_check_text, "The finding, in words.")
    count: int = column("How many.")


@strawberry.type(description="The outcome of a broadcast's messages.")
class BroadcastFigures:
    """Source: tessera.feedback.v1.BroadcastFigures."""

    sent: int = column("How many are delivered, or on the way.")
    failed: int = column("How many their provider refused, or did not take in time.")
    held: int = column("How many gather, or are put off.")
    control: int = column("How many members are held out, as the measure of marketing.")
    refused: list[BroadcastRefusal] = column(
        "How many are refused, by the check that did.", size=CHECKS
    )
    opened: int = column("How many of those delivered were opened.")


@strawberry.type(description="The word of one operator for a broadcast.")
class BroadcastApproval:
    """Source: tessera.feedback.v1.BroadcastApproval."""

    operator: str = column("The operator who gave it.")
    at: DateTime = read(lambda approval: moment(approval.time), "The time at which it was given.")


@strawberry.type(
    description="One message to all members of a segment, or several that are compared."
)
class Broadcast:
    """Source: tessera.feedback.v1.Broadcast."""

    id: strawberry.ID = column("The id.")
    name: str = column("The operators' own name for it.")
    segment: str = column("The code of the segment.")
    message: str = column("The code of the message.")
    spread_minutes: int = column("Messages go within so many minutes, each at its own time.")
    state: BroadcastState = column("The state.")
    drafted_by: str = column("The operator who drafted it.")
    drafted_at: DateTime = read(
        lambda broadcast: moment(broadcast.draft_time), "The time of the draft."
    )
    approved_by: str | None = read(
        lambda broadcast: broadcast.approved_by or None,
        "The operator whose approval was the last that was needed; null before that.",
    )
    approved_at: DateTime | None = read(
        lambda broadcast: instant(broadcast, "approve_time"),
        "The time of that approval; null before that.",
    )
    approvals: list[BroadcastApproval] = column(
        "The approvals that were given, in the order of time.", size=APPROVALS
    )
    approvals_needed: int = column(
        "How many operators must approve it, beside the one who drafted it: 1 to 3, as"
        " `reach.approvals` of the programme said when it was drafted."
    )
    ended_at: DateTime | None = read(
        lambda broadcast: instant(broadcast, "end_time"),
        "The time at which it was sent or stopped; null before that.",
    )
    members: int = column("How many members were gone through.")
    comparison: BroadcastComparison | None = read(
        lambda broadcast: broadcast.comparison if broadcast.HasField("comparison") else None,
        "The messages that it compares; null where it has one message.",
    )
    winner: BroadcastWinner | None = read(
        lambda broadcast: broadcast.winner if broadcast.HasField("winner") else None,
        "The message that the rest gets; null before it was chosen.",
    )
    approved_content: str | None = read(
        lambda broadcast: broadcast.approved_content or None,
        "The digest of what was approved; null before the first approval.",
    )
    members_max: int | None = read(
        lambda broadcast: broadcast.members_max or None,
        "How many members it may go to by that approval; null before it.",
    )
    changed_at: DateTime | None = read(
        lambda broadcast: instant(broadcast, "change_time"),
        "The time at which it was found, on its way, not to be what was approved: it waits until"
        " it is approved anew, and one that compares is stopped. Null otherwise.",
    )
    change: BroadcastChange | None = read(
        lambda broadcast: broadcast.change or None, "The change; null where nothing changed."
    )


@strawberry.type(description="A broadcast, with its place in the list.")
class BroadcastEdge:
    """Source: a pair of cursor and broadcast."""

    cursor: str = edge_cursor(first_of)
    node: Broadcast = edge_node(second_of)


@strawberry.type(description="A page of broadcasts, the latest first.")
class BroadcastConnection:
    """Source: Page."""

    edges: list[BroadcastEdge] = edges()
    page_info: PageInfo = page_info()


@strawberry.type(description="The outcome of one of the messages that a broadcast compares.")
class BroadcastVariant:
    """Source: tessera.feedback.v1.BroadcastVariant."""

    message: str = column("The code of the message.")
    figures: BroadcastFigures = column("The outcome of it.")


@strawberry.type(description="A broadcast with its figures.")
class BroadcastReport:
    """Source: tessera.feedback.v1.GetBroadcastResponse."""

    broadcast: Broadcast = column("The broadcast.")
    figures: BroadcastFigures = column("The outcome of its messages.")
    variants: list[BroadcastVariant] = column(
        "The same by message; empty where nothing is compared.", size=MESSAGES_MOST
    )
    content: str = column(
        "The digest of what it says, and of the rule of its segment, by the programme in force."
    )


@strawberry.type(description="The outcome of a broadcast as of now. Nothing is sent.")
class BroadcastPreview:
    """Source: tessera.feedback.v1.PreviewBroadcastResponse."""

    members: int = column("How many members the segment has.")
    decided: int = column("How many of them were decided for: at most 400.")
    figures: BroadcastFigures = column("The outcome that their messages would have.")


BroadcastId = Annotated[
    strawberry.ID, strawberry.argument(description="The broadcast, by `Broadcast.id`.")
]


async def _broadcasts(context: RequestContext, first: First = 20, after: After = None) -> Page:
    request = pb.ListBroadcastsRequest()
    method = context.services.broadcasts.ListBroadcasts
    return await page_of(context, _KIND, method, request, "broadcasts", first, after)


async def _broadcast(context: RequestContext, broadcast_id: BroadcastId) -> pb.GetBroadcastResponse:
    request = pb.GetBroadcastRequest(broadcast_id=broadcast_id)
    method = context.services.broadcasts.GetBroadcast
    answer: pb.GetBroadcastResponse = await context.services.read(method, request, context.caller)
    return answer


async def _preview(
    context: RequestContext, broadcast_id: BroadcastId
) -> pb.PreviewBroadcastResponse:
    request = pb.PreviewBroadcastRequest(broadcast_id=broadcast_id)
    method = context.services.broadcasts.PreviewBroadcast
    answer: pb.PreviewBroadcastResponse = await context.services.read(
        method, request, context.caller
    )
    return answer


@strawberry.type
class BroadcastQueries:
    """The fields of Query."""

    broadcasts: BroadcastConnection | None = call(
        _broadcasts,
        "The broadcasts of the brand, the latest first. For operators.",
        rule=Rule.OPERATORS,
        size="first",
    )
    broadcast: BroadcastReport | None = call(
        _broadcast, "A broadcast with its figures. For operators.", rule=Rule.OPERATORS
    )
    preview_broadcast: BroadcastPreview | None = call(
        _preview,
        "The outcome of a broadcast as of now: the same decision, without its effect. For"
        " operators.",
        rule=Rule.OPERATORS,
    )
