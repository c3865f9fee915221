"""Clocks over gRPC: they warn and run out by the service's own clock, and operators see why."""

from datetime import timedelta
from typing import Any

import grpc
import pytest

from services.common.mongo import Database
from tessera.feedback.v1 import feedback_pb2 as pb
from tests.component.feedback.conftest import Feedback, submission, until


def clock(item: pb.Feedback, kind: int) -> pb.FeedbackClock:
    return next(each for each in item.clocks if each.kind == kind)


async def test_a_breach_is_told_escalated_and_made_good_by_an_answer(
    feedback: Feedback, db: Database
) -> None:
    member, staff = feedback.member("mem_1"), feedback.operator()
    taken = (await member.SubmitFeedback(submission("配送太慢, 骑手态度差"))).feedback
    assert not taken.clocks, "clocks are for the team"

    async def shown() -> pb.Feedback:
        return (await staff.GetFeedback(pb.GetFeedbackRequest(feedback_id=taken.id))).feedback

    first = clock(await shown(), pb.CLOCK_KIND_FIRST_RESPONSE)
    assert (first.left_seconds, first.in_business_hours) == (1_800, False)
    feedback.clock.advance(timedelta(minutes=25))

    async def is_warned() -> bool:
        return clock(await shown(), pb.CLOCK_KIND_FIRST_RESPONSE).HasField("warned_time")

    await until(is_warned)
    feedback.clock.advance(timedelta(minutes=65))

    async def is_escalated() -> bool:
        return (await shown()).escalation_level == 2

    await until(is_escalated)
    late = await shown()
    first = clock(late, pb.CLOCK_KIND_FIRST_RESPONSE)
    assert (first.left_seconds, first.reason) == (0, pb.LATE_REASON_NOT_ASSIGNED)
    assert late.escalated_to == "quality"
    listed = (await staff.ListFeedback(pb.ListFeedbackRequest())).feedback[0]
    late.ClearField("prepared_answers")  # which only a single item tells
    del late.prepared_answers[:]
    assert listed == late, "a list offers no answers"
    own = await member.GetFeedback(pb.GetFeedbackRequest(feedback_id=taken.id))
    assert (len(own.feedback.clocks), own.feedback.escalation_level) == (0, 0)

    written = [each async for each in db.events.find({"brand": "tea"}).sort("_id", 1)]
    events = [pb.Event.FromString(each["payload"]) for each in written]
    assert [(len(e.alerts), e.escalation_level, e.by_clock) for e in events] == [
        (0, 0, False),
        (1, 0, True),
        (1, 2, True),
    ]
    assert not any(event.feedback.clocks for event in events)

    reply = pb.ReplyFeedbackRequest(request_id="r", feedback_id=taken.id, message="抱歉")
    answered = (await staff.ReplyFeedback(reply)).feedback
    assert (answered.escalation_level, answered.first_responder) == (0, "ann")
    assert [each.kind for each in answered.clocks] == [pb.CLOCK_KIND_RESOLUTION]
    assert (await staff.ReplyFeedback(reply)).feedback == answered, "a repeat is answered so too"


async def test_an_item_is_rerouted_to_what_the_programme_knows(feedback: Feedback) -> None:
    staff = feedback.operator()
    taken = (await feedback.till().SubmitFeedback(submission("配送太慢"))).feedback
    asked: dict[str, Any] = {
        "request_id": "t",
        "feedback_id": taken.id,
        "category": "food_safety",
        "priority": pb.PRIORITY_URGENT,
        "team": "quality",
        "note": "a hair in the cup",
    }
    for field, wrong in (
        ("category", "weather"),
        ("team", "nobody"),
        ("team", ""),
        ("priority", 0),
        ("note", "x" * 1_001),
    ):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await staff.RerouteFeedback(pb.RerouteFeedbackRequest(**{**asked, field: wrong}))
        assert refused.value.code() is grpc.StatusCode.INVALID_ARGUMENT, field
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await feedback.member("mem_1").RerouteFeedback(pb.RerouteFeedbackRequest(**asked))
    assert refused.value.code() is grpc.StatusCode.PERMISSION_DENIED
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await feedback.operator("retail").RerouteFeedback(pb.RerouteFeedbackRequest(**asked))
    assert refused.value.code() is grpc.StatusCode.NOT_FOUND

    moved = (await staff.RerouteFeedback(pb.RerouteFeedbackRequest(**asked))).feedback
    assert (moved.category, moved.category_name.en, moved.team) == (
        "food_safety",
        "Food safety",
        "quality",
    )
    resolution = clock(moved, pb.CLOCK_KIND_RESOLUTION)
    assert resolution.due_time.seconds - moved.create_time.seconds == 240 * 60
    general = {**asked, "request_id": "g", "category": "", "priority": pb.PRIORITY_GENERAL}
    assert not (await staff.RerouteFeedback(pb.RerouteFeedbackRequest(**general))).feedback.clocks
