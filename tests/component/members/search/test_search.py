"""Operators find members by what they know of them; a name only where the brand has it so."""

import grpc
import pytest

from services.common.auth import Caller, Role
from services.common.mongo import Database
from tessera.audit.v1 import audit_pb2, audit_pb2_grpc
from tessera.members.v1 import (
    members_pb2,
    merging_pb2,
    merging_pb2_grpc,
    search_pb2_grpc,
    tags_pb2,
)
from tessera.members.v1 import search_pb2 as pb
from tests.component.members.conftest import CARD, Members, openid, phone, refused, until
from tests.paths import PROGRAMMES
from tests.scopes import EVERY_SCOPE

TEA = (PROGRAMMES / "tea.yaml").read_text("utf-8")
NAMELESS = TEA.replace("by_name: true", "by_name: false")
OPERATOR = Caller("tea", "ann", Role.OPERATOR, None, EVERY_SCOPE)
NAME = pb.Hit.KIND_NAME


def card(value: str) -> members_pb2.Identity:
    return members_pb2.Identity(kind=CARD, value=value)


async def ask(members: Members, **asked: object) -> pb.SearchMembersResponse:
    stub = search_pb2_grpc.SearchStub(members.channel(OPERATOR))
    return await stub.SearchMembers(pb.SearchMembersRequest(**asked))  # type: ignore[arg-type]


async def found(members: Members, **asked: object) -> set[str]:
    return {each.member_id for each in (await ask(members, **asked)).members}


async def names_are(members: Members, state: "pb.NameSearch.ValueType") -> None:
    async def are() -> bool:
        return (await ask(members, text="nobody")).names == state

    await until(are)


async def names_kept(members: Members) -> None:
    await names_are(members, pb.NAME_SEARCH_ON)


async def test_an_identity_finds_its_member_whatever_its_kind(members: Members) -> None:
    number = phone()
    tom = await members.enrol(number, card("6600 1234"), openid("o-1"))
    ann = await members.enrol(openid("66001234"))
    national = number.value.removeprefix("+86")
    for text in (number.value, national, f" {national[:3]} {national[3:]}", tom):
        assert await found(members, text=text) == {tom}
    # A card that is printed in groups, and an openid of another member.
    answer = await ask(members, text="6600 1234")
    assert {each.member_id for each in answer.members} == {tom}
    both = await ask(members, text="66001234", page_size=1)
    rest = await ask(members, text="66001234", page_size=1, page_token=both.next_page_token)
    kinds = {m.member_id: m.hits[0].identity_kind for m in (*both.members, *rest.members)}
    assert kinds[ann] == members_pb2.IDENTITY_KIND_WECHAT_OPENID
    assert not rest.next_page_token


async def test_names_are_found_while_the_programme_says_so(members: Members, db: Database) -> None:
    await members.publish("tea", NAMELESS)
    await names_are(members, pb.NAME_SEARCH_OFF)
    before = await members.enrol(name="欧阳娜")
    assert await found(members, text="欧阳娜") == set()
    await members.publish("tea", TEA + "# again\n")
    await names_kept(members)
    after = await members.enrol(name="欧阳Tom")
    other = await members.enrol(brand="retail", name="欧阳娜")

    async def both() -> bool:
        return await found(members, text="欧阳") == {before, after}

    await until(both)
    assert await found(members, text="to") == set()
    answer = await ask(members, text="tom 欧")
    assert [(m.member_id, [h.kind for h in m.hits]) for m in answer.members] == [(after, [NAME])]
    assert await db["member_names"].count_documents({"_id": other}) == 0
    kept = str(await db["member_names"].find_one({"_id": before}))
    assert "欧" not in kept

    change = members_pb2.UpdateMemberRequest(
        request_id="renamed", member_id=before, profile=members_pb2.Profile(name="司马娜")
    )
    change.update_mask.paths.append("name")
    await members.as_operator().UpdateMember(change)

    async def renamed() -> bool:
        old, new = await found(members, text="欧阳"), await found(members, text="司马")
        return (old, new) == ({after}, {before})

    await until(renamed)
    await members.publish("tea", NAMELESS + "# again\n")
    await names_are(members, pb.NAME_SEARCH_OFF)

    async def gone() -> bool:
        return await db["member_names"].count_documents({}) == 0

    await until(gone)
    assert await found(members, text="司马") == set()


async def test_pages_have_everybody_once_who_fits_all_that_is_asked(members: Members) -> None:
    ids = [await members.enrol(name=f"王{number}") for number in range(5)]
    await members.enrol(name="李王")
    await names_kept(members)
    [tag, *_] = (await members.tags(OPERATOR).ListTags(tags_pb2.ListTagsRequest())).tags
    for number, member_id in enumerate(ids[1:4]):
        wish = tags_pb2.ChangeTagsRequest(
            request_id=f"tag-{number}", member_id=member_id, reason="told so"
        )
        wish.set.add(code=tag.code)
        await members.tags(OPERATOR).ChangeTags(wish)
    assert await found(members, tag=tag.code) == set(ids[1:4])
    seen: list[str] = []
    token = ""
    while True:
        page = await ask(members, text="王", tag=tag.code, page_size=2, page_token=token)
        assert len(page.members) <= 2
        seen += [each.member_id for each in page.members]
        token = page.next_page_token
        if not token:
            break
    assert seen == sorted(ids[1:4])
    first = await ask(members, text="王", page_size=2)
    assert (await refused(ask(members, text="李", page_token=first.next_page_token))).reason == (
        "PAGE_TOKEN_INVALID"
    )


async def test_a_merged_member_is_found_as_the_survivor_alone(
    members: Members, db: Database
) -> None:
    await names_kept(members)
    old = await members.enrol(name="诸葛亮")
    new = await members.enrol(name="孔明")

    async def known() -> bool:
        return await db["member_names"].count_documents({}) == 2

    await until(known)
    merging = merging_pb2_grpc.MergingStub(members.channel(OPERATOR))
    await merging.MergeMembers(
        merging_pb2.MergeMembersRequest(
            request_id="merge", from_member_id=old, into_member_id=new, reason="one person"
        )
    )
    assert await found(members, text=old) == {new}

    async def one() -> bool:
        return await db["member_names"].count_documents({}) == 1

    await until(one)
    assert await found(members, text="诸葛") == set()
    assert await found(members, text="孔明") == {new}


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({}, "INVALID_ARGUMENT"),
        ({"text": "\u200b "}, "INVALID_ARGUMENT"),
        ({"text": "a\u0000b"}, "INVALID_ARGUMENT"),
        ({"text": "x" * 129}, "INVALID_ARGUMENT"),
        ({"text": "x", "page_size": -1}, "INVALID_ARGUMENT"),
        ({"text": "x", "page_token": "none"}, "PAGE_TOKEN_INVALID"),
        ({"tag": "no_such"}, "TAG_UNKNOWN"),
        ({"tag": "$ne"}, "TAG_UNKNOWN"),
        ({"segment": "no_such"}, "SEGMENT_NOT_FOUND"),
    ],
)
async def test_what_cannot_be_searched_is_refused(
    members: Members, asked: dict[str, object], reason: str
) -> None:
    assert (await refused(ask(members, **asked))).reason == reason


async def test_a_search_is_in_the_audit_log_without_its_text(members: Members) -> None:
    number = phone()
    tom = await members.enrol(number)
    await ask(members, text=number.value)
    log = audit_pb2_grpc.AuditStub(members.channel(OPERATOR))
    entries = (await log.ListAuditEntries(audit_pb2.ListAuditEntriesRequest())).entries
    [entry] = [each for each in entries if each.action == "members.Search.SearchMembers"]
    assert tom in str(entry)
    assert number.value[3:] not in str(entry)


async def test_nobody_but_operators_searches(members: Members) -> None:
    for role in (Role.CHANNEL, Role.SERVICE):
        stub = search_pb2_grpc.SearchStub(members.channel(Caller("tea", "pos", role)))
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await stub.SearchMembers(pb.SearchMembersRequest(text="x"))
        assert caught.value.code() is grpc.StatusCode.PERMISSION_DENIED
