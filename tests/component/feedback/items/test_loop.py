"""An item is sent in, routed and answered, and the member gets each message."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import grpc
import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from services.common.auth import Caller, Role
from services.common.errors import reason_of
from services.feedback.analysis.adapters.weights import shipped_model
from tessera.feedback.v1 import feedback_pb2 as pb
from tests.component.feedback.conftest import NOON, Feedback, submission


async def refusal(call: Any) -> tuple[str, str]:
    """Reason and field of a refused call."""
    with pytest.raises(Exception) as failed:  # noqa: PT011
        await call
    reason = reason_of(failed.value)
    assert reason is not None, failed.value
    return reason.reason, reason.field


def at(stamp: Timestamp) -> datetime:
    return stamp.ToDatetime(UTC)


def move(
    feedback_id: str, state: "pb.FeedbackState.ValueType", request_id: str, **more: Any
) -> Any:
    return pb.MoveFeedbackRequest(
        **{"request_id": request_id, "feedback_id": feedback_id, "state": state, **more}
    )


async def test_a_member_and_the_team_talk_in_one_thread(feedback: Feedback) -> None:
    member, operator = feedback.member("mem_1"), feedback.operator()
    item = (await member.SubmitFeedback(submission("外卖洒了"))).feedback
    ask = move(item.id, pb.FEEDBACK_STATE_WAITING, "m1", message="请问是哪家门店？")
    await operator.MoveFeedback(ask)
    turn = pb.ContinueFeedbackRequest(request_id="t1", feedback_id=item.id, text=" 静安寺店 ")
    seen = (await member.ContinueFeedback(turn)).feedback
    assert (await member.ContinueFeedback(turn)).replayed
    assert seen.state == pb.FEEDBACK_STATE_TRIAGED
    talk = [(m.actor, m.message or m.said) for m in seen.timeline if m.message or m.said]
    assert talk[1:] == [("team", "请问是哪家门店？"), ("mem_1", "静安寺店")]
    note = pb.NoteFeedbackRequest(request_id="n1", feedback_id=item.id, note="老客")
    whole = (await operator.NoteFeedback(note)).feedback
    assert [m.said or m.note for m in whole.timeline if m.said or m.note] == ["静安寺店", "老客"]
    assert (await refusal(member.NoteFeedback(note)))[0] == "PERMISSION_DENIED"

    turn.request_id = "t2"
    stranger = feedback.member("mem_2").ContinueFeedback(turn)
    assert await refusal(stranger) == ("FEEDBACK_NOT_FOUND", "")
    # The item came by the app.
    desk = feedback.items(Caller("tea", "wecom", Role.CHANNEL, channel="wecom"))
    assert await refusal(desk.ContinueFeedback(turn)) == ("CHANNEL_NOT_OURS", "channel")
    turn.text = " "
    assert await refusal(member.ContinueFeedback(turn)) == ("INVALID_ARGUMENT", "text")
    await operator.MoveFeedback(move(item.id, pb.FEEDBACK_STATE_RESOLVED, "m2"))
    turn.text = "还是没收到"
    assert await refusal(member.ContinueFeedback(turn)) == ("FEEDBACK_ENDED", "")
    turn.reopens = True
    again = (await member.ContinueFeedback(turn)).feedback
    assert again.state == pb.FEEDBACK_STATE_REOPENED


async def test_a_complaint_goes_round_the_whole_loop(feedback: Feedback) -> None:
    member, operator = feedback.member("mem_1"), feedback.operator()
    item = (await member.SubmitFeedback(submission("外卖洒了, 骑手态度差"))).feedback
    assert (item.category, item.team) == ("store_service", "store_operations")
    assert list(item.topics) == ["service", "logistics"]
    assert (item.priority, item.state) == (pb.PRIORITY_COMPLEX, pb.FEEDBACK_STATE_TRIAGED)
    assert at(item.response_due_time) == NOON + timedelta(minutes=30)
    assert at(item.resolution_due_time) == NOON + timedelta(days=1)
    assert not item.HasField("first_response_time")

    feedback.clock.advance(timedelta(minutes=10))
    await operator.MoveFeedback(
        move(item.id, pb.FEEDBACK_STATE_ASSIGNED, "m1", assignee="bob", note="regular guest")
    )
    await operator.ReplyFeedback(
        pb.ReplyFeedbackRequest(request_id="a1", feedback_id=item.id, message="我们在联系门店。")
    )
    await operator.MoveFeedback(
        move(item.id, pb.FEEDBACK_STATE_WAITING, "m2", message="请问是哪家门店？")
    )
    feedback.clock.advance(timedelta(hours=2))
    await operator.MoveFeedback(move(item.id, pb.FEEDBACK_STATE_RESOLVED, "m3", note="refunded"))
    seen = (await member.MoveFeedback(move(item.id, pb.FEEDBACK_STATE_REOPENED, "m4"))).feedback

    assert at(seen.first_response_time) == NOON + timedelta(minutes=10)
    assert at(seen.resolution_due_time) == NOON + timedelta(days=1, hours=2)
    assert seen.assignee == ""
    assert [(m.actor, m.message, m.note) for m in seen.timeline] == [
        ("mem_1", "", ""),
        ("system", "您的反馈已收到，我们会尽快处理。", ""),
        ("team", "您的反馈正在处理中。", ""),
        ("team", "我们在联系门店。", ""),
        ("team", "请问是哪家门店？", ""),
        ("team", "您的反馈已处理，感谢您帮助我们改进。", ""),
        ("mem_1", "已为您重新打开反馈。", ""),
    ]
    get = pb.GetFeedbackRequest(feedback_id=item.id)
    whole = (await operator.GetFeedback(get)).feedback
    assert whole.assignee == "bob"
    assert [m.note for m in whole.timeline if m.note] == ["regular guest", "refunded"]
    assert (await member.GetFeedback(get)).feedback == seen


async def test_praise_is_acknowledged_and_no_person_has_to_answer(
    feedback: Feedback,
) -> None:
    item = (await feedback.member("mem_1").SubmitFeedback(submission("Nice shop"))).feedback
    assert (item.category, item.priority) == ("general", pb.PRIORITY_GENERAL)
    assert not item.HasField("first_response_time")
    assert not item.HasField("response_due_time")
    assert item.timeline[-1].message == "We have your feedback and will see to it."


async def test_a_negative_text_without_an_issue_goes_to_a_person_by_its_sentiment(
    feedback: Feedback,
) -> None:
    member, operator = feedback.member("mem_1"), feedback.operator()
    item = (await member.SubmitFeedback(submission("非常失望，再也不会来了"))).feedback
    assert not item.topics
    assert (item.category, item.priority) == ("complaint", pb.PRIORITY_COMPLEX)
    # The model judges for the team; it does not tell members how they sound.
    assert not item.HasField("sentiment")
    get = pb.GetFeedbackRequest(feedback_id=item.id)
    seen = (await operator.GetFeedback(get)).feedback.sentiment
    assert seen.label == pb.SENTIMENT_LABEL_NEGATIVE
    assert -1000 <= seen.score_thousandths < -400
    assert seen.confidence_thousandths >= 700
    assert seen.model == shipped_model().version
    assert not (await member.GetFeedback(get)).feedback.HasField("sentiment")
    # An answer that is given again has it too.
    said = submission("非常失望，再也不会来了", "again")
    for _ in range(2):
        assert (await feedback.till().SubmitFeedback(said)).feedback.sentiment == seen


async def test_food_safety_comes_first_also_in_public_and_anonymously(feedback: Feedback) -> None:
    said = submission("喝完拉肚子", channel="social", channel_event_id="weibo-1")
    item = (await feedback.till().SubmitFeedback(said)).feedback
    assert (item.member_id, item.team, item.priority) == ("", "quality", pb.PRIORITY_URGENT)


async def test_texts_are_kept_in_one_form_and_find_their_issue(feedback: Feedback) -> None:
    said = submission(" ＡＰＰ\u200b打不开！\r\n急", order_id="Ａ１００", store_id="\u200bs1")
    item = (await feedback.till().SubmitFeedback(said)).feedback
    assert (item.text, item.order_id, item.store_id) == ("APP打不开！\n急", "A100", "s1")
    assert list(item.topics) == ["app"]


async def test_other_words_under_a_channels_event_id_are_refused(feedback: Feedback) -> None:
    till = feedback.till()
    said = {"channel": "review", "channel_event_id": "r-1"}
    item = (await till.SubmitFeedback(submission("Nice", "1", **said))).feedback
    again = await till.SubmitFeedback(submission(" Ｎice", "2", **said))
    assert (again.replayed, again.feedback.id) == (True, item.id)
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await till.SubmitFeedback(submission("喝完拉肚子", "3", **said))
    reason = reason_of(refused.value)
    assert reason is not None
    assert (reason.reason, reason.field) == ("FEEDBACK_CONFLICT", "channel_event_id")
    assert reason.metadata["feedback_id"] == item.id
    # The refusal is no answer for ever: the words come in under an id of their own.
    edited = {**said, "channel_event_id": "r-1/2"}
    sick = (await till.SubmitFeedback(submission("喝完拉肚子", "3", **edited))).feedback
    assert sick.priority == pb.PRIORITY_URGENT


async def test_the_same_request_is_answered_once_and_for_ever(feedback: Feedback) -> None:
    member = feedback.member("mem_1")
    first = await member.SubmitFeedback(submission())
    move_on = move(first.feedback.id, pb.FEEDBACK_STATE_ASSIGNED, "m1")
    await feedback.operator().MoveFeedback(move_on)
    again = await member.SubmitFeedback(submission())
    assert again == pb.SubmitFeedbackResponse(feedback=first.feedback, replayed=True)
    assert (await feedback.operator().MoveFeedback(move_on)).replayed
    other = member.SubmitFeedback(submission("something else"))
    assert await refusal(other) == ("REQUEST_ID_REUSED", "request_id")


async def test_two_members_with_the_same_request_id_do_not_get_each_others_answer(
    feedback: Feedback,
) -> None:
    await feedback.member("mem_1").SubmitFeedback(submission())
    other = feedback.member("mem_2").SubmitFeedback(submission())
    assert await refusal(other) == ("REQUEST_ID_REUSED", "request_id")


async def test_fifty_submissions_with_one_id_at_once_make_one_item(feedback: Feedback) -> None:
    member = feedback.member("mem_1")
    answers = await asyncio.gather(*(member.SubmitFeedback(submission()) for _ in range(50)))
    assert len({answer.feedback.id for answer in answers}) == 1
    assert [answer.replayed for answer in answers].count(False) == 1
    newest = await member.BatchListMemberFeedback(
        pb.BatchListMemberFeedbackRequest(member_ids=["mem_1"])
    )
    assert len(newest.members[0].feedback) == 1


async def test_twenty_repeats_of_a_channels_event_make_one_item(feedback: Feedback) -> None:
    till = feedback.till()
    calls = [
        till.SubmitFeedback(submission(request_id=f"r{n}", channel_event_id="e1"))
        for n in range(20)
    ]
    answers = await asyncio.gather(*calls)
    assert len({answer.feedback.id for answer in answers}) == 1
    assert [answer.replayed for answer in answers].count(False) == 1
    same_id = submission(request_id="other", channel="hotline", channel_event_id="e1")
    assert not (await till.SubmitFeedback(same_id)).replayed


BEYOND_THE_LIMITS: list[tuple[str, object]] = [
    ("request_id", ""),
    ("request_id", "x" * 256),
    ("channel", ""),
    ("channel", "x" * 33),
    ("text", ""),
    ("text", "   "),
    ("text", "字" * 4_001),
    ("member_id", "x" * 129),
    ("order_id", "x" * 129),
    ("store_id", "x" * 129),
    ("channel_event_id", "x" * 129),
    ("attachment_urls", ["a"] * 10),
    ("text", "\u200b\u2060"),
    ("channel", "\ufeff"),
    ("attachment_urls[1]", ["https://cdn.example.com/a.jpg", ""]),
    ("attachment_urls[0]", ["https://a.cn/" + "x" * 500]),
    ("attachment_urls[0]", ["https://a.cn/x\r\nSet-Cookie: a=b"]),
    ("attachment_urls[0]", ["https://a.cn/\u202egpj.exe"]),
    ("attachment_urls[0]", ["https://bank.cn@evil.cn/"]),
    ("attachment_urls[0]", ["https://169.254.169.254/latest/meta-data"]),
    ("attachment_urls[0]", ["javascript:alert(1)"]),
]


async def test_each_limit_is_kept_and_named(alone: Feedback) -> None:
    for field, value in BEYOND_THE_LIMITS:
        changes: dict[str, Any] = {field.partition("[")[0]: value}
        refused = await refusal(alone.till().SubmitFeedback(submission(**changes)))
        assert refused == ("INVALID_ARGUMENT", field), value


async def test_a_submission_just_within_the_limits_is_taken_in(alone: Feedback) -> None:
    url = "https://cdn.example.com/".ljust(500, "u")
    said = submission("字" * 4_000, "x" * 255, channel="c" * 32, attachment_urls=[url] * 9)
    item = (await alone.till().SubmitFeedback(said)).feedback
    assert len(item.text) == 4_000
    assert len(item.attachment_urls) == 9


async def test_a_move_that_the_state_forbids_is_refused(feedback: Feedback) -> None:
    member = feedback.member("mem_1")
    item = (await member.SubmitFeedback(submission())).feedback
    confirm = move(item.id, pb.FEEDBACK_STATE_CONFIRMED, "m1")
    assert (await refusal(member.MoveFeedback(confirm)))[0] == "MOVE_NOT_ALLOWED"
    assert (await refusal(feedback.operator().MoveFeedback(confirm)))[0] == "MOVE_NOT_ALLOWED"


WRONG_MOVES: list[tuple[str, dict[str, Any]]] = [
    ("state", {"state": 0}),
    ("state", {"state": 99}),
    ("note", {"note": "x" * 1_001}),
    ("message", {"message": "x" * 1_001}),
    ("assignee", {"assignee": "x" * 129}),
    ("assignee", {"assignee": "bob", "state": pb.FEEDBACK_STATE_RESOLVED}),
]


async def test_each_limit_of_a_move_is_named(feedback: Feedback) -> None:
    item = (await feedback.member("mem_1").SubmitFeedback(submission())).feedback
    for field, changes in WRONG_MOVES:
        asked = move(item.id, pb.FEEDBACK_STATE_ASSIGNED, "m1")
        asked.MergeFrom(pb.MoveFeedbackRequest(**changes))
        if changes.get("state") == 0:
            asked.state = pb.FEEDBACK_STATE_UNSPECIFIED
        refused = await refusal(feedback.operator().MoveFeedback(asked))
        assert refused == ("INVALID_ARGUMENT", field)


@pytest.mark.parametrize("message", ["", "x" * 1_001])
async def test_a_reply_has_1_to_1000_characters(feedback: Feedback, message: str) -> None:
    item = (await feedback.member("mem_1").SubmitFeedback(submission())).feedback
    asked = pb.ReplyFeedbackRequest(request_id="a", feedback_id=item.id, message=message)
    refused = await refusal(feedback.operator().ReplyFeedback(asked))
    assert refused == ("INVALID_ARGUMENT", "message")


async def test_a_member_rates_the_outcome_once_and_that_is_all_that_is_asked(
    feedback: Feedback,
) -> None:
    member, other, staff = feedback.member("mem_1"), feedback.member("mem_2"), feedback.operator()
    item = (await member.SubmitFeedback(submission("外卖洒了", channel="social"))).feedback.id

    def rating(score: int, request_id: str = "rate") -> pb.RateFeedbackRequest:
        return pb.RateFeedbackRequest(request_id=request_id, feedback_id=item, score=score)

    assert await refusal(member.RateFeedback(rating(5))) == ("FEEDBACK_NOT_RESOLVED", "")
    resolved = (await staff.MoveFeedback(move(item, pb.FEEDBACK_STATE_RESOLVED, "m"))).feedback
    assert pb.CLOCK_KIND_FOLLOW_UP in [clock.kind for clock in resolved.clocks]
    for score in (0, 6, -1):
        assert await refusal(member.RateFeedback(rating(score))) == ("INVALID_ARGUMENT", "score")
    assert (await refusal(other.RateFeedback(rating(5))))[0] == "FEEDBACK_NOT_FOUND"
    assert (await refusal(staff.RateFeedback(rating(5))))[0] == "PERMISSION_DENIED"
    rated = await member.RateFeedback(rating(2))
    assert (rated.feedback.rating, rated.replayed) == (2, False)
    assert (await member.RateFeedback(rating(2))).replayed
    assert (await refusal(member.RateFeedback(rating(5))))[0] == "REQUEST_ID_REUSED"
    assert (await refusal(member.RateFeedback(rating(5, "again"))))[0] == "FEEDBACK_RATED"
    seen = (await staff.GetFeedback(pb.GetFeedbackRequest(feedback_id=item))).feedback
    assert seen.rating == 2
    assert list(seen.clocks) == [], "whoever rated needs no follow-up"
