"""Personal data: sealed where it rests, masked where it is read, clear for a written reason."""

from pathlib import Path
from typing import Any

from services.common.cache import NoCache
from services.common.mongo import Database
from services.common.watch import Feed
from services.members.transactions import Answered, Asked
from services.members.unit_of_work import MembersStore, Unit
from services.members.vault.storage import vault as vaults
from services.members.vault.storage.member_keys import MemberKeys
from services.members.vault.storage.vault import Vault
from tessera.members.v1 import members_pb2 as pb
from tests.component.members.conftest import (
    PHONE,
    Members,
    enrolment,
    openid,
    refused,
)

SECRETS = ("13911112222", "王小明", "oSECRET-openid-99", "1990-06-01")
WISH = enrolment(
    pb.Identity(kind=PHONE, value="13911112222"),
    openid("oSECRET-openid-99"),
    name="王小明",
    birthday="1990-06-01",
    request_id="private",
)


async def enrolled(members: Members) -> pb.Member:
    return (await members.as_till().EnrolMember(WISH)).member


async def dump(db: Database) -> str:
    """Everything in the database, as text; binary values as they are."""
    texts: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            for each in value.items():
                walk(each)
        elif isinstance(value, list | tuple):
            for each in value:
                walk(each)
        elif isinstance(value, bytes):
            texts.append(value.decode("utf-8", "replace"))
        else:
            texts.append(str(value))

    for name in await db.list_collection_names():
        walk(await db[name].find({}).to_list(None))
    return "\n".join(texts)


async def test_nothing_personal_rests_in_clear(members: Members, db: Database) -> None:
    member = await enrolled(members)
    change = pb.UpdateMemberRequest(
        request_id="rename", member_id=member.id, profile=pb.Profile(name="李雷雷")
    )
    change.update_mask.paths.append("name")
    await members.as_operator().UpdateMember(change)
    reveal = pb.RevealMemberRequest(member_id=member.id, reason="call back")
    await members.as_operator("pii").RevealMember(reveal)
    text = await dump(db)
    assert member.id in text
    for secret in (*SECRETS, "李雷雷"):
        assert secret not in text


async def test_what_is_kept_of_a_request_tells_nothing_without_the_key(db: Database) -> None:
    # A bare digest of a request that holds a phone could be found by trying every phone.
    asked = Asked("r1", ("enrol", "phone:+8613911112222"))
    kept = set()
    for index_key in (b"i" * 32, b"j" * 32):
        store = MembersStore(db, Feed(db), Vault(b"k" * 32, index_key), NoCache())

        async def remember(unit: Unit) -> None:
            await unit.answers.remember("tea", [(asked, Answered("mem_1"))])

        await store.transact(remember)
        document = await db.requests.find_one_and_delete({"_id": "tea/r1"})
        assert document is not None
        kept.add(bytes(document["fingerprint"]))
    assert len(kept) == 2


async def test_staff_see_masks_and_members_see_themselves(members: Members) -> None:
    member = await enrolled(members)
    assert (member.name, member.phone) == ("王**", "139****2222")
    assert [i.value for i in member.identities] == ["139****2222", "oS****99"]
    request = pb.BatchGetMembersRequest(member_ids=[member.id])
    [own] = (await members.as_member(member.id).BatchGetMembers(request)).members
    assert (own.name, own.phone) == ("王小明", "+8613911112222")
    assert [i.value for i in own.identities] == ["+8613911112222", "oSECRET-openid-99"]
    for staff in (members.as_operator(), members.as_till()):
        [seen] = (await staff.BatchGetMembers(request)).members
        assert (seen.name, seen.phone) == ("王**", "139****2222")
        found = await staff.FindMember(pb.FindMemberRequest(identity=WISH.identities[0]))
        assert found.member.name == "王**"


async def test_clear_data_is_shown_for_a_reason_that_is_written_down(
    members: Members, db: Database
) -> None:
    member = await enrolled(members)
    request = pb.RevealMemberRequest(member_id=member.id, reason="  lost parcel 4711 ")
    response = await members.as_operator("pii").RevealMember(request)
    assert (response.member.name, response.member.phone) == ("王小明", "+8613911112222")
    assert response.profile.birthday == "1990-06-01"
    revealed = {"body.action": "members.Members.RevealMember"}
    [entry] = await db.audit.find(revealed).to_list(None)
    said = {name: entry["body"][name] for name in ("subject", "role", "action", "reason")}
    assert (entry["brand"], said) == (
        "tea",
        {
            "subject": "ann",
            "role": "operator",
            "action": "members.Members.RevealMember",
            "reason": "lost parcel 4711",
        },
    )
    assert entry["body"]["objects"] == [["member_id", member.id]]


async def test_without_reason_or_scope_nothing_is_shown(members: Members, db: Database) -> None:
    member = await enrolled(members)
    good = pb.RevealMemberRequest(member_id=member.id, reason="lost parcel")
    for reason in ("", "  x  ", "x" * 501):
        bad = pb.RevealMemberRequest(member_id=member.id, reason=reason)
        refusal = await refused(members.as_operator("pii").RevealMember(bad))
        assert (refusal.reason, refusal.field) == ("INVALID_ARGUMENT", "reason")
    for caller in (members.as_operator("members"), members.as_till(), members.as_member(member.id)):
        assert (await refused(caller.RevealMember(good))).reason == "PERMISSION_DENIED"
    elsewhere = members.as_operator("pii", brand="retail")
    assert (await refused(elsewhere.RevealMember(good))).reason == "MEMBER_NOT_FOUND"
    revealed = {"body.action": "members.Members.RevealMember"}
    assert await db.audit.count_documents(revealed) == 0


async def test_with_the_key_destroyed_nothing_personal_can_be_read(
    members: Members, db: Database, keys_dir: Path
) -> None:
    member, other = await enrolled(members), await members.enrol()
    vault = vaults.load(keys_dir, "production")
    sealed = await db.members.find_one({"_id": member.id})
    await MemberKeys(db, vault).destroy("tea", member.id)
    # As a process does that has not had the key in memory for a minute.
    store = MembersStore(db, Feed(db), vault, NoCache())
    found = await store.identities.members("tea", [member.id, other])
    assert (found[member.id].profile.name, found[member.id].identities) == ("", ())
    assert found[other].profile.name == "张三"
    assert await db.members.find_one({"_id": member.id}) == sealed
    reading = await MemberKeys(db, vault).of("tea", [member.id])
    assert reading == {}


async def test_a_profile_changes_by_mask_and_etag(members: Members) -> None:
    member = await enrolled(members)
    own = members.as_member(member.id)
    change = pb.UpdateMemberRequest(
        request_id="c1",
        member_id=member.id,
        profile=pb.Profile(name="ignored", language="en", birthday="06-02"),
        etag=member.etag,
    )
    change.update_mask.paths.extend(["language", "birthday"])
    changed = await own.UpdateMember(change)
    assert (changed.member.name, changed.member.language) == ("王小明", "en")
    again = await own.UpdateMember(change)
    assert (again.replayed, again.member) == (True, changed.member)
    change.request_id = "c2"
    stale = await refused(own.UpdateMember(change))
    assert (stale.reason, stale.metadata["etag"]) == ("ETAG_MISMATCH", changed.member.etag)
    change.etag = ""
    change.update_mask.paths.append("phone")
    assert (await refused(own.UpdateMember(change))).field == "update_mask.paths"
    change.update_mask.paths[:] = []
    assert (await refused(own.UpdateMember(change))).field == "update_mask"


async def test_a_change_made_with_other_content_is_refused(members: Members) -> None:
    member = await enrolled(members)
    change = pb.UpdateMemberRequest(
        request_id="same", member_id=member.id, profile=pb.Profile(language="en")
    )
    change.update_mask.paths.append("language")
    await members.as_operator().UpdateMember(change)
    change.profile.language = "zh"
    refusal = await refused(members.as_operator().UpdateMember(change))
    assert refusal.reason == "REQUEST_ID_REUSED"
