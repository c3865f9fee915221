"""Giving feedback, and what members and operators do with it."""

import strawberry

from gateway.core.ids import plain_id
from gateway.schema.core.context import Context
from gateway.schema.core.fields import Rule, column, read
from gateway.schema.core.payloads import Outcome, perform
from gateway.schema.core.refusals import mutation
from gateway.schema.core.user_errors import UserError
from gateway.schema.feedback.feedback import Feedback, FeedbackState
from gateway.schema.feedback.uploads import kept_attachments
from gateway.upstream.clients import CHANNEL
from services.common.errors import invalid
from tessera.feedback.v1 import feedback_pb2

ATTACHMENTS_MAX = 9


@strawberry.input(description="Something to tell us.")
class SubmitFeedbackInput:
    """Members tell for themselves; operators may name a member, or none."""

    request_id: strawberry.ID
    text: str
    member_id: strawberry.ID | None = None
    channel: str = CHANNEL
    order_id: str | None = None
    store_id: str | None = None
    attachment_urls: list[str] = strawberry.field(default_factory=list)
    attachments: list[str] = strawberry.field(
        default_factory=list, description="References that `requestUpload` gave, at most 9."
    )


@strawberry.input(description="Which of the member's own items.")
class OwnFeedbackInput:
    """By global id or bare id."""

    request_id: strawberry.ID
    feedback_id: strawberry.ID


@strawberry.input(description="Words to the member.")
class ReplyFeedbackInput:
    """Operators only."""

    request_id: strawberry.ID
    feedback_id: strawberry.ID
    message: str


@strawberry.input(description="A move along the states.")
class MoveFeedbackInput:
    """Operators only."""

    request_id: strawberry.ID
    feedback_id: strawberry.ID
    state: FeedbackState
    note: str | None = None
    assignee: str | None = None
    message: str | None = None


@strawberry.type(description="The item after it, or why it was refused.")
class FeedbackPayload:
    """Source: Outcome of an item."""

    feedback: Feedback | None = read(lambda outcome: outcome.thing, "It; null when refused.")
    replayed: bool = column("True when this request id was answered before.")
    user_errors: list[UserError] = column("Why it was refused; empty when it was done.")


async def _submit(context: Context, input: SubmitFeedbackInput) -> Outcome:
    services = context.services

    def request() -> feedback_pb2.SubmitFeedbackRequest:
        if len(input.attachment_urls) + len(input.attachments) > ATTACHMENTS_MAX:
            raise invalid("attachments", f"at most {ATTACHMENTS_MAX}")
        named = input.member_id is not None or context.caller.member_id is not None
        return feedback_pb2.SubmitFeedbackRequest(
            request_id=input.request_id,
            member_id=context.member_id(input.member_id) if named else "",
            channel=input.channel,
            text=input.text,
            order_id=input.order_id or "",
            store_id=input.store_id or "",
            attachment_urls=kept_attachments(context, input.attachment_urls, input.attachments),
        )

    return await perform(
        context, "submitFeedback", services.feedback.SubmitFeedback, request, "feedback"
    )


async def _confirm(context: Context, input: OwnFeedbackInput) -> Outcome:
    state = feedback_pb2.FEEDBACK_STATE_CONFIRMED
    return await _move_own(context, "confirmFeedback", input, state)


async def _reopen(context: Context, input: OwnFeedbackInput) -> Outcome:
    state = feedback_pb2.FEEDBACK_STATE_REOPENED
    return await _move_own(context, "reopenFeedback", input, state)


async def _move_own(
    context: Context,
    mutation: str,
    input: OwnFeedbackInput,
    state: "feedback_pb2.FeedbackState.ValueType",
) -> Outcome:
    services = context.services

    def request() -> feedback_pb2.MoveFeedbackRequest:
        return feedback_pb2.MoveFeedbackRequest(
            request_id=input.request_id,
            feedback_id=plain_id("Feedback", input.feedback_id, "feedback_id"),
            state=state,
        )

    return await perform(context, mutation, services.feedback.MoveFeedback, request, "feedback")


async def _move(context: Context, input: MoveFeedbackInput) -> Outcome:
    services = context.services

    def request() -> feedback_pb2.MoveFeedbackRequest:
        return feedback_pb2.MoveFeedbackRequest(
            request_id=input.request_id,
            feedback_id=plain_id("Feedback", input.feedback_id, "feedback_id"),
            state=input.state.value,
            note=input.note or "",
            assignee=input.assignee or "",
            message=input.message or "",
        )

    method = services.feedback.MoveFeedback
    return await perform(context, "moveFeedback", method, request, "feedback")


async def _reply(context: Context, input: ReplyFeedbackInput) -> Outcome:
    services = context.services

    def request() -> feedback_pb2.ReplyFeedbackRequest:
        return feedback_pb2.ReplyFeedbackRequest(
            request_id=input.request_id,
            feedback_id=plain_id("Feedback", input.feedback_id, "feedback_id"),
            message=input.message,
        )

    method = services.feedback.ReplyFeedback
    return await perform(context, "replyFeedback", method, request, "feedback")


@strawberry.type
class FeedbackMutations:
    """What can be done."""

    submit_feedback: FeedbackPayload | None = mutation(
        "submitFeedback",
        _submit,
        "Tell us something; it is routed and acknowledged at once.",
        rule=Rule.SIGNED_IN,
    )
    confirm_feedback: FeedbackPayload | None = mutation(
        "confirmFeedback", _confirm, "Say that it helped.", rule=Rule.SIGNED_IN
    )
    reopen_feedback: FeedbackPayload | None = mutation(
        "reopenFeedback", _reopen, "Say that it did not help.", rule=Rule.SIGNED_IN
    )
    reply_feedback: FeedbackPayload | None = mutation(
        "replyFeedback",
        _reply,
        "Write to the member, which stops the clock of the first response.",
        rule=Rule.OPERATORS,
    )
    move_feedback: FeedbackPayload | None = mutation(
        "moveFeedback", _move, "Move an item along its states.", rule=Rule.OPERATORS
    )
