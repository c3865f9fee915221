"""Feedback of members, and the moves that members and operators make with it."""

from collections.abc import Callable
from typing import Annotated, Any, Protocol

import strawberry

from gateway.core.ids import plain_id
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, read
from gateway.schema.core.inputs import INPUT, member_id, optional, request_id, required
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.user_errors import UserError
from gateway.schema.feedback.feedback import Feedback, FeedbackState, Priority
from gateway.schema.feedback.uploads import kept_attachments
from gateway.upstream.clients import CHANNEL, for_nobody
from services.common.auth import Role
from services.common.errors import Refusal, invalid
from tessera.feedback.v1 import feedback_pb2

ATTACHMENTS_MAX = 9
SUBMIT_COST = 300
"""Each submission is analysed, routed and read by a person: a caller may send some 40 a minute."""


def _feedback_id() -> Any:
    return required("The item, by global id or bare id.")


@strawberry.input(description="Feedback that a member gives.")
class SubmitFeedbackInput:
    """Members submit for themselves; operators may name a member, or none."""

    request_id: strawberry.ID = request_id()
    text: str = required("The words of the member, 1 to 4,000 characters.")
    member_id: strawberry.ID | None = member_id(
        "Operators may name the member; the item is anonymous where they do not."
    )
    channel: str = optional(
        f"The channel by which it came, 1 to 32 characters; {CHANNEL} when left out.", CHANNEL
    )
    order_id: str | None = optional("The order that it is about, at most 128 characters.")
    store_id: str | None = optional("The store that it is about, at most 128 characters.")
    attachment_urls: list[str] = strawberry.field(
        default_factory=list,
        description="Links to attachments that are elsewhere: https, each at most 500 characters."
        f" Together with `attachments`, at most {ATTACHMENTS_MAX}; none when left out.",
    )
    attachments: list[str] = strawberry.field(
        default_factory=list,
        description="References to uploads, as `requestUpload` gave them. Together with"
        f" `attachmentUrls`, at most {ATTACHMENTS_MAX}; none when left out.",
    )
    stars: int | None = optional("The stars of a review, 1 to 5; none when left out.")
    anonymous: bool = optional(
        "True when the writer stays unknown, which visitors always do: nothing of the caller is"
        " kept, nobody can answer it but in public, and it is none of `Member.feedback`. Then"
        " without `memberId`, `orderId` and `attachmentUrls`, and with uploads that were asked for"
        " anonymously. Take a `requestId` at random. False when left out.",
        False,
    )


@strawberry.input(description="One of the member's own items.")
class OwnFeedbackInput:
    """By global id or bare id."""

    request_id: strawberry.ID = request_id()
    feedback_id: strawberry.ID = _feedback_id()


@strawberry.input(description="Further words in the thread of an item, by its writer.")
class ContinueFeedbackInput:
    """Members of their own items; operators write down what they heard."""

    request_id: strawberry.ID = request_id()
    feedback_id: strawberry.ID = _feedback_id()
    text: str = required("The words, 1 to 4,000 characters.")
    reopens: bool = optional(
        "True when the words say that it is not resolved: an item that is resolved by then opens"
        " again; without it, such an item takes no more words. False when left out.",
        False,
    )


@strawberry.input(description="The judgement of a member on what became of one of their items.")
class RateFeedbackInput:
    """Members only, once an item."""

    request_id: strawberry.ID = request_id()
    feedback_id: strawberry.ID = _feedback_id()
    score: int = required("From 1, it did not help at all, to 5.")


@strawberry.input(description="A reply to the member.")
class ReplyFeedbackInput:
    """Operators only."""

    request_id: strawberry.ID = request_id()
    feedback_id: strawberry.ID = _feedback_id()
    message: str = required("The words to the member, 1 to 1,000 characters.")


@strawberry.input(description="A note for the team.")
class NoteFeedbackInput:
    """Operators only."""

    request_id: strawberry.ID = request_id()
    feedback_id: strawberry.ID = _feedback_id()
    note: str = required("The note, 1 to 1,000 characters.")


@strawberry.input(description="A move of an item to another state.")
class MoveFeedbackInput:
    """Operators only."""

    request_id: strawberry.ID = request_id()
    feedback_id: strawberry.ID = _feedback_id()
    state: FeedbackState = required("The state to move the item to.")
    note: str | None = optional("A note for the team, at most 1,000 characters.")
    assignee: str | None = optional(
        "The person who has the item from now on, at most 128 characters; for ASSIGNED."
    )
    message: str | None = optional(
        "The words to the member, at most 1,000 characters; when left out, those of the programme."
    )


@strawberry.input(description="Another place for an item, by a person who read it.")
class RerouteFeedbackInput:
    """Operators only."""

    request_id: strawberry.ID = request_id()
    feedback_id: strawberry.ID = _feedback_id()
    category: str | None = optional(
        "The category, a code of the programme, at most 64 characters; none when left out."
    )
    priority: Priority = required("The priority, by which the clocks run.")
    team: str = required(
        "The team, a code that the programme routes or escalates to, 1 to 64 characters."
    )
    note: str | None = optional("A note for the team, at most 1,000 characters.")


@strawberry.type(description="The item after the mutation, or the reasons why that was refused.")
class FeedbackPayload:
    """Source: Outcome of an item."""

    feedback: Feedback | None = read(lambda outcome: outcome.result, "The item; null when refused.")
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _submit(context: RequestContext, input: Annotated[SubmitFeedbackInput, INPUT]) -> Outcome:
    services = context.services
    if context.caller.role is Role.PUBLIC and not input.anonymous:
        raise Refusal("PERMISSION_DENIED", "a visitor stays anonymous", field="anonymous")

    def request() -> feedback_pb2.SubmitFeedbackRequest:
        if len(input.attachment_urls) + len(input.attachments) > ATTACHMENTS_MAX:
            raise invalid("attachments", f"at most {ATTACHMENTS_MAX}")
        if input.anonymous and input.member_id is not None:
            raise Refusal("FEEDBACK_ANONYMOUS", "it names a member", field="member_id")
        named = input.member_id is not None or context.caller.member_id is not None
        named = named and not input.anonymous
        return feedback_pb2.SubmitFeedbackRequest(
            request_id=input.request_id,
            member_id=context.member_id(input.member_id) if named else "",
            channel=input.channel,
            text=input.text,
            order_id=input.order_id or "",
            store_id=input.store_id or "",
            stars=input.stars,
            attachment_urls=kept_attachments(
                context, input.attachment_urls, input.attachments, anonymous=input.anonymous
            ),
            anonymous=input.anonymous,
        )

    # The service does not hear who is unknown; of an operator it has to know what they do.
    unknown = input.anonymous and not context.by_staff
    return await perform(
        context,
        "submitFeedback",
        services.feedback.SubmitFeedback,
        request,
        "feedback",
        caller=for_nobody(context.caller) if unknown else None,
    )


async def _confirm(context: RequestContext, input: Annotated[OwnFeedbackInput, INPUT]) -> Outcome:
    state = feedback_pb2.FEEDBACK_STATE_CONFIRMED
    return await _move_own(context, "confirmFeedback", input, state)


async def _reopen(context: RequestContext, input: Annotated[OwnFeedbackInput, INPUT]) -> Outcome:
    state = feedback_pb2.FEEDBACK_STATE_REOPENED
    return await _move_own(context, "reopenFeedback", input, state)


async def _move_own(
    context: RequestContext,
    mutation: str,
    input: OwnFeedbackInput,
    state: "feedback_pb2.FeedbackState.ValueType",
) -> Outcome:
    method = context.services.feedback.MoveFeedback
    asks = feedback_pb2.MoveFeedbackRequest
    return await _of_item(context, mutation, method, asks, input, state=state)


async def _continue(
    context: RequestContext, input: Annotated[ContinueFeedbackInput, INPUT]
) -> Outcome:
    method = context.services.feedback.ContinueFeedback
    asks = feedback_pb2.ContinueFeedbackRequest
    said = {"text": input.text, "reopens": input.reopens}
    return await _of_item(context, "continueFeedback", method, asks, input, **said)


async def _rate(context: RequestContext, input: Annotated[RateFeedbackInput, INPUT]) -> Outcome:
    method = context.services.feedback.RateFeedback
    asks = feedback_pb2.RateFeedbackRequest
    return await _of_item(context, "rateFeedback", method, asks, input, score=input.score)


async def _move(context: RequestContext, input: Annotated[MoveFeedbackInput, INPUT]) -> Outcome:
    method = context.services.feedback.MoveFeedback
    return await _of_item(
        context,
        "moveFeedback",
        method,
        feedback_pb2.MoveFeedbackRequest,
        input,
        state=input.state.value,
        note=input.note or "",
        assignee=input.assignee or "",
        message=input.message or "",
    )


async def _reroute(
    context: RequestContext, input: Annotated[RerouteFeedbackInput, INPUT]
) -> Outcome:
    method = context.services.feedback.RerouteFeedback
    return await _of_item(
        context,
        "rerouteFeedback",
        method,
        feedback_pb2.RerouteFeedbackRequest,
        input,
        category=input.category or "",
        priority=input.priority.value,
        team=input.team,
        note=input.note or "",
    )


async def _reply(context: RequestContext, input: Annotated[ReplyFeedbackInput, INPUT]) -> Outcome:
    method = context.services.feedback.ReplyFeedback
    asks = feedback_pb2.ReplyFeedbackRequest
    return await _of_item(context, "replyFeedback", method, asks, input, message=input.message)


async def _note(context: RequestContext, input: Annotated[NoteFeedbackInput, INPUT]) -> Outcome:
    method = context.services.feedback.NoteFeedback
    asks = feedback_pb2.NoteFeedbackRequest
    return await _of_item(context, "noteFeedback", method, asks, input, note=input.note)


class _OfItem(Protocol):
    """An input about one item."""

    request_id: strawberry.ID
    feedback_id: strawberry.ID


async def _of_item(
    context: RequestContext,
    mutation: str,
    method: Any,
    asks: Callable[..., Any],
    input: _OfItem,
    **said: Any,
) -> Outcome:
    """What `method` answers to the request that `asks` makes of `input`'s ids and of `said`."""

    def request() -> Any:
        feedback_id = plain_id("Feedback", input.feedback_id, "feedback_id")
        return asks(request_id=input.request_id, feedback_id=feedback_id, **said)

    return await perform(context, mutation, method, request, "feedback")


@strawberry.type
class FeedbackMutations:
    """The fields of Mutation."""

    submit_feedback: FeedbackPayload | None = mutation(
        "submitFeedback",
        _submit,
        "Takes in feedback, and routes and acknowledges it at once. Visitors may send it too,"
        " anonymously.",
        rule=Rule.UNNAMED,
        cost=SUBMIT_COST,
    )
    confirm_feedback: FeedbackPayload | None = mutation(
        "confirmFeedback",
        _confirm,
        "Says, for the member, that the resolution helped.",
        rule=Rule.SIGNED_IN,
    )
    reopen_feedback: FeedbackPayload | None = mutation(
        "reopenFeedback",
        _reopen,
        "Says, for the member, that the resolution did not help.",
        rule=Rule.SIGNED_IN,
    )
    continue_feedback: FeedbackPayload | None = mutation(
        "continueFeedback",
        _continue,
        "Takes further words of the writer into the thread of an item: an answer to the team, or"
        " something that was forgotten. The team's wait for the member ends.",
        rule=Rule.SIGNED_IN,
        cost=SUBMIT_COST,
    )
    rate_feedback: FeedbackPayload | None = mutation(
        "rateFeedback",
        _rate,
        "Says, for the member and once, how far the resolution helped: 1 to 5.",
        rule=Rule.MEMBERS,
    )
    reply_feedback: FeedbackPayload | None = mutation(
        "replyFeedback",
        _reply,
        "Writes to the member, which also counts as the first response. For operators.",
        rule=Rule.OPERATORS,
    )
    note_feedback: FeedbackPayload | None = mutation(
        "noteFeedback",
        _note,
        "Keeps a note for the team in the timeline; nothing moves with it. For operators.",
        rule=Rule.OPERATORS,
    )
    move_feedback: FeedbackPayload | None = mutation(
        "moveFeedback", _move, "Moves an item to another state. For operators.", rule=Rule.OPERATORS
    )
    reroute_feedback: FeedbackPayload | None = mutation(
        "rerouteFeedback",
        _reroute,
        "Gives an item another category, priority and team; its clocks run as if it had had the new"
        " priority from the beginning. For operators.",
        rule=Rule.OPERATORS,
    )
