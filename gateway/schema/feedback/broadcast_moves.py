"""What operators do with broadcasts: draft, try out, approve, stop, send what won."""

from typing import Annotated

import strawberry

from gateway.core.ids import plain_id
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, read
from gateway.schema.core.inputs import INPUT, optional, request_id, required
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.user_errors import UserError
from gateway.schema.feedback.broadcast_comparisons import (
    BroadcastComparisonInput,
    comparison_message,
)
from gateway.schema.feedback.broadcasts import Broadcast
from tessera.feedback.v1 import broadcasts_pb2 as pb

_KIND = "broadcast"


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
