"""A campaign's report says whom it reached, what it gave, and what they bought, from the ledger."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import grpc
import pytest

from services.common.errors import reason_of
from tessera.points.v1 import (
    earning_pb2,
    grants_pb2,
    refunds_pb2,
    statements_pb2_grpc,
)
from tessera.points.v1 import statements_pb2 as pb
from tessera.types.v1 import types_pb2
from tests.activities import NOON
from tests.component.points.conftest import MILK, As, Points, sent

SATURDAY = NOON - timedelta(days=4)
SUNDAY = NOON - timedelta(days=3)
CODE = "weekend_store"


def statements(caller: As) -> statements_pb2_grpc.StatementsAsyncStub:
    return statements_pb2_grpc.StatementsStub(caller.channel)


def bought(name: str, member_id: str, **told: Any) -> types_pb2.Activity:
    """A drink of 18 yuan at an event of the store: at the weekend it counts double."""
    made = sent("ORDER", MILK, event_id=name, order_id=name, member_id=member_id, **told)
    made.labels["store_event"] = "yes"
    return made


async def reported(points: Points, code: str = CODE) -> pb.CampaignReport:
    request = pb.GetCampaignReportRequest(campaign=code)
    return (await statements(points.operator()).GetCampaignReport(request)).report


async def test_a_report_has_reach_orders_points_cost_and_budget_by_day(points: Points) -> None:
    orders = [
        bought("o1", "mem_ada", at=SATURDAY),
        bought("o2", "mem_ada", at=SUNDAY),
        bought("o3", "mem_bob", at=SUNDAY),
        bought("weekday", "mem_ann", at=NOON - timedelta(days=27)),
    ]
    await points.till().earning.AwardActivities(
        earning_pb2.AwardActivitiesRequest(activities=orders)
    )
    back = sent("REFUND", MILK, event_id="r1", order_id="o3", member_id="mem_bob", at=NOON)
    await points.till().refunds.CommitRefund(refunds_pb2.CommitRefundRequest(refund=back))
    told = await reported(points)
    assert told.campaign.name.en == "Double at the weekend"
    assert told.campaign.target_members == 5000
    assert (told.total.members, told.total.orders, told.total.awards) == (2, 3, 3)
    assert (told.total.points, told.total.revenue.minor_units) == (108, 5400)
    days = [(one.day, one.members, one.orders, one.points) for one in told.days]
    assert days == [("2026-02-28", 1, 1, 36), ("2026-03-01", 1, 2, 72)]
    # 100 points are worth 5 yuan; a refund took 36 of 108.
    assert (told.issued, told.clawed_back, told.outstanding) == (108, 36, 72)
    assert told.cost.minor_units == 360
    assert (told.budget_limit, told.budget_used) == (200_000, 54)
    assert told.complete
    item = grants_pb2.GrantItem(
        request_id="g1",
        member_id="mem_a",
        coupon_type="weekend_drink",
        campaign=CODE,
        reason="for the weekend",
    )
    granted = await points.operator().grants.Grant(grants_pb2.GrantRequest(grants=[item]))
    assert not granted.results[0].reason, granted
    more = await reported(points)
    assert (more.coupons_granted, more.coupons_used, more.total.awards) == (1, 0, 3)
    assert more.total.members == 3


async def test_a_code_that_nothing_names_is_refused_and_members_read_none(points: Points) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await reported(points, "nothing")
    reason = reason_of(refused.value)
    assert reason is not None
    assert reason.reason == "CAMPAIGN_NOT_FOUND"
    request = pb.GetCampaignReportRequest(campaign=CODE)
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await statements(points.member("mem_ada")).GetCampaignReport(request)
    assert refused.value.code() is grpc.StatusCode.PERMISSION_DENIED
    listed = await statements(points.operator()).ListCampaigns(pb.ListCampaignsRequest(page_size=1))
    assert [one.code for one in listed.campaigns] == [CODE]
    assert listed.next_page_token
