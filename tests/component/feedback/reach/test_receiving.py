"""Receipts of providers end touches, and a reply withdraws consent."""

from __future__ import annotations

import json
from typing import Any

from services.common.auth import ALL_BRANDS, Caller, Role
from services.feedback.providers.domain.signature import signed_headers
from tessera.feedback.v1 import reach_pb2 as pb
from tessera.feedback.v1 import reach_pb2_grpc
from tessera.members.v1 import consents_pb2
from tests.component.feedback.conftest import until
from tests.component.feedback.reach.sending_suite import Suite, answers
from tests.component.feedback.reach.test_touches import consent, refusal


async def test_receipts_end_touches_and_a_reply_withdraws_consent_once(suite: Suite) -> None:
    gateway = Caller(ALL_BRANDS, "gateway", Role.SERVICE)
    hooks: reach_pb2_grpc.ReachAsyncStub = reach_pb2_grpc.ReachStub(
        suite.feedback._channel(gateway)
    )

    def hook(*events: dict[str, Any], channel: str = "sms", **changed: Any) -> Any:
        body = changed.pop("body", None) or json.dumps({"events": events}).encode()
        headers = signed_headers(suite.secret(channel), "h1", suite.now, body)
        asked = pb.TakeReceiptsRequest(
            brand="tea",
            channel=channel,
            message_id="h1",
            timestamp=headers["webhook-timestamp"],
            signatures=headers["webhook-signature"],
            body=body,
        )
        asked.MergeFrom(pb.TakeReceiptsRequest(**changed))
        return hooks.TakeReceipts(asked)

    await suite.enrol("mem_1")
    first = await suite.touch("mem_1", "SENT")
    delivered = {"kind": "status", "id": first.id, "status": "delivered"}
    failed = {"kind": "status", "id": first.id, "status": "failed"}
    for _ in range(2):
        assert (await hook(delivered)).taken == 1
    # The first word stands, and that of another channel or brand is none.
    await hook(failed)
    assert (await suite.touch("mem_1", "DELIVERED")).id == first.id
    await suite.birthday("mem_1")
    news = await suite.touch("mem_1", "SENT", "birthday")
    await hook({"kind": "status", "id": news.id, "status": "failed"})
    assert (await suite.touch("mem_1", "SENT", "birthday")).channel == "wechat_subscription"
    # What did not arrive fails where no channel is left.
    await suite.enrol("mem_2")
    lost = await suite.touch("mem_2", "SENT")
    await hook({"kind": "status", "id": lost.id, "status": "failed", "code": "unreachable"})
    after = await suite.touch("mem_2", "FAILED")
    assert answers(after) == [("sms", "refused", "unreachable")]
    # Case 22: a reply withdraws once, by the member's number.
    suite.feed.phones.by_phone["+8613800001234"] = "mem_1"
    reply = {"kind": "reply", "id": "mo_1", "from": "+8613800001234", "text": "好"}
    await hook(reply)
    assert not suite.feed.consents.withdrawn
    # One event that cannot be read keeps no other back.
    unread = {"kind": "status", "id": "tch_1", "status": "seen"}
    taken = await hook(unread, {**reply, "text": "退订 "})
    assert taken.taken == 1
    (withdrawn,) = suite.feed.consents.withdrawn
    assert (withdrawn.member_id, withdrawn.proof) == ("mem_1", "mo_1")
    assert withdrawn.channels == [consents_pb2.CONTACT_CHANNEL_SMS]
    said = consent(False, suite.now)
    said.channel = consents_pb2.CONTACT_CHANNEL_SMS
    await suite.feed.tell("tea", "mem_1", suite.now, consent_changed=said)

    async def is_known() -> bool:
        found = await suite.db["reach_members"].find_one({"member_id": "mem_1"})
        return found is not None and "marketing_sms" in found["consents"]

    await until(is_known)
    await hook({**reply, "id": "mo_2", "text": "R"})
    await hook({**reply, "id": "mo_3", "from": "+8613900000000", "text": "R"})
    assert len(suite.feed.consents.withdrawn) == 1
    # A customer of WeCom is known by another identity, and withdraws for WeCom alone.
    suite.feed.phones.by_phone["wm_1"] = "mem_1"
    await hook({**reply, "id": "wx_1", "from": "wm_1", "text": "T"}, channel="wecom")
    withdrawn = suite.feed.consents.withdrawn[-1]
    assert (withdrawn.member_id, withdrawn.given_by) == ("mem_1", "wecom")
    assert withdrawn.channels == [consents_pb2.CONTACT_CHANNEL_WECOM]
    member = suite.feedback.reach("mem_1")
    for call, reason in (
        (hook(delivered, signatures="v1,AAAA"), "HOOK_NOT_SIGNED"),
        (hook(delivered, brand="retail"), "HOOK_NOT_SIGNED"),
        (hook(delivered, timestamp="1"), "HOOK_NOT_SIGNED"),
        (hook(delivered, channel="push", brand="nobody"), "HOOK_NOT_SIGNED"),
        (hook(body=b"{"), "RECEIPTS_INVALID"),
        (hook(body=b"[" * 30_000), "RECEIPTS_INVALID"),
        (hook(body=b"x" * 70_000), "INVALID_ARGUMENT"),
        (hook(delivered, brand="x" * 200), "INVALID_ARGUMENT"),
        (member.TakeReceipts(pb.TakeReceiptsRequest()), "PERMISSION_DENIED"),
        (suite.feedback.reach().TakeReceipts(pb.TakeReceiptsRequest()), "PERMISSION_DENIED"),
    ):
        assert await refusal(call) == reason
