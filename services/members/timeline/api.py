"""tessera.members.v1.Timeline: protos to commands and back."""

from services.common.auth import Role, require_scope
from services.common.interceptors import ServicerContext
from services.common.timeline import Kind
from services.common.timeline_messages import asked_in, from_place
from services.members.access import require_caller
from services.members.activities.domain.kept_activity import KeptActivity
from services.members.context import MembersContext
from services.members.programme.domain.rules import Rules
from services.members.tiers.api.decisions import from_judged
from services.members.timeline.commands import (
    KINDS,
    Item,
    TimelineStore,
    list_timeline,
)
from tessera.members.v1 import timeline_pb2 as pb
from tessera.members.v1 import timeline_pb2_grpc
from tessera.types.v1 import types_pb2


class TimelineServicer(timeline_pb2_grpc.TimelineServicer):
    """Tells operators what a member did, and how their tiers were decided."""

    def __init__(self, ctx: MembersContext[TimelineStore]) -> None:
        self._ctx = ctx

    async def ListTimeline(
        self, request: pb.ListTimelineRequest, context: ServicerContext
    ) -> pb.ListTimelineResponse:
        """A part of the timeline, the latest first. Refuses MEMBER_NOT_FOUND."""
        caller = require_caller(Role.OPERATOR)
        asked = asked_in(request, KINDS)
        if Kind.ACTIVITY in asked.kinds:
            require_scope(caller, "orders:read")
        part = await list_timeline(self._ctx, caller.brand, asked)
        rules = await self._ctx.rulebook.of(caller.brand)
        items = [_message(item, rules) for item in part.items]
        return pb.ListTimelineResponse(items=items, has_more=part.has_more)


def _message(item: Item, rules: Rules) -> pb.TimelineItem:
    place, one = item
    if isinstance(one, KeptActivity):
        return pb.TimelineItem(place=from_place(place), activity=_activity(one))
    return pb.TimelineItem(place=from_place(place), tier_decision=from_judged(one, rules))


def _activity(kept: KeptActivity) -> pb.RecordedActivity:
    activity = types_pb2.Activity.FromString(kept.content)
    # The member's own words stay with what they are kept for.
    activity.ClearField("search_words")
    activity.channel, activity.event_id = kept.channel, kept.event_id
    activity.member_id = kept.member_id
    activity.type = types_pb2.ActivityType.Value(f"ACTIVITY_TYPE_{kept.type.upper()}")
    activity.occur_time.FromDatetime(kept.occurred_at)
    message = pb.RecordedActivity(activity=activity)
    message.record_time.FromDatetime(kept.recorded_at)
    return message
