"""Operators give tiers until a day, alone or with a second operator."""

import asyncio
from datetime import timedelta

from services.common.auth import Caller, Role
from tessera.approvals.v1 import approvals_pb2, approvals_pb2_grpc
from tessera.members.v1 import members_pb2
from tessera.members.v1 import tiers_pb2 as pb
from tessera.members.v1.tiers_pb2_grpc import TiersStub
from tests.component.members.conftest import (
    Members,
    activity,
    recording,
    refused,
    until,
)
from tests.component.members.tiers.test_tiers_followed import has_tier
from tests.paths import PROGRAMMES
from tests.scopes import EVERY_SCOPE

LAST = "2026-03-31"


def operator(name: str, brand: str = "tea") -> Caller:
    return Caller(brand, name, Role.OPERATOR, None, EVERY_SCOPE)


def wish(member_id: str, tier: str = "gold", **changes: str) -> pb.GrantTierRequest:
    given = {"request_id": f"grant-{tier}", "ladder": "growth", "until": LAST}
    given |= {"member_id": member_id, "tier": tier, "reason": "guest of the year"}
    return pb.GrantTierRequest(**{**given, **changes})


async def test_a_tier_by_hand_is_held_told_and_ends_by_itself(members: Members) -> None:
    member_id = await members.enrol()
    stub = TiersStub(members.channel(operator("ann")))
    at_once = [stub.GrantTier(wish(member_id)) for _ in range(5)]
    answers = await asyncio.gather(*at_once)
    assert sorted(each.replayed for each in answers) == [False, True, True, True, True]
    card = await members.card(member_id)
    assert (card.tiers[0].code, card.tiers[0].manual_until) == ("gold", LAST)
    assert (card.forecast.judged_on, card.forecast.expected_tier) == ("2026-04-01", "basic")
    assert (await members.decisions(member_id))[-1] == ("basic", "gold", "manual")
    request = members_pb2.ListTierDecisionsRequest(member_id=member_id, page_size=1)
    [theirs] = (await members.as_member(member_id).ListTierDecisions(request)).decisions
    [ours] = (await members.as_operator().ListTierDecisions(request)).decisions
    assert (theirs.note, theirs.manual_until) == ("", LAST)
    assert ours.note == "guest of the year"
    changed = [e for e in await members.published("tea", 2) if e.HasField("tier_changed")][-1]
    assert (changed.tier_changed.to_tier, changed.tier_changed.reason) == ("gold", "manual")
    members.clock.advance(timedelta(days=31))
    await until(has_tier(members, member_id, "basic"))

    async def ended() -> bool:
        return (await members.decisions(member_id))[-1] == ("gold", "basic", "manual_ended")

    await until(ended)


async def test_what_cannot_be_given_is_refused_and_changes_nothing(members: Members) -> None:
    member_id = await members.enrol()
    stub = TiersStub(members.channel(operator("ann")))
    cases = [
        (wish(member_id, ladder="nothing"), "LADDER_NOT_FOUND", "ladder"),
        (wish(member_id, "platinum"), "TIER_NOT_FOUND", "tier"),
        (wish(member_id, "basic"), "TIER_NOT_ABOVE", "tier"),
        (wish("mem_nobody"), "MEMBER_NOT_FOUND", "member_id"),
        (wish(member_id, until="2026-03-01"), "INVALID_ARGUMENT", "until"),
        (wish(member_id, until="2027-03-03"), "INVALID_ARGUMENT", "until"),
        (wish(member_id, until="31.3.2026"), "INVALID_ARGUMENT", "until"),
        (wish(member_id, reason="no"), "INVALID_ARGUMENT", "reason"),
    ]
    for number, (request, reason, field) in enumerate(cases):
        request.request_id = f"bad-{number}"
        said = await refused(stub.GrantTier(request))
        assert (said.reason, said.field) == (reason, field), request
    ending = pb.EndTierRequest(
        request_id="end", member_id=member_id, ladder="growth", reason="a mistake"
    )
    assert (await refused(stub.EndTier(ending))).reason == "MANUAL_TIER_NOT_FOUND"
    other = TiersStub(members.channel(operator("ann", "retail")))
    elsewhere = wish(member_id, "vip", ladder="class")
    assert (await refused(other.GrantTier(elsewhere))).reason == "MEMBER_NOT_FOUND"
    assert await members.decisions(member_id) == [("", "basic", "enrolled")]
    for role in (Role.MEMBER, Role.CHANNEL):
        caller = Caller("tea", "pos", role, member_id if role is Role.MEMBER else None)
        stranger = TiersStub(members.channel(caller))
        assert (await refused(stranger.GrantTier(wish(member_id)))).reason == "PERMISSION_DENIED"
    await stub.GrantTier(wish(member_id, "silver"))
    reused = wish(member_id, "diamond", request_id="grant-silver")
    assert (await refused(stub.GrantTier(reused))).reason == "REQUEST_ID_REUSED"
    await stub.EndTier(ending)
    assert (await stub.EndTier(ending)).replayed
    assert await members.tier(member_id) == "basic"


async def test_a_brand_may_want_a_second_operator(members: Members) -> None:
    source = (PROGRAMMES / "tea.yaml").read_text("utf-8")
    await members.publish("tea", f"{source}\nmanual_tiers: {{second_operator: true}}\n")
    member_id = await members.enrol()
    stub = TiersStub(members.channel(operator("ann")))
    waits = (await stub.GrantTier(wish(member_id))).approval
    assert (await stub.GrantTier(wish(member_id))).approval.id == waits.id
    assert await members.tier(member_id) == "basic"
    assert "guest of the year" in waits.content_json
    own = approvals_pb2_grpc.ApprovalsStub(members.channel(operator("ann")))
    second = approvals_pb2_grpc.ApprovalsStub(members.channel(operator("bob")))
    decided = approvals_pb2.ApproveRequest(request_id="ok", approval_id=waits.id)
    assert (await refused(own.Approve(decided))).reason == "APPROVAL_OWN"
    await second.Approve(decided)
    assert (await second.Approve(decided)).replayed
    assert (await members.card(member_id)).tiers[0].manual_until == LAST
    again = await stub.GrantTier(wish(member_id, "diamond"))
    await second.Reject(
        approvals_pb2.RejectRequest(request_id="no", approval_id=again.approval.id, note="too high")
    )
    assert await members.tier(member_id) == "gold"


async def test_orders_go_on_counting_below_a_tier_by_hand(members: Members) -> None:
    member_id = await members.enrol()
    stub = TiersStub(members.channel(operator("ann")))
    given = wish(member_id, "active", ladder="value", request_id="grant-value")
    await stub.GrantTier(given)
    for event_id, total in (("o1", 30_000), ("o2", 100_000)):
        bought = recording(activity(member_id, event_id, members.clock.now(), total))
        await members.activities().RecordActivities(bought)
    assert (await members.card(member_id)).tiers[1].code == "devoted"
    back = activity(member_id, "r2", members.clock.now(), 100_000, refund=True, order_id="o2")
    await members.activities().RecordActivities(recording(back))
    held = (await members.card(member_id)).tiers[1]
    assert (held.code, held.manual_until) == ("active", "")
