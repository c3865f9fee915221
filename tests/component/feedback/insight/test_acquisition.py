"""What members of each channel cost and brought, over gRPC."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import grpc
import pytest

from services.common.errors import reason_of
from tessera.feedback.v1 import insight_pb2 as pb
from tests.component.feedback.conftest import until
from tests.component.feedback.insight.conftest import DAY, World

TENTH = datetime(2025, 11, 10, 4, tzinfo=UTC)
"""In November, whose members have had their 90 days on 1 March."""


def costs(month: str, request_id: str, **told: int) -> pb.PutChannelCostsRequest:
    listed = [pb.ChannelCost(channel=code, minor_units=minor) for code, minor in told.items()]
    return pb.PutChannelCostsRequest(request_id=request_id, month=month, costs=listed)


async def of_month(world: World, month: str) -> dict[str, Any]:
    asked = pb.GetAcquisitionRequest(from_month=month, until_month=month)
    found = await world.feedback.insight().GetAcquisition(asked)
    assert [each.code for each in found.metrics] == ["cac", "roi"]
    return {each.channel.code: each for each in found.returns}


async def test_cost_and_return_of_channels_and_the_alarm_on_a_low_one(world: World) -> None:
    await world.enrol("mem_1", TENTH, "store_qr")
    await world.enrol("mem_2", TENTH, "poster")
    await world.enrol("mem_3", TENTH, "moments_ad")
    await world.enrol("mem_4", TENTH)
    back = world.does("mem_1", "refund", TENTH + 20 * DAY, 5_000)
    await world.tell(
        world.does("mem_1", "order", TENTH + 10 * DAY, 30_000),
        back,
        world.does("mem_2", "order", TENTH + 89 * DAY, 5_000),
        world.does("mem_2", "order", TENTH + 90 * DAY, 99_999),
        world.does("mem_3", "order", TENTH, 20_000),
        world.does("mem_4", "order", TENTH, 70_000),
    )
    await world.settled()
    found = await of_month(world, "2025-11")
    stores, moments = found["stores"], found["moments"]
    assert (stores.members, stores.revenue_minor) == (2, 30_000)
    assert (moments.members, moments.revenue_minor) == (1, 20_000)
    assert not any(map(stores.HasField, ("cost_minor", "cac", "roi")))
    assert stores.complete
    assert not stores.short

    stub = world.feedback.insight()
    put = costs("2025-11", "c1", stores=6_000, moments=5_000)
    assert (await stub.PutChannelCosts(put)).taken == 2
    assert (await stub.PutChannelCosts(put)).replayed
    found = await of_month(world, "2025-11")
    stores, moments = found["stores"], found["moments"]
    # 30,000 by 6,000 is 5, which is not above 5; 20,000 by 5,000 is above 3.
    assert (stores.roi.numerator, stores.roi.denominator, stores.short) == (30_000, 6_000, True)
    assert (stores.cac.numerator, stores.cac.denominator) == (6_000, 2)
    assert (moments.roi.numerator / moments.roi.denominator, moments.short) == (4.0, False)

    async def alarmed() -> bool:
        listed = await stub.ListMetricAlarms(pb.ListMetricAlarmsRequest())
        return any(each.channel for each in listed.alarms)

    world.feedback.clock.advance(DAY)
    await until(alarmed)
    listed = await stub.ListMetricAlarms(pb.ListMetricAlarmsRequest())
    [alarm] = [each for each in listed.alarms if each.channel]
    assert (alarm.channel, alarm.metric.code, alarm.day) == ("stores", "roi", "2025-11-01")
    assert (alarm.value, alarm.baseline, alarm.change_percent) == (5.0, 5.0, 0)

    # A month whose 90 days go on is neither complete nor an alarm; another cost takes the place.
    await stub.PutChannelCosts(costs("2025-12", "c2", stores=100))
    december = (await of_month(world, "2025-12"))["stores"]
    assert (december.complete, december.short, december.cost_minor) == (False, False, 100)
    assert not december.HasField("cac")
    await stub.PutChannelCosts(costs("2025-11", "c3", stores=5_000))
    assert not (await of_month(world, "2025-11"))["stores"].short
    # A year by default, the latest month first.
    year = (await stub.GetAcquisition(pb.GetAcquisitionRequest())).returns
    assert (year[0].month, year[-1].month, len(year)) == ("2026-03", "2025-04", 24)


async def test_wrong_costs_are_refused_and_nothing_is_kept(world: World) -> None:
    stub = world.feedback.insight()

    async def known() -> bool:
        return bool((await stub.GetAcquisition(pb.GetAcquisitionRequest())).channels)

    await until(known)
    cases = [
        (costs("2026-01", "w", radio=1), "ACQUISITION_CHANNEL_NOT_FOUND", "costs"),
        (costs("2026-04", "w", stores=1), "INVALID_ARGUMENT", "month"),
        (costs("2026-1", "w", stores=1), "INVALID_ARGUMENT", "month"),
        (costs("2026-13", "w", stores=1), "INVALID_ARGUMENT", "month"),
        (costs("2026-01", "w", stores=-1), "INVALID_ARGUMENT", "costs"),
        (costs("2026-01", "w", stores=10**12 + 1), "INVALID_ARGUMENT", "costs"),
        (costs("2026-01", "w"), "INVALID_ARGUMENT", "costs"),
        (costs("2026-01", "", stores=1), "INVALID_ARGUMENT", "request_id"),
    ]
    double = costs("2026-01", "w", stores=1)
    double.costs.add(channel="stores", minor_units=2)
    for request, reason, field in [*cases, (double, "INVALID_ARGUMENT", "costs")]:
        with pytest.raises(grpc.aio.AioRpcError) as error:
            await stub.PutChannelCosts(request)
        told = reason_of(error.value)
        assert told is not None
        assert (told.reason, told.field) == (reason, field), request
    for asked in (
        pb.GetAcquisitionRequest(from_month="2023-01", until_month="2026-01"),
        pb.GetAcquisitionRequest(from_month="2026-02", until_month="2026-01"),
        pb.GetAcquisitionRequest(until_month="spring!"),
    ):
        with pytest.raises(grpc.aio.AioRpcError) as error:
            await stub.GetAcquisition(asked)
        told = reason_of(error.value)
        assert told is not None
        assert told.reason == "INVALID_ARGUMENT"
    assert await world.db.insight_costs.count_documents({}) == 0
