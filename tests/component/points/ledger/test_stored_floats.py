"""A whole number that was stored as 5.0 is the integer, and what can't be read stops no other."""

from __future__ import annotations

from typing import Any

from services.common.auth import ALL_BRANDS, Caller, Role
from tessera.points.v1 import ledger_pb2 as pb
from tessera.points.v1 import rewards_pb2
from tests.activities import document
from tests.component.points.conftest import Members, Points, followed


async def watched(points: Points, wanted: str) -> list[pb.Posting]:
    """The feed of all brands up to the posting of this request."""
    follower = points.caller(Caller(ALL_BRANDS, "members", Role.SERVICE))
    watching = follower.ledger.Watch(pb.WatchRequest())
    got: list[pb.Posting] = []
    async for response in watching:
        got += response.postings
        if any(posting.request_id == wanted for posting in got):
            watching.cancel()
            return got
    raise AssertionError("the feed ended")


async def stock(points: Points, code: str) -> int:
    answer = await points.till().rewards.ListRewards(rewards_pb2.ListRewardsRequest())
    return next(reward.stock for reward in answer.rewards if reward.code == code)


def with_stock(number: float) -> dict[str, Any]:
    changed = document("tea")
    changed["rewards"]["items"][1]["stock"] = number
    changed["earning"]["rules"][0]["award"]["points"] = 2.0
    return changed


async def test_a_stock_that_a_programme_wrote_with_a_point_is_stocked_and_told(
    points: Points, members: Members
) -> None:
    code = document("tea")["rewards"]["items"][1]["code"]
    await members.feed.publish("tea", with_stock(250.0), version=2)
    await followed(points, members)
    await points.till().give("mem_ann", 1, "after")
    assert await stock(points, code) == 250
    stored = await points.db["accounts"].find_one({"owner": f"reward:{code}"})
    assert stored is not None
    assert type(stored["posted"]) is int
    assert await watched(points, "after/mem_ann")


async def test_floats_of_an_earlier_release_break_neither_the_feed_nor_the_catalogue(
    points: Points,
) -> None:
    await points.till().give("mem_ann", 1, "after")
    code = document("tea")["rewards"]["items"][1]["code"]
    owner = f"reward:{code}"
    was = await stock(points, code)
    posted = {"posted": float(was), "lots.0.points": float(was)}
    await points.db["accounts"].update_one({"owner": owner}, {"$set": posted})
    await points.db["postings"].update_one(
        {"entries.owner": owner},
        {"$set": {"entries.0.amount": -float(was), "entries.1.amount": float(was)}},
    )
    assert await stock(points, code) == was
    postings = await watched(points, "after/mem_ann")
    amounts = [e.amount for p in postings for e in p.entries if e.owner == owner]
    assert amounts == [was]


async def test_a_posting_that_cannot_be_read_is_passed_over_by_the_feed(points: Points) -> None:
    await points.till().give("mem_ann", 1, "one")
    await points.till().give("mem_ann", 1, "two")
    await points.db["postings"].update_one(
        {"request": {"$regex": "one/mem_ann"}}, {"$set": {"entries.0.amount": 0.5}}
    )
    told = {posting.request_id for posting in await watched(points, "two/mem_ann")}
    assert "two/mem_ann" in told
    assert "one/mem_ann" not in told
