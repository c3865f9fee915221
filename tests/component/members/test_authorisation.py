"""Authorisation: every call, every role, and nobody across brands."""

from collections.abc import Awaitable, Callable

import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from services.common.auth import ALL_BRANDS, Caller, Role
from tessera.members.v1 import events_pb2
from tessera.members.v1 import members_pb2 as pb
from tests.component.members.conftest import (
    NOON,
    Members,
    activity,
    enrolment,
    openid,
    phone,
    recording,
    refused,
)


async def test_another_brands_members_do_not_exist(members: Members) -> None:
    mobile = phone()
    member_id = await members.enrol(mobile)
    elsewhere = members.as_operator(brand="retail")
    request = pb.BatchGetMembersRequest(member_ids=[member_id])
    response = await elsewhere.BatchGetMembers(request)
    assert (list(response.members), list(response.missing_ids)) == ([], [member_id])
    change = pb.UpdateMemberRequest(request_id="x", member_id=member_id)
    change.update_mask.paths.append("name")
    calls: list[Awaitable[object]] = [
        elsewhere.FindMember(pb.FindMemberRequest(identity=mobile)),
        elsewhere.UpdateMember(change),
        elsewhere.ChangeIdentities(
            pb.ChangeIdentitiesRequest(request_id="i", member_id=member_id, link=phone())
        ),
        elsewhere.ListTierDecisions(pb.ListTierDecisionsRequest(member_id=member_id)),
        elsewhere.RevealMember(pb.RevealMemberRequest(member_id=member_id, reason="curious")),
    ]
    for call in calls:
        assert (await refused(call)).reason == "MEMBER_NOT_FOUND"


async def test_a_member_reaches_nobody_else(members: Members) -> None:
    own, other = await members.enrol(), await members.enrol()
    stub = members.as_member(own)
    change = pb.UpdateMemberRequest(request_id="x", member_id=other)
    change.update_mask.paths.append("name")
    wish = enrolment(openid("oABC-self"))
    calls: list[Awaitable[object]] = [
        stub.BatchGetMembers(pb.BatchGetMembersRequest(member_ids=[other])),
        stub.BatchGetMembers(pb.BatchGetMembersRequest(member_ids=[own, other])),
        stub.UpdateMember(change),
        stub.ListTierDecisions(pb.ListTierDecisionsRequest(member_id=other)),
        stub.FindMember(pb.FindMemberRequest(identity=phone())),
        stub.EnrolMember(wish),
        stub.ChangeIdentities(
            pb.ChangeIdentitiesRequest(request_id="i", member_id=own, link=phone())
        ),
        stub.BatchEnrolMembers(pb.BatchEnrolMembersRequest(requests=[wish])),
        stub.RevealMember(pb.RevealMemberRequest(member_id=own, reason="my own")),
        members.activities(caller=Caller("tea", "u", Role.MEMBER, own)).RecordActivities(
            recording(activity(own, "farmed", NOON, 100_000))
        ),
    ]
    for call in calls:
        assert (await refused(call)).reason == "PERMISSION_DENIED"


async def test_a_service_of_all_brands_watches_and_touches_no_member(members: Members) -> None:
    member_id = await members.enrol()
    service = Caller(ALL_BRANDS, "points", Role.SERVICE)
    stub = members.members(service)
    calls: list[Awaitable[object]] = [
        stub.BatchGetMembers(pb.BatchGetMembersRequest(member_ids=[member_id])),
        stub.EnrolMember(enrolment()),
        members.activities(caller=service).RecordActivities(
            recording(activity(member_id, "v", NOON))
        ),
    ]
    for call in calls:
        assert (await refused(call)).reason == "PERMISSION_DENIED"
    assert {e.brand for e in await members.published(until=3)} == {"tea", "retail"}


async def test_a_service_of_one_brand_is_told_of_that_brand_only(members: Members) -> None:
    await members.enrol(brand="tea")
    await members.enrol(brand="retail")
    assert {e.brand for e in await members.published("retail", 2)} == {"retail"}


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.CHANNEL])
async def test_only_services_watch(members: Members, role: Role) -> None:
    async def watch() -> None:
        async for _ in members.events("tea", role).Watch(events_pb2.WatchRequest()):
            pass

    assert (await refused(watch())).reason == "PERMISSION_DENIED"


async def test_a_watch_from_nowhere_is_refused(members: Members) -> None:
    async def watch(request: events_pb2.WatchRequest) -> None:
        async for _ in members.events().Watch(request):
            pass

    from_token = events_pb2.WatchRequest(after="made up")
    assert (await refused(watch(from_token))).reason == "WATCH_TOKEN_INVALID"
    from_time = events_pb2.WatchRequest(since=Timestamp(seconds=2**60))
    told = await refused(watch(from_time))
    assert (told.reason, told.field) == ("INVALID_ARGUMENT", "since")


async def test_who_is_asked_for_is_answered_once_or_named_missing(members: Members) -> None:
    member_id = await members.enrol()
    request = pb.BatchGetMembersRequest(member_ids=[member_id, "mem_nobody", member_id])
    response = await members.as_till().BatchGetMembers(request)
    assert [m.id for m in response.members] == [member_id]
    assert list(response.missing_ids) == ["mem_nobody"]


async def test_lists_have_limits(members: Members) -> None:
    staff = members.as_operator()
    many = [f"mem_{n}" for n in range(101)]
    calls: list[tuple[Callable[[], Awaitable[object]], str]] = [
        (lambda: staff.BatchGetMembers(pb.BatchGetMembersRequest()), "member_ids"),
        (lambda: staff.BatchGetMembers(pb.BatchGetMembersRequest(member_ids=many)), "member_ids"),
        (
            lambda: staff.BatchGetMembers(pb.BatchGetMembersRequest(member_ids=["x" * 65])),
            "member_ids[0]",
        ),
        (lambda: staff.BatchEnrolMembers(pb.BatchEnrolMembersRequest()), "requests"),
    ]
    for call, field in calls:
        refusal = await refused(call())
        assert (refusal.reason, refusal.field) == ("INVALID_ARGUMENT", field)
