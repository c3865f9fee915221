"""Two members become one, and whoever names the old id gets the survivor, for ever."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from services.common.auth import Caller, Role
from services.common.mongo import Database
from services.common.redirects import Redirects
from services.members.merging.commands.standings import unite_standings
from tessera.members.v1 import (
    consents_pb2,
    events_pb2,
    members_pb2,
    merging_pb2_grpc,
    privacy_pb2_grpc,
    tags_pb2,
)
from tessera.members.v1 import merging_pb2 as pb
from tessera.members.v1.activities_pb2 import RECORD_STATE_RECORDED, RECORD_STATE_REPEATED
from tessera.members.v1.privacy_pb2 import RequestErasureRequest
from tests.component.members.conftest import (
    NOON,
    PHONE,
    Members,
    activity,
    openid,
    phone,
    recording,
    refused,
    until,
)
from tests.component.members.sessions.test_sessions import Front
from tests.component.members.tags.test_tags import changing
from tests.component.members.tiers.ledger_server import LedgerServer
from tests.component.members.vault.test_privacy import dump
from tests.scopes import EVERY_SCOPE

NAME, NUMBER = "王小明", "+8613911112222"
OPERATOR = Caller("tea", "ann", Role.OPERATOR, None, EVERY_SCOPE)


def merging(members: Members) -> "merging_pb2_grpc.MergingAsyncStub":
    return merging_pb2_grpc.MergingStub(members.channel(OPERATOR))


def wish(old: str, survivor: str, request_id: str = "m1") -> pb.MergeMembersRequest:
    return pb.MergeMembersRequest(
        request_id=request_id,
        from_member_id=old,
        into_member_id=survivor,
        reason="the same phone at the counter",
    )


async def merge(members: Members, old: str, survivor: str, request_id: str = "m1") -> pb.Merge:
    return (await merging(members).MergeMembers(wish(old, survivor, request_id))).merge


async def why_not(members: Members, old: str, survivor: str, request_id: str = "no") -> str:
    return (await refused(merge(members, old, survivor, request_id))).reason


def parts(merge: pb.Merge) -> dict[str, tuple[int, int]]:
    return {part.what: (part.moved, part.kept) for part in merge.parts}


async def told(members: Members, kind: str, count: int) -> list[events_pb2.Event]:
    """Events of that kind, once there are so many."""
    found: list[events_pb2.Event] = []
    async with asyncio.timeout(60):
        async for response in members.events("tea").Watch(events_pb2.WatchRequest()):
            found += [event for event in response.events if event.WhichOneof("kind") == kind]
            if len(found) >= count:
                break
    return found


async def bought(members: Members, member_id: str, event_id: str, total: int) -> None:
    await members.activities().RecordActivities(
        recording(activity(member_id, event_id, NOON, total))
    )


async def test_an_erasure_that_is_asked_for_during_a_merge_is_one_of_the_survivor(
    members: Members, monkeypatch: pytest.MonkeyPatch
) -> None:
    survivor, old = await members.enrol(), await members.enrol()
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(unit: Any, *more: Any) -> None:
        await unite_standings(unit, *more)
        begun.set()
        await go_on.wait()

    monkeypatch.setattr("services.members.merging.commands.merging.unite_standings", slow)
    being_merged = asyncio.ensure_future(merge(members, old, survivor))
    await begun.wait()
    own = members.channel(Caller("tea", "user", Role.MEMBER, old))
    asked = RequestErasureRequest(request_id="e1", member_id=old)
    asking = asyncio.ensure_future(privacy_pb2_grpc.PrivacyStub(own).RequestErasure(asked))
    # It waits for the merge, which has written the member already.
    assert not (await asyncio.wait({asking}, timeout=0.3))[0]
    go_on.set()
    await being_merged
    assert (await asking).erasure.member_id == survivor


async def test_the_survivor_has_what_both_had_and_answers_for_the_old_id(
    members: Members, ledger: tuple[LedgerServer, str]
) -> None:
    survivor = await members.enrol(phone(), name="")
    old = await members.enrol(
        members_pb2.Identity(kind=PHONE, value=NUMBER), openid("o-2"), name=NAME
    )
    front = Front(members)
    token = await front.start(old)
    await bought(members, survivor, "o1", 1_000)
    await bought(members, old, "o2", 2_000)
    ledger[0].growth("tea", survivor, 600, NOON)
    ledger[0].growth("tea", old, 700, NOON)

    async def grown() -> bool:
        return [(await members.card(each)).growth for each in (survivor, old)] == [600, 700]

    await until(grown)
    tag = (await members.tags(OPERATOR).ListTags(tags_pb2.ListTagsRequest())).tags[0].code
    await members.tags(OPERATOR).ChangeTags(changing(old, tag))
    before = await merging(members).PreviewMerge(
        pb.PreviewMergeRequest(from_member_id=old, into_member_id=survivor)
    )

    made = await merge(members, old, survivor)

    assert parts(made)["identities"] == (2, 0)
    assert parts(made)["orders"] == (1, 0)
    assert parts(made)["spending_minor"] == (2_000, 0)
    assert parts(made)["growth"] == (700, 0)
    assert parts(made)["tags"] == (1, 0)
    assert parts(made)["sessions"] == (1, 0)
    assert {part.what for part in before.parts} <= parts(made).keys()
    request = members_pb2.BatchGetMembersRequest(member_ids=[old, survivor], tags=True)
    found = await members.as_operator().BatchGetMembers(request)
    [card] = found.members
    assert dict(found.survivor_ids) == {old: survivor}
    assert not found.missing_ids
    assert (card.id, card.growth, list(card.merged_from_ids)) == (survivor, 1_300, [old])
    assert (card.facts.orders, card.facts.spent_minor) == (2, 3_000)
    assert [each.tag.code for each in card.tags] == [tag]
    assert len(card.identities) == 3
    assert card.name.startswith("王")
    # Whoever comes with an identity of the old one finds the survivor, and logins go on as theirs.
    looked = members_pb2.FindMemberRequest(identity=openid("o-2"))
    assert (await members.as_till().FindMember(looked)).member.id == survivor
    assert (await front.refresh(token)).member_id == survivor
    assert await members.tier(old) == await members.tier(survivor)


async def test_what_comes_late_under_the_old_id_is_the_survivors_and_counts_once(
    members: Members, ledger: tuple[LedgerServer, str]
) -> None:
    survivor, old = await members.enrol(), await members.enrol()
    await bought(members, old, "o1", 2_000)
    ledger[0].growth("tea", old, 100, NOON)

    async def grown() -> bool:
        return (await members.card(old)).growth == 100

    await until(grown)
    await merge(members, old, survivor)

    again, late, back = (
        activity(old, "o1", NOON, 2_000),
        activity(old, "o2", NOON, 500),
        activity(old, "r1", NOON, 300, refund=True, order_id="o1"),
    )
    recorded = (await members.activities().RecordActivities(recording(again, late, back))).results
    assert [each.state for each in recorded] == [
        RECORD_STATE_REPEATED,
        RECORD_STATE_RECORDED,
        RECORD_STATE_RECORDED,
    ]
    facts = (await members.card(survivor)).facts
    assert (facts.orders, facts.spent_minor) == (2, 2_200)

    # Growth of the old account that was on its way counts; what was counted, and the move, do not.
    ledger[0].growth("tea", old, 100, NOON, sequence=1)
    ledger[0].growth("tea", old, 30, NOON, sequence=2)
    moved = ledger[0].growth("tea", old, -130, NOON, sequence=3)
    del moved.entries[1:]
    moved.entries.add(owner=survivor, asset="GROWTH", amount=130, sequence=1)
    moved.cause.merge_id = "mrg_1"
    ledger[0].growth("tea", survivor, 5, NOON, sequence=2)

    async def counted() -> bool:
        return (await members.card(survivor)).growth == 135

    await until(counted)
    [event] = await told(members, "member_merged", 1)
    assert (event.member_id, event.member_merged.from_member_id) == (survivor, old)


async def test_a_merge_is_made_once_and_only_of_two_who_are_there(members: Members) -> None:
    one, two, three = [await members.enrol() for _ in range(3)]
    first = await merge(members, one, two)
    again = await merging(members).MergeMembers(wish(one, two))
    assert (again.merge, again.replayed) == (first, True)
    assert await why_not(members, one, three, "m1") == "REQUEST_ID_REUSED"
    assert await why_not(members, three, three) == "MERGE_INTO_SELF"
    assert await why_not(members, two, one) == "MERGE_INTO_SELF"
    assert await why_not(members, one, three) == "MEMBER_MERGED"
    assert await why_not(members, three, one) == "MEMBER_MERGED"
    assert await why_not(members, "mem_nobody", two) == "MEMBER_NOT_FOUND"
    assert await why_not(members, "", two) == "INVALID_ARGUMENT"
    waiting = await members.enrol()
    own = privacy_pb2_grpc.PrivacyStub(members.channel(Caller("tea", "user", Role.MEMBER, waiting)))
    await own.RequestErasure(RequestErasureRequest(request_id="e", member_id=waiting))
    assert await why_not(members, waiting, two) == "ERASURE_WAITING"
    other = merging_pb2_grpc.MergingStub(
        members.channel(Caller("retail", "bob", Role.OPERATOR, None, EVERY_SCOPE))
    )
    assert (await refused(other.MergeMembers(wish(two, three)))).reason == "MEMBER_NOT_FOUND"
    missing = pb.GetMergeRequest(merge_id=first.id)
    assert (await refused(other.GetMerge(missing))).reason == "MERGE_NOT_FOUND"
    # A chain ends at the last survivor.
    second = await merge(members, two, three, "m2")
    assert (await members.card(one)).id == (await members.card(two)).id == three
    listed = await merging(members).ListMerges(pb.ListMergesRequest(of_member_id=three))
    assert [each.id for each in listed.merges] == [second.id, first.id]
    pages = await merging(members).ListMerges(pb.ListMergesRequest(page_size=1))
    assert [each.id for each in pages.merges] == [second.id]
    found = await merging(members).GetMerge(missing)
    assert found.merge == first


async def test_writes_by_the_old_id_are_the_survivors_and_repeats_get_their_first_answer(
    members: Members,
) -> None:
    survivor, old = await members.enrol(), await members.enrol()
    request = members_pb2.UpdateMemberRequest(
        request_id="u1", member_id=old, profile=members_pb2.Profile(name="李四")
    )
    request.update_mask.paths.append("name")
    await members.as_member(old).UpdateMember(request)
    await merge(members, old, survivor)

    repeated = await members.as_member(old).UpdateMember(request)
    assert (repeated.replayed, repeated.member.id) == (True, survivor)
    assert repeated.member.name == "张三"
    request.request_id = "u2"
    written = await members.as_member(old).UpdateMember(request)
    assert (written.replayed, written.member.id, written.member.name) == (False, survivor, "李四")
    given = consents_pb2.GiveConsentRequest(
        request_id="c1", member_id=old, purpose=consents_pb2.CONSENT_PURPOSE_SERVICE
    )
    assert (await refused(members.consents(OPERATOR).GiveConsent(given))).reason != (
        "MEMBER_NOT_FOUND"
    )
    own = members_pb2.BatchGetMembersRequest(member_ids=[old])
    [card] = (await members.as_member(old).BatchGetMembers(own)).members
    assert (card.id, list(card.merged_from_ids)) == (survivor, [])


async def test_another_process_knows_of_a_merge_when_it_is_asked(
    members: Members, db: Database
) -> None:
    survivor, old = await members.enrol(), await members.enrol()
    elsewhere = Redirects(db)
    await elsewhere.refresh()
    await merge(members, old, survivor)
    assert elsewhere.of("tea", old) == old
    await elsewhere.refresh()
    assert elsewhere.of("tea", old) == survivor
    assert elsewhere.merged("tea", survivor) == (old,)
    assert elsewhere.of("retail", old) == old


async def test_an_erasure_of_the_survivor_leaves_nothing_of_either(
    members: Members, db: Database
) -> None:
    survivor = await members.enrol()
    old = await members.enrol(members_pb2.Identity(kind=PHONE, value=NUMBER), name=NAME)
    await bought(members, old, "o1", 500)
    await merge(members, old, survivor)
    assert await db["merge_copies"].count_documents({}) == 1
    own = privacy_pb2_grpc.PrivacyStub(
        members.channel(Caller("tea", "user", Role.MEMBER, survivor))
    )
    await own.RequestErasure(RequestErasureRequest(request_id="e", member_id=survivor))
    members.clock.advance(timedelta(days=8))

    async def erased() -> bool:
        return not await db["activities"].count_documents({"member_id": old})

    await until(erased)
    assert not await db["member_keys"].count_documents({"_id": {"$in": [survivor, old]}})
    assert not await db["merge_copies"].count_documents({})
    text = await dump(db)
    assert NAME not in text
    assert NUMBER not in text
    events = await told(members, "member_erased", 2)
    assert {each.member_id for each in events} == {survivor, old}
    assert await why_not(members, survivor, await members.enrol()) == "MEMBER_NOT_FOUND"


async def test_two_merges_of_one_member_at_once_make_one(members: Members) -> None:
    old, first, second = [await members.enrol() for _ in range(3)]
    stub = merging(members)
    results = await asyncio.gather(
        stub.MergeMembers(wish(old, first, "a")),
        stub.MergeMembers(wish(old, second, "b")),
        return_exceptions=True,
    )
    assert sum(isinstance(each, pb.MergeMembersResponse) for each in results) == 1


def undo(merge_id: str, request_id: str = "u1") -> pb.UndoMergeRequest:
    return pb.UndoMergeRequest(request_id=request_id, merge_id=merge_id, reason="two people")


async def test_an_undo_gives_back_what_is_left_and_what_came_since_stays(
    members: Members, ledger: tuple[LedgerServer, str]
) -> None:
    survivor = await members.enrol(phone(), name="")
    old = await members.enrol(openid("o-2"), openid("o-3"), name=NAME)
    token = await Front(members).start(old)
    await bought(members, survivor, "o1", 1_000)
    await bought(members, old, "o2", 2_000)
    ledger[0].growth("tea", survivor, 100, NOON)
    ledger[0].growth("tea", old, 700, NOON)

    async def grown() -> bool:
        return [(await members.card(each)).growth for each in (survivor, old)] == [100, 700]

    await until(grown)
    tag = (await members.tags(OPERATOR).ListTags(tags_pb2.ListTagsRequest())).tags[0].code
    await members.tags(OPERATOR).ChangeTags(changing(old, tag))
    before = [await members.card(each) for each in (survivor, old)]
    made = await merge(members, old, survivor)
    # What comes since stays with the survivor, and what they let go can't go back.
    await bought(members, old, "o3", 50)
    change = members_pb2.ChangeIdentitiesRequest(
        request_id="gone", member_id=survivor, unlink=openid("o-3")
    )
    await members.as_operator().ChangeIdentities(change)

    undone = (await merging(members).UndoMerge(undo(made.id))).merge

    returned = {part.what: (part.moved, part.kept) for part in undone.returned}
    assert returned["identities"] == (1, 1)
    assert returned["growth"] == (700, 0)
    assert undone.undone_by == "ann"
    after = [await members.card(each) for each in (survivor, old)]
    assert [each.id for each in after] == [survivor, old]
    assert [each.growth for each in after] == [100, 700]
    assert [each.tiers[0].code for each in after] == [each.tiers[0].code for each in before]
    assert [(each.facts.orders, each.facts.spent_minor) for each in after] == [
        (2, 1_050),
        (1, 2_000),
    ]
    assert (after[0].name, list(after[0].merged_from_ids)) == ("", [])
    looked = members_pb2.FindMemberRequest(identity=openid("o-2"))
    assert (await members.as_till().FindMember(looked)).member.id == old
    assert await Front(members).why_not(token) == "SESSION_ENDED"
    again = await merging(members).UndoMerge(undo(made.id))
    assert (again.merge, again.replayed) == (undone, True)
    assert (await refused(merging(members).UndoMerge(undo(made.id, "u2")))).reason == (
        "MERGE_UNDONE"
    )
    assert len(await told(members, "member_unmerged", 2)) == 2
    # They may be merged again.
    await merge(members, old, survivor, "m2")
    assert (await members.card(old)).id == survivor


async def test_a_merge_is_undone_within_thirty_days_and_the_last_one_first(
    members: Members,
) -> None:
    one, two, three = [await members.enrol() for _ in range(3)]
    first = await merge(members, one, two)
    second = await merge(members, two, three, "m2")
    stub = merging(members)
    assert (await refused(stub.UndoMerge(undo(first.id)))).reason == "MEMBER_MERGED"
    assert (await refused(stub.UndoMerge(undo("mrg_no")))).reason == "MERGE_NOT_FOUND"
    # Nobody can tell which of the persons asked for it.
    own = members.channel(Caller("tea", "user", Role.MEMBER, one))
    asked = RequestErasureRequest(request_id="e1", member_id=one)
    await privacy_pb2_grpc.PrivacyStub(own).RequestErasure(asked)
    assert (await refused(stub.UndoMerge(undo(second.id, "u2")))).reason == "ERASURE_WAITING"
    members.clock.advance(timedelta(days=30))
    assert (await refused(merging(members).UndoMerge(undo(first.id, "u3")))).reason == (
        "MERGE_UNDO_OVER"
    )
