"""A member whose number another membership holds asks to be merged; a person decides."""

import asyncio
from datetime import timedelta

from services.common.auth import Caller, Role
from services.common.mongo import Database
from tessera.approvals.v1 import approvals_pb2, approvals_pb2_grpc
from tessera.members.v1 import (
    members_pb2,
    phones_pb2,
    privacy_pb2,
    privacy_pb2_grpc,
)
from tessera.members.v1 import merge_requests_pb2 as pb
from tests.component.members.conftest import PHONE, Members, openid, refused
from tests.component.members.merging.asking import asked_to_merge, proving, stub
from tests.component.members.phones.test_phones import own, phones
from tests.component.members.vault.test_privacy import dump
from tests.scopes import EVERY_SCOPE

NUMBER = "+8613812340001"
ANN = Caller("tea", "ann", Role.OPERATOR, None, EVERY_SCOPE)
WHY = "same person, asked on the phone"


def accepting(request_id: str, of: str, survivor_id: str = "") -> pb.AcceptMergeRequestRequest:
    return pb.AcceptMergeRequestRequest(
        request_id=request_id, merge_request_id=of, survivor_id=survivor_id, reason=WHY
    )


async def two(members: Members) -> tuple[str, str]:
    """Who holds the number, and who came later without it."""
    holder = await members.enrol(members_pb2.Identity(kind=PHONE, value=NUMBER))
    members.clock.advance(timedelta(days=1))
    return holder, await members.enrol(openid("oAsks"))


async def last(members: Members, caller: Caller, member_id: str) -> pb.MergeRequest:
    told = await stub(members, caller).GetMergeRequest(
        pb.GetMergeRequestRequest(member_id=member_id)
    )
    return told.merge_request


async def test_an_accepted_request_merges_the_two_and_nothing_was_told_before(
    members: Members, db: Database
) -> None:
    holder, member_id = await two(members)
    wish = await proving(members, member_id, NUMBER)
    wrong = pb.RequestMergeRequest()
    wrong.CopyFrom(wish)
    wrong.code = f"{(int(wish.code) + 1) % 1_000_000:06d}"
    front = stub(members, own(member_id))
    assert (await refused(front.RequestMerge(wrong))).reason == "PHONE_CODE_WRONG"
    assert (await refused(stub(members, own(holder)).RequestMerge(wish))).reason == (
        "PERMISSION_DENIED"
    )
    told = await asyncio.gather(
        *(front.RequestMerge(wish) for _ in range(3)), return_exceptions=True
    )
    [made, *_] = [each.merge_request for each in told if not isinstance(each, BaseException)]
    again = await front.RequestMerge(wish)
    assert (again.merge_request, again.replayed) == (made, True)
    assert made.state == pb.MERGE_REQUEST_STATE_WAITING
    assert holder not in str(made)
    assert holder not in str(await last(members, own(member_id), member_id))
    assert NUMBER not in await dump(db)

    desk = stub(members, ANN)
    [listed] = (await desk.ListMergeRequests(pb.ListMergeRequestsRequest())).merge_requests
    assert (listed.member_id, listed.other_member_id) == (member_id, holder)
    strange = await refused(desk.AcceptMergeRequest(accepting("s", made.id, "mem_other")))
    assert (strange.reason, strange.field) == ("INVALID_ARGUMENT", "survivor_id")
    done = await desk.AcceptMergeRequest(accepting("a", made.id))
    # Who enrolled first stays.
    assert (done.merge.from_member_id, done.merge.into_member_id) == (member_id, holder)
    assert (done.merge.reason, done.merge.merged_by) == (WHY, "ann")
    repeat = await desk.AcceptMergeRequest(accepting("a", made.id))
    assert (repeat.merge.id, repeat.replayed) == (done.merge.id, True)
    over = await refused(desk.AcceptMergeRequest(accepting("b", made.id)))
    assert (over.reason, over.metadata["state"]) == ("MERGE_REQUEST_ENDED", "accepted")
    # The survivor sees what was asked under the old id, and not who decided.
    seen = await last(members, own(holder), holder)
    assert (seen.state, seen.reason) == (pb.MERGE_REQUEST_STATE_ACCEPTED, WHY)
    assert (seen.ended_by, seen.merge_id, seen.other_member_id) == ("", "", "")
    assert (await members.card(member_id)).id == holder


async def test_a_refused_request_merges_nobody_and_another_may_follow(members: Members) -> None:
    holder, member_id = await two(members)
    made = await asked_to_merge(members, member_id, NUMBER)
    members.clock.advance(timedelta(minutes=10))
    again = await proving(members, member_id, NUMBER, sent=2)
    front, desk = stub(members, own(member_id)), stub(members, ANN)
    assert (await refused(front.RequestMerge(again))).reason == "MERGE_REQUEST_WAITING"
    no = pb.RefuseMergeRequestRequest(request_id="r", merge_request_id=made.id, reason=WHY)
    assert (await refused(stub(members, own(member_id)).RefuseMergeRequest(no))).reason == (
        "PERMISSION_DENIED"
    )
    elsewhere = Caller("retail", "ann", Role.OPERATOR, None, EVERY_SCOPE)
    assert (await refused(stub(members, elsewhere).RefuseMergeRequest(no))).reason == (
        "MERGE_REQUEST_NOT_FOUND"
    )
    ended = (await desk.RefuseMergeRequest(no)).merge_request
    assert (ended.state, ended.ended_by) == (pb.MERGE_REQUEST_STATE_REFUSED, "ann")
    assert (await desk.RefuseMergeRequest(no)).replayed
    seen = await last(members, own(member_id), member_id)
    assert (seen.state, seen.reason) == (pb.MERGE_REQUEST_STATE_REFUSED, WHY)
    assert {(await members.card(each)).id for each in (holder, member_id)} == {holder, member_id}
    # The refusal left the code as it was.
    second = (await front.RequestMerge(again)).merge_request
    members.clock.advance(timedelta(days=30))
    late = await refused(desk.AcceptMergeRequest(accepting("late", second.id)))
    assert late.metadata["state"] == "expired"
    for state, found in (
        (pb.MERGE_REQUEST_STATE_WAITING, []),
        (pb.MERGE_REQUEST_STATE_EXPIRED, [second.id]),
        (pb.MERGE_REQUEST_STATE_REFUSED, [made.id]),
        (pb.MERGE_REQUEST_STATE_UNSPECIFIED, [second.id, made.id]),
    ):
        ids: list[str] = []
        token = ""
        while True:
            asking = pb.ListMergeRequestsRequest(state=state, page_size=1, page_token=token)
            page = await desk.ListMergeRequests(asking)
            ids += [each.id for each in page.merge_requests]
            token = page.next_page_token
            if not token:
                break
        assert ids == found, state
    third = await asked_to_merge(members, member_id, NUMBER, sent=3)
    assert third.state == pb.MERGE_REQUEST_STATE_WAITING


async def test_a_number_that_nobody_else_holds_is_bound_and_not_asked_for(
    members: Members,
) -> None:
    member_id = await members.enrol(openid("oFree"))
    wish = await proving(members, member_id, NUMBER)
    front = stub(members, own(member_id))
    free = await refused(front.RequestMerge(wish))
    assert (free.reason, free.field) == ("PHONE_NOT_TAKEN", "phone")
    bind = phones_pb2.BindPhoneRequest(
        request_id="bind", member_id=member_id, phone=NUMBER, code=wish.code
    )
    await phones(members, own(member_id)).BindPhone(bind)
    bad = pb.RequestMergeRequest(request_id="x", member_id=member_id, phone=NUMBER, code="12")
    assert (await refused(front.RequestMerge(bad))).field == "code"
    empty = pb.AcceptMergeRequestRequest(request_id="x", merge_request_id="mrq_1", reason="no")
    assert (await refused(stub(members, ANN).AcceptMergeRequest(empty))).field == "reason"
    none = await refused(stub(members, ANN).AcceptMergeRequest(accepting("n", "mrq_none")))
    assert none.reason == "MERGE_REQUEST_NOT_FOUND"


async def test_an_erasure_takes_the_requests_of_the_member_and_those_about_them(
    members: Members, db: Database
) -> None:
    holder, member_id = await two(members)
    kept = db["merge_requests"]
    for number, gone in enumerate((holder, member_id), start=1):
        members.clock.advance(timedelta(minutes=10))
        await asked_to_merge(members, member_id, NUMBER, sent=number)
        assert await kept.count_documents({}) == 1
        wish = privacy_pb2.RequestErasureRequest(
            request_id=gone, member_id=gone, reason="asked by letter"
        )
        privacy = privacy_pb2_grpc.PrivacyStub(members.channel(ANN))
        waits = (await privacy.RequestErasure(wish)).approval
        bob = Caller("tea", "bob", Role.OPERATOR, None, EVERY_SCOPE)
        await approvals_pb2_grpc.ApprovalsStub(members.channel(bob)).Approve(
            approvals_pb2.ApproveRequest(request_id=gone, approval_id=waits.id)
        )
        assert await kept.count_documents({}) == 0
        await members.enrol(members_pb2.Identity(kind=PHONE, value=NUMBER))
