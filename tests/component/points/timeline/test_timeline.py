"""Entries of POINTS and redemptions in one list, of a member and those merged into them."""

from __future__ import annotations

import grpc
import pytest

from services.common.errors import reason_of
from tessera.points.v1 import rewards_pb2
from tessera.points.v1 import timeline_pb2 as pb
from tessera.types.v1 import timeline_pb2
from tests.component.points.conftest import Members, Points, followed
from tests.component.timelines import place_of, walked

OLD, NEW = "mem_ada", "mem_bob"
ENTRY = timeline_pb2.TIMELINE_KIND_ENTRY
REDEMPTION = timeline_pb2.TIMELINE_KIND_REDEMPTION


async def test_all_that_two_members_had_who_are_one_now(points: Points, members: Members) -> None:
    till = points.till()
    # The clock stands still: all entries have the same time.
    for owner, given in ((OLD, 5_000), (NEW, 200), (OLD, 30)):
        await till.give(owner, given, f"r{given}")
    asked = rewards_pb2.RedeemRewardRequest(
        request_id="q1", member_id=OLD, reward_code="free_drink"
    )
    held = (await points.member(OLD).rewards.RedeemReward(asked)).redemption
    confirmed = rewards_pb2.ConfirmRedemptionRequest(request_id="q2", redemption_id=held.id)
    await points.member(OLD).rewards.ConfirmRedemption(confirmed)
    await members.feed.merge("tea", OLD, NEW)
    await followed(points, members)

    timeline = points.operator().timeline
    whole = await walked(timeline, pb.ListTimelineRequest(member_id=NEW), 100)
    assert [place_of(item) for item in whole] == sorted(map(place_of, whole), reverse=True)
    for member_id in (OLD, NEW):
        for size in (1, 2):
            request = pb.ListTimelineRequest(member_id=member_id)
            assert await walked(timeline, request, size) == whole
    [redeemed] = [item.redemption for item in whole if item.HasField("redemption")]
    assert (redeemed.id, redeemed.state) == (held.id, rewards_pb2.REDEMPTION_STATE_CONFIRMED)
    assert redeemed.voucher.code
    amounts = [item.entry.amount for item in whole if item.HasField("entry")]
    left = 5_030 - held.price
    assert sorted(amounts) == sorted([5_000, 30, -held.price, -left, 200, left])

    only = pb.ListTimelineRequest(member_id=NEW, kinds=[REDEMPTION])
    assert [item.redemption.id for item in await walked(timeline, only, 1)] == [held.id]


async def test_who_may_not_read_redemptions_gets_the_rest(points: Points) -> None:
    await points.till().give(OLD, 10)
    narrow = points.operator("tea", "points:read").timeline
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await narrow.ListTimeline(pb.ListTimelineRequest(member_id=OLD))
    reason = reason_of(refused.value)
    assert reason is not None
    assert (reason.reason, reason.metadata["scope"]) == ("PERMISSION_DENIED", "rewards:read")
    request = pb.ListTimelineRequest(member_id=OLD, kinds=[ENTRY])
    assert [item.entry.amount for item in (await narrow.ListTimeline(request)).items] == [10]
