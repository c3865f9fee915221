"""Members on journeys, from what members tells to the message in the inbox."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import grpc
import pytest

from services.common.errors import reason_of
from services.common.mongo import Database
from services.feedback.journeys.storage import entries as storage
from tessera.feedback.v1 import journeys_pb2 as pb
from tessera.feedback.v1 import reach_pb2
from tessera.members.v1 import consents_pb2, events_pb2, lifecycle_pb2
from tests.component.feedback.conftest import NOON, TEA, Feedback, until
from tests.component.feedback.members_server import MembersFeedServer

Members = tuple[MembersFeedServer, str]
GATHERED = timedelta(minutes=11)
THIRD_DAY = timedelta(days=3) - timedelta(hours=10)
"""From NOON, 20:00 in Shanghai, to 10:00 of the third day."""


def consent(purpose: consents_pb2.ConsentPurpose.ValueType) -> events_pb2.ConsentChanged:
    channel = consents_pb2.CONTACT_CHANNEL_ALL
    said = events_pb2.ConsentChanged(purpose=purpose, channel=channel, granted=True)
    said.occur_time.FromDatetime(NOON)
    return said


async def enrolled(feed: MembersFeedServer, *member_ids: str, at: datetime = NOON) -> None:
    for member_id in member_ids:
        told = events_pb2.MemberEnrolled(channel="app")
        marketing = consent(consents_pb2.CONSENT_PURPOSE_MARKETING)
        await feed.tell("tea", member_id, at, consent_changed=marketing)
        await feed.tell("tea", member_id, at, member_enrolled=told)


async def entries(feedback: Feedback, member_id: str = "", **only: Any) -> list[pb.JourneyEntry]:
    request = pb.ListJourneyEntriesRequest(member_id=member_id, **only)
    return list((await feedback.journeys().ListJourneyEntries(request)).entries)


async def standing(
    feedback: Feedback, member_id: str, state: pb.JourneyEntryState.ValueType, count: int = 1
) -> list[pb.JourneyEntry]:
    """The member's entries in that state, as soon as there are so many."""

    async def is_there() -> bool:
        found[:] = [each for each in await entries(feedback, member_id) if each.state == state]
        return len(found) >= count

    found: list[pb.JourneyEntry] = []
    await until(is_there)
    return found


async def touches(feedback: Feedback, member_id: str) -> list[reach_pb2.Touch]:
    request = reach_pb2.ListTouchesRequest(member_id=member_id, journey="first_week")
    return list((await feedback.reach().ListTouches(request)).touches)


async def touched(feedback: Feedback, member_id: str, count: int) -> list[reach_pb2.Touch]:
    """The touches of the member's first week, as soon as so many of them have ended."""

    async def have_ended() -> bool:
        found[:] = [
            each for each in await touches(feedback, member_id) if each.HasField("end_time")
        ]
        return len(found) >= count

    found: list[reach_pb2.Touch] = []
    await until(have_ended)
    return found


def pause(request_id: str, journey: str) -> pb.PauseJourneyRequest:
    return pb.PauseJourneyRequest(request_id=request_id, journey=journey)


def invalid(field: str) -> tuple[str, str]:
    return "INVALID_ARGUMENT", field


async def week(feedback: Feedback) -> pb.Journey:
    listed = await feedback.journeys().ListJourneys(pb.ListJourneysRequest())
    return next(each for each in listed.journeys if each.code == "first_week")


async def test_a_member_is_written_to_three_days_after_enrolment_once(
    feedback: Feedback, members: Members
) -> None:
    feed, _ = members
    await enrolled(feed, "mem_1")
    (entry,) = await standing(feedback, "mem_1", pb.JOURNEY_ENTRY_STATE_WAITING)
    assert (entry.journey, entry.step, entry.journey_name.en) == (
        "first_week",
        "settle_in",
        "First week",
    )
    due = NOON + THIRD_DAY
    assert entry.due_time.ToDatetime(NOON.tzinfo) == due
    # All of it comes again, and brings nobody in twice.
    await feed.repeat()
    feedback.clock.advance(due - NOON - timedelta(seconds=1))
    await enrolled(feed, "mem_2", at=feedback.clock.now())
    await standing(feedback, "mem_2", pb.JOURNEY_ENTRY_STATE_WAITING)
    assert len(await entries(feedback, "mem_1")) == 1
    assert await touches(feedback, "mem_1") == []
    feedback.clock.advance(timedelta(seconds=1))

    async def thinks() -> bool:
        (found,) = await entries(feedback, "mem_1")
        return found.step == "think"

    await until(thinks)
    feedback.clock.advance(GATHERED)
    (touch,) = await touched(feedback, "mem_1", 1)
    assert (touch.message, touch.journey, touch.step) == ("first_cup", "first_week", "invite")
    assert touch.state in (reach_pb2.TOUCH_STATE_DELIVERED, reach_pb2.TOUCH_STATE_CONTROL)
    (entry,) = await entries(feedback, "mem_1")
    assert [(line.step, line.outcome) for line in entry.lines] == [
        ("settle_in", pb.JOURNEY_STEP_OUTCOME_WAITED),
        ("invite", pb.JOURNEY_STEP_OUTCOME_WISHED),
        ("think", pb.JOURNEY_STEP_OUTCOME_WAITED),
    ]
    assert entry.lines[1].touch_id == touch.id
    shown = await week(feedback)
    waiting = {step.code: step.waiting for step in shown.steps if step.waiting}
    assert (waiting, shown.members) == ({"settle_in": 1, "think": 1}, 2)
    sent = {step.code: [each.count for each in step.touches] for step in shown.steps}
    assert sent["invite"] == [1]
    # An order ends it, wherever the member is.
    await feed.order("tea", "mem_1", feedback.clock.now())
    (ended,) = await standing(feedback, "mem_1", pb.JOURNEY_ENTRY_STATE_ENDED)
    assert (ended.end, ended.step) == (pb.JOURNEY_END_UNTIL, "")
    (after,) = (await week(feedback)).ended
    assert (after.reason, after.count) == (pb.JOURNEY_END_UNTIL, 1)


async def test_the_first_order_alone_is_the_first(feedback: Feedback, members: Members) -> None:
    feed, _ = members
    await enrolled(feed, "mem_1")
    for number in range(3):
        await feed.order("tea", "mem_1", NOON, f"o{number}")
    await feed.repeat()

    async def is_on() -> bool:
        found = await entries(feedback, "mem_1", journey="after_first_order")
        return len(found) == 1

    await until(is_on)
    (entry,) = await entries(feedback, "mem_1", journey="after_first_order")
    assert entry.occasion == reach_pb2.OCCASION_CODE_FIRST_ORDER
    # Of one who ordered before anybody counted, nobody knows which is the first.
    await feed.order("tea", "mem_9", NOON)
    await enrolled(feed, "mem_9", "mem_8")
    await feed.order("tea", "mem_8", NOON)
    await standing(feedback, "mem_8", pb.JOURNEY_ENTRY_STATE_WAITING)
    assert len(await entries(feedback, journey="after_first_order")) == 2


async def test_a_warning_of_churn_reads_the_member_and_asks_for_consent(
    feedback: Feedback, members: Members
) -> None:
    feed, _ = members
    await enrolled(feed, "mem_1", "mem_2")
    profiling = consent(consents_pb2.CONSENT_PURPOSE_PROFILING)
    await feed.tell("tea", "mem_2", NOON, consent_changed=profiling)
    level = events_pb2.StageEntered(
        level=lifecycle_pb2.ACTIVITY_LEVEL_SEMI_ACTIVE,
        from_level=lifecycle_pb2.ACTIVITY_LEVEL_ACTIVE,
    )
    for member_id in ("mem_1", "mem_2"):
        await feed.tell("tea", member_id, NOON, stage_entered=level)
    await standing(feedback, "mem_2", pb.JOURNEY_ENTRY_STATE_WAITING, 2)
    found = await entries(feedback, journey="stay_with_us")
    assert [each.member_id for each in found] == ["mem_2"]


async def test_case_30_a_pause_bombs_nobody(
    feedback: Feedback, members: Members, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed, _ = members
    monkeypatch.setattr(storage, "SLICE", 10)
    many = [f"mem_{number}" for number in range(25)]
    await enrolled(feed, *many)

    async def all_in() -> bool:
        return await db["journey_entries"].count_documents({"journey": "first_week"}) == len(many)

    await until(all_in)
    stub = feedback.journeys()
    asked = pause("p1", "first_week")
    paused = await stub.PauseJourney(asked)
    assert paused.journey.paused
    assert (await stub.PauseJourney(asked)).replayed
    # Whoever pauses it again pauses nothing.
    again = await stub.PauseJourney(pause("p2", "first_week"))
    assert again.journey.pause_time == paused.journey.pause_time
    assert [each.paused for each in [await week(feedback)]] == [True]
    feedback.clock.advance(timedelta(days=17))

    async def set_aside() -> bool:
        paused_ones = {"journey": "first_week", "state": "paused"}
        return await db["journey_entries"].count_documents(paused_ones) == len(many)

    await until(set_aside)
    # Nobody comes in meanwhile, and what ends it ends it.
    await enrolled(feed, "mem_late", at=feedback.clock.now())
    await feed.order("tea", "mem_0", feedback.clock.now())
    await standing(feedback, "mem_0", pb.JOURNEY_ENTRY_STATE_ENDED)
    assert await entries(feedback, "mem_late", journey="first_week") == []
    assert (await week(feedback)).members == len(many) - 1
    asked_on = pb.ResumeJourneyRequest(request_id="p3", journey="first_week")
    assert not (await stub.ResumeJourney(asked_on)).journey.paused

    async def all_over() -> bool:
        shown = await week(feedback)
        counts = {each.reason: each.count for each in shown.ended}
        return counts.get(pb.JOURNEY_END_DONE) == len(many) - 1

    await until(all_over)
    feedback.clock.advance(GATHERED)

    async def all_judged() -> bool:
        refused = {"journey": "first_week", "state": "refused"}
        return await db["touches"].count_documents(refused) == 2 * (len(many) - 1)

    await until(all_judged)
    too_late = [
        each["checks"][-1]["rule"] async for each in db["touches"].find({"journey": "first_week"})
    ]
    assert set(too_late) == {"too_late"}
    welcomes = {each["message"] async for each in db["inbox"].find({})}
    assert welcomes == {"welcome"}


async def test_an_erasure_takes_entries_and_a_merge_gives_them_on(
    feedback: Feedback, members: Members, db: Database
) -> None:
    feed, _ = members
    await enrolled(feed, "mem_1", "mem_2", "mem_3")
    await feed.order("tea", "mem_2", NOON)
    await standing(feedback, "mem_2", pb.JOURNEY_ENTRY_STATE_ENDED)
    await standing(feedback, "mem_2", pb.JOURNEY_ENTRY_STATE_WAITING)
    merged = events_pb2.MemberMerged(merge_id="m1", from_member_id="mem_1", into_member_id="mem_2")
    await feed.tell("tea", "mem_2", NOON, member_merged=merged)
    await feed.erase("tea", "mem_3")

    async def is_gone() -> bool:
        return await db["journey_entries"].count_documents({"member_id": "mem_3"}) == 0

    await until(is_gone)
    assert await db["journey_entries"].count_documents({"member_id": "mem_1"}) == 0
    found = await entries(feedback, "mem_2", journey="first_week")
    # The one that is open goes on, and decides on entering again.
    assert sorted(each.state for each in found) == [
        pb.JOURNEY_ENTRY_STATE_WAITING,
        pb.JOURNEY_ENTRY_STATE_ENDED,
    ]
    kept = await db["journey_entries"].find({"member_id": "mem_2", "latest": True}).to_list(None)
    assert {each["journey"]: each["state"] for each in kept} == {
        "first_week": "waiting",
        "after_first_order": "waiting",
    }
    timers = await db["timers"].find({"kind": "journey_step"}).to_list(None)
    assert {each["key"] for each in timers} == {each["_id"] for each in kept}
    # The first order of one is that of both.
    both = await db["reach_members"].find_one({"_id": "tea/mem_2"})
    assert both is not None
    assert both["first_order"]


async def test_a_new_programme_holds_from_the_next_step_on(
    feedback: Feedback, members: Members
) -> None:
    feed, _ = members
    await enrolled(feed, "mem_1", "mem_2")
    await standing(feedback, "mem_2", pb.JOURNEY_ENTRY_STATE_WAITING)
    reach = dict(TEA["reach"])
    first, *others = reach["journeys"]
    steps = [{**first["steps"][0], "code": "another"}, *first["steps"][1:]]
    reach["journeys"] = [{**first, "steps": steps}, *others]
    await feed.publish("tea", {**TEA, "reach": reach}, 2)

    async def is_new() -> bool:
        return (await week(feedback)).steps[0].code == "another"

    await until(is_new)
    feedback.clock.advance(timedelta(days=3))
    (ended,) = await standing(feedback, "mem_1", pb.JOURNEY_ENTRY_STATE_ENDED)
    assert ended.end == pb.JOURNEY_END_STEP_GONE


async def test_a_mistake_has_its_code_and_field(feedback: Feedback) -> None:
    stub = feedback.journeys()

    async def refused(call: Callable[..., Awaitable[Any]], request: Any) -> tuple[str, str]:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await call(request)
        found = reason_of(caught.value)
        assert found is not None
        return found.reason, found.field

    for call, request, reason in (
        (stub.PauseJourney, pause("x", "no"), ("JOURNEY_NOT_FOUND", "journey")),
        (stub.ResumeJourney, pb.ResumeJourneyRequest(journey="first_week"), invalid("request_id")),
        (stub.PauseJourney, pause("x", ""), invalid("journey")),
        (stub.ListJourneyEntries, pb.ListJourneyEntriesRequest(), invalid("member_id")),
    ):
        assert await refused(call, request) == reason
    await stub.PauseJourney(pause("y", "first_week"))
    reused = await refused(stub.PauseJourney, pause("y", "stay_with_us"))
    assert reused == ("REQUEST_ID_REUSED", "request_id")
