"""Follows members: a code is to be sent."""

from collections.abc import Sequence

from services.feedback.phone_codes.commands import SendingContext, plan_codes
from tessera.members.v1 import events_pb2


async def follow_codes(ctx: SendingContext, events: Sequence[events_pb2.Event]) -> None:
    """Plan the codes that were asked for. An event that comes again plans the same code."""
    asked = [
        (event.brand, event.phone_code_asked.code_id)
        for event in events
        if event.HasField("phone_code_asked")
    ]
    await plan_codes(ctx, asked)
