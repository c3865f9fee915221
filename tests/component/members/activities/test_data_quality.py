"""What channels send is counted by day and channel, and shown to the brand's operators."""

from datetime import timedelta

from services.common.auth import Caller, Role
from tessera.members.v1 import activities_pb2 as pb
from tests.component.members.conftest import NOON, Members, activity, recording, refused, until
from tests.scopes import EVERY_SCOPE


async def listed(
    members: Members, brand: str = "tea", **asked: object
) -> pb.ListDataQualityResponse:
    operator = Caller(brand, "ann", Role.OPERATOR, None, EVERY_SCOPE)
    request = pb.ListDataQualityRequest(**asked)  # type: ignore[arg-type]
    return await members.activities(caller=operator).ListDataQuality(request)


async def test_results_are_counted_by_channel_and_local_day(members: Members) -> None:
    member_id = await members.enrol()
    till = members.activities()
    order = activity(member_id, "o1", NOON, 1000)
    other = activity(member_id, "o1", NOON, 2000)
    late = activity(member_id, "v1", NOON - timedelta(days=1, seconds=1))
    in_time = activity(member_id, "v2", NOON - timedelta(days=1))
    nobodys = activity("mem_nobody", "v3", NOON)
    wrong = activity(member_id, "v4", NOON + timedelta(days=2))
    nameless = activity(member_id, "v5", NOON)
    nameless.channel = "a/b"
    batch = recording(order, order, other, late, in_time, nobodys, wrong)
    await till.RecordActivities(batch)
    operator = Caller("tea", "ann", Role.OPERATOR, None, EVERY_SCOPE)
    await members.activities(caller=operator).RecordActivities(recording(nameless))
    # 16:00 in UTC is midnight in Shanghai.
    members.clock.advance(timedelta(hours=12))
    await till.RecordActivities(recording(order))

    async def are_kept() -> bool:
        return len((await listed(members)).days) == 3

    await until(are_kept)
    by_key = {(day.day, day.channel): day for day in (await listed(members)).days}
    today, unnamed = by_key["2026-03-03", "pos"], by_key["2026-03-02", "?"]
    yesterday = by_key["2026-03-02", "pos"]
    assert (today.repeated, today.recorded) == (1, 0)
    assert (unnamed.refused, unnamed.refusals[0].reason) == (1, "INVALID_ARGUMENT")
    assert (yesterday.recorded, yesterday.repeated, yesterday.late) == (3, 1, 1)
    assert (yesterday.refused, yesterday.without_member, yesterday.in_conflict) == (3, 1, 1)
    assert [(each.reason, each.count) for each in yesterday.refusals] == [
        ("ACTIVITY_CONFLICT", 1),
        ("ACTIVITY_TIME_INVALID", 1),
        ("MEMBER_NOT_FOUND", 1),
    ]
    assert not (await listed(members, "retail")).days


async def test_days_are_paged_and_bounded(members: Members) -> None:
    member_id = await members.enrol()
    for n in range(3):
        visit = activity(member_id, f"v{n}", NOON + timedelta(days=n))
        await members.activities().RecordActivities(recording(visit))
        members.clock.advance(timedelta(days=1))

    async def are_kept() -> bool:
        return len((await listed(members)).days) == 3

    await until(are_kept)
    first = await listed(members, page_size=2)
    assert [day.day for day in first.days] == ["2026-03-04", "2026-03-03"]
    rest = await listed(members, page_size=2, page_token=first.next_page_token)
    assert [day.day for day in rest.days] == ["2026-03-02"]
    assert not rest.next_page_token
    span = await listed(members, from_day="2026-03-03", until_day="2026-03-03")
    assert [day.day for day in span.days] == ["2026-03-03"]
    wrong = await refused(listed(members, from_day="3 March"))
    assert (wrong.reason, wrong.field) == ("INVALID_ARGUMENT", "from_day")
    forged = await refused(listed(members, "retail", page_token=first.next_page_token))
    assert forged.reason == "PAGE_TOKEN_INVALID"


async def test_tills_and_members_do_not_see_it(members: Members) -> None:
    for caller in (Caller("tea", "pos", Role.CHANNEL), Caller("tea", "u", Role.MEMBER, "mem_1")):
        stub = members.activities(caller=caller)
        reason = await refused(stub.ListDataQuality(pb.ListDataQualityRequest()))
        assert reason.reason == "PERMISSION_DENIED"
