"""A member's inbox: messages of the brand, and why each came."""

from dataclasses import dataclass
from enum import Enum
from typing import Annotated

import strawberry

from gateway.core.ids import to_global
from gateway.schema.core.connections import (
    After,
    First,
    Page,
    PageInfo,
    edge_cursor,
    edge_node,
    first_of,
    page_size,
    second_of,
)
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.inputs import INPUT, MemberId, request_id, required
from gateway.schema.core.page_cursor import PageCursor
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import DateTime, Lang, enum_value, instant, moment, text
from gateway.schema.core.user_errors import UserError
from tessera.feedback.v1 import reach_pb2 as pb

_KIND = "inbox"


@strawberry.enum(description="The purpose of a message.")
class MessagePurpose(Enum):
    """As tessera.feedback.v1.MessagePurpose."""

    SERVICE = enum_value(pb.MESSAGE_PURPOSE_SERVICE, "It belongs to the membership.")
    MARKETING = enum_value(
        pb.MESSAGE_PURPOSE_MARKETING, "An offer or advertising, which the member agreed to."
    )
    SURVEY = enum_value(pb.MESSAGE_PURPOSE_SURVEY, "A question, which the member agreed to.")


def _title(message: pb.InboxMessage, context: RequestContext, lang: Lang = None) -> str:
    return text(message.name, context, lang)


def _text(message: pb.InboxMessage, context: RequestContext, lang: Lang = None) -> str:
    return text(message.text, context, lang)


def _why(message: pb.InboxMessage, context: RequestContext, lang: Lang = None) -> str:
    return text(message.why, context, lang)


@strawberry.type(description="A message in a member's inbox.")
class InboxMessage:
    """Source: tessera.feedback.v1.InboxMessage."""

    id: strawberry.ID = column("The id, which `openMessage` takes.")
    code: str = read(lambda message: message.message, "The code of the message.")
    title: str = read(_title, "The title.")
    text: str = read(_text, "The text.")
    why: str = read(
        _why,
        "The reason for it: the occasion, the consent that it counts on, and how many of how many"
        " it is.",
    )
    purpose: MessagePurpose = column("The purpose.")
    sent_at: DateTime = read(
        lambda message: moment(message.send_time), "The time at which it was sent."
    )
    read_at: DateTime | None = read(
        lambda message: instant(message, "read_time"),
        "The time at which the member first opened it; null before that.",
    )
    feedback_id: strawberry.ID | None = read(
        lambda message: to_global("Feedback", message.feedback_id) if message.feedback_id else None,
        "The global id of the member's feedback that it is about; null for other messages.",
    )


@strawberry.type(description="A message, with its place in the list.")
class InboxMessageEdge:
    """Source: a pair of cursor and message."""

    cursor: str = edge_cursor(first_of)
    node: InboxMessage = edge_node(second_of)


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of the inbox, and how many of all messages are unread."""

    page: Page
    unread: int


@strawberry.type(description="A page of messages, the newest first.")
class InboxConnection:
    """Source: Inbox."""

    edges: list[InboxMessageEdge] = read(
        lambda inbox: inbox.page.edges, "The items with their cursors.", size="first"
    )
    page_info: PageInfo = read(lambda inbox: inbox.page, "Where the page stands in the list.")
    unread: int = column("How many of all messages the member did not open, counted up to 100.")


async def _inbox(
    context: RequestContext, first: First = 20, after: After = None, member_id: MemberId = None
) -> Inbox:
    place = PageCursor.read(_KIND, after)
    request = pb.ListInboxRequest(
        member_id=context.member_id(member_id),
        page_size=place.size(page_size(first)),
        page_token=place.token,
    )
    services = context.services
    answer = await services.read(services.reach.ListInbox, request, context.caller)
    return Inbox(place.page(_KIND, list(answer.messages), answer.next_page_token), answer.unread)


@strawberry.type
class InboxQueries:
    """The field of Query."""

    inbox: InboxConnection | None = call(
        _inbox,
        "The messages in a member's inbox, the newest first.",
        rule=Rule.SIGNED_IN,
        size="first",
    )


@strawberry.input(description="A message that its member opens.")
class OpenMessageInput:
    """For members."""

    request_id: strawberry.ID = request_id()
    message_id: strawberry.ID = required("The message, by `InboxMessage.id`.")


@strawberry.type(description="The message, which is read now, or the reasons for the refusal.")
class OpenMessagePayload:
    """Source: Outcome of a message."""

    message: InboxMessage | None = read(
        lambda outcome: outcome.result, "The message; null when refused."
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _open(context: RequestContext, input: Annotated[OpenMessageInput, INPUT]) -> Outcome:
    def request() -> pb.OpenMessageRequest:
        return pb.OpenMessageRequest(request_id=input.request_id, message_id=input.message_id)

    method = context.services.reach.OpenMessage
    return await perform(context, "openMessage", method, request, "message")


@strawberry.type
class InboxMutations:
    """The field of Mutation."""

    open_message: OpenMessagePayload | None = mutation(
        "openMessage",
        _open,
        "Notes that the member opened a message of their inbox; the first time stands.",
        rule=Rule.MEMBERS,
    )
