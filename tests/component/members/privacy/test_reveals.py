"""Phones of a list of members: read once by who asked, after a second operator agreed."""

import asyncio
from datetime import timedelta

from services.common.audit_log import AuditLog
from services.common.auth import Caller, Role
from services.common.mongo import Database
from tessera.approvals.v1 import approvals_pb2, approvals_pb2_grpc
from tessera.members.v1 import (
    members_pb2,
    merging_pb2,
    merging_pb2_grpc,
    privacy_pb2,
    privacy_pb2_grpc,
    reveals_pb2_grpc,
)
from tessera.members.v1 import reveals_pb2 as pb
from tests.component.audited import entries
from tests.component.members.conftest import PHONE, Members, openid, refused
from tests.component.members.segments.test_segments import is_in, saving, stub
from tests.component.members.vault.test_privacy import dump
from tests.paths import PROGRAMMES
from tests.scopes import EVERY_SCOPE

NUMBER = "+8613911112222"
REASON = "recall of lot 7"


def caller(who: str, brand: str = "tea", scopes: frozenset[str] = EVERY_SCOPE) -> Caller:
    return Caller(brand, who, Role.OPERATOR, None, scopes)


def staff(
    members: Members, who: str = "ann", brand: str = "tea"
) -> "reveals_pb2_grpc.RevealsAsyncStub":
    return reveals_pb2_grpc.RevealsStub(members.channel(caller(who, brand)))


def wish(*ids: str, request_id: str = "r1", segment: str = "") -> pb.RequestRevealRequest:
    return pb.RequestRevealRequest(
        request_id=request_id, member_ids=ids, segment=segment, reason=REASON
    )


async def decide(
    members: Members, reveal_id: str, who: str = "bob", *, agrees: bool = True
) -> None:
    desk = approvals_pb2_grpc.ApprovalsStub(members.channel(caller(who)))
    if agrees:
        request = approvals_pb2.ApproveRequest(request_id="a", approval_id=reveal_id)
        await desk.Approve(request)
    else:
        await desk.Reject(approvals_pb2.RejectRequest(request_id="a", approval_id=reveal_id))


async def read(
    members: Members, reveal_id: str, who: str = "ann", brand: str = "tea"
) -> pb.ReadRevealResponse:
    request = pb.ReadRevealRequest(reveal_id=reveal_id)
    return await staff(members, who, brand).ReadReveal(request)


async def why_not(members: Members, reveal_id: str, who: str = "ann", brand: str = "tea") -> str:
    return (await refused(read(members, reveal_id, who, brand))).reason


async def state(members: Members, reveal_id: str) -> int:
    listed = (await staff(members).ListReveals(pb.ListRevealsRequest())).reveals
    return next(each.state for each in listed if each.id == reveal_id)


async def with_phone(members: Members, number: str = NUMBER) -> str:
    return await members.enrol(members_pb2.Identity(kind=PHONE, value=number))


async def test_who_asked_reads_the_phones_once_after_a_second_operator_agreed(
    members: Members, db: Database
) -> None:
    first, second = await with_phone(members), await members.enrol(openid("o-1"))
    ann = staff(members)
    asked = (await ann.RequestReveal(wish(first, second, first))).reveal
    assert (asked.state, asked.member_count) == (pb.REVEAL_STATE_WAITING, 2)
    again = await ann.RequestReveal(wish(first, second, first))
    assert (again.reveal, again.replayed) == (asked, True)
    reused = await refused(ann.RequestReveal(wish(first)))
    assert reused.reason == "REQUEST_ID_REUSED"
    assert await why_not(members, asked.id) == "REVEAL_NOT_APPROVED"
    assert (await refused(decide(members, asked.id, "ann"))).reason == "APPROVAL_OWN"
    await decide(members, asked.id)
    assert await state(members, asked.id) == pb.REVEAL_STATE_READY
    # Neither who approved nor another brand reads it, and that uses nothing up.
    for who, brand in (("bob", "tea"), ("cat", "tea"), ("ann", "retail")):
        assert await why_not(members, asked.id, who, brand) == "REVEAL_NOT_FOUND"
    told = await asyncio.gather(
        *(read(members, asked.id) for _ in range(3)), return_exceptions=True
    )
    [shown] = [each for each in told if isinstance(each, pb.ReadRevealResponse)]
    assert [(each.member_id, each.phone) for each in shown.phones] == [
        (first, NUMBER),
        (second, ""),
    ]
    assert not shown.gone_ids
    assert await why_not(members, asked.id) == "REVEAL_ENDED"
    assert await state(members, asked.id) == pb.REVEAL_STATE_READ
    logged = await entries(members.channel(caller("ann")), action="members.Reveals.ReadReveal")
    assert [
        (each.subject, each.reason, [(o.name, o.value) for o in each.objects])
        for each in reversed(logged)
    ] == [
        ("ann", REASON, [("member_id", each), ("approval_id", asked.id)])
        for each in (first, second)
    ]
    assert (await AuditLog(db).prove("tea", 0, 100))[1] is None
    assert NUMBER not in await dump(db)


async def test_a_reveal_is_over_a_quarter_of_an_hour_after_the_approval_or_when_rejected(
    members: Members, db: Database
) -> None:
    member_id = await with_phone(members)
    ann = staff(members)
    late = (await ann.RequestReveal(wish(member_id))).reveal
    other = (await ann.RequestReveal(wish(member_id, request_id="r2"))).reveal
    await decide(members, other.id, agrees=False)
    assert await why_not(members, other.id) == "REVEAL_NOT_APPROVED"
    await decide(members, late.id)
    members.clock.advance(timedelta(minutes=15))
    assert await why_not(members, late.id) == "REVEAL_ENDED"
    assert await state(members, late.id) == pb.REVEAL_STATE_OVER
    assert not await entries(members.channel(caller("ann")), action="members.Reveals.ReadReveal")


async def test_who_was_merged_is_shown_as_the_survivor_and_who_was_erased_is_gone(
    members: Members, db: Database
) -> None:
    old, survivor = await members.enrol(openid("o-2")), await with_phone(members)
    gone = await with_phone(members, "+8613911113333")
    asked = (await staff(members).RequestReveal(wish(old, survivor, gone))).reveal
    await decide(members, asked.id)
    merging = merging_pb2_grpc.MergingStub(members.channel(caller("cat")))
    await merging.MergeMembers(
        merging_pb2.MergeMembersRequest(
            request_id="m", from_member_id=old, into_member_id=survivor, reason="one person"
        )
    )
    privacy = privacy_pb2_grpc.PrivacyStub(members.channel(caller("cat")))
    erasure = privacy_pb2.RequestErasureRequest(
        request_id="e", member_id=gone, reason="asked by letter"
    )
    await decide(members, (await privacy.RequestErasure(erasure)).approval.id)
    told = await read(members, asked.id)
    assert [(each.member_id, each.phone) for each in told.phones] == [(survivor, NUMBER)]
    assert list(told.gone_ids) == [gone]
    logged = await entries(members.channel(caller("ann")), action="members.Reveals.ReadReveal")
    assert [each.objects[0].value for each in logged] == [survivor]
    # The survivor of a merge may be asked for by the old id, and nobody by one who was erased.
    again = (await staff(members).RequestReveal(wish(old, request_id="r2"))).reveal
    assert again.member_count == 1
    unknown = await refused(staff(members).RequestReveal(wish(old, gone, request_id="r3")))
    assert (unknown.reason, unknown.field) == ("MEMBER_NOT_FOUND", "member_ids[1]")


async def test_a_member_sees_when_and_why_staff_saw_their_data_and_not_who(
    members: Members, db: Database
) -> None:
    old, survivor = await members.enrol(openid("o-4")), await with_phone(members)
    other = await members.enrol(openid("o-5"))
    ann = members.members(caller("ann"))

    async def reveal(member_id: str, reason: str) -> None:
        request = members_pb2.RevealMemberRequest(member_id=member_id, reason=reason)
        await ann.RevealMember(request)

    async def told(who: Caller, member_id: str) -> list[tuple[int, str]]:
        """All pages, of one each."""
        privacy, token = privacy_pb2_grpc.PrivacyStub(members.channel(who)), ""
        found: list[tuple[int, str]] = []
        while True:
            asking = privacy_pb2.ListDisclosuresRequest(
                member_id=member_id, page_size=1, page_token=token
            )
            answer = await privacy.ListDisclosures(asking)
            assert "ann" not in str(answer)
            assert all(
                each.role == "operator" and each.HasField("time") for each in answer.disclosures
            )
            found += [(each.kind, each.reason) for each in answer.disclosures]
            token = answer.next_page_token
            if not token:
                return found

    mine = Caller("tea", "me", Role.MEMBER, survivor)
    assert await told(mine, survivor) == []
    await reveal(old, "lost card")
    await reveal(other, "of somebody else")
    merging = merging_pb2_grpc.MergingStub(members.channel(caller("cat")))
    await merging.MergeMembers(
        merging_pb2.MergeMembersRequest(
            request_id="m", from_member_id=old, into_member_id=survivor, reason="one person"
        )
    )
    asked = (await staff(members).RequestReveal(wish(survivor))).reveal
    await decide(members, asked.id)
    await read(members, asked.id)
    copying = privacy_pb2_grpc.PrivacyStub(members.channel(caller("ann")))
    await copying.ExportMember(
        privacy_pb2.ExportMemberRequest(member_id=survivor, reason="asked by letter")
    )
    own_copy = privacy_pb2_grpc.PrivacyStub(members.channel(mine))
    await own_copy.ExportMember(privacy_pb2.ExportMemberRequest(member_id=survivor))
    seen = [
        (privacy_pb2.DISCLOSURE_KIND_COPY, "asked by letter"),
        (privacy_pb2.DISCLOSURE_KIND_PHONE_LIST, REASON),
        (privacy_pb2.DISCLOSURE_KIND_PROFILE, "lost card"),
    ]
    assert await told(mine, survivor) == seen
    assert await told(caller("bob"), survivor) == seen
    stranger = Caller("tea", "other", Role.MEMBER, other)
    assert (await refused(told(stranger, survivor))).reason == "PERMISSION_DENIED"
    elsewhere = caller("ann", "retail")
    assert (await refused(told(elsewhere, survivor))).reason == "MEMBER_NOT_FOUND"
    plan = await db.command(
        "explain",
        {
            "find": "audit",
            "filter": {
                "brand": "tea",
                "kind": "audit",
                "body.objects": {"$in": [["member_id", survivor]]},
            },
            "sort": {"_id": -1},
        },
    )
    assert "audit_objects" in str(plan["queryPlanner"]["winningPlan"])


async def test_a_segment_names_the_members_that_it_has_when_it_is_asked(
    members: Members, db: Database
) -> None:
    member_id = await with_phone(members)
    segments, ann = stub(members), staff(members)
    await segments.SaveSegment(saving("new", "stats.orders == 0"))
    await is_in(members, member_id, "new")
    asked = (await ann.RequestReveal(wish(segment="new"))).reveal
    assert (asked.segment, asked.member_count) == ("new", 1)
    await is_in(members, await members.enrol(openid("o-3")), "new")
    await decide(members, asked.id)
    assert [each.phone for each in (await read(members, asked.id)).phones] == [NUMBER]
    await segments.SaveSegment(saving("nobody", "stats.orders > 99"))
    for sent, reason, field in (
        (wish(segment="nobody", request_id="s1"), "INVALID_ARGUMENT", "segment"),
        (wish(segment="none", request_id="s2"), "SEGMENT_NOT_FOUND", "segment"),
        (wish(segment="x" * 65, request_id="s3"), "INVALID_ARGUMENT", "segment"),
        (wish(request_id="s4"), "INVALID_ARGUMENT", "member_ids"),
        (wish(member_id, segment="new", request_id="s5"), "INVALID_ARGUMENT", "member_ids"),
        (wish(*["mem_x"] * 201, request_id="s6"), "INVALID_ARGUMENT", "member_ids"),
        (wish(member_id, "", request_id="s7"), "INVALID_ARGUMENT", "member_ids[1]"),
        (wish(member_id, request_id=""), "INVALID_ARGUMENT", "request_id"),
        (pb.RequestRevealRequest(request_id="s8", segment="new"), "INVALID_ARGUMENT", "reason"),
    ):
        why = await refused(ann.RequestReveal(sent))
        assert (why.reason, why.field) == (reason, field), sent


async def test_operators_ask_for_no_more_members_a_day_than_the_programme_says(
    members: Members, db: Database
) -> None:
    source = (PROGRAMMES / "tea.yaml").read_text("utf-8")
    assert "  reveals_a_day: " in source
    few = "\n".join(
        "  reveals_a_day: 3" if line.startswith("  reveals_a_day:") else line
        for line in source.split("\n")
    )
    await members.publish("tea", few)
    ids = [await members.enrol() for _ in range(3)]
    ann, bob = staff(members), staff(members, "bob")
    await ann.RequestReveal(wish(*ids[:2]))
    await ann.RequestReveal(wish(*ids[:2]))
    why = await refused(bob.RequestReveal(wish(*ids[:2], request_id="b1")))
    assert (why.reason, dict(why.metadata)) == ("REVEAL_LIMIT_REACHED", {"most": "3", "left": "1"})
    raced = await asyncio.gather(
        *(bob.RequestReveal(wish(ids[2], request_id=f"b-{n}")) for n in range(3)),
        return_exceptions=True,
    )
    assert len([each for each in raced if isinstance(each, pb.RequestRevealResponse)]) == 1
    members.clock.advance(timedelta(days=1))
    await bob.RequestReveal(wish(*ids, request_id="b2"))
    page = await ann.ListReveals(pb.ListRevealsRequest(page_size=1))
    assert (len(page.reveals), page.next_page_token) == (1, "")
