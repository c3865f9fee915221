"""Feedback follows a merge: what either said stands under the survivor."""

import pytest

from services.common.auth import Caller, Role
from services.common.mongo import Database
from services.feedback.merges.domain import Merged
from services.feedback.merges.storage import MongoMerges
from tessera.feedback.v1 import feedback_pb2 as pb
from tessera.feedback.v1 import feedback_pb2_grpc, merges_pb2, merges_pb2_grpc
from tessera.members.v1.events_pb2 import MemberMerged, MemberUnmerged
from tessera.types.v1.merges_pb2 import (
    MERGE_STATE_MERGED,
    MERGE_STATE_PENDING,
    MERGE_STATE_UNDONE,
)
from tests.component.feedback.conftest import NOON, Feedback, submission, until
from tests.component.feedback.members_server import MembersFeedServer
from tests.scopes import EVERY_SCOPE

OLD, NEW = "mem_old", "mem_new"
MERGED = MemberMerged(merge_id="mrg_1", from_member_id=OLD, into_member_id=NEW)


async def listed(
    stub: "feedback_pb2_grpc.FeedbackItemsAsyncStub", member_id: str
) -> dict[str, set[str]]:
    request = pb.BatchListMemberFeedbackRequest(member_ids=[member_id])
    response = await stub.BatchListMemberFeedback(request)
    return {each.member_id: {one.id for one in each.feedback} for each in response.members}


async def test_items_are_the_survivors_and_so_is_what_comes_late(
    feedback: Feedback, members: tuple[MembersFeedServer, str], db: Database
) -> None:
    feed, _ = members
    old, new = feedback.member(OLD), feedback.member(NEW)
    told = submission("太甜了", request_id="r1")
    first = (await old.SubmitFeedback(told)).feedback
    own = (await new.SubmitFeedback(submission("谢谢", request_id="r2"))).feedback
    operator = Caller("tea", "ann", Role.OPERATOR, None, EVERY_SCOPE)
    merges: merges_pb2_grpc.MergesAsyncStub = merges_pb2_grpc.MergesStub(
        feedback._channel(operator)
    )
    asked = merges_pb2.GetMergeRequest(merge_id="mrg_1")
    assert (await merges.GetMerge(asked)).state == MERGE_STATE_PENDING
    for _ in range(2):
        await feed.tell("tea", NEW, member_merged=MERGED)

    async def done() -> bool:
        return (await merges.GetMerge(asked)).state == MERGE_STATE_MERGED

    await until(done)
    moved = (await merges.GetMerge(asked)).parts
    assert [(part.what, part.moved) for part in moved] == [("items", 1)]
    both = {first.id, own.id}
    assert await listed(feedback.operator(), NEW) == {NEW: both}
    assert await listed(feedback.operator(), OLD) == {OLD: both}
    # The member of the old id reads, moves and says on as the survivor; a repeat is one.
    assert await listed(old, OLD) == {OLD: both}
    assert (await old.SubmitFeedback(told)).feedback.id == first.id
    late = (await old.SubmitFeedback(submission("又太甜", request_id="r3"))).feedback
    assert late.member_id == NEW
    item = pb.GetFeedbackRequest(feedback_id=first.id)
    assert (await new.GetFeedback(item)).feedback.member_id == NEW
    assert not await db["feedback"].count_documents({"member_id": OLD})

    # Of whoever did not know of the merge yet, the sweep moves the item.
    await db["feedback"].update_one({"_id": own.id}, {"$set": {"member_id": OLD}})
    await feed.tell("tea", NEW, member_merged=MERGED)

    async def swept() -> bool:
        return not await db["feedback"].count_documents({"member_id": OLD})

    await until(swept)

    # An undo gives back what moved; what came since stays.
    undone = MemberUnmerged(merge_id="mrg_1", from_member_id=OLD, into_member_id=NEW)
    for member_id in (OLD, NEW):
        await feed.tell("tea", member_id, member_unmerged=undone)

    async def parted() -> bool:
        return (await merges.GetMerge(asked)).state == MERGE_STATE_UNDONE

    await until(parted)
    assert await listed(feedback.operator(), OLD) == {OLD: {first.id, own.id}}
    assert await listed(old, OLD) == {OLD: {first.id, own.id}}
    assert await listed(new, NEW) == {NEW: {late.id}}


class Killed(MongoMerges):
    """Its process ends when the items have moved, and all else has not."""

    async def _forget_standing(self, merged: Merged) -> None:
        raise ConnectionError


async def test_a_merge_that_ended_halfway_is_pending_until_it_is_carried_out_again(
    db: Database,
) -> None:
    merged = Merged("tea", "mrg_1", OLD, NEW, NOON)
    with pytest.raises(ConnectionError):
        await Killed(db).move(merged)
    merges = MongoMerges(db)
    halfway = await merges.find("tea", "mrg_1")
    assert halfway is not None
    assert halfway.going
    await merges.move(merged)
    whole = await merges.find("tea", "mrg_1")
    assert whole is not None
    assert not whole.going
