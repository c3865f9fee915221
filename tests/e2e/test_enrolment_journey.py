"""A person becomes a member and is found again; personal data stays private."""

import asyncio

from deploy.local import demo, seed
from tessera.members.v1 import members_pb2
from tests.e2e.brand import Brand, identity, phone, unique
from tests.e2e.refusals import refused

ME = "{ me { id name phone } }"
MEMBER = "query($id: ID!) { member(id: $id) { name phone } }"


async def test_one_person_is_one_member_by_any_identity(tea: Brand) -> None:
    own_phone, openid = phone(), unique("oid")

    async def enrol(*identities: members_pb2.Identity) -> members_pb2.EnrolMemberResponse:
        return await tea.till.members.EnrolMember(
            members_pb2.EnrolMemberRequest(
                request_id=unique("enrol"),
                identities=identities,
                profile=members_pb2.Profile(name="李欣怡"),
                channel="mini_program",
            )
        )

    first = await enrol(identity("PHONE", own_phone), identity("WECHAT_OPENID", openid))
    assert first.created
    assert [tier.code for tier in first.member.tiers] == ["basic", "new"]
    by_phone = await enrol(identity("PHONE", own_phone.removeprefix("+86")))
    by_openid = await enrol(identity("WECHAT_OPENID", openid), identity("POS_CARD", unique("c")))
    assert (by_phone.created, by_openid.created) == (False, False)
    assert by_phone.member.id == by_openid.member.id == first.member.id

    other = await tea.enrol()
    other_identity = identity("WECHAT_OPENID", unique("oid"))
    await enrol(other_identity)
    refusal = await refused(enrol(identity("PHONE", own_phone), other_identity))
    assert refusal.reason == "IDENTITY_TAKEN"
    assert other.id != first.member.id


async def test_staff_find_a_member_by_phone_and_see_it_masked(tea: Brand) -> None:
    own_phone = phone()
    person = await tea.enrol(identity("PHONE", own_phone))
    wanted = members_pb2.FindMemberRequest(identity=identity("PHONE", own_phone))
    masked = f"{own_phone[3:6]}****{own_phone[-4:]}"

    for desk in (tea.till, tea.operator):
        found = (await desk.members.FindMember(wanted)).member
        assert (found.id, found.phone) == (person.id, masked)
    assert (await refused(person.desk.members.FindMember(wanted))).reason == "PERMISSION_DENIED"
    assert (await tea.staff.ask(MEMBER, id=person.id))["phone"] == masked


async def test_only_the_member_sees_the_phone_unmasked(tea: Brand) -> None:
    own_phone = phone()
    person, other = await tea.enrol(identity("PHONE", own_phone)), await tea.enrol()

    me = await person.front.ask(ME)
    assert (me["name"], me["phone"]) == ("李欣怡", own_phone)
    answer = await other.front.answer(MEMBER, id=person.id)
    assert answer["data"]["member"] is None
    assert answer["errors"][0]["extensions"]["code"] == "PERMISSION_DENIED"


async def test_staff_see_unmasked_data_for_a_reason_that_is_logged(tea: Brand) -> None:
    own_phone = phone()
    person = await tea.enrol(identity("PHONE", own_phone))

    async def reveal(reason: str) -> members_pb2.RevealMemberResponse:
        request = members_pb2.RevealMemberRequest(member_id=person.id, reason=reason)
        return await tea.operator.members.RevealMember(request)

    assert (await refused(reveal(""))).field == "reason"
    assert tea.suite.audit_log(person.id) == []
    revealed = await reveal("Customer asks for a call back")
    assert (revealed.member.phone, revealed.profile.name) == (own_phone, "李欣怡")
    (entry,) = tea.suite.audit_log(person.id)
    kept = entry["body"]
    assert isinstance(kept, dict)
    assert (kept["subject"], kept["reason"]) == ("ann", "Customer asks for a call back")
    request = members_pb2.RevealMemberRequest(member_id=person.id, reason="Curiosity, no more")
    assert (await refused(tea.till.members.RevealMember(request))).reason == "PERMISSION_DENIED"


async def test_the_demo_is_loaded_again_without_a_double_effect(tea: Brand) -> None:
    person = demo.people()[0]
    found = await tea.till.members.FindMember(
        members_pb2.FindMemberRequest(identity=identity("PHONE", person.phone))
    )
    before = await tea.till.balances(found.member.id)
    assert await asyncio.to_thread(seed.main, ["--data", tea.suite.data]) == 0
    assert await tea.till.balances(found.member.id) == before
