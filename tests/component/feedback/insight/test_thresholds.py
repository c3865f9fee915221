"""Thresholds of the programme: they pause journeys, once, and operators let them go on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import grpc
import pytest

from services.common.errors import reason_of
from services.common.mongo import Database
from services.feedback.insight.commands import telling
from services.feedback.insight.commands.acting import missed_targets
from services.feedback.insight.domain.alarms import Alarm
from tessera.feedback.v1 import insight_pb2 as pb
from tessera.feedback.v1 import journeys_pb2, reach_pb2
from tests.component.feedback.conftest import TEA, started, until
from tests.component.feedback.insight.conftest import DAY, MIDNIGHT, SECTION, World
from tests.component.feedback.members_server import MembersFeedServer

MONDAY = MIDNIGHT + 28 * DAY
"""The 30th of March: no holiday lies in the weeks before."""
THURSDAY = MONDAY + 3 * DAY
USUAL = 5
WORSE = ("first_week", "stay_with_us", "dropped")
ACTING: dict[str, Any] = {
    **SECTION,
    "reports": [],
    "thresholds": [
        *(
            {"code": f"w_{each}", "metric": "orders", "when": "worse", "pause_journey": each}
            for each in WORSE
        ),
        {
            "code": "missed",
            "metric": "orders",
            "when": "missed",
            "pause_journey": "after_first_order",
        },
        *(
            {
                "code": f"off_{each}",
                "metric": "orders",
                "when": "missed",
                "switch_off": {"message": each, "instead": "come_back"},
            }
            for each in ("we_miss_you", "dropped")
        ),
        {
            "code": "call",
            "metric": "orders",
            "when": "missed",
            "open_todo": {"title": {"zh": "致电门店", "en": "Call the stores"}, "within_hours": 4},
        },
    ],
}
PAUSED, BEFORE, NOT_DONE = (
    pb.METRIC_ALARM_ACT_OUTCOME_PAUSED,
    pb.METRIC_ALARM_ACT_OUTCOME_BEFORE,
    pb.METRIC_ALARM_ACT_OUTCOME_NOT_DONE,
)


@pytest.fixture
async def acting(
    db: Database, keys_dir: Path, members: tuple[MembersFeedServer, str]
) -> AsyncIterator[World]:
    feed, address = members
    await feed.publish("tea", {**TEA, "insight": ACTING})
    async with started(db, keys_dir, address) as feedback:
        yield World(feed, feedback, db)


async def test_a_threshold_pauses_once_and_an_operator_lets_the_journey_go_on(
    acting: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, journeys = acting, acting.feedback.journeys()
    # The days between have as many orders as the target wants.
    days = [(MONDAY + each * DAY, USUAL) for each in (-29, -1, 2, 4)]
    for at in (MONDAY, MONDAY + DAY, THURSDAY):
        days += [(at, 2), *((at - 7 * week * DAY, 20) for week in range(1, 5))]
    for at, orders in days:
        await world.tell(*(world.does(f"mem_{each}", "order", at, 500) for each in range(orders)))
    await world.settled()
    pause = journeys_pb2.PauseJourneyRequest(request_id="by hand", journey="stay_with_us")
    await journeys.PauseJourney(pause)
    await looked(world, "2026-03-01")
    until_sunday = {"$set": {"day": "2026-03-29"}}
    await world.db.insight_looked.update_one({"_id": "tea"}, until_sunday)
    world.feedback.clock.advance(29 * DAY)  # Tuesday, 20:00.
    await looked(world, "2026-03-30")

    alarms = await told(world)
    assert list(alarms) == ["2026-03-30-orders-missed", "2026-03-30-orders"]
    worse, missed = alarms["2026-03-30-orders"], alarms["2026-03-30-orders-missed"]
    assert [(each.journey, each.outcome) for each in worse.acts] == [
        ("first_week", PAUSED),
        ("stay_with_us", BEFORE),
        ("dropped", NOT_DONE),
    ]
    assert [(each.threshold, each.journey, each.outcome) for each in missed.acts] == [
        ("missed", "after_first_order", PAUSED),
        ("off_we_miss_you", "", pb.METRIC_ALARM_ACT_OUTCOME_SWITCHED_OFF),
        ("off_dropped", "", NOT_DONE),
        ("call", "", pb.METRIC_ALARM_ACT_OUTCOME_OPENED),
    ]
    assert all(each.HasField("act_time") for each in (*worse.acts, *missed.acts))
    assert (worse.missed, missed.missed) == (False, True)
    assert (missed.value, missed.baseline, missed.low, missed.change_percent) == (2, 3, 3, -33)
    assert await paused(world) == {"first_week", "stay_with_us", "after_first_order"}

    assert [(each.message, each.instead) for each in missed.acts if each.message] == [
        ("we_miss_you", "come_back"),
        ("dropped", "come_back"),
    ]
    found = await world.feedback.reach().ListProgrammeMessages(
        reach_pb2.ListProgrammeMessagesRequest()
    )
    (off,) = [each for each in found.messages if each.HasField("switched_off")]
    assert (off.code, off.switched_off.by) == ("we_miss_you", "threshold off_we_miss_you")
    assert off.switched_off.reason == "orders 2026-03-30: -33 %"

    # An operator undoes it, and a look that begins again finds it done.
    for each in ("first_week", "after_first_order"):
        resume = journeys_pb2.ResumeJourneyRequest(request_id=f"on {each}", journey=each)
        await journeys.ResumeJourney(resume)
    named = {"_id": "tea/2026-03-30-orders"}
    due = {"due": True, "acts.0.became": "due", "acts.0.at": None}
    await world.db.insight_alarms.update_one(named, {"$set": due})
    await world.db.insight_looked.delete_many({})
    await looked(world, "2026-03-30")
    assert await paused(world) == {"stay_with_us"}
    assert (await told(world))["2026-03-30-orders"].acts[0].outcome == PAUSED

    # The figure stays down and the target missed: that is no reason to act again.
    world.feedback.clock.advance(DAY)
    await looked(world, "2026-03-31")
    assert await paused(world) == {"stay_with_us"}
    again = await told(world)
    assert list(again) == ["2026-03-31-orders", *alarms]
    assert not again["2026-03-31-orders"].acts

    # For three days nobody looks, and on the second the figure falls; the first can't be read.
    async def unreadable(*args: Any) -> list[Alarm]:
        if args[-1] == date(2026, 4, 1):
            raise RuntimeError(args[-1])
        return await missed_targets(*args)

    monkeypatch.setattr(telling, "missed_targets", unreadable)
    world.feedback.clock.advance(3 * DAY)  # Saturday, 20:00.
    await until(lambda: acted(world, "2026-04-02-orders-missed"))
    outage = await told(world)
    of_thursday = ["2026-04-02-orders-missed", "2026-04-02-orders"]
    assert list(outage) == [*of_thursday, *again]
    assert [each.outcome for each in outage["2026-04-02-orders"].acts] == [PAUSED, BEFORE, NOT_DONE]
    assert await paused(world) == {"first_week", "stay_with_us", "after_first_order"}
    looked_at = await world.db.insight_looked.find_one({"_id": "tea"})
    assert looked_at is not None
    assert looked_at["day"] == "2026-03-31"
    monkeypatch.undo()
    await looked(world, "2026-04-03")
    assert await told(world) == outage

    move = pb.MoveMetricAlarmRequest(
        request_id="m1",
        alarm_id="2026-03-30-orders",
        state=pb.METRIC_ALARM_STATE_CLOSED,
        words="the stores were closed",
    )
    moved = (await world.feedback.insight().MoveMetricAlarm(move)).alarm
    assert [each.outcome for each in moved.acts] == [PAUSED, BEFORE, NOT_DONE]
    await to_dos_are_taken_done_and_opened_again(world, missed)


async def to_dos_are_taken_done_and_opened_again(world: World, alarm: pb.MetricAlarm) -> None:
    """One was opened for each fall, also where a look began again."""
    stub = world.feedback.insight()
    todos = (await stub.ListMetricTodos(pb.ListMetricTodosRequest(open_only=True))).todos
    assert [each.id for each in todos] == [
        "2026-04-02-orders-missed-call",
        "2026-03-30-orders-missed-call",
    ]
    todo = todos[-1]
    assert (todo.id, todo.alarm_id) == (alarm.acts[-1].todo_id, alarm.id)
    assert (todo.title.en, todo.metric.code, todo.day) == ("Call the stores", "orders", alarm.day)
    assert todo.due_time.seconds - todo.open_time.seconds == 4 * 3_600
    assert todo.late

    async def move(
        state: str, request_id: str, words: str = "", todo_id: str = todo.id
    ) -> pb.MoveMetricTodoResponse:
        value = pb.MetricTodoState.Value(f"METRIC_TODO_STATE_{state}")
        asked = pb.MoveMetricTodoRequest(
            request_id=request_id, todo_id=todo_id, state=value, words=words
        )
        return await stub.MoveMetricTodo(asked)

    taken = (await move("TAKEN", "t1")).todo
    assert (taken.owner, taken.late) == (taken.notes[0].by, True)
    assert [(await move("DONE", "t2")).replayed for _ in range(2)] == [False, True]
    left = (await stub.ListMetricTodos(pb.ListMetricTodosRequest(open_only=True))).todos
    assert [each.id for each in left] == ["2026-04-02-orders-missed-call"]
    for wrong, reason in (
        (("TAKEN", "t3"), "METRIC_TODO_MOVED"),
        (("OPEN", "t4"), "INVALID_ARGUMENT"),
        # Of another to-do, and of the alarm.
        (("TAKEN", "t1", "", left[0].id), "REQUEST_ID_REUSED"),
        (("TAKEN", "m1", "", left[0].id), "REQUEST_ID_REUSED"),
    ):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await move(*wrong)
        found = reason_of(refused.value)
        assert found is not None
        assert found.reason == reason
    again = (await move("OPEN", "t5", "it was the wrong store")).todo
    assert (again.owner, again.late, len(again.notes)) == ("", True, 3)


async def looked(world: World, day: str) -> None:
    """The round has looked at the day, with all that comes of it."""

    async def done() -> bool:
        world.feedback.clock.advance(timedelta(seconds=1))
        return await world.db.insight_looked.find_one({"_id": "tea", "day": day}) is not None

    await until(done)


async def acted(world: World, alarm_id: str) -> bool:
    """The alarm is told, and thresholds have done what they do about any."""
    alarms = await told(world)
    return alarm_id in alarms and not await world.db.insight_alarms.count_documents({"due": True})


async def told(world: World) -> dict[str, pb.MetricAlarm]:
    found = await world.feedback.insight().ListMetricAlarms(pb.ListMetricAlarmsRequest())
    return {each.id: each for each in found.alarms}


async def paused(world: World) -> set[str]:
    listed = await world.feedback.journeys().ListJourneys(journeys_pb2.ListJourneysRequest())
    return {each.code for each in listed.journeys if each.paused}
