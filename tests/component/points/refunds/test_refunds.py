"""Refunds over gRPC: what the preview says, once."""

from __future__ import annotations

from datetime import timedelta

import grpc
import pytest

from services.common.errors import reason_of
from tessera.points.v1 import earning_pb2, ledger_pb2
from tessera.points.v1 import refunds_pb2 as pb
from tessera.types.v1 import types_pb2
from tests.component.points.conftest import FRUIT, MILK, As, Points, sent


async def buy(till: As, order: types_pb2.Activity) -> None:
    request = earning_pb2.AwardActivitiesRequest(activities=[order])
    assert (await till.earning.AwardActivities(request)).results[0].reason == ""


async def preview(till: As, refund: types_pb2.Activity) -> list[pb.Clawback]:
    response = await till.refunds.PreviewRefund(pb.PreviewRefundRequest(refund=refund))
    return list(response.clawbacks)


async def commit(till: As, refund: types_pb2.Activity) -> pb.CommitRefundResponse:
    return await till.refunds.CommitRefund(pb.CommitRefundRequest(refund=refund))


async def test_a_commit_does_exactly_what_the_preview_says(points: Points) -> None:
    till = points.till()
    await buy(till, sent("ORDER", FRUIT, MILK))
    refund = sent("REFUND", FRUIT, event_id="r1")
    previewed = await preview(till, refund)
    done = await commit(till, refund)
    assert list(done.clawbacks) == previewed
    assert [(c.asset, c.due, c.taken, c.from_pending) for c in previewed] == [
        ("POINTS", 23, 23, 23),
        ("GROWTH", 18, 18, 0),
    ]
    assert done.posting.kind == ledger_pb2.POSTING_KIND_CLAWBACK
    assert (await till.balance("mem_ada")).posted == 18
    again = await commit(till, refund)
    assert (again.replayed, again.posting) == (True, done.posting)


async def test_an_order_is_told_line_by_line_with_what_is_left(points: Points) -> None:
    till = points.till()
    asked = pb.GetOrderRequest(channel="pos", order_id="o1")
    with pytest.raises(grpc.aio.AioRpcError) as unknown:
        await till.refunds.GetOrder(asked)
    assert "ORDER_NOT_FOUND" in str(reason_of(unknown.value))
    await buy(till, sent("ORDER", FRUIT, MILK))
    await commit(till, sent("REFUND", FRUIT, event_id="r1"))
    order = (await till.refunds.GetOrder(asked)).order
    assert (order.member_id, order.total.minor_units) == ("mem_ada", 3_600)
    assert (order.refunded_minor, order.left_minor) == (1_800, 1_800)
    assert [
        (x.line_id, x.sku, x.refunded_quantity, x.left_quantity, x.left_minor) for x in order.lines
    ] == [("1", FRUIT.sku, 1, 0, 0), ("2", MILK.sku, 0, 1, 1_800)]
    by_line = {x.line_id: {e.asset: e.amount for e in x.earned} for x in order.lines}
    assert by_line == {"1": {"POINTS": 5}, "2": {}}
    assert sum(a.settled for a in order.awards if a.asset == "POINTS") == 23


async def test_part_of_a_price_takes_its_part_and_leaves_the_bonus_of_the_piece(
    points: Points,
) -> None:
    till = points.till()
    await buy(till, sent("ORDER", FRUIT, MILK))
    part = types_pb2.OrderLine(line_id="1", quantity=0, amount_minor=600)
    done = await commit(till, sent("REFUND", part, event_id="r1"))
    assert [(c.asset, c.due) for c in done.clawbacks] == [("POINTS", 6), ("GROWTH", 6)]


async def test_a_refund_at_another_channel_names_the_one_that_sold(points: Points) -> None:
    till = points.till()
    await buy(till, sent("ORDER", FRUIT, MILK))
    online = sent("REFUND", FRUIT, event_id="r1")
    online.channel = "mini_program"
    with pytest.raises(grpc.aio.AioRpcError) as unknown:
        await preview(till, online)
    reason = reason_of(unknown.value)
    assert reason is not None
    assert (reason.reason, reason.metadata["order"]) == ("ORDER_NOT_FOUND", "mini_program/o1")
    online.order.channel = "pos"
    assert [c.due for c in (await commit(till, online)).clawbacks] == [23, 18]


async def test_a_full_refund_after_spending_leaves_tea_in_debt(points: Points) -> None:
    till = points.till()
    await buy(till, sent("ORDER", FRUIT, MILK))
    points.clock.advance(timedelta(days=8))
    legs = [
        ledger_pb2.Leg(owner="mem_ada", asset="POINTS", amount=-40),
        ledger_pb2.Leg(owner="house:redeemed", asset="POINTS", amount=40),
    ]
    spend = ledger_pb2.CreatePostingRequest(
        request_id="s", kind=ledger_pb2.POSTING_KIND_SPEND, legs=legs
    )
    await till.ledger.CreatePosting(spend)
    done = await commit(till, sent("REFUND", FRUIT, MILK, event_id="r1"))
    assert done.clawbacks[0].available_after == -40
    assert (await till.balance("mem_ada")).available == -40


async def test_what_an_order_earned_is_taken_back_by_its_refund_alone(points: Points) -> None:
    till = points.till()
    await buy(till, sent("ORDER", FRUIT, MILK))
    done = await commit(till, sent("REFUND", FRUIT, event_id="r1"))
    listed = await till.ledger.ListPostings(ledger_pb2.ListPostingsRequest(order_id="o1"))
    award = listed.postings[0]
    assert award.kind == ledger_pb2.POSTING_KIND_EARN
    for part, whole in (award, "order"), (done.posting, "refund"):
        undo = ledger_pb2.CreatePostingRequest(
            request_id=f"undo {part.id}",
            kind=ledger_pb2.POSTING_KIND_REVERSAL,
            reverses_posting_id=part.id,
        )
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await points.till().ledger.CreatePosting(undo)
        reason = reason_of(refused.value)
        assert reason is not None
        assert (reason.reason, reason.field) == ("INVALID_ARGUMENT", "reverses_posting_id")
        assert reason.metadata["part_of"] == whole
    assert (await till.balance("mem_ada")).posted == 18


async def test_retail_forgives_what_is_spent(points: Points) -> None:
    till = points.till("retail")
    await buy(till, sent("ORDER", total_minor=1050, currency="GBP"))
    refund = sent("REFUND", total_minor=1050, currency="GBP", event_id="r1")
    legs = [
        ledger_pb2.Leg(owner="mem_ada", asset="POINTS", amount=-8),
        ledger_pb2.Leg(owner="house:redeemed", asset="POINTS", amount=8),
    ]
    spend = ledger_pb2.CreatePostingRequest(
        request_id="s", kind=ledger_pb2.POSTING_KIND_SPEND, legs=legs
    )
    await till.ledger.CreatePosting(spend)
    done = await commit(till, refund)
    assert [(c.due, c.taken, c.forgiven) for c in done.clawbacks] == [(10, 2, 8)]
    assert (await till.balance("mem_ada")).available == 0


async def test_what_cannot_be_refunded_is_refused(points: Points) -> None:
    till = points.till()
    await buy(till, sent("ORDER", FRUIT, MILK))
    await commit(till, sent("REFUND", FRUIT, event_id="r1"))
    for refund, reason in (
        (sent("REFUND", FRUIT, event_id="r2"), "REFUND_EXCEEDS_ORDER"),
        (sent("REFUND", FRUIT, event_id="r2", order_id="o9"), "ORDER_NOT_FOUND"),
        (sent("REFUND", FRUIT, event_id="r2", member_id="mem_bo"), "ORDER_NOT_FOUND"),
        (sent("REFUND", MILK, event_id="r1"), "REQUEST_ID_REUSED"),
        (sent("ORDER", MILK, event_id="r2"), "INVALID_ARGUMENT"),
    ):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await commit(till, refund)
        told_reason = reason_of(refused.value)
        assert told_reason is not None
        assert told_reason.reason == reason


async def test_an_order_of_one_brand_is_unknown_to_the_other(points: Points) -> None:
    await buy(points.till(), sent("ORDER", FRUIT, MILK))
    refund = sent("REFUND", total_minor=1800, currency="GBP", event_id="r1")
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await commit(points.till("retail"), refund)
    reason = reason_of(refused.value)
    assert reason is not None
    assert reason.reason == "ORDER_NOT_FOUND"
