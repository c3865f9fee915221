"""The channels that messages go by, what became of them there, and sending one again."""

from typing import Annotated

import strawberry

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.inputs import INPUT, request_id, required
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import DateTime, instant
from gateway.schema.core.user_errors import UserError
from gateway.schema.feedback.touches import Touch, TouchAttempt, TouchState
from tessera.feedback.v1 import reach_pb2 as pb

CHANNELS = 6
STATES = 12


@strawberry.type(description="How many touches are in a state.")
class TouchStateCount:
    """Source: tessera.feedback.v1.TouchStateCount."""

    state: TouchState = column("The state.")
    count: int = column("The number.")


@strawberry.type(description="A channel that messages go by.")
class MessageChannel:
    """Source: tessera.feedback.v1.MessageChannel."""

    code: str = column(
        "The channel: inbox, push, wechat_subscription, sms, webhook, in_car or wecom. Others may"
        " come."
    )
    configured: bool = column("True when the brand has a provider for it; the inbox needs none.")
    messages: int = column("How many messages of the programme may go by it.")
    counts: list[TouchStateCount] = column(
        "The touches that were wished for in the last seven days and went by it, by state.",
        size=STATES,
    )
    paused_until: DateTime | None = read(
        lambda channel: instant(channel, "pause_end_time"),
        "The time until which the provider, which was away or slow, is left alone; null while it"
        " is not.",
    )
    latest_failure: TouchAttempt | None = read(
        lambda channel: channel.latest_failure if channel.HasField("latest_failure") else None,
        "The latest attempt that the provider did not accept; null without one.",
    )


async def _channels(context: RequestContext) -> list[pb.MessageChannel]:
    method = context.services.reach.ListMessageChannels
    request = pb.ListMessageChannelsRequest()
    answer: pb.ListMessageChannelsResponse = await context.services.read(
        method, request, context.caller
    )
    return list(answer.channels)


@strawberry.type
class MessageChannelQueries:
    """The field of Query."""

    message_channels: list[MessageChannel] | None = call(
        _channels,
        "The channels that messages go by, the inbox first. For operators.",
        rule=Rule.OPERATORS,
        size=CHANNELS,
    )


@strawberry.input(description="A touch to send again.")
class ResendTouchInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    touch_id: strawberry.ID = required("The touch, by `Touch.id`: failed or unknown.")


@strawberry.type(description="The touch, or the reasons of the refusal.")
class ResendTouchPayload:
    """Source: Outcome of a touch."""

    touch: Touch | None = read(
        lambda outcome: outcome.result, "The touch, which is judged anew; null when refused."
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _resend(context: RequestContext, input: Annotated[ResendTouchInput, INPUT]) -> Outcome:
    def request() -> pb.ResendTouchRequest:
        return pb.ResendTouchRequest(request_id=input.request_id, touch_id=input.touch_id)

    method = context.services.reach.ResendTouch
    return await perform(context, "resendTouch", method, request, "touch")


@strawberry.type
class MessageChannelMutations:
    """The field of Mutation."""

    resend_touch: ResendTouchPayload | None = mutation(
        "resendTouch",
        _resend,
        "Sends a touch again that no channel took, or of which nobody knows whether it arrived:"
        " then the member may have it twice. Every check judges it anew. For operators with the"
        " scope `feedback:write`.",
        rule=Rule.OPERATORS,
    )
