"""Points for a member whom nobody enrolled: only where the programme takes them."""

from __future__ import annotations

import asyncio

import grpc
import pytest

from services.common.errors import reason_of
from tessera.points.v1 import check_ins_pb2, ledger_pb2
from tessera.points.v1 import earning_pb2 as pb
from tests.activities import document
from tests.component.points.conftest import FRUIT, Members, Points, followed, sent

NOBODY = "mem_0RDER"


def order(event_id: str, member_id: str = NOBODY) -> pb.AwardActivitiesRequest:
    activity = sent("ORDER", FRUIT, event_id=event_id, order_id=event_id, member_id=member_id)
    return pb.AwardActivitiesRequest(activities=[activity])


def posting(request_id: str) -> ledger_pb2.CreatePostingRequest:
    legs = [
        ledger_pb2.Leg(owner=NOBODY, asset="POINTS", amount=20),
        ledger_pb2.Leg(owner="house:adjusted", asset="POINTS", amount=-20),
    ]
    return ledger_pb2.CreatePostingRequest(
        request_id=request_id, kind=ledger_pb2.POSTING_KIND_ADJUST, legs=legs
    )


async def accepting(members: Members) -> None:
    tea = document("tea")
    tea["earning"]["unknown_members"] = "accept"
    await members.feed.publish("tea", tea, version=2)


async def test_a_cut_member_id_earns_nothing_and_the_others_do(points: Points) -> None:
    both = order("o1")
    both.activities.extend(order("o2", "mem_ada").activities)
    refused, awarded = (await points.till().earning.AwardActivities(both)).results
    assert (refused.reason, refused.field) == ("MEMBER_NOT_FOUND", "member_id")
    assert awarded.awards
    assert (await points.till().balance(NOBODY)).posted == 0


async def test_neither_a_posting_nor_a_check_in_reaches_nobody(points: Points) -> None:
    till = points.till()
    check_in = check_ins_pb2.CheckInRequest(activity=sent("CHECK_IN", member_id=NOBODY))
    batch = ledger_pb2.BatchCreatePostingsRequest(requests=[posting("p2")])
    (row,) = (await till.ledger.BatchCreatePostings(batch)).results
    assert row.reason == "MEMBER_NOT_FOUND"
    for call in (till.ledger.CreatePosting(posting("p1")), till.check_ins.CheckIn(check_in)):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await call
        assert (reason := reason_of(refused.value))
        assert reason.reason == "MEMBER_NOT_FOUND"
    assert (await till.balance(NOBODY)).posted == 0


async def test_an_enrolment_on_its_way_is_waited_for(points: Points, members: Members) -> None:
    awarding = points.till().earning.AwardActivities(order("o1"))
    await asyncio.sleep(0.05)
    await members.feed.enrol("tea", NOBODY)
    assert not (await awarding).results[0].reason


async def test_a_brand_that_takes_them_gives_points_ahead_of_the_enrolment(
    points: Points, members: Members
) -> None:
    await accepting(members)
    await followed(points, members)
    till = points.till()
    first = (await till.earning.AwardActivities(order("o1"))).results[0]
    posted = await till.ledger.CreatePosting(posting("p1"))
    assert first.awards

    await members.feed.publish("tea", document("tea"), version=3)
    await followed(points, members)
    again = (await till.earning.AwardActivities(order("o1"))).results[0]
    assert again.replayed
    assert again.posting == first.posting
    assert (await till.ledger.CreatePosting(posting("p1"))).posting == posted.posting
    assert (await till.earning.AwardActivities(order("o2"))).results[0].reason
