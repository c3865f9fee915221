"""Two points processes on one database: each effect once, limits and stock kept."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.common.errors import reason_of
from services.common.mongo import Database
from tessera.points.v1 import earning_pb2, ledger_pb2, refunds_pb2, rewards_pb2
from tests.activities import PLAIN, document
from tests.component.points.conftest import (
    FRUIT,
    MILK,
    Members,
    Points,
    followed,
    sent,
    started,
)

ROUNDS = 10


@pytest.fixture
async def replicas(
    db: Database, keys_dir: Path, members: Members
) -> AsyncIterator[tuple[Points, Points]]:
    await members.feed.publish("tea", document("tea"))
    await members.feed.publish("retail", PLAIN)
    for known in ("mem_ada", *(f"mem_{number}" for number in range(24))):
        await members.feed.change_tier("tea", known, "basic", 0, 100)
    async with (
        started(db, keys_dir, members.address) as one,
        started(db, keys_dir, members.address) as other,
    ):
        await followed(one, members)
        yield one, other


async def test_the_same_orders_and_refunds_at_both_count_once(
    replicas: tuple[Points, Points],
) -> None:
    tills = [replica.till() for replica in replicas]
    orders = [sent("ORDER", FRUIT, MILK, event_id=f"e{n}", order_id=f"o{n}") for n in range(ROUNDS)]
    request = earning_pb2.AwardActivitiesRequest(activities=orders)
    answers = await asyncio.gather(*(till.earning.AwardActivities(request) for till in tills))
    results = [result for answer in answers for result in answer.results]
    assert sum(not result.replayed for result in results) == ROUNDS
    assert (await tills[0].balance("mem_ada")).posted == 41 * ROUNDS
    commits = [
        till.refunds.CommitRefund(
            refunds_pb2.CommitRefundRequest(
                refund=sent("REFUND", FRUIT, event_id=f"r{n}", order_id=f"o{n}")
            )
        )
        for n in range(ROUNDS)
        for till in tills
    ]
    done = await asyncio.gather(*commits)
    assert sum(not one.replayed for one in done) == ROUNDS
    assert (await tills[1].balance("mem_ada")).posted == (41 - 23) * ROUNDS
    report = await replicas[0].operator().ledger.Verify(ledger_pb2.VerifyRequest())
    assert report.colour == ledger_pb2.VERIFY_COLOUR_GREEN


async def test_check_ins_at_both_keep_the_cap(replicas: tuple[Points, Points]) -> None:
    calls = [
        replicas[n % 2]
        .till()
        .earning.AwardActivities(
            earning_pb2.AwardActivitiesRequest(activities=[sent("CHECK_IN", event_id=f"c{n}")])
        )
        for n in range(ROUNDS)
    ]
    await asyncio.gather(*calls)
    assert (await replicas[0].till().balance("mem_ada")).posted == 2


async def test_the_last_pieces_are_redeemed_once(
    replicas: tuple[Points, Points], members: Members
) -> None:
    ids = [f"mem_{n}" for n in range(24)]
    for member_id in ids:
        await replicas[0].till().give(member_id, 500)
        await members.feed.change_tier("tea", member_id, "gold", 2, 130)
    await followed(replicas[0], members)
    calls = [
        replicas[n % 2]
        .till()
        .rewards.RedeemReward(
            rewards_pb2.RedeemRewardRequest(
                request_id=member_id, member_id=member_id, reward_code="tasting"
            )
        )
        for n, member_id in enumerate(ids)
    ]
    answers = await asyncio.gather(*calls, return_exceptions=True)
    reasons = (reason_of(answer) for answer in answers if isinstance(answer, BaseException))
    assert Counter(told.reason if told else "" for told in reasons) == {"OUT_OF_STOCK": 4}
    stock = await replicas[1].operator().balance("reward:tasting", "STOCK")
    assert (stock.held, stock.available) == (20, 0)
