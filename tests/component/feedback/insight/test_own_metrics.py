"""Metrics that the brand writes: told as those of every brand are."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import grpc
import pytest

from services.common.errors import reason_of
from tessera.feedback.v1 import insight_pb2 as pb
from tests.component.feedback.conftest import TEA, until
from tests.component.feedback.insight.conftest import DAY, MIDNIGHT, SECTION, World, number
from tests.component.feedback.insight.test_insight import counted_again

MONDAY = MIDNIGHT + 28 * DAY
"""The 30th of March: no holiday lies in the weeks before."""
WORDS = {"zh": "每单分享", "en": "Shares by order"}
SHARES: dict[str, Any] = {
    "code": "shares_by_order",
    "level": "brand",
    "name": WORDS,
    "definition": WORDS,
    "unit": "percent",
    "numerator": {"kinds": ["share"]},
    "denominator": {"kinds": ["order"]},
}
SPENT = {
    **SHARES,
    "code": "spent_at_s1",
    "unit": "money",
    "numerator": {"kinds": ["order", "refund"], "of": "money", "stores": ["s1"]},
    "denominator": {"kinds": ["order"], "of": "members", "stores": ["s1"]},
    "grain": "week",
}
OWN = {
    **SECTION,
    "metrics": [SHARES, SPENT],
    "board": ["orders", "shares_by_order"],
    "targets": [{"metric": "shares_by_order", "target_permille": 400}],
    "alarms": {"metrics": ["shares_by_order"], "min_volume": 10},
    "reports": ["daily", "weekly"],
}


async def test_own_metrics_are_told_as_those_of_every_brand(world: World) -> None:
    for week in range(5):
        at = MONDAY - 7 * week * DAY
        shared = 1 if week == 0 else 10 + week
        await world.tell(
            *(world.does(f"mem_{each}", "order", at, 1_000, f"s{each % 2}") for each in range(20)),
            *(world.does(f"mem_{each}", "share", at, store="s1") for each in range(shared)),
        )
    await world.tell(world.does("mem_1", "refund", MONDAY, 500))
    await publish(world, OWN)
    await world.settled()
    stub = world.feedback.insight()
    catalogue = {
        each.code: each for each in (await stub.ListMetrics(pb.ListMetricsRequest())).metrics
    }
    assert catalogue["shares_by_order"].formula == "times of share / times of order"
    assert catalogue["shares_by_order"].by_store
    assert not catalogue["spent_at_s1"].by_store
    assert list(catalogue)[-2:] == ["shares_by_order", "spent_at_s1"]

    world.feedback.clock.advance(31 * DAY)  # Thursday 2 April, 20:00.
    numbers = await world.numbers("shares_by_order", store_id="s1")
    assert (numbers["2026-03-30"], numbers["2026-03-29"]) == ((1, 10), None)
    monthly = {"grain": pb.METRIC_GRAIN_MONTH}
    # 50 orders of ten members at s1, less the refund.
    assert (await world.numbers("spent_at_s1", **monthly))["2026-03-01"] == (49_500, 10)
    assert await refused(world.numbers("spent_at_s1")) == "grain"
    assert await refused(world.numbers("spent_at_s1", store_id="s1", **monthly)) == "store_id"

    before = await world.numbers("shares_by_order")
    assert before["2026-03-30"] == (1, 20)
    out = io.StringIO()
    assert await counted_again(world, "verify", out) == 0
    assert await counted_again(world, "rebuild", out) == 0
    assert await world.numbers("shares_by_order") == before


async def test_the_board_alarms_and_reports_tell_own_metrics(world: World) -> None:
    for week in range(5):
        at = MONDAY - 7 * week * DAY
        shared = 1 if week == 0 else 10 + week
        await world.tell(
            *(world.does(f"mem_{each}", "order", at, 1_000) for each in range(20)),
            *(world.does(f"mem_{each}", "share", at) for each in range(shared)),
        )
    await publish(world, OWN)
    await world.settled()
    stub = world.feedback.insight()
    world.feedback.clock.advance(29 * DAY)  # Tuesday, 20:00.
    board: list[pb.GetBoardResponse] = []

    async def alarmed() -> bool:
        board[:] = [await stub.GetBoard(pb.GetBoardRequest())]
        return bool(board[0].open_alarms)

    await until(alarmed)
    tile = board[0].tiles[1]
    assert (tile.metric.code, number(tile), tile.week_before.numerator) == (
        "shares_by_order",
        (1, 20),
        11,
    )
    assert (tile.target.hundredths, tile.standing) == (4_000, pb.METRIC_STANDING_RED)
    [alarm] = board[0].open_alarms
    assert (alarm.metric.code, alarm.day, alarm.value) == ("shares_by_order", "2026-03-30", 0.05)

    [daily] = (await reports(world, pb.METRIC_GRAIN_DAY)).values()
    assert list(daily) == OWN["board"]
    weekly = (await reports(world, pb.METRIC_GRAIN_WEEK))["2026-03-23"]
    assert list(weekly) == [*OWN["board"], "stickiness", "repurchase_rate_90d", "spent_at_s1"]
    # Case 51, of an own one: what comes late stands beside the report.
    await world.tell(world.does("mem_9", "share", MONDAY + timedelta(hours=1)))
    await world.settled()
    [daily] = (await reports(world, pb.METRIC_GRAIN_DAY)).values()
    told = daily["shares_by_order"]
    assert (number(told), [number(each) for each in told.restatements]) == ((1, 20), [(2, 20)])

    # What the programme drops keeps its alarms and reports.
    await publish(world, SECTION, version=3)
    [alarm] = (await stub.ListMetricAlarms(pb.ListMetricAlarmsRequest())).alarms
    assert (alarm.metric.code, alarm.metric.formula) == ("shares_by_order", "")
    [daily] = (await reports(world, pb.METRIC_GRAIN_DAY)).values()
    assert number(daily["shares_by_order"]) == (1, 20)
    await world.tell(world.does("mem_8", "share", MONDAY + timedelta(hours=2)))
    await world.settled()
    [daily] = (await reports(world, pb.METRIC_GRAIN_DAY)).values()
    assert len(daily["shares_by_order"].restatements) == 1
    assert await refused(world.numbers("shares_by_order")) == ""


async def publish(world: World, section: dict[str, Any], version: int = 2) -> None:
    """Publish a section, and wait until feedback has it."""
    await world.feed.publish("tea", {**TEA, "insight": section}, version)
    own = {each["code"] for each in section.get("metrics", ())}

    async def known() -> bool:
        listed = await world.feedback.insight().ListMetrics(pb.ListMetricsRequest())
        return own == {each.code for each in listed.metrics} & {"shares_by_order", "spent_at_s1"}

    await until(known)


async def reports(world: World, grain: Any) -> dict[str, dict[str, pb.ReportLine]]:
    """The lines of reports by metric, by their day."""
    asked = pb.ListReportsRequest(grain=grain)
    found = (await world.feedback.insight().ListReports(asked)).reports
    return {each.day: {line.metric.code: line for line in each.lines} for each in found}


async def refused(call: Any) -> str:
    """The field that is refused; "" where it is none."""
    with pytest.raises(grpc.aio.AioRpcError) as raised:
        await call
    told = reason_of(raised.value)
    assert told is not None
    return told.field
