"""Watch: the postings of a brand, or of all, as they come."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from services.common.watch import Feed
from services.points.ledger.api.messages import kinds_asked, maybe_instant
from tessera.points.v1 import ledger_pb2 as pb


async def watched(
    feed: Feed, brand: str | None, request: pb.WatchRequest
) -> AsyncGenerator[pb.WatchResponse, None]:
    """Postings of `brand`, of all brands where it is None. Raises INVALID_ARGUMENT."""
    watch = feed.watch(
        request.after,
        brand=brand,
        types=kinds_asked(request),
        from_now=request.from_now,
        since=maybe_instant(request, "since"),
    )
    async with aclosing(watch) as batches:
        async for arrived in batches:
            yield pb.WatchResponse(
                postings=[pb.Posting.FromString(event.payload) for event in arrived.events],
                token=arrived.token,
            )
