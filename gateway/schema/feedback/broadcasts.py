"""Broadcasts to segments. For operators."""

from enum import Enum
from typing import Annotated

import strawberry

from gateway.core.ids import plain_id
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
from gateway.schema.core.inputs import INPUT, optional, request_id, required
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import DateTime, Lang, enum_value, instant, moment, text
from gateway.schema.core.user_errors import UserError
from gateway.schema.feedback.broadcast_comparisons import (
    MESSAGES_MOST,
    BroadcastComparison,
    BroadcastComparisonInput,
    BroadcastWinner,
    comparison_message,
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


@strawberry.input(description="A broadcast to draft.")
class DraftBroadcastInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    name: str = required("The operators' own name for it, 1-60 characters.")
    segment: str = required("The code of the segment.")
    message: str = required("The code of the message.")
    spread_minutes: int = optional("Messages go within so many minutes, 0-240.", 0)
    comparison: BroadcastComparisonInput | None = optional(
        "The messages that it compares; null for one message to all."
    )


@strawberry.input(description="A broadcast to try out.")
class TestBroadcastInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    broadcast_id: strawberry.ID = required("The broadcast.")
    member_id: strawberry.ID = required("The member who gets it, by global id or bare id.")
    message: str | None = optional("One of the broadcast's messages; its own by default.")


@strawberry.input(description="A broadcast to approve.")
class ApproveBroadcastInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    broadcast_id: strawberry.ID = required("The broadcast.")
    content: str | None = optional(
        "The content that the operator read, as `BroadcastReport.content`: refused where it is"
        " another by now. Null for what it says now."
    )


@strawberry.input(description="A broadcast to stop.")
class StopBroadcastInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    broadcast_id: strawberry.ID = required("The broadcast.")


@strawberry.input(description="A message to send to those who took no part in a comparison.")
class SendBroadcastWinnerInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    broadcast_id: strawberry.ID = required("The broadcast.")
    message: str = required("The code of one of its messages.")
    words: str = required("The reason for the choice, 1-500 characters.")


@strawberry.type(description="The broadcast, or the reasons for the refusal.")
class BroadcastPayload:
    """Source: Outcome of a broadcast."""

    broadcast: Broadcast | None = read(
        lambda outcome: outcome.result, "The broadcast; null when refused."
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


@strawberry.type(description="The touch of a trial, or the reasons for the refusal.")
class TestBroadcastPayload:
    """Source: Outcome of a touch's id."""

    touch_id: strawberry.ID | None = read(
        lambda outcome: outcome.result,
        "The touch, as `explainTouch` takes it; null when refused.",
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _draft(context: RequestContext, input: Annotated[DraftBroadcastInput, INPUT]) -> Outcome:
    def request() -> pb.DraftBroadcastRequest:
        return pb.DraftBroadcastRequest(
            request_id=input.request_id,
            name=input.name,
            segment=input.segment,
            message=input.message,
            spread_minutes=input.spread_minutes,
            comparison=comparison_message(input.comparison),
        )

    method = context.services.broadcasts.DraftBroadcast
    return await perform(context, "draftBroadcast", method, request, "broadcast")


async def _test(context: RequestContext, input: Annotated[TestBroadcastInput, INPUT]) -> Outcome:
    def request() -> pb.TestBroadcastRequest:
        return pb.TestBroadcastRequest(
            request_id=input.request_id,
            broadcast_id=input.broadcast_id,
            member_id=plain_id("Member", input.member_id, "memberId"),
            message=input.message or "",
        )

    method = context.services.broadcasts.TestBroadcast
    return await perform(context, "testBroadcast", method, request, "touch_id")


async def _approve(
    context: RequestContext, input: Annotated[ApproveBroadcastInput, INPUT]
) -> Outcome:
    def request() -> pb.ApproveBroadcastRequest:
        return pb.ApproveBroadcastRequest(
            request_id=input.request_id,
            broadcast_id=input.broadcast_id,
            content=input.content or "",
        )

    method = context.services.broadcasts.ApproveBroadcast
    return await perform(context, "approveBroadcast", method, request, "broadcast")


async def _stop(context: RequestContext, input: Annotated[StopBroadcastInput, INPUT]) -> Outcome:
    def request() -> pb.StopBroadcastRequest:
        return pb.StopBroadcastRequest(request_id=input.request_id, broadcast_id=input.broadcast_id)

    method = context.services.broadcasts.StopBroadcast
    return await perform(context, "stopBroadcast", method, request, "broadcast")


async def _send_winner(
    context: RequestContext, input: Annotated[SendBroadcastWinnerInput, INPUT]
) -> Outcome:
    def request() -> pb.SendBroadcastWinnerRequest:
        return pb.SendBroadcastWinnerRequest(
            request_id=input.request_id,
            broadcast_id=input.broadcast_id,
            message=input.message,
            words=input.words,
        )

    method = context.services.broadcasts.SendBroadcastWinner
    return await perform(context, "sendBroadcastWinner", method, request, "broadcast")


@strawberry.type
class BroadcastMutations:
    """The fields of Mutation."""

    draft_broadcast: BroadcastPayload | None = mutation(
        "draftBroadcast",
        _draft,
        "Drafts a broadcast: nobody gets anything by it. For operators.",
        rule=Rule.OPERATORS,
    )
    test_broadcast: TestBroadcastPayload | None = mutation(
        "testBroadcast",
        _test,
        "Sends the message of a broadcast to one member alone, by the same decision. For"
        " operators.",
        rule=Rule.OPERATORS,
    )
    approve_broadcast: BroadcastPayload | None = mutation(
        "approveBroadcast",
        _approve,
        "Approves a draft of another operator. With the last approval that it needs it is sent. For"
        " operators.",
        rule=Rule.OPERATORS,
    )
    stop_broadcast: BroadcastPayload | None = mutation(
        "stopBroadcast",
        _stop,
        "Stops a broadcast for ever: what is not handed over is not sent. For operators.",
        rule=Rule.OPERATORS,
    )
    send_broadcast_winner: BroadcastPayload | None = mutation(
        "sendBroadcastWinner",
        _send_winner,
        "Sends one of the messages that were compared to the rest of the segment, and ends the"
        " experiment. Who was held out gets none, and nobody gets two. For operators.",
        rule=Rule.OPERATORS,
    )
