"""The Events service: the feed of members."""

from collections.abc import AsyncGenerator

from services.common.auth import ALL_BRANDS, Role, current_caller, require_role
from services.common.interceptors import ServicerContext
from services.common.timestamps import sent_instant
from services.common.watch import Feed
from tessera.members.v1 import events_pb2 as pb
from tessera.members.v1 import events_pb2_grpc


class EventsServicer(events_pb2_grpc.EventsServicer):
    """Streams events to services: of their brand, or of all for one that acts for all."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed

    async def Watch(
        self, request: pb.WatchRequest, context: ServicerContext
    ) -> AsyncGenerator[pb.WatchResponse, None]:
        """Events after the token, then new ones for ever. Refuses WATCH_TOKEN_INVALID."""
        caller = require_role(current_caller(), Role.SERVICE)
        brand = None if caller.brand == ALL_BRANDS else caller.brand
        since = sent_instant(request, "since")
        watching = self._feed.watch(
            request.after, brand=brand, from_now=request.from_now, since=since
        )
        try:
            async for arrived in watching:
                yield pb.WatchResponse(
                    events=[pb.Event.FromString(event.payload) for event in arrived.events],
                    token=arrived.token,
                )
        finally:
            await watching.aclose()
