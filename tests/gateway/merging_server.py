"""Merges as the gateway sees them."""

from typing import Any

from services.common.errors import Refusal
from tessera.feedback.v1 import merges_pb2 as feedback_pb
from tessera.feedback.v1 import merges_pb2_grpc as feedback_grpc
from tessera.members.v1 import merging_pb2, merging_pb2_grpc
from tessera.points.v1 import merges_pb2 as points_pb
from tessera.points.v1 import merges_pb2_grpc as points_grpc
from tessera.types.v1 import merges_pb2
from tests.gateway.fake_backend import FakeBackend, at, refuse

PARTS = [merges_pb2.MergedPart(what="identities", moved=2, kept=1)]


def merge(old: str, survivor: str, merge_id: str = "mrg_1") -> merging_pb2.Merge:
    return merging_pb2.Merge(
        id=merge_id,
        from_member_id=old,
        into_member_id=survivor,
        state=merges_pb2.MERGE_STATE_MERGED,
        reason="one person",
        merged_by="ann",
        merge_time=at(0),
        parts=PARTS,
    )


class Merging(merging_pb2_grpc.MergingServicer):
    """The brand has one merge, `mrg_1`."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def PreviewMerge(self, request: Any, context: Any) -> Any:
        await self._enter("PreviewMerge", request, context)
        return merging_pb2.PreviewMergeResponse(parts=PARTS)

    async def MergeMembers(self, request: Any, context: Any) -> Any:
        await self._enter("MergeMembers", request, context)
        made = merge(request.from_member_id, request.into_member_id)
        return merging_pb2.MergeMembersResponse(merge=made)

    async def UndoMerge(self, request: Any, context: Any) -> Any:
        await self.backend.enter("UndoMerge", request, context)
        if request.merge_id != "mrg_1":
            await refuse(context, Refusal("MERGE_NOT_FOUND"))
        undone = merge("mem_0002", "mem_0003")
        undone.state, undone.undone_by = merges_pb2.MERGE_STATE_UNDONE, "ann"
        undone.undo_time.CopyFrom(at(1))
        undone.returned.extend(PARTS)
        return merging_pb2.UndoMergeResponse(merge=undone)

    async def GetMerge(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetMerge", request, context)
        if request.merge_id != "mrg_1":
            await refuse(context, Refusal("MERGE_NOT_FOUND"))
        return merging_pb2.GetMergeResponse(merge=merge("mem_0002", "mem_0003"))

    async def ListMerges(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListMerges", request, context)
        return merging_pb2.ListMergesResponse(merges=[merge("mem_0002", "mem_0003")])

    async def _enter(self, name: str, request: Any, context: Any) -> None:
        await self.backend.enter(name, request, context)
        if request.from_member_id == request.into_member_id:
            await refuse(context, Refusal("MERGE_INTO_SELF", field="into_member_id"))


class PointsMerges(points_grpc.MergesServicer):
    """Points have carried it out."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def GetMerge(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetMerge", request, context)
        parts = [merges_pb2.MergedPart(what="POINTS", moved=300)]
        return points_pb.GetMergeResponse(state=merges_pb2.MERGE_STATE_MERGED, parts=parts)


class FeedbackMerges(feedback_grpc.MergesServicer):
    """Feedback has not yet."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def GetMerge(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetMerge", request, context)
        return feedback_pb.GetMergeResponse(state=merges_pb2.MERGE_STATE_PENDING)
