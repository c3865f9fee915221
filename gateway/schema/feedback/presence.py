"""Presence: which operators have an item of feedback open, and which of them answers it."""

from enum import Enum
from typing import Annotated

import strawberry

from gateway.core.ids import plain_id
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.scalars import enum_value
from tessera.feedback.v1 import presence_pb2

READERS_MAX = 20


@strawberry.enum(
    description="A wish of an operator for the claim of an item, which tells that they answer it."
)
class FeedbackClaim(Enum):
    """As tessera.feedback.v1.Claim."""

    BEGIN = enum_value(
        presence_pb2.CLAIM_BEGIN,
        "The caller begins to answer, or goes on: the claim is theirs for the next 2 minutes,"
        " unless another has it.",
    )
    TAKE = enum_value(
        presence_pb2.CLAIM_TAKE,
        "The claim is the caller's for the next 2 minutes, whoever has it.",
    )
    END = enum_value(presence_pb2.CLAIM_END, "The caller answers no more. Another's claim stays.")


@strawberry.type(description="The operators who are with an item of feedback.")
class FeedbackReaders:
    """Source: tessera.feedback.v1.ListReadersResponse."""

    readers: list[str] = column(
        "The subjects of the other operators who have it open, the one who asked last first; at"
        f" most {READERS_MAX}.",
        size=READERS_MAX,
    )
    answerer: str | None = read(
        lambda answer: answer.answerer or None,
        "The subject of the operator who has the claim after this call, who may be the caller; null"
        " when nobody has.",
    )


async def _readers(
    context: RequestContext,
    feedback_id: Annotated[
        strawberry.ID, strawberry.argument(description="The item, by global id or bare id.")
    ],
    claim: Annotated[
        FeedbackClaim | None,
        strawberry.argument(
            description="The caller's wish for the claim, which needs the scope"
            " feedback:write; null reads alone."
        ),
    ] = None,
) -> presence_pb2.ListReadersResponse:
    request = presence_pb2.ListReadersRequest(
        feedback_id=plain_id("Feedback", feedback_id, "feedbackId"),
        claim=claim.value if claim else presence_pb2.CLAIM_UNSPECIFIED,
    )
    method = context.services.presence.ListReaders
    return await context.services.read(method, request, context.caller)


@strawberry.type
class PresenceQueries:
    """The fields of Query."""

    feedback_readers: FeedbackReaders | None = call(
        _readers,
        "The others who have an item open, and the one who answers it; nobody while presence is"
        " away. Asking says that the caller has it open, for the next 40 seconds: ask again every"
        " 15 seconds while it is. A claim tells others that the caller answers, and keeps nobody"
        " from answering. For operators.",
        rule=Rule.OPERATORS,
        size=1,
    )
