"""Segments, as the members service answers them."""

from typing import Any

from services.common.errors import Refusal
from tessera.members.v1 import lifecycle_pb2, segments_pb2_grpc
from tessera.members.v1 import segments_pb2 as pb
from tessera.types.v1 import types_pb2
from tests.gateway.fake_backend import FakeBackend, at, member_id, refuse

REASONS = [pb.NamedFact(fact="stats.orders", value="3"), pb.NamedFact(fact="member.age")]
CLUSTER = pb.MemberCluster(
    code="high_value_payers", name=types_pb2.LocalizedText(zh="高价值付费", en="High-value payers")
)


def segment(code: str = "vips", *, saved: bool = False) -> pb.Segment:
    """A segment of the programme, or one that an operator saved."""
    return pb.Segment(
        code=code,
        name=types_pb2.LocalizedText(zh="贵宾", en="VIPs"),
        when="stats.orders > 2",
        saved=saved,
        etag="1" if saved else "",
    )


def member_segments(number: int) -> list[pb.MemberSegment]:
    """The segments that a member is in."""
    return [pb.MemberSegment(segment=segment(), since_time=at(number))]


class Segments(segments_pb2_grpc.SegmentsServicer):
    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def ListSegments(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListSegments", request, context)
        return pb.ListSegmentsResponse(
            segments=[pb.CountedSegment(segment=segment(), members=12)],
            freshness=pb.Freshness(as_of_time=at(5), lag_ms=250),
        )

    async def ListSegmentMembers(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListSegmentMembers", request, context)
        if request.code != "vips":
            await refuse(context, Refusal("SEGMENT_NOT_FOUND", field="code"))
        size = request.page_size or 50
        start = int(request.page_token or 0)
        members = [
            pb.SegmentMember(member_id=member_id(n), since_time=at(n))
            for n in range(start, min(start + size, 5))
        ]
        return pb.ListSegmentMembersResponse(
            members=members,
            next_page_token=str(start + size) if start + size < 5 else "",
        )

    async def PreviewSegment(self, request: Any, context: Any) -> Any:
        await self.backend.enter("PreviewSegment", request, context)
        if request.when == "nonsense":
            await refuse(context, Refusal("SEGMENT_CONDITION_REFUSED", field="when"))
        return pb.PreviewSegmentResponse(
            members=100,
            members_low=80,
            members_high=120,
            judged=1_000,
            total=5_000,
            sample=[pb.SegmentExample(member_id=member_id(2), reasons=REASONS)],
            as_of_time=at(5),
            part_members=[10 * len(each) for each in request.parts],
        )

    async def ExplainSegments(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("ExplainSegments", request, context)
        if not self.backend.has(caller, request.member_id):
            await refuse(context, Refusal("MEMBER_NOT_FOUND", field="member_id"))
        found = pb.ExplainedSegment(segment=segment(), reasons=REASONS, since_time=at(2))
        return pb.ExplainSegmentsResponse(segments=[found])

    async def SaveSegment(self, request: Any, context: Any) -> Any:
        await self.backend.enter("SaveSegment", request, context)
        if request.segment.code == "vips":
            await refuse(context, Refusal("SEGMENT_IN_PROGRAMME", field="code"))
        return pb.SaveSegmentResponse(segment=segment(request.segment.code, saved=True))

    async def DeleteSegment(self, request: Any, context: Any) -> Any:
        await self.backend.enter("DeleteSegment", request, context)
        if request.code != "fresh":
            await refuse(context, Refusal("SEGMENT_NOT_FOUND", field="code"))
        return pb.DeleteSegmentResponse()

    async def GetSegmentLtv(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetSegmentLtv", request, context)
        if request.code == "nobody":
            await refuse(context, Refusal("SEGMENT_NOT_FOUND", field="code"))
        loyal = pb.LtvStage(
            stage=lifecycle_pb2.LIFECYCLE_STAGE_LOYALTY,
            members=20,
            orders=120,
            spent_minor=960_000,
            kept=15,
            conversion_permille=100,
            average_order_minor=8_000,
            frequency_thousandths=6_000,
            retention_permille=750,
            value_minor=3_600,
        )
        return pb.GetSegmentLtvResponse(
            members=3_000,
            counted=2_000,
            stages=[loyal],
            ltv_minor=6_000,
            currency="CNY",
            on="2026-03-02",
            freshness=pb.Freshness(as_of_time=at(5)),
        )

    async def GetClusters(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetClusters", request, context)
        payers = pb.Cluster(
            cluster=CLUSTER,
            members=7,
            orders_90d_thousandths=12_500,
            spent_90d_minor=90_000,
            active_days_thousandths=14_000,
            content_thousandths=2_000,
            visits_thousandths=500,
        )
        return pb.GetClustersResponse(
            clusters=[payers],
            version=3,
            on="2026-03-02",
            seed=1,
            members=20_000,
            sampled=10_000,
            currency="CNY",
        )

    async def GetRfm(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetRfm", request, context)
        latest = pb.RfmRun(
            on="2026-02-28",
            cause=pb.RFM_CAUSE_MONTH,
            end_time=at(5),
            cuts=pb.RfmCuts(
                recency_days=[30, 90],
                orders=[2, 5],
                spent_minor=[10_000, 50_000],
                terciles=True,
                currency="CNY",
            ),
            cells=[
                pb.RfmCell(recency=3, frequency=2, monetary=3, members=7, value_class="high_value")
            ],
            classes=[pb.RfmClass(code="high_value", members=7, value_minor=700_000)],
            value_activity=[pb.ValueActivityCell(high_value=True, active=True, members=5)],
            members=7,
        )
        return pb.GetRfmResponse(runs=[latest], running=True, declared=True)

    async def RunRfm(self, request: Any, context: Any) -> Any:
        await self.backend.enter("RunRfm", request, context)
        if request.request_id == "none":
            await refuse(context, Refusal("RFM_UNAVAILABLE"))
        return pb.RunRfmResponse()
