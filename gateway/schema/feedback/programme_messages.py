"""The messages of the programme, and switching one off."""

from typing import Annotated

import strawberry

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.inputs import INPUT, optional, request_id, required
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import DateTime, Lang, moment, text
from gateway.schema.core.user_errors import UserError
from gateway.schema.feedback.inbox import MessagePurpose
from tessera.feedback.v1 import reach_pb2 as pb

MESSAGES_ASSUMED = 20
CHANNELS_ASSUMED = 3


@strawberry.type(description="The reason for which a message is switched off.")
class MessageSwitchedOff:
    """Source: tessera.feedback.v1.MessageSwitchedOff."""

    at: DateTime = read(lambda off: moment(off.switch_time), "The time at which it was.")
    by: str = column("The operator, or the threshold of the programme that acted.")
    reason: str = column("The reason.")
    instead: str | None = read(
        lambda off: off.instead or None,
        "The code of the message that is said instead; null where each waits.",
    )


def _name(message: pb.ProgrammeMessage, context: RequestContext, lang: Lang = None) -> str:
    return text(message.name, context, lang) or message.code


@strawberry.type(description="A message of the programme.")
class ProgrammeMessage:
    """Source: tessera.feedback.v1.ProgrammeMessage."""

    code: str = column("The code.")
    name: str = read(_name, "The name.")
    purpose: MessagePurpose = column("The purpose.")
    channels: list[str] = column(
        "The channels, in the order in which they are tried.", size=CHANNELS_ASSUMED
    )
    switched_off: MessageSwitchedOff | None = read(
        lambda message: message.switched_off if message.HasField("switched_off") else None,
        "The reason for which it is switched off; null while it is on.",
    )


async def _messages(context: RequestContext) -> list[pb.ProgrammeMessage]:
    method = context.services.reach.ListProgrammeMessages
    request = pb.ListProgrammeMessagesRequest()
    answer: pb.ListProgrammeMessagesResponse = await context.services.read(
        method, request, context.caller
    )
    return list(answer.messages)


@strawberry.type
class ProgrammeMessageQueries:
    """The field of Query."""

    programme_messages: list[ProgrammeMessage] | None = call(
        _messages,
        "The messages of the programme in force, in its order. For operators.",
        rule=Rule.OPERATORS,
        size=MESSAGES_ASSUMED,
    )


@strawberry.input(description="A message that is switched off, or on again.")
class SwitchMessageInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    message: str = required("The code of the message.")
    off: bool = required("True to switch it off, false to switch it on again.")
    instead: str | None = optional(
        "The code of a message of the same purpose that is said instead; without it each waits."
        " Only with `off`."
    )
    reason: str | None = optional("The reason, up to 500 characters; needed with `off`.")


@strawberry.type(description="The message, or the reasons for the refusal.")
class SwitchMessagePayload:
    """Source: Outcome of a message."""

    message: ProgrammeMessage | None = read(
        lambda outcome: outcome.result, "The message after it; null when refused."
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _switch(context: RequestContext, input: Annotated[SwitchMessageInput, INPUT]) -> Outcome:
    def request() -> pb.SwitchMessageRequest:
        return pb.SwitchMessageRequest(
            request_id=input.request_id,
            message=input.message,
            off=input.off,
            instead=input.instead or "",
            reason=input.reason or "",
        )

    method = context.services.reach.SwitchMessage
    return await perform(context, "switchMessage", method, request, "message")


@strawberry.type
class ProgrammeMessageMutations:
    """The field of Mutation."""

    switch_message: SwitchMessagePayload | None = mutation(
        "switchMessage",
        _switch,
        "Switches a message off, or on again. While it is off nobody gets it: each waits, goes"
        " within the hour after the message is on again, and is refused once it is too late; or"
        " another message is said instead. Broadcasts of it wait. For operators with the scope"
        " `feedback:write`.",
        rule=Rule.OPERATORS,
    )
