"""Insight over gRPC: happenings become figures, in whatever order they come."""

from __future__ import annotations

import argparse
import io
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import grpc
import pytest

from services.common.errors import reason_of
from services.feedback.insight.api import command_line
from services.feedback.insight.commands.counting import Counting
from services.feedback.insight_wiring import insight_context
from services.feedback.programme.commands import Programmes
from services.feedback.programme.storage import MongoProgrammeStore
from services.feedback.sections import SECTIONS
from tessera.feedback.v1 import feedback_pb2
from tessera.feedback.v1 import insight_pb2 as pb
from tessera.members.v1 import events_pb2
from tessera.types.v1 import types_pb2
from tests.component.feedback.conftest import NOON, submission, until
from tests.component.feedback.insight.conftest import DAY, MIDNIGHT, SECTION, World, number


async def test_days_are_the_brands_and_rates_wait_for_their_end(world: World) -> None:
    before = MIDNIGHT - DAY
    await world.enrol("mem_1", MIDNIGHT - timedelta(minutes=10))
    await world.enrol("mem_2", MIDNIGHT - timedelta(minutes=10))
    await world.enrol("mem_3", MIDNIGHT)
    await world.tell(
        world.does("mem_1", "visit", before),
        world.does("mem_1", "order", before, 2_000),
        world.does("mem_2", "visit", before, store="s2"),
        # Case 45: ten minutes after midnight is the next day, in UTC the same.
        world.does("mem_1", "visit", MIDNIGHT + timedelta(minutes=10)),
        world.does("mem_1", "refund", MIDNIGHT + timedelta(minutes=10), 500),
    )
    await world.settled()
    orders = await world.numbers("orders")
    assert (orders["2026-03-01"], orders["2026-03-02"], orders["2026-02-20"]) == (
        (1, 1),
        (0, 1),
        (0, 1),
    )
    assert (await world.numbers("revenue"))["2026-03-02"] == (-500, 1)
    assert (await world.numbers("members"))["2026-03-02"] == (3, 1)
    assert (await world.numbers("conversion"))["2026-03-01"] == (1, 2)
    assert (await world.numbers("orders", store_id="s2"))["2026-03-01"] == (0, 1)
    assert (await world.numbers("orders", grain=pb.METRIC_GRAIN_WEEK))["2026-02-23"] == (1, 1)
    assert (await world.numbers("ltv"))["2026-03-02"] == (1_500, 3)
    # Today is not over.
    assert (await world.numbers("retention_d1"))["2026-03-02"] is None
    world.feedback.clock.advance(DAY)
    assert (await world.numbers("retention_d1"))["2026-03-02"] == (1, 2)
    asked = pb.GetCohortsRequest(from_day="2026-03-01", until_day="2026-03-01")
    [cohort] = (await world.feedback.insight().GetCohorts(asked)).cohorts
    shown = {each.after: each.active for each in cohort.days if each.HasField("active")}
    assert (cohort.size, shown) == (2, {1: 1})


async def test_case_48_the_order_of_arrival_and_repeats_change_nothing(world: World) -> None:
    chance = random.Random(48)
    kinds = ("visit", "order", "share", "refund", "review")
    for each in range(8):
        await world.enrol(f"mem_{each}", MIDNIGHT - chance.randrange(6) * DAY)
    done = [
        world.does(
            f"mem_{chance.randrange(8)}",
            kind := chance.choice(kinds),
            MIDNIGHT - timedelta(hours=chance.randrange(140)),
            chance.randrange(1, 9_000) if kind in ("order", "refund") else 0,
            f"s{chance.randrange(3)}",
        )
        for _ in range(120)
    ]
    await world.tell(*done[:70])
    await world.settled()
    late = done[70:]
    chance.shuffle(late)
    await world.tell(*late)
    await world.feed.repeat()
    await world.settled()
    assert await world.db.insight_happenings.count_documents({}) == 8 + 120
    kept = await world.buckets()
    out = io.StringIO()
    assert await counted_again(world, "verify", out) == 0
    assert "0 periods differ" in out.getvalue()
    # Whoever breaks a bucket is found, and it is mended.
    await world.db.insight_buckets.update_one({"active": {"$gt": 0}}, {"$inc": {"active": 1}})
    assert await counted_again(world, "verify", out) == command_line.WRONG
    assert await counted_again(world, "rebuild", out) == 0
    assert await world.buckets() == kept
    orders = sum(1 for _, each in done if each.activity.type == types_pb2.ACTIVITY_TYPE_ORDER)
    assert sum(n[0] for n in (await world.numbers("orders")).values() if n) == orders


async def counted_again(world: World, do: str, out: io.StringIO, brand: str = "tea") -> int:
    """Whoever counts later is right, so the command has the clock of the job."""
    clock, programmes = world.feedback.clock, Programmes(MongoProgrammeStore(world.db), SECTIONS)
    ctx = insight_context(world.db, programmes, clock)
    asked = argparse.Namespace(do=do, brand=brand)
    return await command_line.run(ctx, Counting(ctx, DAY), asked, out)


async def test_a_merge_counts_for_the_survivor_until_it_is_undone(world: World) -> None:
    before = MIDNIGHT - DAY
    for each in ("mem_1", "mem_2"):
        await world.enrol(each, before)
        await world.tell(world.does(each, "visit", before), world.does(each, "order", before, 100))
    ids = {"merge_id": "mrg_1", "from_member_id": "mem_1", "into_member_id": "mem_2"}
    merged = events_pb2.MemberMerged(**ids)
    await world.feed.tell("tea", "mem_1", NOON, member_merged=merged)
    await world.settled()
    active = {"2026-03-01": (1, 1)}
    assert (await world.numbers("active_members")).items() >= active.items()
    assert (await world.numbers("members"))["2026-03-02"] == (1, 1)
    assert (await world.numbers("new_members"))["2026-03-01"] == (2, 1)
    for each in ("mem_1", "mem_2"):
        undone = events_pb2.MemberUnmerged(**ids)
        await world.feed.tell("tea", each, NOON, member_unmerged=undone)
    await world.settled()
    assert (await world.numbers("active_members"))["2026-03-01"] == (2, 1)
    assert (await world.numbers("members"))["2026-03-02"] == (2, 1)
    # Case 53: an erasure changes no sum, and takes what is known of the member.
    await world.feed.erase("tea", "mem_2")
    await world.settled()
    assert (await world.numbers("revenue"))["2026-03-01"] == (200, 1)
    assert await world.db.insight_people.count_documents({"m": "mem_2"}) == 0
    assert await counted_again(world, "verify", io.StringIO()) == 0


async def test_the_board_alarms_and_reports_of_a_day(world: World) -> None:
    monday = MIDNIGHT + 28 * DAY  # The 30th of March: no holiday lies in the weeks before.
    for week in range(1, 5):
        at = monday - 7 * week * DAY
        await world.tell(*(world.does(f"mem_{each}", "order", at, 1_000) for each in range(20)))
    await world.tell(*(world.does(f"mem_{each}", "order", monday, 500) for each in range(2)))
    await world.settled()
    stub = world.feedback.insight()
    world.feedback.clock.advance(29 * DAY)  # Tuesday, 20:00.
    board: list[pb.GetBoardResponse] = []

    async def alarmed() -> bool:
        board[:] = [await stub.GetBoard(pb.GetBoardRequest())]
        return bool(board[0].open_alarms)

    await until(alarmed)
    tiles = {each.metric.code: each for each in board[0].tiles}
    assert list(tiles) == SECTION["board"]
    assert (number(tiles["orders"]), tiles["orders"].day) == ((2, 1), "2026-03-30")
    assert tiles["orders"].week_before.numerator == 20
    assert tiles["orders"].standing == pb.METRIC_STANDING_RED
    assert tiles["retention_d1"].standing == pb.METRIC_STANDING_GREY
    assert tiles["revenue"].standing == pb.METRIC_STANDING_UNSPECIFIED
    assert board[0].currency_code == "CNY"
    [alarm] = board[0].open_alarms
    assert (alarm.metric.code, alarm.day, alarm.change_percent) == ("orders", "2026-03-30", -90)

    move = pb.MoveMetricAlarmRequest(
        request_id="m1",
        alarm_id=alarm.id,
        state=pb.METRIC_ALARM_STATE_EXPLAINED,
        words="the stores were closed",
    )
    moved = (await stub.MoveMetricAlarm(move)).alarm
    again = await stub.MoveMetricAlarm(move)
    assert (again.alarm, again.replayed) == (moved, True)
    assert [each.by for each in moved.notes] == ["ann"]
    move.state = pb.METRIC_ALARM_STATE_ACKNOWLEDGED
    assert await reason(stub.MoveMetricAlarm(move)) == "REQUEST_ID_REUSED"
    move.request_id = "m2"
    assert await reason(stub.MoveMetricAlarm(move)) == "METRIC_ALARM_MOVED"
    listed = await stub.ListMetricAlarms(pb.ListMetricAlarmsRequest(open_only=True))
    assert [each.state for each in listed.alarms] == [pb.METRIC_ALARM_STATE_EXPLAINED]

    daily = pb.ListReportsRequest(grain=pb.METRIC_GRAIN_DAY)
    [report] = [
        each for each in (await stub.ListReports(daily)).reports if each.day == "2026-03-30"
    ]
    lines = {each.metric.code: each for each in report.lines}
    assert number(lines["orders"]) == (2, 1)
    # Case 51: a late order restates the report, which stays.
    await world.tell(world.does("mem_9", "order", monday + timedelta(hours=1), 700))
    await world.settled()
    [report] = [
        each for each in (await stub.ListReports(daily)).reports if each.day == "2026-03-30"
    ]
    lines = {each.metric.code: each for each in report.lines}
    assert number(lines["orders"]) == (2, 1)
    assert [number(each) for each in lines["orders"].restatements] == [(3, 1)]
    points = (await stub.GetMetric(pb.GetMetricRequest(metric="orders"))).points
    assert {each.day: (number(each), each.restated) for each in points}["2026-03-30"] == (
        (3, 1),
        True,
    )
    asked = pb.GetFunnelRequest(funnel="to_store", from_day="2026-03-01")
    assert list((await stub.GetFunnel(asked)).reached) == [0, 0]


async def test_feedback_is_counted_with_its_rating(world: World) -> None:
    taken = (await world.feedback.member("mem_1").SubmitFeedback(submission())).feedback
    await world.feedback.routed(taken.id)
    desk = world.feedback.operator()
    wish = feedback_pb2.MoveFeedbackRequest(request_id="m1", feedback_id=taken.id, note="done")
    wish.state = feedback_pb2.FEEDBACK_STATE_RESOLVED
    await desk.MoveFeedback(wish)
    rate = feedback_pb2.RateFeedbackRequest(request_id="rate", feedback_id=taken.id, score=5)
    await world.feedback.member("mem_1").RateFeedback(rate)

    async def counted() -> bool:
        world.feedback.clock.advance(timedelta(seconds=1))
        return (await world.numbers("csat"))["2026-03-02"] == (1, 1)

    await until(counted)
    assert (await world.numbers("feedback_items"))["2026-03-02"] == (1, 1)


REFUSED: list[tuple[str, str, Callable[[Any], Any]]] = [
    ("METRIC_NOT_FOUND", "", lambda s: s.GetMetric(pb.GetMetricRequest(metric="nothing"))),
    ("INVALID_ARGUMENT", "metric", lambda s: s.GetMetric(pb.GetMetricRequest())),
    (
        "INVALID_ARGUMENT",
        "from_day",
        lambda s: s.GetMetric(pb.GetMetricRequest(metric="orders", from_day="2026-02-30")),
    ),
    (
        "INVALID_ARGUMENT",
        "until_day",
        lambda s: s.GetMetric(pb.GetMetricRequest(metric="orders", from_day="2001-01-01")),
    ),
    (
        "INVALID_ARGUMENT",
        "grain",
        lambda s: s.GetMetric(
            pb.GetMetricRequest(metric="retention_d1", grain=pb.METRIC_GRAIN_MONTH)
        ),
    ),
    (
        "INVALID_ARGUMENT",
        "store_id",
        lambda s: s.GetMetric(pb.GetMetricRequest(metric="csat", store_id="s1")),
    ),
    ("FUNNEL_NOT_FOUND", "", lambda s: s.GetFunnel(pb.GetFunnelRequest(funnel="none"))),
    (
        "INVALID_ARGUMENT",
        "until_day",
        lambda s: s.GetCohorts(pb.GetCohortsRequest(from_day="2026-03-02", until_day="2026-03-01")),
    ),
    (
        "METRIC_ALARM_NOT_FOUND",
        "alarm_id",
        lambda s: s.MoveMetricAlarm(
            pb.MoveMetricAlarmRequest(
                request_id="m", alarm_id="no", state=pb.METRIC_ALARM_STATE_CLOSED, words="done"
            )
        ),
    ),
    (
        "INVALID_ARGUMENT",
        "state",
        lambda s: s.MoveMetricAlarm(
            pb.MoveMetricAlarmRequest(alarm_id="no", state=pb.METRIC_ALARM_STATE_OPEN, words="done")
        ),
    ),
]


async def test_wrong_questions_are_refused_with_a_reason(world: World) -> None:
    stub = world.feedback.insight()
    for wanted, field, ask in REFUSED:
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await ask(stub)
        told = reason_of(refused.value)
        assert told is not None
        assert told.reason == wanted
        if field:
            assert told.field == field


async def reason(call: Any) -> str:
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await call
    told = reason_of(refused.value)
    assert told is not None
    return told.reason
