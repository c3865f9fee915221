"""The Merges service of feedback, and the feed of members that it follows."""

from collections.abc import Sequence
from datetime import UTC

from services.common.auth import Role, brand_of, current_caller, require_role
from services.common.errors import invalid
from services.common.interceptors import ServicerContext
from services.feedback.merges.commands import Merges, Merging
from services.feedback.merges.domain import Merged
from tessera.feedback.v1 import merges_pb2 as pb
from tessera.feedback.v1 import merges_pb2_grpc
from tessera.members.v1 import events_pb2
from tessera.types.v1 import merges_pb2

ID_CHARS_MAX = 64


async def follow_merges(merging: Merging, events: Sequence[events_pb2.Event]) -> None:
    """Carry out the merges and undos that the events tell, in their order."""
    for event in events:
        if event.HasField("member_merged"):
            told = event.member_merged
            at = event.record_time.ToDatetime(UTC)
            ids = told.merge_id, told.from_member_id, told.into_member_id
            await merging.carry_out(Merged(event.brand, *ids, at))

        if event.HasField("member_unmerged"):
            undone = event.member_unmerged
            both = undone.merge_id, undone.from_member_id, undone.into_member_id
            at = event.record_time.ToDatetime(UTC)
            await merging.undo(Merged(event.brand, *both, at))


class MergesServicer(merges_pb2_grpc.MergesServicer):
    """Answers operators of the brand."""

    def __init__(self, merges: Merges) -> None:
        self._merges = merges

    async def GetMerge(
        self, request: pb.GetMergeRequest, context: ServicerContext
    ) -> pb.GetMergeResponse:
        """How far feedback is; pending too for a merge of which it knows nothing yet."""
        brand = brand_of(require_role(current_caller(), Role.OPERATOR))
        if not 1 <= len(request.merge_id) <= ID_CHARS_MAX:
            raise invalid("merge_id", f"1 to {ID_CHARS_MAX} characters")
        moved = await self._merges.find(brand, request.merge_id)
        if moved is None:
            return pb.GetMergeResponse(state=merges_pb2.MERGE_STATE_PENDING)
        parts = [
            merges_pb2.MergedPart(what=what, moved=count)
            for what, count in (
                ("items", moved.items),
                ("survey_offers", moved.offers),
                ("survey_answers", moved.answers),
                ("ideas", moved.ideas),
                ("idea_votes", moved.votes),
                ("idea_places", moved.places),
                ("topic_posts", moved.posts),
                ("topic_likes", moved.likes),
            )
            if count
        ]
        if moved.going and not moved.undone:
            return pb.GetMergeResponse(state=merges_pb2.MERGE_STATE_PENDING, parts=parts)
        if moved.undone:
            state = merges_pb2.MERGE_STATE_UNDONE
            return pb.GetMergeResponse(state=state, parts=parts, returned=parts)
        return pb.GetMergeResponse(state=merges_pb2.MERGE_STATE_MERGED, parts=parts)
