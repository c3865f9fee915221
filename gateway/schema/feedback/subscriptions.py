"""Permissions of a member for messages by WeChat: each allows one message of a template."""

from dataclasses import dataclass
from enum import Enum
from typing import Annotated

import strawberry

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.inputs import INPUT, MemberId, request_id, required
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import Lang, enum_value, text
from gateway.schema.core.user_errors import UserError
from tessera.feedback.v1 import subscriptions_pb2 as pb

TEMPLATES = 5
MESSAGES = 3


@strawberry.enum(description="The side that tells of permissions.")
class GrantsFrom(Enum):
    """As tessera.feedback.v1.GrantsFrom."""

    CALLBACK = enum_value(
        pb.GRANTS_FROM_CALLBACK, "WeChat pushes them; `grantSubscriptions` counts nothing."
    )
    CLIENT = enum_value(pb.GRANTS_FROM_CLIENT, "The mini-program sends `grantSubscriptions`.")


def _messages(
    template: pb.SubscriptionTemplate, context: RequestContext, lang: Lang = None
) -> list[str]:
    return [text(each, context, lang) for each in template.messages]


@strawberry.type(description="A template of WeChat, with what a member allows.")
class SubscriptionTemplate:
    """Source: tessera.feedback.v1.SubscriptionTemplate."""

    code: str = column("The code in the programme.")
    template_id: str = column("The id at WeChat, as `wx.requestSubscribeMessage` takes it.")
    granted: int = column("How many messages the member allows that were not sent yet.")
    asset: str = column("The asset of the ledger in which they are counted.")
    messages: list[str] = read(_messages, "The names of the messages that go by it.", size=MESSAGES)


@strawberry.type(description="The templates whose permissions are counted.")
class Subscriptions:
    """Source: ListSubscriptionTemplatesResponse, or GrantSubscriptionsResponse."""

    templates: list[SubscriptionTemplate] = column(
        "The templates, in the programme's order.", size=TEMPLATES
    )
    grants_from: GrantsFrom = column("The side that tells of permissions.")


async def _subscriptions(
    context: RequestContext, member_id: MemberId = None
) -> pb.ListSubscriptionTemplatesResponse:
    request = pb.ListSubscriptionTemplatesRequest(member_id=context.member_id(member_id))
    services = context.services
    method = services.subscriptions.ListSubscriptionTemplates
    answer: pb.ListSubscriptionTemplatesResponse = await services.read(
        method, request, context.caller
    )
    return answer


@strawberry.type
class SubscriptionQueries:
    """The field of Query."""

    subscriptions: Subscriptions | None = call(
        _subscriptions,
        "The templates of WeChat whose permissions are counted, with how many messages a member"
        " allows. A mini-program asks for those that run low, at most three at once.",
        rule=Rule.SIGNED_IN,
    )


@strawberry.input(description="A member's choice for one template.")
class SubscriptionResultInput:
    """One entry of what WeChat answers."""

    template_id: str = required("The id of the template at WeChat.")
    result: str = required(
        "WeChat's word: accept, acceptWithAlert, acceptWithAudio, acceptWithForcePush, reject, ban"
        " or filter. What begins with accept allows one message."
    )


@strawberry.input(description="The answer of `wx.requestSubscribeMessage`.")
class GrantSubscriptionsInput:
    """For members."""

    request_id: strawberry.ID = request_id()
    results: list[SubscriptionResultInput] = required("1 to 20 templates, each once.")


@dataclass(frozen=True, slots=True)
class _Refused:
    """Nothing was counted."""

    counted: int = 0


@strawberry.type(description="The permissions as they are now, or the reasons of the refusal.")
class GrantSubscriptionsPayload:
    """Source: Outcome of a GrantSubscriptionsResponse."""

    subscriptions: Subscriptions | None = read(
        lambda outcome: outcome.result, "The templates as they are now; null when refused."
    )
    counted: int = read(
        lambda outcome: (outcome.result or _Refused()).counted,
        "How many permissions this request brought; 0 where WeChat tells of them.",
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _grant(
    context: RequestContext, input: Annotated[GrantSubscriptionsInput, INPUT]
) -> Outcome:
    def request() -> pb.GrantSubscriptionsRequest:
        return pb.GrantSubscriptionsRequest(
            request_id=input.request_id,
            results=[
                pb.SubscriptionResult(template_id=each.template_id, result=each.result)
                for each in input.results
            ],
        )

    method = context.services.subscriptions.GrantSubscriptions
    return await perform(context, "grantSubscriptions", method, request, None)


@strawberry.type
class SubscriptionMutations:
    """The field of Mutation."""

    grant_subscriptions: GrantSubscriptionsPayload | None = mutation(
        "grantSubscriptions",
        _grant,
        "Counts what the member chose in the window of WeChat that asks for permission.",
        rule=Rule.MEMBERS,
    )
