"""Operators give members their advisers; merges, erasures and events know of it."""

from services.common.auth import Caller, Role
from tessera.members.v1 import advisers_pb2 as pb
from tessera.members.v1 import (
    advisers_pb2_grpc,
    events_pb2,
    members_pb2,
    merging_pb2,
    merging_pb2_grpc,
)
from tests.component.members.conftest import Members, refused
from tests.scopes import EVERY_SCOPE

LEAD = Caller("tea", "lead", Role.OPERATOR, None, EVERY_SCOPE)


def advisers(members: Members, caller: Caller = LEAD) -> "advisers_pb2_grpc.AdvisersAsyncStub":
    return advisers_pb2_grpc.AdvisersStub(members.channel(caller))


def wish(member_id: str, person: str = "op-chen", request_id: str = "a") -> pb.SetAdviserRequest:
    return pb.SetAdviserRequest(
        request_id=request_id, member_id=member_id, person=person, reason=f"wants {person}"
    )


async def shown(members: Members, member_id: str, *, own: bool = False) -> members_pb2.Member:
    request = members_pb2.BatchGetMembersRequest(member_ids=[member_id], adviser=True)
    stub = members.as_member(member_id) if own else members.as_operator()
    return (await stub.BatchGetMembers(request)).members[0]


async def told(members: Members, until: int) -> list[events_pb2.Event]:
    return [
        each for each in await members.published(until=until) if each.HasField("adviser_changed")
    ]


async def test_a_member_has_an_adviser_with_history_on_the_card(members: Members) -> None:
    member_id, other = await members.enrol(), await members.enrol()
    stub = advisers(members)
    assert not (await shown(members, member_id)).HasField("adviser")
    first = await stub.SetAdviser(wish(member_id))
    assert (first.adviser.name.zh, first.adviser.set_by, first.replayed) == ("陈晨", "lead", False)
    assert (await stub.SetAdviser(wish(member_id))).replayed
    await stub.SetAdviser(wish(other, "op-chen", "b"))
    await stub.SetAdviser(wish(member_id, "op-lin", "c"))
    counts = {
        a.person: a.members for a in (await stub.ListAdvisers(pb.ListAdvisersRequest())).advisers
    }
    assert counts == {"op-chen": 1, "op-lin": 1}
    seen = (await shown(members, member_id)).adviser
    assert (seen.person, seen.reason) == ("op-lin", "wants op-lin")
    assert [(each.person, each.reason) for each in seen.past] == [("op-chen", "wants op-chen")]
    # A member sees the name, and nothing of reasons and staff.
    mine = (await shown(members, member_id, own=True)).adviser
    assert (mine.name.en, mine.person, mine.reason, list(mine.past)) == ("Lin", "", "", [])
    await stub.SetAdviser(wish(member_id, "", "d"))
    assert not (await shown(members, member_id, own=True)).HasField("adviser")
    assert len((await shown(members, member_id)).adviser.past) == 2
    events = [e.adviser_changed.person for e in await told(members, 12) if e.member_id == member_id]
    assert events == ["op-chen", "op-lin", ""]


async def test_wrong_wishes_are_refused_with_their_field(members: Members) -> None:
    member_id = await members.enrol()
    stub = advisers(members)
    for change, reason, field in [
        ({"person": "stranger"}, "ADVISER_NOT_FOUND", "person"),
        ({"person": ""}, "ADVISER_UNCHANGED", "person"),
        ({"reason": "no"}, "INVALID_ARGUMENT", "reason"),
        ({"member_id": "mem_nobody"}, "MEMBER_NOT_FOUND", ""),
        ({"member_id": ""}, "INVALID_ARGUMENT", "member_id"),
        ({"person": "p" * 129}, "INVALID_ARGUMENT", "person"),
    ]:
        sent = wish(member_id)
        for name, value in change.items():
            setattr(sent, name, value)
        why = await refused(stub.SetAdviser(sent))
        assert (why.reason, why.field) == (reason, field)
    for caller in (
        Caller("tea", f"user:{member_id}", Role.MEMBER, member_id),
        Caller("tea", "pos", Role.CHANNEL),
    ):
        denied = await refused(advisers(members, caller).SetAdviser(wish(member_id)))
        assert denied.reason == "PERMISSION_DENIED"
    elsewhere = advisers(members, Caller("retail", "bob", Role.OPERATOR, None, EVERY_SCOPE))
    assert (await refused(elsewhere.SetAdviser(wish(member_id)))).reason == "MEMBER_NOT_FOUND"


async def test_a_merge_keeps_the_survivors_adviser_and_gives_back_the_others(
    members: Members,
) -> None:
    merging = merging_pb2_grpc.MergingStub(members.channel(LEAD))
    stub = advisers(members)
    both, alone = await members.enrol(), await members.enrol()
    survivor, bare = await members.enrol(), await members.enrol()
    for number, (member_id, person) in enumerate(
        [(both, "op-lin"), (alone, "op-lin"), (survivor, "op-chen")]
    ):
        await stub.SetAdviser(wish(member_id, person, f"s{number}"))
    merges = []
    for old, into in [(both, survivor), (alone, bare)]:
        merge = merging_pb2.MergeMembersRequest(
            request_id=f"m-{old}", from_member_id=old, into_member_id=into, reason="one person"
        )
        merges.append((await merging.MergeMembers(merge)).merge.id)
    assert (await shown(members, survivor)).adviser.person == "op-chen"
    assert (await shown(members, bare)).adviser.person == "op-lin"
    for merge_id in merges:
        undo = merging_pb2.UndoMergeRequest(
            request_id=f"u-{merge_id}", merge_id=merge_id, reason="two people"
        )
        await merging.UndoMerge(undo)
    people = [(await shown(members, each)).adviser.person for each in (both, alone, survivor, bare)]
    assert people == ["op-lin", "op-lin", "op-chen", ""]
    # Followers that take the latest of each member know the same.
    latest: dict[str, tuple[int, str]] = {}
    for event in await told(members, 20):
        changed = event.adviser_changed
        version = (changed.since_time.ToMilliseconds(), changed.person)
        latest[event.member_id] = max(version, latest.get(event.member_id, (0, "")))
    assert {m: latest[m][1] for m in (both, alone, survivor, bare)} == {
        both: "op-lin",
        alone: "op-lin",
        survivor: "op-chen",
        bare: "",
    }
