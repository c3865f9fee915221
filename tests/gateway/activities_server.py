"""What members do, as the gateway's tests have it."""

from typing import Any

from services.common.auth import Caller
from tessera.members.v1 import activities_pb2, activities_pb2_grpc
from tessera.types.v1 import types_pb2
from tests.gateway.fake_backend import FakeBackend


class Activities(activities_pb2_grpc.ActivitiesServicer):
    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def RecordActivities(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("RecordActivities", request, context)
        return activities_pb2.RecordActivitiesResponse(
            results=[self._record(caller, each) for each in request.activities]
        )

    async def PreviewRefund(self, request: Any, context: Any) -> Any:
        await self.backend.enter("members.PreviewRefund", request, context)
        name = types_pb2.LocalizedText
        tier = activities_pb2.RefundedTier(
            ladder="growth",
            ladder_name=name(zh="成长等级", en="Growth"),
            before="gold",
            before_name=name(zh="金卡", en="Gold"),
            after="silver",
            after_name=name(zh="银卡", en="Silver"),
            basis="growth",
            counted_before=1_010,
            counted_after=1_010 - request.growth_taken,
            reach=1_000,
        )
        tier.decision.reason, tier.decision.threshold = "refund_undid_upgrade", 300
        return activities_pb2.PreviewRefundResponse(tiers=[tier])

    async def ListDataQuality(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListDataQuality", request, context)
        days = [
            activities_pb2.ChannelDay(
                day=f"2026-03-0{5 - n}",
                channel="pos",
                recorded=10 - n,
                late=n,
                refused=1,
                without_member=1,
                refusals=[activities_pb2.RefusalCount(reason="MEMBER_NOT_FOUND", count=1)],
            )
            for n in range(3)
        ]
        start = int(request.page_token or 0)
        end = start + request.page_size
        return activities_pb2.ListDataQualityResponse(
            days=days[start:end], next_page_token=str(end) if end < len(days) else ""
        )

    def _record(self, caller: Caller, activity: types_pb2.Activity) -> Any:
        key = (caller.brand, activity.channel, activity.event_id)
        known = self.backend.activities.setdefault(key, activity)
        result = activities_pb2.RecordActivityResult(event_id=activity.event_id)
        if known is activity:
            result.state = activities_pb2.RECORD_STATE_RECORDED
        elif known == activity:
            result.state = activities_pb2.RECORD_STATE_REPEATED
        else:
            result.state = activities_pb2.RECORD_STATE_REFUSED
            result.reason = "ACTIVITY_CONFLICT"
            result.recorded_occur_time.CopyFrom(known.occur_time)
        return result
