"""What became of touches by the channel that they went by, as operators look at them."""

from datetime import datetime

from services.common.mongo import DESCENDING, Collection, Document, aggregate
from services.feedback.reach.domain.touch import Attempt, ChannelCounts, State
from services.feedback.reach.storage.documents import to_touch

COUNTED_MAX = 50_000
"""Touches that are looked at, at most: the latest."""
FAILURES_OF = 200


async def channel_counts(touches: Collection, brand: str, since: datetime) -> list[ChannelCounts]:
    """The counts of the latest touches of `brand` that were wished for since then."""
    place = f"{int(since.timestamp() * 1000):014d}"
    pipeline: list[Document] = [
        {"$match": {"brand": brand, "place": {"$gte": place}}},
        {"$sort": {"brand": 1, "place": -1}},
        {"$limit": COUNTED_MAX},
        {"$match": {"channel": {"$ne": ""}}},
        {"$group": {"_id": ["$channel", "$state"], "count": {"$sum": 1}}},
        {"$sort": {"_id": 1}},
    ]
    by_channel: dict[str, list[tuple[State, int]]] = {}
    async for found in aggregate(touches, pipeline):
        channel, state = found["_id"]
        by_channel.setdefault(channel, []).append((State(state), found["count"]))
    return [
        ChannelCounts(channel, tuple(states), await _failure(touches, brand, channel))
        for channel, states in by_channel.items()
    ]


async def _failure(touches: Collection, brand: str, channel: str) -> Attempt | None:
    """The latest attempt that was not accepted, of the latest touches that went by the channel."""
    cursor = touches.find({"brand": brand, "channel": channel}).sort("place", DESCENDING)
    attempts = [
        attempt
        for each in await cursor.limit(FAILURES_OF).to_list(FAILURES_OF)
        for attempt in to_touch(each).attempts
        if attempt.channel == channel and attempt.answer not in ("", "accepted")
    ]
    return max(attempts, key=lambda each: each.at, default=None)
