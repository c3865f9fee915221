"""What operators do with posts and slots, for the test of the audit log."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

import grpc

from services.common.mongo import Database
from tessera.feedback.v1 import topics_pb2 as pb
from tessera.feedback.v1 import topics_pb2_grpc
from tests.component.feedback.conftest import NOON

Act = Callable[[], Awaitable[object]]


def topic_acts(channel: grpc.aio.Channel, db: Database, text: str) -> Mapping[str, Act]:
    """Each write by its RPC, in an order in which all of them are allowed."""
    topics: topics_pb2_grpc.TopicsAsyncStub = topics_pb2_grpc.TopicsStub(channel)
    calendar: topics_pb2_grpc.ContentCalendarAsyncStub = topics_pb2_grpc.ContentCalendarStub(
        channel
    )
    made: list[str] = []

    async def submit() -> None:
        request = pb.SubmitPostRequest(
            request_id="p1", member_id="mem_1", topic="my_story", text=text
        )
        made.append((await topics.SubmitPost(request)).post.id)

    async def restore() -> None:
        replaced = {"from_topic": "my_pairing", "to_topic": "tea_and_friends"}
        values = {**replaced, "figures": [9, 7, 5], "replaced_at": NOON, "since": "0001-01-01"}
        key = "tuesday_pairing"
        await db["topic_slots"].insert_one(
            {"_id": f"tea/{key}", "brand": "tea", "slot": key, **values}
        )
        await calendar.RestoreSlot(
            pb.RestoreSlotRequest(request_id="p7", slot=key, reason="a holiday")
        )

    return {
        "feedback.Topics.SubmitPost": submit,
        "feedback.Topics.ModeratePost": lambda: topics.ModeratePost(
            pb.ModeratePostRequest(request_id="p2", post_id=made[0], reason="no", open=False)
        ),
        "feedback.Topics.LikePost": lambda: _like(topics, made[0]),
        "feedback.Topics.PraisePost": lambda: topics.PraisePost(
            pb.PraisePostRequest(request_id="p5", post_id=made[0])
        ),
        "feedback.Topics.WithdrawPost": lambda: topics.WithdrawPost(
            pb.WithdrawPostRequest(request_id="p6", member_id="mem_1", post_id=made[0])
        ),
        "feedback.ContentCalendar.RestoreSlot": restore,
    }


async def _like(topics: topics_pb2_grpc.TopicsAsyncStub, post_id: str) -> None:
    await topics.ModeratePost(pb.ModeratePostRequest(request_id="p3", post_id=post_id, open=True))
    await topics.LikePost(
        pb.LikePostRequest(request_id="p4", member_id="mem_2", post_id=post_id, liked=True)
    )
