"""A member is erased: by their own wish after a time, or by two operators at once."""

from datetime import timedelta

import pytest

from services.common.audit_log import AuditLog
from services.common.auth import Caller, Role
from services.common.mongo import Database
from services.members.member_collections import ONE_EACH, SOME, STAYING
from tessera.approvals.v1 import approvals_pb2, approvals_pb2_grpc
from tessera.members.v1 import consents_pb2, contacts_pb2, privacy_pb2_grpc, tags_pb2_grpc
from tessera.members.v1 import members_pb2 as members_pb
from tessera.members.v1 import privacy_pb2 as pb
from tessera.types.v1 import types_pb2
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
from tests.component.members.vault.test_privacy import dump
from tests.member_collections import OF_NO_MEMBER
from tests.scopes import EVERY_SCOPE

NUMBER, NAME, OPENID, WORDS = "+8613911112222", "王小明", "oSECRET-openid-99", "防脱洗发水"
REASON = "asked by letter"


def staff(members: Members, who: str = "ann", *scopes: str) -> "privacy_pb2_grpc.PrivacyAsyncStub":
    held = frozenset(scopes) or EVERY_SCOPE
    return privacy_pb2_grpc.PrivacyStub(
        members.channel(Caller("tea", who, Role.OPERATOR, None, held))
    )


def approvals(members: Members, who: str, *scopes: str) -> "approvals_pb2_grpc.ApprovalsAsyncStub":
    held = frozenset(scopes) or EVERY_SCOPE
    return approvals_pb2_grpc.ApprovalsStub(
        members.channel(Caller("tea", who, Role.OPERATOR, None, held))
    )


def own(members: Members, member_id: str) -> "privacy_pb2_grpc.PrivacyAsyncStub":
    caller = Caller("tea", f"user:{member_id}", Role.MEMBER, member_id)
    return privacy_pb2_grpc.PrivacyStub(members.channel(caller))


def wish(member_id: str, request_id: str = "e1", reason: str = "") -> pb.RequestErasureRequest:
    return pb.RequestErasureRequest(request_id=request_id, member_id=member_id, reason=reason)


async def state(members: Members, member_id: str) -> int:
    request = pb.GetErasureRequest(member_id=member_id)
    found = (await staff(members).GetErasure(request)).erasure
    assert found.member_id in ("", member_id)
    return found.state


async def someone(members: Members) -> str:
    """A member of whom everything is kept that there is."""
    member_id = await members.enrol(
        members_pb.Identity(kind=PHONE, value=NUMBER), openid(OPENID), name=NAME
    )
    change = members_pb.ChangeIdentitiesRequest(
        request_id="past", member_id=member_id, unlink=openid(OPENID)
    )
    await members.as_operator().ChangeIdentities(change)
    profile = members_pb.UpdateMemberRequest(
        request_id="born", member_id=member_id, profile=members_pb.Profile(birthday="1990-03-02")
    )
    profile.update_mask.paths.append("birthday")
    await members.as_member(member_id).UpdateMember(profile)
    search = activity(member_id, "s1", NOON)
    search.type, search.search_words = types_pb2.ACTIVITY_TYPE_SEARCH, WORDS
    told = recording(search, activity(member_id, "o1", NOON, 3_000))
    for result in (await members.activities().RecordActivities(told)).results:
        assert not result.reason
    mine = Caller("tea", "me", Role.MEMBER, member_id)
    await members.consents(mine).GiveConsent(
        consents_pb2.GiveConsentRequest(
            request_id="c1",
            member_id=member_id,
            purpose=consents_pb2.CONSENT_PURPOSE_MARKETING,
            version="2026-03",
            given_by="app",
        )
    )
    await members.contacts(mine).SetContactPreferences(
        contacts_pb2.SetContactPreferencesRequest(request_id="c2", member_id=member_id)
    )
    tags = tags_pb2_grpc.TagsStub(
        members.channel(Caller("tea", "ann", Role.OPERATOR, None, EVERY_SCOPE))
    )
    await tags.ChangeTags(changing(member_id, "tasting_panel"))
    return member_id


LEFT = STAYING | {"erasure_approvals", "events", "requests", "audit", "rfm_runs", "reveals"}
"""Collections that keep the random id of a member who is erased; a run of RFM stands at one."""


async def collections_with(db: Database, text: str) -> set[str]:
    return {
        name
        for name in await db.list_collection_names()
        if text in str(await db[name].find({}).to_list(None))
    }


async def test_two_operators_erase_a_member_and_nothing_is_left_but_the_id(
    members: Members, db: Database
) -> None:
    member_id, other = await someone(members), await members.enrol()
    listed = {each.name for each in (*ONE_EACH, *SOME)} | OF_NO_MEMBER.keys()
    assert await collections_with(db, member_id) <= listed
    front = Front(members)
    token = await front.start(member_id)
    asked = await staff(members).RequestErasure(wish(member_id, reason=REASON))
    again = await staff(members).RequestErasure(wish(member_id, reason=REASON))
    assert (again.approval, again.replayed) == (asked.approval, True)
    assert not asked.HasField("erasure")
    assert await state(members, member_id) == pb.ERASURE_STATE_UNSPECIFIED
    verdict = approvals_pb2.ApproveRequest(request_id="a1", approval_id=asked.approval.id)
    own_verdict = approvals(members, "ann").Approve(verdict)
    assert (await refused(own_verdict)).reason == "APPROVAL_OWN"
    done = await approvals(members, "bob").Approve(verdict)
    assert done.approval.state == approvals_pb2.APPROVAL_STATE_APPROVED
    assert (await approvals(members, "bob").Approve(verdict)).replayed
    assert await state(members, member_id) == pb.ERASURE_STATE_DONE
    await until(lambda: _swept(db, member_id))
    text = await dump(db)
    for secret in (NUMBER, NUMBER[3:], NAME, OPENID, WORDS, "1990-03-02"):
        assert secret not in text
    assert await collections_with(db, member_id) <= LEFT
    # The same phone is another member's from then on, and the logins are over.
    assert await front.why_not(token) == "SESSION_ENDED"
    assert await members.enrol(members_pb.Identity(kind=PHONE, value=NUMBER)) != member_id
    assert (await members.card(other)).id == other
    told = await db.events.find({"type": "member_erased"}).to_list(None)
    assert [event["subject"] for event in told] == [member_id]
    assert (await AuditLog(db).prove("tea", 0, 100))[1] is None


async def _swept(db: Database, member_id: str) -> bool:
    """Nothing of the member's own collections is left."""
    return await collections_with(db, member_id) <= LEFT


async def test_an_own_wish_waits_for_its_time_and_can_be_cancelled_until_then(
    members: Members, db: Database
) -> None:
    member_id = await someone(members)
    mine = own(members, member_id)
    first = await mine.RequestErasure(wish(member_id))
    assert first.erasure.by_member
    assert first.erasure.due_time.ToDatetime() - first.erasure.ask_time.ToDatetime() == timedelta(
        days=3
    )
    assert (await mine.RequestErasure(wish(member_id))).replayed
    waits = await refused(mine.RequestErasure(wish(member_id, "e2")))
    assert (waits.reason, waits.metadata["due_time"][:10]) == ("ERASURE_WAITING", "2026-03-05")
    stop = pb.CancelErasureRequest(request_id="k1", member_id=member_id)
    cancelled = await mine.CancelErasure(stop)
    assert cancelled.erasure.state == pb.ERASURE_STATE_CANCELLED
    assert (await mine.CancelErasure(stop)).replayed
    stop.request_id = "k2"
    assert (await refused(mine.CancelErasure(stop))).reason == "ERASURE_NOT_WAITING"
    members.clock.advance(timedelta(days=8))
    await mine.RequestErasure(wish(member_id, "e3"))
    assert (await members.card(member_id)).id == member_id
    members.clock.advance(timedelta(days=2, hours=23))
    assert await state(members, member_id) == pb.ERASURE_STATE_WAITING
    members.clock.advance(timedelta(hours=1))

    async def done() -> bool:
        return await state(members, member_id) == pb.ERASURE_STATE_DONE

    await until(done)
    await until(lambda: _swept(db, member_id))
    erased = await mine.GetErasure(pb.GetErasureRequest(member_id=member_id))
    assert erased.erasure.by_member
    assert (await refused(mine.RequestErasure(wish(member_id, "e4")))).reason == "MEMBER_NOT_FOUND"
    late = recording(activity(member_id, "o2", members.clock.now(), 100))
    [result] = (await members.activities().RecordActivities(late)).results
    assert result.reason == "MEMBER_NOT_FOUND"


async def test_what_was_on_its_way_is_swept_minutes_later(members: Members, db: Database) -> None:
    member_id = await members.enrol(phone())
    asked = await staff(members).RequestErasure(wish(member_id, reason=REASON))
    verdict = approvals_pb2.ApproveRequest(request_id="a1", approval_id=asked.approval.id)
    await approvals(members, "bob").Approve(verdict)

    async def swept_once() -> bool:
        found = await db.erasures.find_one({"_id": member_id})
        return found is not None and found["sweep_at"] > members.clock.now()

    await until(swept_once)
    # As transactions write that began before the erasure, and ended after it.
    named = {"brand": "tea", "member_id": member_id}
    for number in range(3):
        await db.activities.insert_one({"_id": f"tea/pos/late-{number}", **named})
    await db.facts.insert_one({"_id": member_id, "brand": "tea", "total": 1})
    members.clock.advance(timedelta(minutes=5))

    async def swept() -> bool:
        found = await db.erasures.find_one({"_id": member_id})
        return found is not None and "sweep_at" not in found

    await until(swept)
    assert await collections_with(db, member_id) <= LEFT
    kept = await db.erasures.find_one({"_id": member_id})
    assert kept is not None
    assert (kept["enrolled"]["at"], kept["enrolled"]["channel"]) == (NOON, "mini_program")


async def test_a_member_who_cannot_be_erased_stops_no_other(members: Members, db: Database) -> None:
    broken, sound = await members.enrol(), await members.enrol()
    for member_id in (broken, sound):
        await own(members, member_id).RequestErasure(wish(member_id, f"e-{member_id}"))
    await db.members.update_one({"_id": broken}, {"$set": {"identities.0.value": b"damaged"}})
    members.clock.advance(timedelta(days=7))

    async def erased() -> bool:
        return await state(members, sound) == pb.ERASURE_STATE_DONE

    await until(erased)
    assert await state(members, broken) == pb.ERASURE_STATE_WAITING


async def test_bad_wishes_are_refused_and_change_nothing(members: Members, db: Database) -> None:
    member_id, other = await members.enrol(), await members.enrol()
    good = wish(member_id, reason=REASON)
    asked = await staff(members).RequestErasure(good)
    stop = pb.CancelErasureRequest(request_id="k1", member_id=member_id, reason=REASON)
    till = privacy_pb2_grpc.PrivacyStub(members.channel(Caller("tea", "pos", Role.CHANNEL)))
    verdict = approvals_pb2.ApproveRequest(request_id="a1", approval_id=asked.approval.id)
    for call, reason, field in (
        (staff(members).RequestErasure(wish(member_id, "e2")), "INVALID_ARGUMENT", "reason"),
        (staff(members).RequestErasure(wish(member_id, "", REASON)), "INVALID_ARGUMENT", None),
        (staff(members).RequestErasure(wish(other, reason=REASON)), "REQUEST_ID_REUSED", None),
        (staff(members).RequestErasure(wish("mem_0", "e5", REASON)), "MEMBER_NOT_FOUND", None),
        (staff(members, "ann", "members").RequestErasure(good), "PERMISSION_DENIED", None),
        (own(members, other).RequestErasure(good), "PERMISSION_DENIED", None),
        (own(members, other).CancelErasure(stop), "PERMISSION_DENIED", None),
        (till.RequestErasure(good), "PERMISSION_DENIED", None),
        (staff(members).CancelErasure(stop), "ERASURE_NOT_WAITING", None),
        (approvals(members, "bob", "programmes").Approve(verdict), "PERMISSION_DENIED", None),
        (approvals(members, "bob", "points").Approve(verdict), "PERMISSION_DENIED", None),
        (
            approvals(members, "bob").Approve(
                approvals_pb2.ApproveRequest(request_id="a2", approval_id="papr_0")
            ),
            "APPROVAL_NOT_FOUND",
            None,
        ),
    ):
        refusal = await refused(call)
        assert refusal.reason == reason
        assert field is None or refusal.field == field
    assert (await members.card(member_id)).id == member_id
    # Whoever may not decide on erasures does not see them, and lists what they may.
    listing = approvals_pb2.ListApprovalsRequest()
    assert not (await approvals(members, "eve", "programmes").ListApprovals(listing)).approvals
    [seen] = (await approvals(members, "eve", "privacy").ListApprovals(listing)).approvals
    assert (seen.kind, seen.reason) == ("members.Privacy.RequestErasure", REASON)
    rejected = await approvals(members, "bob").Reject(
        approvals_pb2.RejectRequest(request_id="a3", approval_id=asked.approval.id)
    )
    assert rejected.approval.state == approvals_pb2.APPROVAL_STATE_REJECTED
    assert (await refused(approvals(members, "bob").Approve(verdict))).reason == "APPROVAL_ENDED"
    assert (await members.card(member_id)).id == member_id
    entries = await db.audit.find({"body.action": "approvals.Approvals.Reject"}).to_list(None)
    assert [entry["body"]["outcome"] for entry in entries] == ["rejected"]


@pytest.mark.parametrize("link", [True, False])
async def test_logins_end_when_an_identity_is_taken_away(
    members: Members, db: Database, link: bool
) -> None:
    # The clock of these tests is months back, and MongoDB removes by its own what has ended.
    await db.sessions.drop_index("ends_at_1")
    member_id = await members.enrol(members_pb.Identity(kind=PHONE, value=NUMBER), openid(OPENID))
    front = Front(members)
    token = await front.start(member_id)
    change = members_pb.ChangeIdentitiesRequest(request_id="i1", member_id=member_id, link=phone())
    await members.as_operator().ChangeIdentities(change)
    token = (await front.refresh(token)).refresh_token
    change = members_pb.ChangeIdentitiesRequest(
        request_id="i2", member_id=member_id, unlink=openid(OPENID), link=phone() if link else None
    )
    await members.as_operator().ChangeIdentities(change)
    assert await front.why_not(token, "r-2") == "SESSION_ENDED"


async def copied(members: Members, caller: Caller, member_id: str, reason: str = "") -> str:
    """All pages of a member's copy."""
    privacy, text, token = privacy_pb2_grpc.PrivacyStub(members.channel(caller)), "", ""
    while True:
        request = pb.ExportMemberRequest(member_id=member_id, reason=reason, page_token=token)
        answer = await privacy.ExportMember(request)
        text += "".join(f"{each.part} {each.json}\n" for each in answer.records)
        token = answer.next_page_token
        if not token:
            return text


async def test_a_copy_has_all_that_is_kept_in_clear_and_the_audit_log_says_who_got_it(
    members: Members, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    member_id = await someone(members)
    mine = Caller("tea", "me", Role.MEMBER, member_id)
    text = await copied(members, mine, member_id)
    for said in (NUMBER, NAME, OPENID, "1990-03-02", WORDS, "2026-03", "tasting_panel"):
        assert said in text, said
    # Byte by byte the pages say the same, and no record twice.
    monkeypatch.setattr("services.common.member_export.PAGE_BYTES", 1)
    assert await copied(members, mine, member_id) == text
    desk = Caller("tea", "ann", Role.OPERATOR, None, EVERY_SCOPE)
    by_staff = await copied(members, desk, member_id, REASON)
    assert by_staff.startswith(text)
    [disclosed] = by_staff.removeprefix(text).splitlines()
    assert disclosed.startswith("disclosures ")
    assert REASON in disclosed
    assert "ann" not in disclosed
    assert (await refused(copied(members, desk, member_id))).reason == "INVALID_ARGUMENT"
    other = await members.enrol(phone())
    stranger = Caller("tea", "other", Role.MEMBER, other)
    assert (await refused(copied(members, stranger, member_id))).reason == "PERMISSION_DENIED"
    assert member_id not in await copied(members, stranger, other)
    elsewhere = Caller("coffee", "ann", Role.OPERATOR, None, EVERY_SCOPE)
    assert (
        await refused(copied(members, elsewhere, member_id, REASON))
    ).reason == "MEMBER_NOT_FOUND"
    told = [str(each) for each in await db.audit.find({}).to_list(None)]
    copies = [each for each in told if "members.Privacy.ExportMember" in each]
    assert (len(copies), sum(REASON in each for each in copies)) == (4, 1)
