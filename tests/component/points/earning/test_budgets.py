"""Budgets over gRPC and a real MongoDB: the first N are N, and operators see it."""

from __future__ import annotations

import asyncio

import grpc
import pytest

from services.common.errors import reason_of
from services.points.wiring import verifier
from tessera.points.v1 import earning_pb2 as pb
from tessera.types.v1 import types_pb2
from tests.component.points.conftest import Points, sent


def survey(number: int) -> types_pb2.Activity:
    asked = sent("SURVEY", event_id=f"s{number}", member_id=f"mem_{number}")
    asked.labels["new_flavour"] = "yes"
    return asked


def five(number: int) -> pb.AwardActivitiesRequest:
    return pb.AwardActivitiesRequest(activities=[survey(5 * number + n) for n in range(5)])


@pytest.mark.usefixtures("crowd")
async def test_the_first_fifty_of_sixty_at_once_and_what_operators_see(points: Points) -> None:
    till = points.till()
    answers = await asyncio.gather(*(till.earning.AwardActivities(five(n)) for n in range(12)))
    results = [result for answer in answers for result in answer.results]
    given = [sum(a.amount for a in result.awards) for result in results]
    assert sorted(given) == [0] * 10 + [30] * 50
    assert [result.reason for result in results] == [""] * 60
    listed = await points.operator().earning.ListBudgets(pb.ListBudgetsRequest(page_size=1))
    (campaign,) = listed.budgets
    assert (campaign.kind, campaign.code) == (pb.BUDGET_KIND_CAMPAIGN, "weekend_store")
    assert (campaign.limit, campaign.issued, campaign.name.en) == (
        200_000,
        0,
        "Double at the weekend",
    )
    rest = await points.operator().earning.ListBudgets(
        pb.ListBudgetsRequest(page_token=listed.next_page_token)
    )
    first, *gifts = rest.budgets
    assert {each.kind for each in gifts} == {pb.BUDGET_KIND_JOURNEY}
    assert (first.code, first.limit, first.issued, first.share_percent) == (
        "first_taste",
        50,
        50,
        100,
    )
    assert first.stop_time.ToDatetime() == points.clock.now().replace(tzinfo=None)
    assert not rest.next_page_token
    assert (await verifier(points.db, points.clock).verify("tea")).problems == []


async def test_members_and_tills_see_no_budgets(points: Points) -> None:
    for caller in (points.member("mem_ada"), points.till()):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await caller.earning.ListBudgets(pb.ListBudgetsRequest())
        assert (reason := reason_of(refused.value))
        assert reason.reason == "PERMISSION_DENIED"
