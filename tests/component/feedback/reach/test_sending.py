"""Messages leave the house by providers that may be away, slow or wrong, over real HTTP."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from services.feedback.providers.adapters.signed import SignedProvider
from services.feedback.reach.storage.wakings import ANSWER_TIMER
from tessera.feedback.v1 import reach_pb2 as pb
from tessera.members.v1 import contacts_pb2, events_pb2
from tests.component.feedback.conftest import until
from tests.component.feedback.reach.sending_suite import Suite, answers
from tests.component.feedback.reach.test_touches import inbox, refusal


async def test_messages_go_by_their_channels_and_fall_back_with_the_provider_s_words(
    suite: Suite,
) -> None:
    await suite.enrol("mem_1")
    sent = await suite.touch("mem_1", "SENT")
    (sms,) = suite.sms("mem_1")
    assert sms["text"] == "【茶饮】生日快乐拒收请回复R"
    assert sms["id"] == sent.id
    assert answers(sent) == [("sms", "accepted", "")]
    # WeChat first; its token may have ended, of which nobody hears.
    await suite.birthday("mem_1")
    await suite.touch("mem_1", "SENT", "birthday")
    (by_wechat,) = suite.desk.of("wechat_subscription")
    assert by_wechat["data"] == {"thing1": {"value": "生日快乐"}}
    assert (by_wechat["touser"], by_wechat["template_id"]) == ("mem_1", "W25")
    suite.desk.end_tokens()
    await suite.enrol("mem_2")
    await suite.birthday("mem_2")
    await suite.touch("mem_2", "SENT", "birthday")
    assert len(suite.desk.of("wechat_subscription")) == 2
    # Who has no grant any more gets it by the next channel, with WeChat's word for it.
    suite.desk.misbehave("wechat_subscription", "43101")
    await suite.enrol("mem_3")
    await suite.birthday("mem_3")
    second = await suite.touch("mem_3", "SENT", "birthday")
    assert answers(second) == [
        ("wechat_subscription", "refused", "not_subscribed"),
        ("push", "accepted", ""),
    ]
    assert second.attempts[0].words == "43101 refused …"
    assert [each["to"] for each in suite.desk.of("push")] == ["mem_3"]
    # And where that refuses too, in the inbox.
    suite.desk.misbehave("wechat_subscription", "40003")
    suite.desk.misbehave("push", "broken")
    await suite.enrol("mem_4")
    await suite.birthday("mem_4")
    third = await suite.touch("mem_4", "DELIVERED", "birthday")
    assert [each.code for each in third.attempts] == ["no_address", "provider_refused"]
    assert third.attempts[1].words == "… is no address"
    assert [each.message for each in (await inbox(suite.feedback, "mem_4")).messages] == [
        "birthday"
    ]
    # A field that breaks a rule is the writer's to mend: no other channel says it.
    suite.desk.misbehave("wechat_subscription", "47003")
    await suite.enrol("mem_5")
    await suite.birthday("mem_5")
    failed = await suite.touch("mem_5", "FAILED", "birthday")
    assert answers(failed) == [("wechat_subscription", "refused", "content_unfit")]
    counted = await suite.db["reach_members"].find_one({"member_id": "mem_5"})
    assert counted is not None
    assert counted["counted"] == []
    await check_in_car(suite)
    await check_channels(suite)
    await check_resending(suite, failed)


async def check_in_car(suite: Suite) -> None:
    """A car shows a message while it stands alone, unless the brand says otherwise."""
    changed = events_pb2.TierChanged(ladder="growth", main=True, from_tier="basic", to_tier="gold")
    changed.effective_time.FromDatetime(suite.now)
    await suite.feed.tell("tea", "mem_4", suite.now, tier_changed=changed)
    await suite.touch("mem_4", "SENT", "drive")
    (shown,) = suite.desk.of("in_car")
    assert (shown["to"], shown["text"], shown["only_parked"]) == ("mem_4", "生日快乐", True)
    assert all("only_parked" not in each for each in suite.desk.of("sms"))


async def check_channels(suite: Suite) -> None:
    request = pb.ListMessageChannelsRequest()
    channels = {
        each.code: each
        for each in (await suite.feedback.reach().ListMessageChannels(request)).channels
    }
    assert list(channels) == [
        *("inbox", "push", "wechat_subscription", "sms", "webhook", "in_car", "wecom")
    ]
    assert all(each.configured for each in channels.values())
    assert channels["sms"].messages == 1
    counts = {each.state: each.count for each in channels["wechat_subscription"].counts}
    assert counts == {pb.TOUCH_STATE_SENT: 2, pb.TOUCH_STATE_FAILED: 1}
    assert channels["wechat_subscription"].latest_failure.code == "content_unfit"
    assert not channels["inbox"].HasField("latest_failure")
    other = await suite.feedback.reach(brand="retail").ListMessageChannels(request)
    assert [each.code for each in other.channels if each.configured] == ["inbox"]


async def check_resending(suite: Suite, failed: pb.Touch) -> None:
    staff = suite.feedback.reach()
    request = pb.ResendTouchRequest(request_id="again", touch_id=failed.id)
    first = await staff.ResendTouch(request)
    assert first.touch.state == pb.TOUCH_STATE_WAITING
    await suite.touch("mem_5", "SENT", "birthday")
    second = await staff.ResendTouch(request)
    assert (second.replayed, second.touch.id) == (True, failed.id)
    assert await refusal(
        staff.ResendTouch(pb.ResendTouchRequest(request_id="more", touch_id=failed.id))
    ) == ("TOUCH_NOT_RESENDABLE")
    for call, reason in (
        (staff.ResendTouch(pb.ResendTouchRequest(touch_id=failed.id)), "INVALID_ARGUMENT"),
        (staff.ResendTouch(pb.ResendTouchRequest(request_id="x")), "INVALID_ARGUMENT"),
        (
            staff.ResendTouch(pb.ResendTouchRequest(request_id="x", touch_id="tch_9")),
            "TOUCH_NOT_FOUND",
        ),
        (
            suite.feedback.reach(brand="retail").ResendTouch(
                pb.ResendTouchRequest(request_id="x", touch_id=failed.id)
            ),
            "TOUCH_NOT_FOUND",
        ),
        (suite.feedback.reach("mem_5").ResendTouch(request), "PERMISSION_DENIED"),
        (
            suite.feedback.reach("mem_5").ListMessageChannels(pb.ListMessageChannelsRequest()),
            "PERMISSION_DENIED",
        ),
    ):
        assert await refusal(call) == reason


async def test_case_24_a_lost_answer_is_unknown_for_marketing_and_comes_again_for_service(
    suite: Suite,
) -> None:
    suite.desk.misbehave("sms", "lost")
    await suite.enrol("mem_1")
    waiting = await suite.touch("mem_1", "PLANNED", attempts=1)
    assert answers(waiting) == [("sms", "lost", "no_answer")]
    suite.feedback.clock.advance(timedelta(seconds=6))
    sent = await suite.touch("mem_1", "SENT")
    # The provider was called twice under one id, and says the message once.
    assert [id_ for channel, id_ in suite.desk.calls if channel == "sms"] == [sent.id, sent.id]
    assert len(suite.sms("mem_1")) == 1
    suite.desk.misbehave("wechat_subscription", "lost")
    await suite.birthday("mem_1")
    unknown = await suite.touch("mem_1", "UNKNOWN", "birthday")
    assert answers(unknown) == [("wechat_subscription", "lost", "no_answer")]
    counted = await suite.db["reach_members"].find_one({"member_id": "mem_1"})
    assert counted is not None
    assert [each["id"] for each in counted["counted"]] == [unknown.id]
    suite.feedback.clock.advance(timedelta(hours=2))
    assert len(suite.desk.of("wechat_subscription")) == 1


async def test_a_worker_that_dies_at_the_provider_leaves_no_touch_behind(
    suite: Suite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer is lost with the worker; another worker finds the touch by its timer."""
    reached, never = asyncio.Event(), asyncio.Event()
    send = SignedProvider.send

    async def dies(self: SignedProvider, *asked: Any) -> Any:
        await send(self, *asked)
        reached.set()
        await never.wait()
        raise ConnectionResetError

    monkeypatch.setattr(SignedProvider, "send", dies)
    monkeypatch.setattr("services.feedback.providers.commands.TIMEOUT_S", 600.0)
    await suite.enrol("mem_1")
    await reached.wait()
    handed = await suite.touch("mem_1", "HANDED")
    assert answers(handed) == [("sms", "", "")]
    assert await suite.db["timers"].count_documents({"kind": ANSWER_TIMER}) == 1
    monkeypatch.setattr(SignedProvider, "send", send)
    suite.feedback.clock.advance(timedelta(minutes=2))
    await suite.touch("mem_1", "PLANNED", attempts=1)
    # The worker was only slow: its answer to the first attempt counts no more.
    never.set()
    suite.feedback.clock.advance(timedelta(seconds=6))
    again = await suite.touch("mem_1", "SENT")
    assert [each.answer for each in again.attempts] == ["lost", "accepted"]
    assert len(suite.sms("mem_1")) == 1


async def test_a_provider_that_is_away_is_left_alone_and_holds_up_no_other(suite: Suite) -> None:
    suite.desk.misbehave("sms", "away", 6)
    for number in range(6):
        await suite.enrol(f"mem_{number}")
    for number in range(6):
        await suite.touch(f"mem_{number}", "PLANNED", attempts=1)
    await suite.birthday("mem_0")
    await suite.touch("mem_0", "SENT", "birthday")
    # Consent is asked again each time, and withdrawn it counts at once.
    suite.feed.contacts.refusals["mem_1"] = contacts_pb2.CONTACT_REFUSAL_NO_CONSENT

    async def all_ended() -> bool:
        # Each look is eleven minutes later, so that every wait but the longest is over.
        suite.feedback.clock.advance(timedelta(minutes=11))
        request = pb.ListTouchesRequest(message="hello", states=[pb.TOUCH_STATE_PLANNED])
        return not (await suite.feedback.reach().ListTouches(request)).touches

    await until(all_ended)
    for number in (0, 2, 3, 4, 5):
        await suite.touch(f"mem_{number}", "SENT")
    refused = await suite.touch("mem_1", "REFUSED")
    assert refused.checks[-1].name == "consent"
    assert not suite.sms("mem_1")
    assert len(suite.desk.of("sms")) == 5
