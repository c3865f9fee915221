"""Where a member came from: the first touch, kept for ever, shown to the brand's people."""

from services.common.auth import Caller, Role
from tessera.members.v1 import events_pb2
from tessera.members.v1 import members_pb2 as pb
from tests.component.members.conftest import Members, enrolment, openid, phone, refused

QR = pb.Origin(
    source="store_qr", utm=pb.Utm(source="wechat", campaign="spring_2026"), store_code="SH001"
)


def coming_from(
    origin: pb.Origin, *identities: pb.Identity, request_id: str = ""
) -> pb.EnrolMemberRequest:
    wish = enrolment(*identities, request_id=request_id)
    wish.origin.CopyFrom(origin)
    return wish


async def test_the_first_touch_stays_whatever_brings_the_member_back(members: Members) -> None:
    mobile, till = phone(), members.as_till()
    first = await till.EnrolMember(coming_from(QR, mobile))
    again = await till.EnrolMember(
        coming_from(pb.Origin(source="friend"), mobile, openid("oABC-origin"))
    )
    assert (again.created, again.member.id) == (False, first.member.id)
    assert (await members.card(first.member.id)).origin == QR
    change = pb.UpdateMemberRequest(request_id="o1", member_id=first.member.id)
    change.update_mask.paths.append("name")
    await members.as_operator().UpdateMember(change)
    assert (await members.card(first.member.id)).origin == QR


async def test_a_member_without_an_origin_has_none_and_gets_none_later(members: Members) -> None:
    mobile = phone()
    member_id = await members.enrol(mobile)
    await members.as_till().EnrolMember(coming_from(QR, mobile))
    assert not (await members.card(member_id)).HasField("origin")


async def test_a_members_own_card_tells_no_origin(members: Members) -> None:
    member_id = (await members.as_till().EnrolMember(coming_from(QR))).member.id
    request = pb.BatchGetMembersRequest(member_ids=[member_id])
    [own] = (await members.as_member(member_id).BatchGetMembers(request)).members
    assert not own.HasField("origin")
    identity = openid("oABC-own-origin")
    enrolled = await members.as_till().EnrolMember(coming_from(QR, identity))
    found = await members.as_till().FindMember(pb.FindMemberRequest(identity=identity))
    assert found.member.origin == enrolled.member.origin == QR


async def test_followers_are_told_where_a_new_member_came_from(members: Members) -> None:
    member_id = (await members.as_till().EnrolMember(coming_from(QR))).member.id
    plain = await members.enrol()
    told = {
        event.member_id: event.member_enrolled
        for event in await members.published(until=2)
        if event.HasField("member_enrolled")
    }
    assert told[member_id].origin == QR
    assert told[plain] == events_pb2.MemberEnrolled(channel="mini_program")


async def test_an_origin_is_part_of_what_a_repeat_is_compared_with(members: Members) -> None:
    mobile, till = phone(), members.as_till()
    await till.EnrolMember(coming_from(QR, mobile, request_id="origin-1"))
    assert (await till.EnrolMember(coming_from(QR, mobile, request_id="origin-1"))).replayed
    other = till.EnrolMember(coming_from(pb.Origin(source="friend"), mobile, request_id="origin-1"))
    assert (await refused(other)).reason == "REQUEST_ID_REUSED"


WRONG_ORIGINS: list[tuple[pb.Origin, str]] = [
    (pb.Origin(source="x" * 65), "origin.source"),
    (pb.Origin(store_code="x" * 65), "origin.store_code"),
    (pb.Origin(utm=pb.Utm(term="x" * 129)), "origin.utm.term"),
    (pb.Origin(utm=pb.Utm(content="zhang@example.com")), "origin.utm.content"),
    (pb.Origin(source="zhang＠example"), "origin.source"),
]


async def test_a_word_that_is_too_long_or_could_name_a_person_is_refused(members: Members) -> None:
    for origin, field in WRONG_ORIGINS:
        reason = await refused(members.as_till().EnrolMember(coming_from(origin)))
        assert (reason.reason, reason.field) == ("INVALID_ARGUMENT", field)
        batch = pb.BatchEnrolMembersRequest(requests=[coming_from(origin), coming_from(QR)])
        [wrong, right] = (
            await members.members(Caller("tea", "pos", Role.CHANNEL)).BatchEnrolMembers(batch)
        ).results
        assert wrong.reason == "INVALID_ARGUMENT"
        assert right.created
