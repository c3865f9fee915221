"""Groups over gRPC: joining with room and without, roles, silence, KOC, merges and erasure."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from services.common.auth import Caller, Role
from services.common.mongo import Database
from tessera.members.v1 import (
    events_pb2,
    members_pb2,
    merging_pb2,
    merging_pb2_grpc,
    privacy_pb2,
    privacy_pb2_grpc,
    stores_pb2,
    stores_pb2_grpc,
)
from tessera.members.v1 import groups_pb2 as pb
from tessera.types.v1 import types_pb2
from tests.component.members.conftest import NOON, Members, recording, refused, until
from tests.paths import PROGRAMMES
from tests.scopes import EVERY_SCOPE

ANN = Caller("tea", "ann", Role.OPERATOR, None, EVERY_SCOPE)
STORE = "SH001"
_numbers = iter(range(1, 10_000))


async def opened(members: Members, limit: int = 200) -> None:
    """A store, and a programme whose groups have that limit."""
    stub = stores_pb2_grpc.StoresStub(members.channel(ANN))
    name = types_pb2.LocalizedText(zh="静安店", en="Jing'an")
    store = stores_pb2.Store(code=STORE, name=name, city="上海", zone="Asia/Shanghai")
    await stub.UpsertStore(stores_pb2.UpsertStoreRequest(request_id="s1", store=store))
    tea = (PROGRAMMES / "tea.yaml").read_text("utf-8")
    assert "of: store," in tea
    await members.publish("tea", tea.replace("of: store,", f"of: store, limit: {limit},"))


def joining(member_id: str, **more: Any) -> pb.JoinGroupRequest:
    given = {"request_id": f"j-{next(_numbers)}", "kind": "store_group", "store_id": STORE, **more}
    return pb.JoinGroupRequest(member_id=member_id, **given)


async def joined(members: Members, member_id: str, **more: Any) -> pb.GroupMembership:
    app = members.groups(Caller("tea", "app", Role.CHANNEL))
    return (await app.JoinGroup(joining(member_id, **more), timeout=60)).membership


async def enrolled(members: Members, count: int) -> list[str]:
    return list(await asyncio.gather(*(members.enrol() for _ in range(count))))


async def own(members: Members, member_id: str) -> list[pb.GroupMembership]:
    request = pb.ListMemberGroupsRequest(member_id=member_id)
    return list((await members.groups(ANN).ListMemberGroups(request)).memberships)


async def speaks(
    members: Members, member_id: str, at: datetime, event_id: str, **more: str
) -> None:
    said = types_pb2.Activity(
        channel="wecom",
        event_id=event_id,
        member_id=member_id,
        type=types_pb2.ACTIVITY_TYPE_GROUP_MESSAGE,
        labels=more,
    )
    said.occur_time.FromDatetime(at)
    caller = Caller("tea", "wecom", Role.CHANNEL)
    await members.activities(caller=caller).RecordActivities(recording(said))


async def news(members: Members) -> list[tuple[str, str, str]]:
    """The news of groups: member, what, key."""
    return [
        (
            event.member_id,
            events_pb2.GroupNews.Name(event.group_standing_changed.news)[11:],
            event.group_standing_changed.key,
        )
        for event in await members.published(until=1)
        if event.HasField("group_standing_changed")
    ]


async def test_fifty_who_join_at_once_when_one_place_is_left_fill_it_and_open_the_next(
    members: Members, db: Database
) -> None:
    await opened(members, limit=40)
    await db.groups.insert_one(
        {
            "_id": "grp_1",
            "brand": "tea",
            "kind": "store_group",
            "store": STORE,
            "number": 1,
            "size": 39,
            "opened_at": NOON,
            "closed_month": "2026-02",
        }
    )
    people = await enrolled(members, 50)
    made = await asyncio.gather(*(joined(members, each) for each in people))
    numbers = [each.number for each in made]
    assert sorted(set(numbers)) == [1, 2, 3]
    assert [numbers.count(n) for n in (1, 2, 3)] == [1, 40, 9]
    listed = await members.groups(ANN).ListGroups(pb.ListGroupsRequest(kind="store_group"))
    assert sorted((each.number, each.members) for each in listed.groups) == [
        (1, 40),
        (2, 40),
        (3, 9),
    ]
    told = [e for e in await members.published(until=1) if e.HasField("group_joined")]
    assert sorted(e.member_id for e in told) == sorted(people)


async def test_a_member_joins_once_chooses_tags_leaves_and_comes_back_without_another_gift(
    members: Members,
) -> None:
    await opened(members)
    member_id = await members.enrol()
    as_member = members.groups(Caller("tea", "u", Role.MEMBER, member_id))
    offered = await as_member.ListMemberGroups(pb.ListMemberGroupsRequest(member_id=member_id))
    assert [(k.code, k.of_store, list(k.asks)) for k in offered.kinds] == [
        ("store_group", True, ["less_sugar"])
    ]
    [choice] = offered.kinds[0].choices
    assert (choice.code, choice.name.en) == ("less_sugar", "Less sugar")
    request = joining(member_id, preferences=["less_sugar"])
    first = await as_member.JoinGroup(request)
    assert (await as_member.JoinGroup(request)).replayed
    again = await as_member.JoinGroup(joining(member_id))
    assert again.membership == first.membership
    asked = members_pb2.BatchGetMembersRequest(member_ids=[member_id], tags=True)
    [card] = (await members.as_operator().BatchGetMembers(asked)).members
    assert [each.tag.code for each in card.tags] == ["less_sugar"]

    group_id = first.membership.group_id
    leaving = pb.LeaveGroupRequest(request_id="l1", member_id=member_id, group_id=group_id)
    assert not (await as_member.LeaveGroup(leaving)).replayed
    assert (await as_member.LeaveGroup(leaving)).replayed
    assert await own(members, member_id) == []
    one = pb.GetGroupRequest(group_id=group_id)
    staff = members.groups(ANN)
    assert (await staff.GetGroup(one)).group.id == group_id
    one.group_id = "grp_none"
    assert (await refused(staff.GetGroup(one))).reason == "GROUP_NOT_FOUND"
    assert (await refused(as_member.GetGroup(one))).reason == "PERMISSION_DENIED"
    # An operator takes nobody out without a reason.
    assert (await refused(staff.LeaveGroup(leaving))).field == "reason"
    leaving.request_id = "l2"
    assert (await refused(as_member.LeaveGroup(leaving))).reason == "GROUP_NOT_JOINED"
    back = await joined(members, member_id)
    assert back.group_id == group_id
    told = [e for e in await members.published(until=1) if e.HasField("group_joined")]
    assert len(told) == 1


async def test_wrong_joinings_say_what_to_do(members: Members, bare: Members) -> None:
    await opened(members)
    member_id = await members.enrol()
    stub = members.groups(ANN)
    stranger = members.groups(Caller("tea", "u", Role.MEMBER, "mem_other"))
    for request, reason, field in (
        (joining(member_id, request_id=""), "INVALID_ARGUMENT", "request_id"),
        (joining(""), "INVALID_ARGUMENT", "member_id"),
        (joining("mem_nobody"), "MEMBER_NOT_FOUND", ""),
        (joining(member_id, kind="x"), "GROUP_KIND_UNKNOWN", "kind"),
        (joining(member_id, kind=""), "INVALID_ARGUMENT", "kind"),
        (joining(member_id, store_id="nowhere"), "STORE_NOT_FOUND", ""),
        (joining(member_id, store_id=""), "STORE_NOT_FOUND", ""),
        (joining(member_id, preferences=["vip"]), "PREFERENCE_UNKNOWN", "preferences"),
        (joining(member_id, preferences=["vip"] * 11), "INVALID_ARGUMENT", "preferences"),
    ):
        problem = await refused(stub.JoinGroup(request))
        assert problem.reason == reason, request
        assert not field or problem.field == field
    assert (await refused(stranger.JoinGroup(joining(member_id)))).reason == "PERMISSION_DENIED"
    assert await own(members, member_id) == []
    listing = pb.ListGroupMembersRequest(group_id="grp_none")
    assert (await refused(stub.ListGroupMembers(listing))).reason == "GROUP_NOT_FOUND"


async def test_a_group_has_one_owner_and_two_assistants_whoever_asks_at_once(
    members: Members,
) -> None:
    await opened(members)
    people = await enrolled(members, 5)
    [group_id] = {(await joined(members, each)).group_id for each in people}
    stub = members.groups(ANN)

    async def give(member_id: str, role: pb.GroupRole.ValueType) -> str:
        request = pb.SetGroupRoleRequest(
            request_id=f"r-{next(_numbers)}",
            member_id=member_id,
            group_id=group_id,
            role=role,
            reason="runs it",
        )
        try:
            await stub.SetGroupRole(request)
        except Exception:
            return (await refused(stub.SetGroupRole(request))).reason
        return ""

    for role, places in ((pb.GROUP_ROLE_OWNER, 1), (pb.GROUP_ROLE_ASSISTANT, 2)):
        some = people[:5] if role == pb.GROUP_ROLE_OWNER else people[1:]
        outcomes = await asyncio.gather(*(give(each, role) for each in some))
        assert sorted(outcomes) == [""] * places + ["GROUP_ROLE_TAKEN"] * (len(some) - places)
    listed = await stub.ListGroupMembers(pb.ListGroupMembersRequest(group_id=group_id))
    roles = [each.role for each in listed.members]
    assert roles.count(pb.GROUP_ROLE_OWNER) <= 1
    assert roles.count(pb.GROUP_ROLE_ASSISTANT) == 2


async def test_silence_is_told_with_the_offer_first_then_flagged_and_a_message_wakes(
    members: Members,
) -> None:
    await opened(members)
    quiet, loud = await enrolled(members, 2)
    for each in (quiet, loud):
        await joined(members, each)
    await speaks(members, loud, NOON + timedelta(hours=1), "w1")

    async def counted() -> bool:
        return (await own(members, loud))[0].HasField("last_message_time")

    await until(counted)
    members.clock.set(NOON + timedelta(days=30))

    async def silent() -> bool:
        return (await own(members, quiet))[0].standing == pb.GROUP_STANDING_SILENT

    await until(silent)
    assert [each for each in await news(members) if each[1] != "KOC"] == [(quiet, "SILENT", "1")]
    assert (await own(members, loud))[0].standing == pb.GROUP_STANDING_ACTIVE
    members.clock.advance(timedelta(days=14))

    async def flagged() -> bool:
        return (await own(members, quiet))[0].standing == pb.GROUP_STANDING_FLAGGED

    await until(flagged)
    assert (quiet, "FLAGGED", "1") in await news(members)
    await speaks(members, quiet, members.clock.now(), "w2")

    async def woken() -> bool:
        return (await own(members, quiet))[0].standing == pb.GROUP_STANDING_ACTIVE

    await until(woken)


async def test_the_koc_of_a_month_and_who_ran_the_group_are_told_once(
    members: Members, db: Database
) -> None:
    await opened(members)
    people = await enrolled(members, 4)
    [group_id] = {(await joined(members, each)).group_id for each in people}
    await members.groups(ANN).SetGroupRole(
        pb.SetGroupRoleRequest(
            request_id="o1",
            member_id=people[0],
            group_id=group_id,
            role=pb.GROUP_ROLE_OWNER,
            reason="runs it",
        )
    )
    for n in range(3):
        await speaks(members, people[2], NOON + timedelta(minutes=n), f"k{n}", group=group_id)
    await speaks(members, people[3], NOON, "k9", group=group_id)
    # A repeat counts once, and one of another group for nothing.
    for n in range(4):
        await speaks(members, people[1], NOON, f"x{n}", group="grp_other")

    async def counted() -> bool:
        return await db.group_messages.count_documents({}) == 4

    await until(counted)
    # Midnight of 1 April in Shanghai.
    members.clock.set(datetime(2026, 3, 31, 16, tzinfo=UTC))

    async def closed() -> bool:
        return len([each for each in await news(members) if each[2] == "2026-03"]) == 2

    await until(closed)
    told = sorted(each for each in await news(members) if each[2] == "2026-03")
    assert told == sorted([(people[2], "KOC", "2026-03"), (people[0], "RUN", "2026-03")])
    assert (await own(members, people[2]))[0].koc_month == "2026-03"


async def test_a_merge_keeps_one_place_and_an_erasure_frees_it(
    members: Members, db: Database
) -> None:
    await opened(members)
    elder, double = await enrolled(members, 2)
    for each in (elder, double):
        await joined(members, each)
    merging = merging_pb2_grpc.MergingStub(members.channel(ANN))
    await merging.MergeMembers(
        merging_pb2.MergeMembersRequest(
            request_id="m1", from_member_id=double, into_member_id=elder, reason="one person"
        )
    )
    stub = members.groups(ANN)
    [group] = (await stub.ListGroups(pb.ListGroupsRequest())).groups
    assert group.members == 1
    privacy = privacy_pb2_grpc.PrivacyStub(members.channel(Caller("tea", "u", Role.MEMBER, elder)))
    await privacy.RequestErasure(privacy_pb2.RequestErasureRequest(request_id="e", member_id=elder))
    members.clock.advance(timedelta(days=60))

    async def erased() -> bool:
        return await db.members.find_one({"_id": elder}) is None

    await until(erased)
    [group] = (await stub.ListGroups(pb.ListGroupsRequest())).groups
    assert group.members == 0
    assert elder not in str(await db.group_members.find({}).to_list(None))
