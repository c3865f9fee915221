"""Identities that are linked, taken away and changed, by RPC."""

import asyncio
from datetime import UTC, timedelta

import grpc

from services.common.mongo import Database
from tessera.members.v1 import members_pb2 as pb
from tests.component.members.conftest import NOON, Members, openid, phone, refused


def change(
    member_id: str,
    request_id: str,
    link: pb.Identity | None = None,
    unlink: pb.Identity | None = None,
    etag: str = "",
) -> pb.ChangeIdentitiesRequest:
    return pb.ChangeIdentitiesRequest(
        request_id=request_id, member_id=member_id, link=link, unlink=unlink, etag=etag
    )


async def owner(members: Members, identity: pb.Identity) -> str:
    found = await members.as_till().FindMember(pb.FindMemberRequest(identity=identity))
    return found.member.id


async def test_a_phone_changes_and_its_past_is_kept(members: Members, db: Database) -> None:
    old, new = phone(), phone()
    member_id = await members.enrol(old, openid("oA123456789"))
    members.clock.advance(timedelta(days=10))
    staff = members.as_operator()
    changed = await staff.ChangeIdentities(change(member_id, "c1", new, old))
    assert not changed.replayed
    assert await owner(members, new) == member_id
    assert (await refused(owner(members, old))).reason == "MEMBER_NOT_FOUND"
    asked = pb.BatchGetMembersRequest(member_ids=[member_id])
    [own] = (await members.as_member(member_id).BatchGetMembers(asked)).members
    held = {i.value: i.since_time.ToDatetime(UTC) for i in own.identities}
    assert held == {"oA123456789": NOON, new.value: NOON + timedelta(days=10)}
    [past] = own.past_identities
    assert (past.value, past.since_time.ToDatetime(UTC), past.until_time.ToDatetime(UTC)) == (
        old.value,
        NOON,
        NOON + timedelta(days=10),
    )
    assert own.phone == new.value
    [masked] = (await members.card(member_id)).past_identities
    assert masked.value.endswith("****" + old.value[-4:])
    kept = str(await db.members.find({}).to_list(None))
    assert old.value not in kept
    assert new.value not in kept


async def test_a_number_that_was_given_out_again_belongs_to_its_new_owner(
    members: Members,
) -> None:
    number = phone()
    first = await members.enrol(number, openid("oFirst00001"))
    await members.as_till().ChangeIdentities(change(first, "u1", unlink=number))
    second = await members.enrol(number)
    assert second != first
    assert await owner(members, number) == second
    why = await refused(members.as_till().ChangeIdentities(change(first, "u2", link=number)))
    assert (why.reason, why.field) == ("IDENTITY_TAKEN", "identities")


async def test_a_limit_of_a_member_outlives_a_change_of_the_e_mail(members: Members) -> None:
    def email(value: str) -> pb.Identity:
        return pb.Identity(kind=pb.IDENTITY_KIND_EMAIL, value=value)

    def born(member_id: str, day: str) -> pb.UpdateMemberRequest:
        profile = pb.Profile(birthday=day)
        request = pb.UpdateMemberRequest(request_id=day, member_id=member_id, profile=profile)
        request.update_mask.paths.append("birthday")
        return request

    old, new = email("Li@Example.com"), email("li.new@example.com")
    member_id = await members.enrol(old)
    for day in ("1990-05-04", "1990-05-05"):
        # The first birthday is no change; the second is that of the year.
        await members.as_operator().UpdateMember(born(member_id, day))
    await members.as_operator().ChangeIdentities(change(member_id, "e1", new, old))
    # Whoever comes by the new address is the same member, who has no change left.
    assert await members.enrol(email("LI.NEW@example.com")) == member_id
    third = members.as_operator().UpdateMember(born(member_id, "1990-05-06"))
    assert (await refused(third)).reason == "BIRTHDAY_CHANGE_LIMIT"


async def test_a_repeat_gets_its_first_answer_and_other_content_is_refused(
    members: Members,
) -> None:
    member_id = await members.enrol()
    card = phone()
    staff = members.as_operator()
    first = await staff.ChangeIdentities(change(member_id, "r1", link=card))
    again = await staff.ChangeIdentities(change(member_id, "r1", link=card))
    assert (again.replayed, again.member.etag) == (True, first.member.etag)
    other = staff.ChangeIdentities(change(member_id, "r1", link=phone()))
    assert (await refused(other)).reason == "REQUEST_ID_REUSED"


async def test_what_cannot_be_is_refused_and_nothing_is_written(members: Members) -> None:
    number, foreign = phone(), phone()
    member_id = await members.enrol(number)
    await members.enrol(foreign)
    staff, before = members.as_operator(), await members.card(member_id)
    bad_phone = pb.Identity(kind=pb.IDENTITY_KIND_PHONE, value="12")
    for wrong, reason, field in (
        (change(member_id, "w1", unlink=number), "LAST_IDENTITY", "unlink"),
        (change(member_id, "w2", unlink=foreign), "IDENTITY_NOT_HELD", "unlink"),
        (change(member_id, "w3", link=foreign), "IDENTITY_TAKEN", "identities"),
        (change(member_id, "w4", link=bad_phone), "PHONE_INVALID", "link.value"),
        (change(member_id, "w5"), "INVALID_ARGUMENT", "link"),
        (change(member_id, "w6", link=phone(), etag="99"), "ETAG_MISMATCH", "etag"),
        (change("mem_nobody", "w7", link=phone()), "MEMBER_NOT_FOUND", ""),
        (change(member_id, "", link=phone()), "INVALID_ARGUMENT", "request_id"),
    ):
        why = await refused(staff.ChangeIdentities(wrong))
        assert (why.reason, why.field or "") == (reason, field)
    assert await members.card(member_id) == before


async def test_members_and_other_brands_change_no_identities(members: Members) -> None:
    member_id = await members.enrol()
    wish = change(member_id, "o1", link=phone())
    own = members.as_member(member_id).ChangeIdentities(wish)
    assert (await refused(own)).reason == "PERMISSION_DENIED"
    elsewhere = members.as_operator(brand="retail").ChangeIdentities(wish)
    assert (await refused(elsewhere)).reason == "MEMBER_NOT_FOUND"
    reader = members.as_operator("members:read").ChangeIdentities(wish)
    assert (await refused(reader)).reason == "PERMISSION_DENIED"


async def test_the_last_two_identities_are_not_both_taken_away_at_once(members: Members) -> None:
    one, two = phone(), phone()
    member_id = await members.enrol(one, two)
    staff = members.as_operator()
    ended = await asyncio.gather(
        staff.ChangeIdentities(change(member_id, "l1", unlink=one)),
        staff.ChangeIdentities(change(member_id, "l2", unlink=two)),
        return_exceptions=True,
    )
    assert sum(isinstance(each, grpc.aio.AioRpcError) for each in ended) == 1
    assert len((await members.card(member_id)).identities) == 1


async def test_two_members_who_link_one_identity_at_once_do_not_share_it(
    members: Members,
) -> None:
    card = pb.Identity(kind=pb.IDENTITY_KIND_POS_CARD, value="card-77")
    ids = [await members.enrol() for _ in range(4)]
    staff = members.as_operator()
    ended = await asyncio.gather(
        *(staff.ChangeIdentities(change(each, f"s-{each}", link=card)) for each in ids),
        return_exceptions=True,
    )
    assert sum(isinstance(each, grpc.aio.AioRpcError) for each in ended) == 3
    holders = [each for each in ids if len((await members.card(each)).identities) == 2]
    assert holders == [await owner(members, card)]
