"""tessera.points.v1.Timeline: protos to commands and back."""

from __future__ import annotations

from services.common.auth import Role, current_caller, require_role, require_scope
from services.common.errors import invalid
from services.common.interceptors import ServicerContext
from services.common.timeline import Kind
from services.common.timeline_messages import asked_in, from_place
from services.points.activities.domain.validation import is_member_id
from services.points.context import PointsContext
from services.points.ledger.api.access import of_one_brand
from services.points.ledger.api.causes import Names, NamesOf, no_names
from services.points.ledger.api.messages import entry_message
from services.points.rewards.api.shown import with_vouchers
from services.points.rewards.domain.redemption import Redemption
from services.points.timeline.commands import KINDS, Item, list_timeline
from tessera.points.v1 import rewards_pb2, timeline_pb2_grpc
from tessera.points.v1 import timeline_pb2 as pb


class TimelineApi(timeline_pb2_grpc.TimelineServicer):
    """Tells operators how a member came to points, and what they were spent on."""

    def __init__(self, ctx: PointsContext, names_of: NamesOf = no_names) -> None:
        self._ctx = ctx
        self._names_of = names_of

    async def ListTimeline(
        self, request: pb.ListTimelineRequest, context: ServicerContext
    ) -> pb.ListTimelineResponse:
        """A part of the timeline, the latest first."""
        caller = of_one_brand(require_role(current_caller(), Role.OPERATOR))
        asked = asked_in(request, KINDS)
        if not is_member_id(asked.member_id):
            raise invalid("member_id", "1 to 64 letters, digits and _ . -")
        if Kind.REDEMPTION in asked.kinds:
            require_scope(caller, "rewards:read")
        part = await list_timeline(self._ctx, caller.brand, asked)
        redeemed = [one for _, one in part.items if isinstance(one, Redemption)]
        shown = {one.id: one for one in await with_vouchers(self._ctx, caller.brand, redeemed)}
        names = self._names_of(caller.brand)
        items = [_message(item, names, shown) for item in part.items]
        return pb.ListTimelineResponse(items=items, has_more=part.has_more)


def _message(
    item: Item, names: Names, redemptions: dict[str, rewards_pb2.Redemption]
) -> pb.TimelineItem:
    place, one = item
    if isinstance(one, Redemption):
        return pb.TimelineItem(place=from_place(place), redemption=redemptions[one.id])
    return pb.TimelineItem(place=from_place(place), entry=entry_message(*one, names))
