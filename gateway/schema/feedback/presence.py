"""Presence: which operators have an item of feedback open."""

from typing import Annotated

import strawberry

from gateway.core.ids import plain_id
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call
from tessera.feedback.v1 import presence_pb2

READERS_MAX = 20


async def _readers(
    context: RequestContext,
    feedback_id: Annotated[
        strawberry.ID, strawberry.argument(description="The item, by global id or bare id.")
    ],
) -> list[str]:
    request = presence_pb2.ListReadersRequest(
        feedback_id=plain_id("Feedback", feedback_id, "feedbackId")
    )
    method = context.services.presence.ListReaders
    answer = await context.services.read(method, request, context.caller)
    return list(answer.readers)


@strawberry.type
class PresenceQueries:
    """The fields of Query."""

    feedback_readers: list[str] | None = call(
        _readers,
        "The subjects of the other operators who have an item open, the one who asked last first;"
        " at most 20, none while presence is away. Asking says that the caller has it open, for the"
        " next 40 seconds: ask again every 15 seconds while it is. For operators.",
        rule=Rule.OPERATORS,
        size=READERS_MAX,
    )
