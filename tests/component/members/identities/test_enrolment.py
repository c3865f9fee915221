"""Enrolment over gRPC, on a real database: one member per person, whoever asks and how often."""

import asyncio
from datetime import UTC, datetime, timedelta

from services.common.mongo import Database
from tessera.members.v1 import events_pb2
from tessera.members.v1 import members_pb2 as pb
from tests.component.members.conftest import (
    CARD,
    PHONE,
    Members,
    enrolment,
    openid,
    phone,
    refused,
)


async def test_the_same_identity_again_is_the_same_member(members: Members) -> None:
    till = members.as_till()
    first = await till.EnrolMember(enrolment(pb.Identity(kind=PHONE, value="138 0000 0000")))
    again = await till.EnrolMember(enrolment(pb.Identity(kind=PHONE, value="+8613800000000")))
    assert (first.created, again.created) == (True, False)
    assert again.member.id == first.member.id


async def test_a_new_identity_beside_a_known_one_joins_it(members: Members) -> None:
    till = members.as_till()
    mobile = phone()
    first = await till.EnrolMember(enrolment(mobile))
    joined = await till.EnrolMember(enrolment(mobile, openid("oABC-joined-1")))
    found = await till.FindMember(pb.FindMemberRequest(identity=openid("oABC-joined-1")))
    assert joined.member.id == found.member.id == first.member.id
    assert len(found.member.identities) == 2
    assert found.member.etag != first.member.etag


async def test_identities_of_two_members_are_refused_and_change_nothing(members: Members) -> None:
    till = members.as_till()
    mobile, other = phone(), openid("oABC-other")
    first = (await till.EnrolMember(enrolment(mobile))).member
    await till.EnrolMember(enrolment(other))
    reason = await refused(till.EnrolMember(enrolment(mobile, other, openid("oABC-third"))))
    assert reason.reason == "IDENTITY_TAKEN"
    missing = pb.FindMemberRequest(identity=openid("oABC-third"))
    assert (await refused(till.FindMember(missing))).reason == "MEMBER_NOT_FOUND"
    assert (await members.card(first.id)).etag == first.etag


async def test_one_request_id_enrols_once(members: Members) -> None:
    till = members.as_till()
    wish = enrolment(phone(), request_id="once-1")
    first = await till.EnrolMember(wish)
    again = await till.EnrolMember(wish)
    assert (first.replayed, again.replayed) == (False, True)
    assert (again.created, again.member) == (True, first.member)
    other = enrolment(phone(), request_id="once-1")
    assert (await refused(till.EnrolMember(other))).reason == "REQUEST_ID_REUSED"


async def test_a_request_id_of_one_brand_is_free_in_another(members: Members) -> None:
    wish = enrolment(openid("oABC-both"), request_id="both-brands")
    tea = await members.as_till("tea").EnrolMember(wish)
    retail = await members.as_till("retail").EnrolMember(wish)
    assert tea.created
    assert retail.created
    assert tea.member.id != retail.member.id


async def test_a_member_of_before_has_been_one_since_then(members: Members, db: Database) -> None:
    till = members.as_till()
    mobile, since = phone(), datetime(2021, 5, 4, 6, tzinfo=UTC)
    wish = enrolment(mobile, request_id="moved-1")
    wish.enrol_time.FromDatetime(since)
    first = (await till.EnrolMember(wish)).member
    assert first.create_time.ToDatetime(UTC) == since
    again = enrolment(mobile)
    again.enrol_time.FromDatetime(since + timedelta(days=1))
    assert (await till.EnrolMember(again)).member.create_time == first.create_time
    told = await db.events.find_one({"type": "member_enrolled"}, sort=[("_id", -1)])
    assert told is not None
    event = events_pb2.Event.FromString(told["payload"])
    assert event.member_enrolled.enrol_time == first.create_time
    other = enrolment(mobile, request_id="moved-1")
    assert (await refused(till.EnrolMember(other))).reason == "REQUEST_ID_REUSED"


async def test_nobody_joined_before_2000_or_in_the_future(members: Members) -> None:
    till = members.as_till()
    now = members.clock.now()
    for wrong in (datetime(1999, 12, 31, tzinfo=UTC), now + timedelta(minutes=6)):
        wish = enrolment(phone())
        wish.enrol_time.FromDatetime(wrong)
        reason = await refused(till.EnrolMember(wish))
        assert (reason.reason, reason.field) == ("INVALID_ARGUMENT", "enrol_time")
    ahead = enrolment(phone())
    ahead.enrol_time.FromDatetime(now + timedelta(minutes=4))
    member = (await till.EnrolMember(ahead)).member
    assert member.create_time.ToDatetime(UTC) <= now + timedelta(minutes=1)
    # A repeat has the same content, though it comes later.
    members.clock.advance(timedelta(minutes=1))
    again = await till.EnrolMember(ahead)
    assert (again.member.id, again.replayed) == (member.id, True)


async def test_fifty_at_once_with_one_phone_are_one_member(members: Members, db: Database) -> None:
    till = members.as_till()
    mobile = phone()
    answers = await asyncio.gather(*(till.EnrolMember(enrolment(mobile)) for _ in range(50)))
    assert len({answer.member.id for answer in answers}) == 1
    assert sum(answer.created for answer in answers) == 1
    assert await db.members.count_documents({}) == 1
    assert await db.member_keys.count_documents({}) == 1


async def test_fifty_at_once_with_one_request_id_are_one_member(members: Members) -> None:
    till = members.as_till()
    wish = enrolment(phone(), request_id="fifty")
    answers = await asyncio.gather(*(till.EnrolMember(wish) for _ in range(50)))
    assert len({answer.member.id for answer in answers}) == 1
    assert sum(not answer.replayed for answer in answers) == 1


async def test_a_batch_gives_each_its_own_result(members: Members) -> None:
    till = members.as_till()
    mobile, known = phone(), phone()
    member_id = await members.enrol(known)
    response = await till.BatchEnrolMembers(
        pb.BatchEnrolMembersRequest(
            requests=[
                enrolment(mobile, request_id="batch-1"),
                enrolment(pb.Identity(kind=PHONE, value="12"), request_id="batch-2"),
                enrolment(mobile, request_id="batch-3"),
                enrolment(known, request_id="batch-4"),
                enrolment(mobile, known, request_id="batch-5"),
                enrolment(phone(), request_id="batch-1"),
                enrolment(mobile, request_id="batch-1"),
                enrolment(phone(), request_id="batch-6", birthday="02-30"),
            ]
        )
    )
    results = response.results
    assert [r.reason for r in results] == [
        "",
        "PHONE_INVALID",
        "",
        "",
        "IDENTITY_TAKEN",
        "REQUEST_ID_REUSED",
        "",
        "INVALID_ARGUMENT",
    ]
    assert results[0].created
    assert results[2].member_id == results[0].member_id == results[6].member_id
    assert results[3].member_id == member_id
    assert "profile.birthday" in results[7].message


async def test_a_batch_sent_again_enrols_nobody_again(members: Members, db: Database) -> None:
    till = members.as_till()
    wishes = pb.BatchEnrolMembersRequest(
        requests=[
            enrolment(pb.Identity(kind=CARD, value=str(n)), request_id=f"c{n}") for n in range(600)
        ]
    )
    first = await till.BatchEnrolMembers(wishes)
    again = await till.BatchEnrolMembers(wishes)
    assert first == again
    assert await db.members.count_documents({}) == 600


async def test_what_is_wrong_is_named_by_its_field(members: Members) -> None:
    till = members.as_till()
    nine = [openid(f"oABC-nine-{n}") for n in range(9)]
    for wish, field in [
        (pb.EnrolMemberRequest(request_id="x", channel="pos"), "identities"),
        (enrolment(*nine), "identities"),
        (enrolment(pb.Identity(value="x")), "identities[0].kind"),
        (enrolment(phone(), openid("")), "identities[1].value"),
        (enrolment(openid("x" * 129)), "identities[0].value"),
        (enrolment(phone(), name="x" * 65), "profile.name"),
        (enrolment(phone(), request_id="x" * 256), "request_id"),
    ]:
        reason = await refused(till.EnrolMember(wish))
        assert (reason.reason, reason.field) == ("INVALID_ARGUMENT", field)


async def test_enrolment_works_before_a_programme_is_published(bare: Members) -> None:
    member = (await bare.as_till().EnrolMember(enrolment())).member
    assert list(member.tiers) == []
    assert not member.HasField("forecast")


async def test_a_new_member_has_the_lowest_tier_and_is_told_so(members: Members) -> None:
    member_id = await members.enrol()
    member = await members.card(member_id)
    assert [(t.ladder, t.code, t.rank) for t in member.tiers] == [
        ("growth", "basic", 0),
        ("value", "new", 0),
    ]
    assert (member.forecast.growth_to_next, member.forecast.next_tier) == (300, "silver")
    assert await members.decisions(member_id) == [("", "basic", "enrolled")]


async def test_people_who_look_alike_are_one_member_and_are_found(members: Members) -> None:
    till = members.as_till()
    email = pb.IDENTITY_KIND_EMAIL
    first = await till.EnrolMember(enrolment(pb.Identity(kind=email, value="rene\u0301@a.cn")))
    same = pb.Identity(kind=email, value="\u200bＲen\u00e9@a.cn")
    again = await till.EnrolMember(enrolment(same))
    found = await till.FindMember(pb.FindMemberRequest(identity=same))
    assert again.member.id == found.member.id == first.member.id


async def test_names_and_channels_are_kept_in_one_form(members: Members) -> None:
    wish = enrolment(phone(), name="\u202e张\u200b三\n\u3000", birthday="１９９０-０６-０１")
    wish.channel = "\ufeffｐｏｓ"
    member = (await members.as_till().EnrolMember(wish)).member
    operator = members.as_operator("pii")
    shown = await operator.RevealMember(
        pb.RevealMemberRequest(member_id=member.id, reason="lost card")
    )
    assert (shown.profile.name, shown.profile.birthday) == ("张三", "1990-06-01")
    blank = pb.RevealMemberRequest(member_id=member.id, reason="\u200b\u200b\u200b\u200b")
    assert (await refused(operator.RevealMember(blank))).field == "reason"


async def test_nobody_is_born_tomorrow(members: Members) -> None:
    wish = enrolment(phone(), birthday="2026-03-03")
    reason = await refused(members.as_till().EnrolMember(wish))
    assert (reason.reason, reason.field) == ("INVALID_ARGUMENT", "profile.birthday")
