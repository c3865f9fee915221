"""Tags over gRPC: set and removed by staff, on the card, told to conditions, and refused."""

from datetime import UTC, datetime, timedelta
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp

from services.common.auth import Caller, Role
from services.common.mongo import Database
from services.members.tags.domain.tags import TAGS_MAX
from tessera.members.v1 import events_pb2, members_pb2
from tessera.members.v1 import tags_pb2 as pb
from tests.component.members.conftest import NOON, Members, refused, until
from tests.paths import PROGRAMMES
from tests.scopes import EVERY_SCOPE

ANN = Caller("tea", "ann", Role.OPERATOR, None, EVERY_SCOPE)
TILL = Caller("tea", "pos", Role.CHANNEL)


def changing(member_id: str, *codes: str, **more: Any) -> pb.ChangeTagsRequest:
    given = {"request_id": "t1", "reason": "picked by the store", **more}
    tags = [pb.TagToSet(code=code) for code in codes]
    return pb.ChangeTagsRequest(member_id=member_id, set=tags, **given)


async def card(members: Members, member_id: str, *, own: bool = False) -> list[pb.MemberTag]:
    request = members_pb2.BatchGetMembersRequest(member_ids=[member_id], tags=True)
    stub = members.as_member(member_id) if own else members.as_operator()
    return list((await stub.BatchGetMembers(request)).members[0].tags)


def codes(tags: list[pb.MemberTag]) -> list[str]:
    return [each.tag.code for each in tags]


def told(events: list[events_pb2.Event]) -> list[list[str]]:
    return [
        [tag.code for tag in each.facts_changed.tags.tags]
        for each in events
        if each.HasField("facts_changed") and each.facts_changed.HasField("tags")
    ]


async def test_staff_set_and_remove_tags_and_the_card_shows_where_they_came_from(
    members: Members,
) -> None:
    member_id = await members.enrol()
    stub = members.tags(ANN)
    first = await stub.ChangeTags(changing(member_id, "tasting_panel"))
    assert (codes(list(first.tags)), first.replayed) == (["tasting_panel"], False)
    by_till = changing(member_id, request_id="t2", reason="")
    by_till.set.add(code="student", confidence_percent=60)
    await members.tags(TILL).ChangeTags(by_till)
    student, panel = await card(members, member_id)
    assert (student.source, student.set_by, student.confidence_percent) == (
        pb.TAG_SOURCE_CHANNEL,
        "pos",
        60,
    )
    assert (panel.source, panel.set_by, panel.confidence_percent) == (
        pb.TAG_SOURCE_OPERATOR,
        "ann",
        100,
    )
    # 365 local days, that of the setting included.
    assert student.expire_time.ToDatetime(UTC) == datetime(2027, 3, 1, 16, tzinfo=UTC)
    assert student.tag.tag_class == pb.TAG_CLASS_BASE
    assert [(each.tag.code, each.set_by) for each in await card(members, member_id, own=True)] == [
        ("student", ""),
        ("tasting_panel", ""),
    ]
    members.clock.advance(timedelta(days=181))
    assert codes(await card(members, member_id)) == ["student"]
    gone = changing(member_id, request_id="t3", remove=["student", "less_sugar"])
    assert not (await stub.ChangeTags(gone)).tags
    assert not (await members.card(member_id)).tags
    listed = (await stub.ListTags(pb.ListTagsRequest())).tags
    assert [each.code for each in listed][:2] == ["student", "office_district"]


async def test_a_repeat_changes_nothing_and_other_content_is_refused(members: Members) -> None:
    member_id = await members.enrol()
    stub = members.tags(ANN)
    await stub.ChangeTags(changing(member_id, "student"))
    await stub.ChangeTags(changing(member_id, request_id="t2", remove=["student"]))
    again = await stub.ChangeTags(changing(member_id, "student"))
    assert (again.replayed, list(again.tags)) == (True, [])
    reused = await refused(stub.ChangeTags(changing(member_id, "less_sugar")))
    assert reused.reason == "REQUEST_ID_REUSED"


async def test_wrong_requests_say_the_field_and_change_nothing(
    members: Members, db: Database
) -> None:
    member_id, elsewhere = await members.enrol(), await members.enrol(brand="retail")
    stub = members.tags(ANN)
    past = Timestamp()
    past.FromDatetime(NOON)

    def with_tag(**more: Any) -> pb.ChangeTagsRequest:
        request = changing(member_id)
        request.set.add(**more)
        return request

    wrong: list[tuple[pb.ChangeTagsRequest, str, str]] = [
        (changing("mem_nobody", "student"), "MEMBER_NOT_FOUND", ""),
        (changing(elsewhere, "student"), "MEMBER_NOT_FOUND", ""),
        (changing(member_id, "student", "vip"), "TAG_UNKNOWN", "set[1].code"),
        (changing(member_id), "INVALID_ARGUMENT", "set"),
        (changing(member_id, "student", "student"), "INVALID_ARGUMENT", "set"),
        (changing(member_id, "student", remove=["student"]), "INVALID_ARGUMENT", "set"),
        (changing(member_id, *["student"] * 21), "INVALID_ARGUMENT", "set"),
        (changing(member_id, remove=["x"] * 21), "INVALID_ARGUMENT", "remove"),
        (changing(member_id, remove=["x" * 49]), "INVALID_ARGUMENT", "remove[0]"),
        (changing(member_id, "student", reason="why"), "INVALID_ARGUMENT", "reason"),
        (changing(member_id, "student", request_id=""), "INVALID_ARGUMENT", "request_id"),
        (with_tag(code=""), "INVALID_ARGUMENT", "set[0].code"),
        (
            with_tag(code="student", confidence_percent=101),
            "INVALID_ARGUMENT",
            "set[0].confidence_percent",
        ),
        (
            with_tag(code="student", expire_time=past),
            "INVALID_ARGUMENT",
            "set[0].expire_time",
        ),
        (
            with_tag(code="student", expire_time=Timestamp(seconds=2**62)),
            "INVALID_ARGUMENT",
            "set[0].expire_time",
        ),
    ]
    for request, reason, field in wrong:
        problem = await refused(stub.ChangeTags(request))
        assert (problem.reason, problem.field) == (reason, field), request
    own = Caller("tea", f"user:{member_id}", Role.MEMBER, member_id)
    for call in (
        members.tags(own).ChangeTags(changing(member_id, "student")),
        members.tags(own).ListTags(pb.ListTagsRequest()),
    ):
        assert (await refused(call)).reason == "PERMISSION_DENIED"
    assert await db.member_tags.count_documents({}) == 0


async def test_a_member_has_no_more_tags_than_one_may_have(members: Members) -> None:
    declared = ", ".join(
        f"{{code: t{n}, name: {{zh: t, en: t}}, kind: style}}" for n in range(TAGS_MAX + 1)
    )
    source = (PROGRAMMES / "fashion.yaml").read_text("utf-8") + f"\ntags: [{declared}]\n"
    await members.publish("fashion", source)
    member_id = await members.enrol(brand="fashion")
    stub = members.tags(Caller("fashion", "ann", Role.OPERATOR, None, EVERY_SCOPE))
    for start in range(0, TAGS_MAX, 16):
        some = [f"t{n}" for n in range(start, start + 16)]
        await stub.ChangeTags(changing(member_id, *some, request_id=f"t{start}"))
    full = await refused(stub.ChangeTags(changing(member_id, f"t{TAGS_MAX}", request_id="over")))
    assert (full.reason, full.metadata["limit"]) == ("TAGS_FULL", str(TAGS_MAX))


async def test_tags_are_told_where_conditions_name_them_and_once_they_do(
    members: Members,
) -> None:
    member_id, other = await members.enrol(), await members.enrol(brand="retail")
    await members.tags(ANN).ChangeTags(changing(member_id, "tasting_panel"))
    source = (PROGRAMMES / "retail.yaml").read_text("utf-8")
    declared = "\ntags:\n  - {code: vip, name: {zh: 贵宾, en: VIP}, kind: style}\n"
    await members.publish("retail", source + declared)
    staff = members.tags(Caller("retail", "ann", Role.OPERATOR, None, EVERY_SCOPE))

    async def declared_now() -> bool:
        return bool((await staff.ListTags(pb.ListTagsRequest())).tags)

    await until(declared_now)
    await staff.ChangeTags(changing(other, "vip"))
    events = await members.published(until=1)
    assert told([each for each in events if each.brand == "tea"]) == [["tasting_panel"]]
    assert told([each for each in events if each.brand == "retail"]) == []
    updated = [each for each in events if list(each.member_updated.fields) == ["tags"]]
    assert [each.member_id for each in updated] == [member_id, other]
    named = source.replace("when: stats.orders_90d >= 3", "when: '\"vip\" in member.tags'")
    await members.publish("retail", named + declared)

    async def is_told() -> bool:
        return told(await members.published("retail", until=1)) == [["vip"]]

    await until(is_told)
