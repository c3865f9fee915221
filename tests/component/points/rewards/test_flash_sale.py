"""A flash sale: many ask for the same few pieces at once, and exactly those few get one."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import grpc

from services.common.errors import reason_of
from tessera.points.v1 import ledger_pb2
from tessera.points.v1 import rewards_pb2 as pb
from tests.activities import document
from tests.component.audited import entries
from tests.component.points.conftest import Members, Points, followed

PIECES = 100
CALLERS = 400
AT_ONCE = 50
ATTEMPTS = 10
PRICE = 10
BUSY = {"DEADLINE_EXCEEDED", "OVERLOADED", "STORAGE_UNAVAILABLE"}
"""After these a caller asks again under the same request id, as channels do."""


async def test_a_hundred_pieces_go_to_the_first_hundred_callers(
    points: Points, members: Members
) -> None:
    name = {"zh": "秒杀", "en": "Flash"}
    item: dict[str, Any] = {"code": "flash", "name": name, "kind": "product"}
    item |= {"price": PRICE, "stock": PIECES, "immediate": True}
    item |= {"limits_for_all": [{"per": "day", "times": PIECES}]}
    await members.feed.publish("tea", document("tea") | {"rewards": {"items": [item]}}, version=2)
    await followed(points, members)
    till = points.till()
    people = [f"mem_flash_{number}" for number in range(CALLERS)]
    for person in people:
        await members.feed.change_tier("tea", person, "basic", 0, 100)
    await followed(points, members)
    turns = asyncio.Semaphore(AT_ONCE)

    async def give(person: str) -> None:
        async with turns:
            await till.give(person, PRICE)

    async def answer(request: pb.RedeemRewardRequest) -> str:
        try:
            redemption = (await till.rewards.RedeemReward(request)).redemption
        except grpc.aio.AioRpcError as error:
            told = reason_of(error)
            return told.reason if told else error.code().name
        assert redemption.voucher.code
        return pb.RedemptionState.Name(redemption.state)

    async def ask(person: str) -> str:
        request = pb.RedeemRewardRequest(
            request_id=f"flash/{person}", member_id=person, reward_code="flash"
        )
        async with turns:
            for _ in range(ATTEMPTS):
                if (told := await answer(request)) not in BUSY:
                    break
            return told

    await asyncio.gather(*(give(person) for person in people))
    outcomes = Counter(await asyncio.gather(*(ask(person) for person in people)))
    assert outcomes["REDEMPTION_STATE_CONFIRMED"] == PIECES
    assert set(outcomes) <= {"REDEMPTION_STATE_CONFIRMED", "OUT_OF_STOCK", "REWARD_ALL_TAKEN"}

    (flash,) = (await till.rewards.ListRewards(pb.ListRewardsRequest())).rewards
    assert (flash.stock, flash.redeemed_count) == (0, PIECES)
    assert [each.remaining for each in flash.limits_for_all] == [0]
    report = await points.operator().ledger.Verify(ledger_pb2.VerifyRequest())
    assert (list(report.problems), report.next_page_token) == ([], "")


async def test_an_operators_redemption_that_begins_a_day_is_one_entry_of_the_audit_log(
    points: Points,
) -> None:
    await points.till().give("mem_ada", 100)
    request = pb.RedeemRewardRequest(
        request_id="ann/1", member_id="mem_ada", reward_code="daily_special"
    )
    ann = points.operator()
    await ann.rewards.RedeemReward(request)
    written = await entries(ann.channel)
    assert [entry.action for entry in written] == ["points.Rewards.RedeemReward"]


async def test_no_caller_counts_a_redemption_by_a_posting_of_its_own(points: Points) -> None:
    for owner, asset in (("reward:tote_bag", "reward.taken"), ("mem_ada", "reward.quota")):
        legs: Any = [
            ledger_pb2.Leg(owner=owner, asset=asset, amount=1),
            ledger_pb2.Leg(owner="house:stock", asset=asset, amount=-1),
        ]
        request = ledger_pb2.CreatePostingRequest(
            request_id=f"own/{asset}", kind=ledger_pb2.POSTING_KIND_ADJUST, legs=legs
        )
        try:
            await points.till().ledger.CreatePosting(request)
        except grpc.aio.AioRpcError as error:
            told = reason_of(error)
            assert told is not None
            assert told.reason == "ASSET_UNKNOWN"
        else:
            raise AssertionError(asset)
