"""Permissions for WeChat messages: given, held, taken and healed, in the real ledger."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

import grpc

from services.common.errors import reason_of
from tessera.feedback.v1 import reach_pb2
from tessera.feedback.v1 import subscriptions_pb2 as pb
from tessera.points.v1 import ledger_pb2
from tests.component.feedback.conftest import until
from tests.component.feedback.quota.conftest import ASSET, TEMPLATE, Quota, document
from tests.component.feedback.reach.sending_suite import answers
from tests.component.feedback.reach.test_touches import refusal

OPENID = "oABC-0123456789-openid"


def pushed(quota: Quota, body: Any, token: str = "", at: int = 0) -> pb.TakeWechatPushRequest:
    """What WeChat posts, signed with the brand's token."""
    known = quota.desk._known["tea"]["wechat_subscription"]
    at_s, nonce = str(at or int(quota.now.timestamp())), "77"
    text = "".join(sorted((token or known.callback_token, at_s, nonce)))
    return pb.TakeWechatPushRequest(
        brand="tea",
        signature=hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest(),
        timestamp=at_s,
        nonce=nonce,
        body=body if isinstance(body, bytes) else json.dumps(body).encode(),
    )


def pop_up(listed: Any, created: Any = 1610969440) -> dict[str, Any]:
    return {
        "FromUserName": OPENID,
        "CreateTime": created,
        "MsgType": "event",
        "Event": "subscribe_msg_popup_event",
        "List": listed,
    }


def entry(result: str = "accept", template: str = TEMPLATE) -> dict[str, str]:
    return {"TemplateId": template, "SubscribeStatusString": result, "PopupScene": "0"}


async def states(quota: Quota, member_id: str, count: int) -> list[reach_pb2.Touch]:
    """The member's touches, the earliest first, as soon as so many were sent."""
    found: list[reach_pb2.Touch] = []

    async def all_sent() -> bool:
        request = reach_pb2.ListTouchesRequest(member_id=member_id)
        listed = (await quota.feedback.reach().ListTouches(request)).touches
        found[:] = [each for each in listed if each.state == reach_pb2.TOUCH_STATE_SENT]
        return len(found) >= count

    await until(all_sent)
    return found[::-1]


async def test_cases_16_17_and_19_permissions_are_given_held_taken_and_healed(
    quota: Quota,
) -> None:
    quota.feed.phones.by_phone[OPENID] = "mem_1"
    await quota.enrol("mem_1")
    gateway = quota.gateway()
    # Case 19: an object or a list, a number or a text, three times: one permission.
    for body in (
        pop_up(entry()),
        pop_up([entry()]),
        pop_up([entry()], "1610969440"),
        {**pop_up(None), "SubscribeMsgPopupEvent": {"List": [entry()]}, "List": None},
    ):
        assert (await gateway.TakeWechatPush(pushed(quota, body))).counted == 1
    assert await quota.balance("mem_1") == (1, 1)
    refused = [entry("reject"), entry("ban", "W26"), entry(template="unknown")]
    others: list[Any] = [pop_up(refused, 1610969441), {"Event": "subscribe_msg_sent_event"}, b""]
    for body in others:
        assert (await gateway.TakeWechatPush(pushed(quota, body))).counted == 0
    stranger = {**pop_up(entry()), "FromUserName": "oSomebodyElse"}
    assert (await gateway.TakeWechatPush(pushed(quota, stranger))).counted == 0
    await gateway.TakeWechatPush(pushed(quota, pop_up(entry("acceptWithAlert"), 1610969442)))
    assert await quota.balance("mem_1") == (2, 2)
    await check_pushes_refused(quota)
    await check_told(quota, "mem_1", 2)
    # Case 16: three wishes at once; the ledger says +1 +1 -1 -1.
    for _ in range(3):
        await quota.birthday("mem_1")
    sent = await states(quota, "mem_1", 3)
    assert sorted(each.channel for each in sent) == ["sms", *2 * ["wechat_subscription"]]
    await quota.settled("mem_1", 0)
    (by_sms,) = (each for each in sent if each.channel == "sms")
    assert not by_sms.attempts[0].code
    quiet = next(each for each in by_sms.checks if each.name == "quiet")
    assert ("wechat_subscription", "no_grant") in [(i.name, i.value) for i in quiet.inputs]
    assert await amounts(quota, "mem_1") == [-1, -1, 1, 1]
    await check_preview(quota, "mem_1")
    # Case 17: WeChat knows of none, so that none is counted, and the next goes by SMS at once.
    for created in (1, 2):
        await gateway.TakeWechatPush(pushed(quota, pop_up(entry(), created)))
    quota.desk.misbehave("wechat_subscription", "43101")
    await quota.birthday("mem_1")
    healed = (await states(quota, "mem_1", 4))[-1]
    assert answers(healed) == [
        ("wechat_subscription", "refused", "not_subscribed"),
        ("sms", "accepted", ""),
    ]
    await quota.settled("mem_1", 0)
    await quota.birthday("mem_1")
    assert answers((await states(quota, "mem_1", 5))[-1]) == [("sms", "accepted", "")]
    assert (await amounts(quota, "mem_1"))[0] == -2
    verified = await quota.points.service().ledger.Verify(ledger_pb2.VerifyRequest())
    assert verified.colour == ledger_pb2.VERIFY_COLOUR_GREEN
    await check_merged(quota)


async def amounts(quota: Quota, member_id: str) -> list[int]:
    """The entries of the account, the newest first."""
    request = ledger_pb2.ListEntriesRequest(owner=member_id, asset=ASSET)
    listed = await quota.points.service().ledger.ListEntries(request)
    return [each.amount for each in listed.entries]


async def check_pushes_refused(quota: Quota) -> None:
    late = int((quota.now - timedelta(minutes=6)).timestamp())
    for request, reason in (
        (pushed(quota, pop_up(entry()), token="other"), "HOOK_NOT_SIGNED"),
        (pushed(quota, pop_up(entry()), at=late), "HOOK_NOT_SIGNED"),
        (pushed(quota, b"<xml>"), "RECEIPTS_INVALID"),
        (pushed(quota, []), "RECEIPTS_INVALID"),
        (pushed(quota, pop_up("W25")), "RECEIPTS_INVALID"),
        (pushed(quota, pop_up(entry(), "soon")), "RECEIPTS_INVALID"),
        (pushed(quota, pop_up(entry(), True)), "RECEIPTS_INVALID"),
        (pushed(quota, {**pop_up(entry()), "FromUserName": 7}), "RECEIPTS_INVALID"),
    ):
        assert await refusal(quota.gateway().TakeWechatPush(request)) == reason
    other = pushed(quota, pop_up(entry()))
    other.brand = "retail"
    assert await refusal(quota.gateway().TakeWechatPush(other)) == "HOOK_NOT_SIGNED"
    by_member = quota.subscriptions("mem_1").TakeWechatPush(pushed(quota, b""))
    assert await refusal(by_member) == "PERMISSION_DENIED"


async def check_told(quota: Quota, member_id: str, granted: int) -> None:
    request = pb.ListSubscriptionTemplatesRequest(member_id=member_id)
    for caller in (quota.subscriptions(member_id), quota.subscriptions()):
        answer = await caller.ListSubscriptionTemplates(request)
        (template,) = answer.templates
        assert (template.code, template.template_id, template.granted, template.asset) == (
            ("ready", TEMPLATE, granted, ASSET)
        )
        assert [each.zh for each in template.messages] == ["取餐"]
        assert answer.grants_from == pb.GRANTS_FROM_CALLBACK
    other = quota.subscriptions("mem_2").ListSubscriptionTemplates(request)
    assert await refusal(other) == "PERMISSION_DENIED"
    # No account has such an owner, so points would refuse the question.
    unsound = pb.ListSubscriptionTemplatesRequest(member_id="member.age > 30")
    assert await refusal(quota.subscriptions().ListSubscriptionTemplates(unsound)) == (
        "INVALID_ARGUMENT"
    )
    # What the mini-program tells is not counted beside it.
    results = [pb.SubscriptionResult(template_id=TEMPLATE, result="accept")]
    told = await quota.subscriptions(member_id).GrantSubscriptions(
        pb.GrantSubscriptionsRequest(request_id="g1", results=results)
    )
    assert (told.counted, told.templates[0].granted) == (0, granted)


async def check_preview(quota: Quota, member_id: str) -> None:
    """The decision says which permission misses, and the preview is the decision."""
    request = reach_pb2.PreviewTouchRequest(
        member_id=member_id, occasion=reach_pb2.OCCASION_CODE_BIRTHDAY
    )
    touch = (await quota.feedback.reach().PreviewTouch(request)).touch
    assert touch.channel == "sms"


async def check_merged(quota: Quota) -> None:
    """A merge takes the permissions along."""
    quota.feed.phones.by_phone[OPENID] = "mem_8"
    await quota.enrol("mem_8")
    await quota.gateway().TakeWechatPush(pushed(quota, pop_up(entry(), 9)))
    await quota.feed.tell("tea", "mem_9", quota.now, member_merged=merged("mem_8", "mem_9"))
    await quota.settled("mem_9", 1)
    # The same push again finds the survivor, and is the same pop-up.
    quota.feed.phones.by_phone[OPENID] = "mem_9"
    await quota.gateway().TakeWechatPush(pushed(quota, pop_up(entry(), 9)))
    assert await quota.balance("mem_9") == (1, 1)


def merged(old: str, survivor: str) -> Any:
    from tessera.members.v1 import events_pb2

    return events_pb2.MemberMerged(merge_id="mrg_1", from_member_id=old, into_member_id=survivor)


async def test_case_18_the_mini_program_counts_where_the_programme_says_so(quota: Quota) -> None:
    await quota.feed.publish("tea", document("client"), 2)

    async def is_in_force() -> bool:
        request = pb.ListSubscriptionTemplatesRequest(member_id="mem_1")
        answer = await quota.subscriptions("mem_1").ListSubscriptionTemplates(request)
        return answer.grants_from == pb.GRANTS_FROM_CLIENT

    await until(is_in_force)
    member = quota.subscriptions("mem_1")

    def said(id_: str, *results: str, template: str = TEMPLATE) -> pb.GrantSubscriptionsRequest:
        return pb.GrantSubscriptionsRequest(
            request_id=id_,
            results=[pb.SubscriptionResult(template_id=template, result=each) for each in results],
        )

    for number, (result, left) in enumerate(
        (
            ("acceptWithAlert", 1),
            ("reject", 1),
            ("ban", 1),
            ("filter", 1),
            ("accept", 2),
            ("acceptWithForcePush", 3),
        )
    ):
        answer = await member.GrantSubscriptions(said(f"r{number}", result))
        assert answer.templates[0].granted == left, result
    again = await member.GrantSubscriptions(said("r4", "accept"))
    assert (again.replayed, again.counted, again.templates[0].granted) == (True, 1, 3)
    # Another member's request of that id is another one; a push counts nothing here.
    other = await quota.subscriptions("mem_2").GrantSubscriptions(said("r4", "accept"))
    assert (other.replayed, other.templates[0].granted) == (False, 1)
    quota.feed.phones.by_phone[OPENID] = "mem_1"
    assert (await quota.gateway().TakeWechatPush(pushed(quota, pop_up(entry())))).counted == 0
    for request in (
        said("", "accept"),
        said("x"),
        said("x", "accept", "accept"),
        said("x", ""),
        said("x", "a" * 33),
        said("x", "accept", template="t" * 65),
        pb.GrantSubscriptionsRequest(
            request_id="x",
            results=[
                pb.SubscriptionResult(template_id=f"t{i}", result="accept") for i in range(21)
            ],
        ),
    ):
        assert await refusal(member.GrantSubscriptions(request)) == "INVALID_ARGUMENT"
    operator = quota.subscriptions().GrantSubscriptions(said("x", "accept"))
    assert await refusal(operator) == "PERMISSION_DENIED"
    # A lost answer may have used it: it is taken, and service is said again with another.
    await quota.enrol("mem_1")
    quota.desk.misbehave("wechat_subscription", "lost")
    await quota.birthday("mem_1")
    await quota.settled("mem_1", 2)
    quota.feedback.clock.advance(timedelta(seconds=6))
    (sent,) = await states(quota, "mem_1", 1)
    assert [each.answer for each in sent.attempts] == ["lost", "accepted"]
    await quota.settled("mem_1", 1)
    # A refusal that used none gives it back.
    quota.desk.misbehave("wechat_subscription", "40003")
    await quota.birthday("mem_1")
    await states(quota, "mem_1", 2)
    await quota.settled("mem_1", 1)
    await check_without_points(quota)


async def check_without_points(quota: Quota) -> None:
    """A message waits half a minute for points, and goes by the next channel then."""
    await quota.points.running.stop(0)
    await quota.birthday("mem_1")
    await quota.touch("mem_1", "PLANNED", attempts=1)
    waiting = await quota.touch("mem_1", "PLANNED", attempts=1)
    assert answers(waiting) == [("wechat_subscription", "retry", "quota_wait")]
    quota.feedback.clock.advance(timedelta(seconds=31))
    sent = (await states(quota, "mem_1", 3))[-1]
    assert [each.code for each in sent.attempts] == ["quota_wait", "quota_away", ""]
    assert sent.channel == "sms"
    try:
        await quota.subscriptions("mem_1").ListSubscriptionTemplates(
            pb.ListSubscriptionTemplatesRequest(member_id="mem_1")
        )
    except grpc.aio.AioRpcError as error:
        refused = reason_of(error)
        assert refused is not None
        assert refused.reason == "SUBSCRIPTIONS_UNAVAILABLE"
    else:
        raise AssertionError("points is away")
