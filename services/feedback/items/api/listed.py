"""An item as it is shown in lists."""

from services.common.auth import Caller, brand_of
from services.feedback.calendar.commands import business_hours
from services.feedback.items.api.clocks import tell_time_left
from services.feedback.items.api.messages import message_for
from services.feedback.items.commands.context import FeedbackContext
from services.feedback.items.domain.item import Feedback
from tessera.feedback.v1 import feedback_pb2 as pb


async def listed(ctx: FeedbackContext, caller: Caller, item: Feedback) -> pb.Feedback:
    """The item as `caller` may see it, with the time that its clocks have left now."""
    message = message_for(caller, item)
    if message.clocks:
        programme = await ctx.programmes.of(brand_of(caller))
        hours = None if programme is None else business_hours(programme)
        tell_time_left(message, hours, ctx.clock.now())
    return message
