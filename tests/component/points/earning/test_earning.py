"""Earning over gRPC: a till gets the award at once, and the event finds it done."""

from __future__ import annotations

import grpc
import pytest

from services.common.errors import reason_of
from tessera.points.v1 import earning_pb2 as pb
from tessera.types.v1 import types_pb2
from tests.component.points.conftest import FRUIT, MILK, Members, Points, followed, sent


def award(*activities: object) -> pb.AwardActivitiesRequest:
    return pb.AwardActivitiesRequest(activities=activities)  # type: ignore[arg-type]


async def test_a_gold_member_is_told_46_and_5(points: Points, members: Members) -> None:
    await members.feed.change_tier("tea", "mem_ada", "gold", 2, 130)
    await followed(points, members)
    order = sent("ORDER", FRUIT, MILK)
    preview = await points.till().earning.PreviewAward(pb.PreviewAwardRequest(activity=order))
    result = (await points.till().earning.AwardActivities(award(order))).results[0]
    assert list(result.awards) == list(preview.awards)
    assert [(a.rule, a.amount, a.base, a.multiplier_percent) for a in result.awards] == [
        ("order_points", 46, 36, 130),
        ("fresh_fruit_bonus", 5, 5, 100),
        ("order_growth", 36, 36, 100),
    ]
    assert list(result.awards[0].multipliers) == ["tier:gold=130"]
    assert [a.rule_name.zh for a in result.awards] == ["消费积分", "鲜果系列加赠", "消费成长值"]
    assert (await points.till().balance("mem_ada")).pending == 51
    assert (await points.till().balance("mem_ada", "GROWTH")).available == 36


async def test_the_event_that_follows_finds_it_done(points: Points, members: Members) -> None:
    order = sent("ORDER", FRUIT, MILK)
    first = (await points.till().earning.AwardActivities(award(order))).results[0]
    await members.feed.record("tea", order)
    await followed(points, members)
    again = (await points.till().earning.AwardActivities(award(order))).results[0]
    assert again.replayed
    assert again.posting == first.posting
    assert (await points.till().balance("mem_ada")).posted == 41


async def test_one_refusal_hinders_no_other(points: Points) -> None:
    pounds = sent("ORDER", event_id="e2", order_id="o2", total_minor=100, currency="GBP")
    response = await points.till().earning.AwardActivities(
        award(
            sent("CHECK_IN", event_id="c1"),
            pounds,
            sent("REFUND", FRUIT, event_id="r1"),
            sent("VISIT", event_id="v1"),
            sent("CHECK_IN", event_id="c2"),
        )
    )
    assert [(r.event_id, r.reason, [a.amount for a in r.awards]) for r in response.results] == [
        ("c1", "", [2]),
        ("e2", "INVALID_ARGUMENT", []),
        ("r1", "INVALID_ARGUMENT", []),
        ("v1", "", []),
        ("c2", "", [0]),
    ]
    assert response.results[4].awards[0].capped == 2


async def test_an_order_beyond_the_programmes_limits_is_refused_by_its_field(
    points: Points,
) -> None:
    many = types_pb2.OrderLine(line_id="1", series="fresh_fruit", quantity=10**9, amount_minor=1800)
    dear = sent("ORDER", event_id="e2", order_id="o2", total_minor=10**12)
    for caller in (points.operator(), points.till()):
        told = await caller.earning.AwardActivities(award(sent("ORDER", many), dear))
        assert [(r.reason, r.field) for r in told.results] == [
            ("ACTIVITY_OVER_LIMIT", "order.lines[0].quantity"),
            ("ACTIVITY_OVER_LIMIT", "order.total.minor_units"),
        ]
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await points.till().earning.PreviewAward(pb.PreviewAwardRequest(activity=dear))
    reason = reason_of(refused.value)
    assert reason is not None
    assert (reason.reason, reason.metadata["limit"]) == ("ACTIVITY_OVER_LIMIT", "1000000000")
    assert (await points.till().balance("mem_ada")).posted == 0


async def test_brands_do_not_meet(points: Points) -> None:
    order = sent("ORDER", FRUIT, MILK)
    pounds = sent("ORDER", total_minor=1050, currency="GBP")
    await points.till().earning.AwardActivities(award(order))
    result = (await points.till("retail").earning.AwardActivities(award(pounds))).results[0]
    assert not result.replayed
    assert [(a.rule, a.amount) for a in result.awards] == [("order_points", 10)]
    assert (await points.till("retail").balance("mem_ada")).posted == 10
    assert (await points.till().balance("mem_ada")).posted == 41


async def test_a_member_cannot_award(points: Points) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await points.member("mem_ada").earning.AwardActivities(award(sent("CHECK_IN")))
    reason = reason_of(refused.value)
    assert reason is not None
    assert reason.reason == "PERMISSION_DENIED"


async def test_a_brand_without_a_programme_is_told_so(points: Points) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await points.till("car").earning.AwardActivities(award(sent("CHECK_IN")))
    reason = reason_of(refused.value)
    assert reason is not None
    assert reason.reason == "PROGRAMME_MISSING"


async def test_what_is_wrong_is_named(points: Points) -> None:
    order = sent("ORDER", FRUIT, FRUIT)
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await points.till().earning.PreviewAward(pb.PreviewAwardRequest(activity=order))
    reason = reason_of(refused.value)
    assert reason is not None
    assert (reason.reason, reason.field) == (
        "INVALID_ARGUMENT",
        "activity.order.lines[1].line_id",
    )
