"""A batch of a channel: each item has its own result, and a repeat is recognised item by item."""

import asyncio
from datetime import UTC, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import grpc
import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from services.common.auth import Caller, Role
from services.common.errors import reason_of
from services.common.mongo import Database
from services.feedback.items.api.clocks import timestamp
from services.feedback.items.storage.trends import MongoTrends
from tessera.feedback.v1 import feedback_pb2 as pb
from tessera.members.v1 import events_pb2
from tests.component.feedback.conftest import NOON, Feedback, submission, until
from tests.component.feedback.members_server import MembersFeedServer
from tests.scopes import EVERY_SCOPE


def said(
    event_id: str, text: str = "配送太慢", member_id: str = "", **more: Any
) -> pb.FeedbackSubmission:
    return pb.FeedbackSubmission(
        channel="wecom", channel_event_id=event_id, text=text, member_id=member_id, **more
    )


async def test_each_item_of_a_batch_has_its_own_result(
    feedback: Feedback, members: tuple[MembersFeedServer, str], db: Database
) -> None:
    feed, _ = members
    await feed.tell("tea", "mem_gone", NOON, member_erased=events_pb2.MemberErased())

    async def is_erased() -> bool:
        return await db.heard_members.count_documents({"erased_at": {"$exists": True}}) == 1

    await until(is_erased)
    till = feedback.till()
    one = await till.SubmitFeedback(
        submission(channel="wecom", channel_event_id="e0", text="之前说过的")
    )
    batch = pb.SubmitFeedbackBatchRequest(
        items=[
            said("e1", "喝完拉肚子了", "mem_1"),
            said("e0", "之前说过的"),
            said("e0", "之前没说过"),
            said("", "没有事件号"),
            said("e2", " "),
            said("e3", "好喝", "mem_gone"),
            said("e1", "喝完拉肚子了", "mem_1"),
            said("e1", "改口了", "mem_1"),
            said("e4", "员工态度差", "mem_1", store_id="store-01"),
        ]
    )
    results = (await till.SubmitFeedbackBatch(batch)).results
    told = [(each.channel_event_id, each.known, each.reason, each.field) for each in results]
    assert told == [
        ("e1", False, "", ""),
        ("e0", True, "", ""),
        ("e0", False, "FEEDBACK_CONFLICT", "channel_event_id"),
        ("", False, "INVALID_ARGUMENT", "channel_event_id"),
        ("e2", False, "INVALID_ARGUMENT", "text"),
        ("e3", False, "MEMBER_ERASED", "member_id"),
        ("e1", True, "", ""),
        ("e1", False, "FEEDBACK_CONFLICT", "channel_event_id"),
        ("e4", False, "", ""),
    ]
    assert results[1].feedback_id == one.feedback.id
    # They are routed by the same rules as one that comes alone, with its clocks and its event.
    item = (
        await feedback.operator().GetFeedback(
            pb.GetFeedbackRequest(feedback_id=results[0].feedback_id)
        )
    ).feedback
    assert (item.category, item.member_id) == ("food_safety", "mem_1")
    assert [each.kind for each in item.clocks]
    published = await db.events.count_documents({"type": "feedback_changed"})
    assert published == await db.feedback.count_documents({}) == 3
    timers = await db.timers.count_documents({"kind": "clock", "key": item.id})
    assert timers == 1
    # The whole batch again, twice at a time, changes nothing.
    again = await asyncio.gather(*(till.SubmitFeedbackBatch(batch) for _ in range(2)))
    for answer in again:
        assert [each.feedback_id for each in answer.results] == [
            each.feedback_id for each in results
        ]
        assert answer.results[0].known
    assert await db.feedback.count_documents({}) == 3


async def test_a_review_has_its_stars_and_time_and_trends_count_it_then(
    feedback: Feedback, db: Database
) -> None:
    till, operator = feedback.till(), feedback.operator()
    then = NOON - timedelta(days=40)
    review = said("e1", "外卖洒了", stars=2, said_time=timestamp(then))
    for known in (False, True):
        answer = await till.SubmitFeedbackBatch(pb.SubmitFeedbackBatchRequest(items=[review]))
        [result] = answer.results
        assert (result.reason, result.known) == ("", known)
    get = pb.GetFeedbackRequest(feedback_id=result.feedback_id)
    item = (await operator.GetFeedback(get)).feedback
    assert (item.stars, item.said_time.ToDatetime(UTC)) == (2, then)
    assert item.create_time.ToDatetime(UTC) == NOON
    await till.SubmitFeedback(submission("太慢", channel="wecom"))
    trends = MongoTrends(db)
    days = await trends.days("tea", then, NOON + timedelta(days=1), ZoneInfo("Asia/Shanghai"))
    assert sorted((each.day, each.count) for each in days) == [(then.date(), 1), (NOON.date(), 1)]
    assert await trends.first_at("tea") == NOON

    wrong = [
        said("w1", stars=6),
        said("w2", stars=0),
        said("w3", said_time=timestamp(NOON + timedelta(hours=1))),
        said("w4", said_time=Timestamp(seconds=-(10**12))),
        said("e1", "外卖洒了", stars=3, said_time=timestamp(then)),
    ]
    answer = await till.SubmitFeedbackBatch(pb.SubmitFeedbackBatchRequest(items=wrong))
    assert [(each.reason, each.field) for each in answer.results] == [
        ("INVALID_ARGUMENT", "stars"),
        ("INVALID_ARGUMENT", "stars"),
        ("INVALID_ARGUMENT", "said_time"),
        ("INVALID_ARGUMENT", "said_time"),
        ("FEEDBACK_CONFLICT", "channel_event_id"),
    ]
    own = submission("外卖洒了", said_time=timestamp(then))
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await feedback.member("mem_1").SubmitFeedback(own)
    reason = reason_of(refused.value)
    assert reason is not None
    assert reason.field == "said_time"


async def test_batches_at_the_same_time_take_each_item_in_once(
    feedback: Feedback, db: Database
) -> None:
    till = feedback.till()
    batch = pb.SubmitFeedbackBatchRequest(
        items=[said(f"r{n}", f"第 {n} 条", f"mem_{n % 3}") for n in range(20)]
    )
    answers = await asyncio.gather(*(till.SubmitFeedbackBatch(batch) for _ in range(4)))
    ids = {tuple(each.feedback_id for each in answer.results) for answer in answers}
    assert len(ids) == 1
    assert sum(not each.known for answer in answers for each in answer.results) == 20
    assert await db.feedback.count_documents({}) == 20


async def test_who_may_send_a_batch_and_how_large(feedback: Feedback) -> None:
    item = [said("m1")]
    for items, reason in (([], "INVALID_ARGUMENT"), (item * 101, "INVALID_ARGUMENT")):
        with pytest.raises(grpc.aio.AioRpcError) as error:
            await feedback.till().SubmitFeedbackBatch(pb.SubmitFeedbackBatchRequest(items=items))
        found = reason_of(error.value)
        assert found is not None
        assert (found.reason, found.field) == (reason, "items")
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await feedback.member("mem_1").SubmitFeedbackBatch(
            pb.SubmitFeedbackBatchRequest(items=item)
        )
    assert error.value.code() is grpc.StatusCode.PERMISSION_DENIED
    other = Caller("retail", "ann", Role.OPERATOR, scopes=EVERY_SCOPE)
    done = await feedback.items(other).SubmitFeedbackBatch(
        pb.SubmitFeedbackBatchRequest(items=item)
    )
    # Another brand's event of the same id is another item.
    assert not done.results[0].known
    mine = await feedback.till().SubmitFeedbackBatch(pb.SubmitFeedbackBatchRequest(items=item))
    assert mine.results[0].feedback_id != done.results[0].feedback_id
