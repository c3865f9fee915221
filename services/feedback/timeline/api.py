"""tessera.feedback.v1.Timeline: protos to commands and back."""

from services.common.auth import Caller, Role, brand_of, current_caller, require_role
from services.common.interceptors import ServicerContext
from services.common.timeline_messages import asked_in, from_place
from services.feedback.items.api.listed import listed
from services.feedback.items.commands.context import FeedbackContext
from services.feedback.items.domain.item import Feedback
from services.feedback.reach.api import messages
from services.feedback.timeline.commands import KINDS, Item, TimelineContext, Touches, list_timeline
from tessera.feedback.v1 import timeline_pb2 as pb
from tessera.feedback.v1 import timeline_pb2_grpc


class TimelineServicer(timeline_pb2_grpc.TimelineServicer):
    """Tells operators what a member said, and what the brand said to them."""

    def __init__(self, ctx: FeedbackContext, touches: Touches) -> None:
        self._ctx = ctx
        self._timeline = TimelineContext(ctx.store, touches)

    async def ListTimeline(
        self, request: pb.ListTimelineRequest, context: ServicerContext
    ) -> pb.ListTimelineResponse:
        """A part of the timeline, the latest first."""
        caller = require_role(current_caller(), Role.OPERATOR)
        asked = asked_in(request, KINDS)
        part = await list_timeline(self._timeline, brand_of(caller), asked)
        items = [await self._message(caller, item) for item in part.items]
        return pb.ListTimelineResponse(items=items, has_more=part.has_more)

    async def _message(self, caller: Caller, item: Item) -> pb.TimelineItem:
        place, one = item
        if isinstance(one, Feedback):
            shown = await listed(self._ctx, caller, one)
            return pb.TimelineItem(place=from_place(place), feedback=shown)
        return pb.TimelineItem(place=from_place(place), touch=messages.touch_message(one))
