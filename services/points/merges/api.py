"""The Merges service: what a merge moved in points."""

from __future__ import annotations

from services.common.auth import Role, current_caller, require_role
from services.common.errors import invalid
from services.common.interceptors import ServicerContext
from services.points.context import PointsContext
from services.points.ledger.api.access import of_one_brand
from services.points.merges.domain.merge_record import MERGE, Merge
from tessera.points.v1 import merges_pb2 as pb
from tessera.points.v1 import merges_pb2_grpc
from tessera.types.v1 import merges_pb2

ID_CHARS_MAX = 64


class MergesApi(merges_pb2_grpc.MergesServicer):
    """Answers operators of the brand."""

    def __init__(self, ctx: PointsContext) -> None:
        self._ctx = ctx

    async def GetMerge(
        self, request: pb.GetMergeRequest, context: ServicerContext
    ) -> pb.GetMergeResponse:
        """How far points are; pending too for a merge of which they know nothing yet."""
        brand = of_one_brand(require_role(current_caller(), Role.OPERATOR)).brand
        if not 1 <= len(request.merge_id) <= ID_CHARS_MAX:
            raise invalid("merge_id", f"1 to {ID_CHARS_MAX} characters")
        known = await self._ctx.ledger.record(brand, MERGE, request.merge_id)
        if known is None or not known.value.done:
            return pb.GetMergeResponse(state=merges_pb2.MERGE_STATE_PENDING)
        merge = known.value
        if merge.undone:
            state, returned = merges_pb2.MERGE_STATE_UNDONE, _returned(merge)
            return pb.GetMergeResponse(state=state, parts=_parts(merge), returned=returned)
        return pb.GetMergeResponse(state=merges_pb2.MERGE_STATE_MERGED, parts=_parts(merge))


def _parts(merge: Merge) -> list[merges_pb2.MergedPart]:
    found = [(asset, points) for asset, points in merge.amounts.items() if points]
    found += [("holds", merge.holds), ("records", len(merge.records))]
    return [merges_pb2.MergedPart(what=what, moved=count) for what, count in found if count]


def _returned(merge: Merge) -> list[merges_pb2.MergedPart]:
    back = [
        merges_pb2.MergedPart(
            what=asset,
            moved=merge.returned.get(asset, 0),
            kept=points - merge.returned.get(asset, 0),
        )
        for asset, points in merge.amounts.items()
        if points
    ]
    if merge.holds:
        back.append(merges_pb2.MergedPart(what="holds", kept=merge.holds))
    return back
