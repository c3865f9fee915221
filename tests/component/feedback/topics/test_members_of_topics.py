"""Posts and likes of members who become one, and a member's own copy of them."""

import json
from typing import Any

from services.common.auth import Caller, Role
from tessera.feedback.v1 import merges_pb2, merges_pb2_grpc, privacy_pb2
from tessera.members.v1 import events_pb2
from tessera.types.v1.merges_pb2 import MERGE_STATE_MERGED, MERGE_STATE_UNDONE
from tests.component.feedback.conftest import until
from tests.component.feedback.topics.topic_room import TopicRoom
from tests.scopes import EVERY_SCOPE


async def test_members_who_are_one_like_a_post_once_until_an_undo(room: TopicRoom) -> None:
    both = await room.post("mem_9", "两个人都喜欢")
    one = await room.post("mem_9", "一个人喜欢")
    mine = await room.post("mem_old", "我自己写的")
    for member, post in (("mem_old", both), ("mem_new", both), ("mem_old", one)):
        await room.like(member, post)
    ids = {"merge_id": "mrg_1", "from_member_id": "mem_old", "into_member_id": "mem_new"}
    merged = events_pb2.MemberMerged(**ids)
    await room.feed.tell("tea", "mem_new", member_merged=merged)
    caller = Caller("tea", "ann", Role.OPERATOR, scopes=EVERY_SCOPE)
    merges: Any = room.stub(merges_pb2_grpc.MergesStub, caller)

    async def state() -> Any:
        return (await merges.GetMerge(merges_pb2.GetMergeRequest(merge_id="mrg_1"))).state

    async def is_merged() -> bool:
        return await state() == MERGE_STATE_MERGED and await likes() == {both.id: 1, one.id: 1}

    async def likes() -> dict[str, int]:
        posts = await room.listed("mem_3")
        return {each.id: each.likes for each in posts if each.id != mine.id}

    await until(is_merged)
    own = await room.listed("mem_new", own=True)
    assert [(each.id, each.mine) for each in own] == [(mine.id, True)]
    assert {each.id for each in await room.listed("mem_new") if each.liked} == {both.id, one.id}
    # Their copy has the post, without what moderators see.
    stub = room.feedback.privacy("mem_new")
    asked = privacy_pb2.ExportMemberRequest(member_id="mem_new")
    records = (await stub.ExportMember(asked)).records
    found = [(each.part, json.loads(each.json)) for each in records]
    posts = [record for name, record in found if name == "topic_posts"]
    assert [each["text"] for each in posts] == ["我自己写的"]
    assert "sameness" not in posts[0]
    undone = events_pb2.MemberUnmerged(**ids)
    for member in ("mem_old", "mem_new"):
        await room.feed.tell("tea", member, member_unmerged=undone)

    async def is_undone() -> bool:
        return await state() == MERGE_STATE_UNDONE and await likes() == {both.id: 2, one.id: 1}

    await until(is_undone)
    assert [each.id for each in await room.listed("mem_old", own=True)] == [mine.id]
