"""Activities and decisions on tiers in one list, of a member and those merged into them."""

from datetime import timedelta

from services.common.auth import Caller, Role
from services.common.mongo import Database
from tessera.members.v1 import timeline_pb2 as pb
from tessera.members.v1 import timeline_pb2_grpc
from tessera.types.v1 import timeline_pb2, types_pb2
from tests.component.members.conftest import NOON, Members, activity, recording, refused
from tests.component.members.merging.test_merging import merge
from tests.component.timelines import place_of, walked

HOUR = timedelta(hours=1)
ACTIVITY = timeline_pb2.TIMELINE_KIND_ACTIVITY
TIER_DECISION = timeline_pb2.TIMELINE_KIND_TIER_DECISION


def searched(member_id: str) -> types_pb2.Activity:
    """An activity with words of the member's own."""
    message = activity(member_id, "s1", NOON - 3 * HOUR)
    message.type = types_pb2.ACTIVITY_TYPE_SEARCH
    message.search_words = "a gift for my wife"
    return message


async def test_all_that_two_members_did_who_are_one_now(members: Members) -> None:
    old, new = await members.enrol(), await members.enrol()
    # Three have the same time.
    told = [
        activity(old, "o1", NOON - HOUR, 2_000),
        activity(old, "v1", NOON - 2 * HOUR),
        activity(new, "v2", NOON - 2 * HOUR),
        activity(new, "v3", NOON - 2 * HOUR),
        searched(new),
    ]
    await members.activities().RecordActivities(recording(*told))
    await merge(members, old, new)
    timeline = members.timeline()
    whole = await walked(timeline, pb.ListTimelineRequest(member_id=new), 100)
    assert [place_of(item) for item in whole] == sorted(map(place_of, whole), reverse=True)
    for asked in (old, new):
        for size in (1, 2):
            request = pb.ListTimelineRequest(member_id=asked)
            assert await walked(timeline, request, size) == whole

    did = await walked(timeline, pb.ListTimelineRequest(member_id=new, kinds=[ACTIVITY]), 2)
    assert [item.activity.activity.event_id for item in did] == ["o1", "v3", "v2", "v1", "s1"]
    order = did[0].activity
    assert order.activity.order.total.minor_units == 2_000
    assert order.record_time.ToDatetime() == NOON.replace(tzinfo=None)
    assert (did[-1].activity.activity.type, did[-1].activity.activity.search_words) == (
        types_pb2.ACTIVITY_TYPE_SEARCH,
        "",
    )
    judged = pb.ListTimelineRequest(member_id=new, kinds=[TIER_DECISION])
    decided = await walked(timeline, judged, 2)
    assert {item.tier_decision.reason for item in decided} >= {"enrolled"}
    assert len(decided) + len(did) == len(whole)


async def test_an_activity_without_its_details_is_still_in_it(
    members: Members, db: Database
) -> None:
    member_id = await members.enrol()
    await members.activities().RecordActivities(
        recording(activity(member_id, "o1", NOON - HOUR, 2_000))
    )
    await db["activities"].update_many({}, {"$unset": {"content": ""}})
    request = pb.ListTimelineRequest(member_id=member_id, kinds=[ACTIVITY])
    [item] = (await members.timeline().ListTimeline(request)).items
    left = item.activity.activity
    assert (left.event_id, left.type) == ("o1", types_pb2.ACTIVITY_TYPE_ORDER)
    assert not left.HasField("order")


async def test_who_may_not_read_activities_gets_the_rest(members: Members) -> None:
    member_id = await members.enrol()
    narrow = members.timeline("members:read")
    reason = await refused(narrow.ListTimeline(pb.ListTimelineRequest(member_id=member_id)))
    assert (reason.reason, reason.metadata["scope"]) == ("PERMISSION_DENIED", "orders:read")
    request = pb.ListTimelineRequest(member_id=member_id, kinds=[TIER_DECISION])
    assert (await narrow.ListTimeline(request)).items
    nobody = pb.ListTimelineRequest(member_id="mem_nobody")
    assert (await refused(members.timeline().ListTimeline(nobody))).reason == "MEMBER_NOT_FOUND"
    own = Caller("tea", "user", Role.MEMBER, member_id)
    as_member = timeline_pb2_grpc.TimelineStub(members.channel(own))
    reason = await refused(as_member.ListTimeline(pb.ListTimelineRequest(member_id=member_id)))
    assert reason.reason == "PERMISSION_DENIED"
