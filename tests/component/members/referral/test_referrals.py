"""Referrals over gRPC: codes, acceptance, what is refused and why, and when they count."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import grpc
import pytest

from services.common.auth import Caller, Role
from services.common.mongo import Database
from tessera.members.v1 import (
    members_pb2,
    merging_pb2,
    merging_pb2_grpc,
    privacy_pb2,
    privacy_pb2_grpc,
)
from tessera.members.v1 import referrals_pb2 as pb
from tests.component.members.conftest import (
    NOON,
    Members,
    activity,
    enrolment,
    phone,
    recording,
    refused,
    until,
)
from tests.paths import PROGRAMMES
from tests.scopes import EVERY_SCOPE

ANN = Caller("tea", "ann", Role.OPERATOR, None, EVERY_SCOPE)
PENDING, QUALIFIED, REVERSED, REFUSED = (
    pb.REFERRAL_STATE_PENDING,
    pb.REFERRAL_STATE_QUALIFIED,
    pb.REFERRAL_STATE_REVERSED,
    pb.REFERRAL_STATE_REFUSED,
)
_numbers = iter(range(1, 1_000))


async def invite(members: Members, member_id: str, caller: Caller = ANN) -> pb.Invite:
    request = pb.GetInviteRequest(member_id=member_id)
    return (await members.referrals(caller).GetInvite(request)).invite


async def code_of(members: Members, member_id: str) -> str:
    return (await invite(members, member_id)).code


def accepting(member_id: str, code: str, **more: Any) -> pb.AcceptInviteRequest:
    given = {"request_id": f"accept-{next(_numbers)}", **more}
    return pb.AcceptInviteRequest(member_id=member_id, code=code, **given)


async def joined(members: Members, code: str, *identities: members_pb2.Identity) -> tuple[str, str]:
    """Who enrolled with the code, and why the invite does not count."""
    wish = enrolment(*identities)
    wish.invite_code = code
    done = await members.as_till().EnrolMember(wish)
    again = await members.as_till().EnrolMember(wish)
    assert (again.member.id, again.replayed) == (done.member.id, True)
    assert again.invite_refusal == done.invite_refusal
    return done.member.id, done.invite_refusal


async def made(members: Members, inviter: str, caller: Caller = ANN) -> list[pb.Referral]:
    request = pb.ListReferralsRequest(member_id=inviter)
    return list((await members.referrals(caller).ListReferrals(request)).referrals)


async def buys(
    members: Members, member_id: str, event: str, at: datetime, total: int = 1_800
) -> None:
    await members.activities().RecordActivities(recording(activity(member_id, event, at, total)))


async def returns(members: Members, member_id: str, order: str, at: datetime) -> None:
    back = activity(member_id, f"back-{order}", at, 1_800, refund=True, order_id=order)
    await members.activities().RecordActivities(recording(back))


async def stands(members: Members, inviter: str, *states: int) -> list[pb.Referral]:
    """The inviter's referrals, once they are in these states, the oldest first."""
    found: list[pb.Referral] = []

    async def so() -> bool:
        found[:] = reversed(await made(members, inviter))
        return [each.state for each in found] == list(states)

    await until(so)
    return found


async def told(members: Members) -> list[tuple[str, str, int, int]]:
    """The events of referrals: kind, member, role, round."""
    return [
        (kind, event.member_id, body.role, body.round)
        for event in await members.published(until=1)
        for kind in ("referral_qualified", "referral_reversed")
        if event.HasField(kind)
        for body in [getattr(event, kind)]
    ]


async def test_a_friend_joins_by_a_code_and_both_are_told_when_the_order_is_settled(
    members: Members,
) -> None:
    inviter = await members.enrol()
    own = await invite(members, inviter, Caller("tea", "u", Role.MEMBER, inviter))
    assert own.link == f"https://tea.example.com/join?code={own.code}"
    assert (own.monthly_cap, own.settle_days, len(own.code)) == (10, 7, 8)
    assert await code_of(members, inviter) == own.code
    friend, why = await joined(members, own.code.lower())
    assert why == ""
    [pending] = await stands(members, inviter, PENDING)
    assert (pending.invitee_id, pending.inviter_id) == (friend, inviter)
    # Members see how it stands, and no ids of others.
    [shown] = await made(members, inviter, Caller("tea", "u", Role.MEMBER, inviter))
    assert (shown.state, shown.invitee_id, shown.order) == (PENDING, "", "")

    await buys(members, friend, "o1", NOON)
    await buys(members, friend, "o2", NOON + timedelta(hours=1))
    members.clock.advance(timedelta(days=7) - timedelta(seconds=1))
    await buys(members, friend, "o3", members.clock.now())

    async def waits() -> bool:
        return (await made(members, inviter))[0].order == "pos/o1"

    await until(waits)
    assert (await made(members, inviter))[0].state == PENDING
    members.clock.advance(timedelta(seconds=1))
    [counts] = await stands(members, inviter, QUALIFIED)
    assert counts.qualify_time.ToDatetime() == (NOON + timedelta(days=7)).replace(tzinfo=None)
    both = [("referral_qualified", friend, 2, 1), ("referral_qualified", inviter, 1, 1)]
    assert sorted(await told(members)) == sorted(both)
    after = await invite(members, inviter)
    assert (after.qualified, after.qualified_this_month) == (1, 1)
    assert (await invite(members, friend)).invited_by.state == QUALIFIED

    # One order goes back: another one keeps it. All go back: it is reversed.
    now = members.clock.now()
    await returns(members, friend, "o1", now)
    await returns(members, friend, "o2", now)
    await stands(members, inviter, REVERSED)
    backs = [("referral_reversed", friend, 2, 1), ("referral_reversed", inviter, 1, 1)]
    assert sorted(await told(members)) == sorted(both + backs)
    # The third order is a week old in time, and it counts anew, under the same number.
    members.clock.advance(timedelta(days=7))
    await stands(members, inviter, QUALIFIED)
    assert (await invite(members, inviter)).qualified == 1
    assert ("referral_qualified", inviter, 1, 2) in await told(members)


async def test_an_invite_that_does_not_count_is_refused_and_operators_see_why(
    members: Members, db: Database
) -> None:
    inviter, other = await members.enrol(), await members.enrol()
    code, others = await code_of(members, inviter), await code_of(members, other)
    stub = members.referrals(ANN)
    old = phone()
    known = await members.enrol(old)
    own = Caller("tea", "u", Role.MEMBER, known)

    async def why(member_id: str, sent: str, caller: Caller = ANN, **more: Any) -> tuple[str, str]:
        request = accepting(member_id, sent, **more)
        reason = await refused(members.referrals(caller).AcceptInvite(request))
        return reason.reason, reason.field

    assert await why(inviter, code) == ("INVITE_OWN_CODE", "code")
    assert await why(known, "nonsense", own) == ("INVITE_CODE_UNKNOWN", "code")
    assert await why(known, "ACDEFGH3") == ("INVITE_CODE_UNKNOWN", "code")
    assert await why(known, "") == ("INVALID_ARGUMENT", "code")
    assert await why(known, code, request_id="") == ("INVALID_ARGUMENT", "request_id")
    assert await why("", code) == ("INVALID_ARGUMENT", "member_id")
    assert await why("mem_nobody", code) == ("MEMBER_NOT_FOUND", "")
    assert (await why(inviter, code, own))[0] == "PERMISSION_DENIED"
    # One who is found by the phone was a member already; a typing error loses no enrolment.
    assert await joined(members, code, old) == (known, "INVITEE_NOT_NEW")
    assert (await joined(members, "ACDEFGH3"))[1] == "INVITE_CODE_UNKNOWN"
    batch = members_pb2.BatchEnrolMembersRequest(requests=[enrolment()])
    batch.requests[0].invite_code = code
    reason = await refused(members.as_till().BatchEnrolMembers(batch))
    assert reason.field == "requests[0].invite_code"

    # Within the days of the programme the member enters it later, once.
    request = accepting(known, others)
    first = await members.referrals(own).AcceptInvite(request)
    assert (first.referral.state, first.replayed) == (PENDING, False)
    assert (await members.referrals(own).AcceptInvite(request)).replayed
    reused = await refused(stub.AcceptInvite(accepting(known, code, request_id=request.request_id)))
    assert reused.reason == "REQUEST_ID_REUSED"
    assert not (await stub.AcceptInvite(accepting(known, others))).replayed
    assert await why(known, code) == ("INVITE_TAKEN", "code")
    # Nobody above invites one below: two or three steps are a ring.
    assert await why(other, await code_of(members, known)) == ("INVITE_RING", "code")
    third = await members.enrol()
    await stub.AcceptInvite(accepting(third, await code_of(members, known)))
    assert await why(other, await code_of(members, third)) == ("INVITE_RING", "code")
    late = await members.enrol()
    members.clock.advance(timedelta(days=7, seconds=1))
    assert await why(late, code) == ("INVITE_TOO_LATE", "code")
    kept, own_code = await made(members, inviter)
    assert (kept.invitee_id, kept.state, kept.refusal) == (late, REFUSED, "INVITE_TOO_LATE")
    assert (own_code.invitee_id, own_code.refusal) == (inviter, "INVITE_OWN_CODE")
    stands_now = [each.state for each in await made(members, other)]
    assert stands_now == [PENDING]


async def test_a_phone_that_a_member_had_or_has_lost_with_an_erasure_invites_nobody_twice(
    members: Members, db: Database
) -> None:
    inviter = await members.enrol()
    code = await code_of(members, inviter)
    first, second = phone(), phone()
    friend, why = await joined(members, code, first)
    assert why == ""
    change = members_pb2.ChangeIdentitiesRequest(
        request_id="c1", member_id=friend, link=second, unlink=first
    )
    await members.as_operator().ChangeIdentities(change)
    # The number that was given up comes anew: for us it is a friend who was here.
    assert (await joined(members, code, first))[1] == "INVITEE_NOT_NEW"
    # An own number that comes back is no stranger's.
    third = await members.enrol(phone())
    moved = phone()
    for number, (link, unlink) in enumerate([(moved, None), (None, moved), (moved, None)]):
        await members.as_operator().ChangeIdentities(
            members_pb2.ChangeIdentitiesRequest(
                request_id=f"m{number}", member_id=third, link=link, unlink=unlink
            )
        )
    done = await members.referrals(ANN).AcceptInvite(accepting(third, code))
    assert done.referral.state == PENDING
    # While it is pending, a number that was another's is found out too.
    taken = members_pb2.ChangeIdentitiesRequest(request_id="t1", member_id=third, link=first)
    holder = await members.as_operator().FindMember(members_pb2.FindMemberRequest(identity=first))
    away = members_pb2.ChangeIdentitiesRequest(
        request_id="t0", member_id=holder.member.id, link=phone(), unlink=first
    )
    await members.as_operator().ChangeIdentities(away)
    await members.as_operator().ChangeIdentities(taken)
    await buys(members, third, "o1", NOON)

    async def found_out() -> bool:
        return any(
            each.refusal == "INVITEE_NOT_NEW" and each.invitee_id == third
            for each in await made(members, inviter)
        )

    await until(found_out)
    kept = await db.former_identities.find({}).to_list(None)
    assert all(first.value not in str(each) for each in kept)


async def test_two_accounts_of_one_person_are_no_friend(members: Members) -> None:
    elder, inviter = await members.enrol(), await members.enrol()
    friend, _ = await joined(members, await code_of(members, inviter))
    merging = merging_pb2_grpc.MergingStub(members.channel(ANN))
    await merging.MergeMembers(
        merging_pb2.MergeMembersRequest(
            request_id="m1", from_member_id=friend, into_member_id=elder, reason="one person"
        )
    )
    [refused_] = await stands(members, inviter, REFUSED)
    assert refused_.refusal == "INVITEE_NOT_NEW"
    # The code of one who was merged is the survivor's, and so are those whom they invited.
    code = await code_of(members, inviter)
    await merging.MergeMembers(
        merging_pb2.MergeMembersRequest(
            request_id="m2", from_member_id=inviter, into_member_id=elder, reason="one person"
        )
    )
    other, why = await joined(members, code)
    assert why == ""
    assert [each.invitee_id for each in await made(members, elder)] == [other, friend]


async def test_an_inviter_over_the_cap_is_not_rewarded_and_the_friend_is(members: Members) -> None:
    source = "monthly_cap: 10"
    tea = (await published_source(members)).replace(source, "monthly_cap: 1")
    assert source not in tea
    await members.publish("tea", tea)
    inviter = await members.enrol()
    code = await code_of(members, inviter)
    friends = [(await joined(members, code))[0] for _ in range(2)]
    for number, friend in enumerate(friends):
        await buys(members, friend, f"o{number}", NOON + timedelta(minutes=number))

    async def noted() -> bool:
        return all(each.order for each in await made(members, inviter))

    await until(noted)
    members.clock.advance(timedelta(days=8))
    found = await stands(members, inviter, QUALIFIED, QUALIFIED)
    assert [each.capped for each in found] == [False, True]
    rewarded = [(member, role) for _, member, role, _ in await told(members)]
    assert sorted(rewarded) == sorted([(friends[0], 2), (friends[1], 2), (inviter, 1)])


async def test_members_who_accept_each_other_at_once_make_no_ring(members: Members) -> None:
    for size in (2, 3, 4):
        ring = [await members.enrol() for _ in range(size)]
        codes = [await code_of(members, each) for each in ring]
        stub = members.referrals(ANN)
        asked = [
            stub.AcceptInvite(accepting(each, codes[(n + 1) % size])) for n, each in enumerate(ring)
        ]
        results = await asyncio.gather(*asked, return_exceptions=True)
        assert sum(isinstance(each, grpc.aio.AioRpcError) for each in results) == 1, size


@pytest.mark.parametrize("role", ["inviter", "invitee"])
async def test_an_erasure_takes_the_code_and_the_referrals(
    members: Members, db: Database, role: str
) -> None:
    inviter = await members.enrol()
    code = await code_of(members, inviter)
    friend, _ = await joined(members, code)
    gone = inviter if role == "inviter" else friend
    own = Caller("tea", "u", Role.MEMBER, gone)
    privacy = privacy_pb2_grpc.PrivacyStub(members.channel(own))
    await privacy.RequestErasure(privacy_pb2.RequestErasureRequest(request_id="e", member_id=gone))
    members.clock.advance(timedelta(days=60))

    async def erased() -> bool:
        return await db.members.find_one({"_id": gone}) is None

    await until(erased)
    assert gone not in str(await db.referrals.find({}).to_list(None))
    assert gone not in str(await db.inviters.find({}).to_list(None))
    assert gone not in str(await db.former_identities.find({}).to_list(None))
    if role == "inviter":
        assert (await joined(members, code))[1] == "INVITE_CODE_UNKNOWN"


async def test_a_brand_without_the_section_invites_nobody(bare: Members) -> None:
    member_id = await bare.enrol()
    assert (await invite(bare, member_id)).code == ""
    reason = await refused(bare.referrals(ANN).AcceptInvite(accepting(member_id, "ACDEFGH3")))
    assert reason.reason == "REFERRALS_NOT_OFFERED"


async def published_source(members: Members) -> str:
    return (PROGRAMMES / "tea.yaml").read_text("utf-8")
