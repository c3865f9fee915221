"""Refunds whose order is not known: an operator sees them by age, and may give them up."""

from __future__ import annotations

from datetime import timedelta

import grpc
import pytest

from services.common.errors import reason_of
from tessera.points.v1 import ledger_pb2
from tessera.points.v1 import refunds_pb2 as pb
from tests.component.points.conftest import MILK, Members, Points, followed, sent

DAY = timedelta(days=1)


async def test_what_waits_is_listed_by_age_turns_verify_yellow_and_may_be_dropped(
    points: Points, members: Members
) -> None:
    operator = points.operator()
    asked = pb.ListWaitingRefundsRequest(page_size=1)
    for number in range(2):
        refund = sent("REFUND", MILK, event_id=f"r{number}", order_id=f"o{number}")
        refund.channel = "mini_program"
        await members.feed.record("tea", refund)
        await followed(points, members)
        points.clock.advance(DAY)
    first = await operator.refunds.ListWaitingRefunds(asked)
    asked.page_token = first.next_page_token
    second = await operator.refunds.ListWaitingRefunds(asked)
    found = [*first.orders, *second.orders]
    assert [(o.order_channel, o.order_id, len(o.refunds)) for o in found] == [
        ("mini_program", "o0", 1),
        ("mini_program", "o1", 1),
    ]
    assert found[1].refunds[0] == refund
    assert second.next_page_token == ""
    asked = pb.ListWaitingRefundsRequest()
    assert not (await points.operator("retail").refunds.ListWaitingRefunds(asked)).orders

    green = await operator.ledger.Verify(ledger_pb2.VerifyRequest())
    assert green.colour == ledger_pb2.VERIFY_COLOUR_GREEN
    points.clock.advance(DAY + timedelta(seconds=1))
    yellow = await operator.ledger.Verify(ledger_pb2.VerifyRequest())
    assert yellow.colour == ledger_pb2.VERIFY_COLOUR_YELLOW
    assert yellow.backlog_age_s["waiting"] == 3 * 86_400 + 1

    drop = pb.DropWaitingRefundRequest(
        order_channel="mini_program", order_id="o0", channel="mini_program", event_id="r0"
    )
    await operator.refunds.DropWaitingRefund(drop)
    left = await operator.refunds.ListWaitingRefunds(asked)
    assert [order.order_id for order in left.orders] == ["o1"]
    with pytest.raises(grpc.aio.AioRpcError) as gone:
        await operator.refunds.DropWaitingRefund(drop)
    reason = reason_of(gone.value)
    assert reason is not None
    assert reason.reason == "ORDER_NOT_FOUND"
    for denied in (points.till(), points.member("mem_ada"), points.operator("tea", "")):
        with pytest.raises(grpc.aio.AioRpcError):
            await denied.refunds.DropWaitingRefund(drop)


async def test_the_order_that_comes_ends_the_wait(points: Points, members: Members) -> None:
    await members.feed.record("tea", sent("REFUND", MILK, event_id="r1"))
    await members.feed.record("tea", sent("ORDER", MILK))
    await followed(points, members)
    asked = pb.ListWaitingRefundsRequest()
    assert not (await points.operator().refunds.ListWaitingRefunds(asked)).orders
