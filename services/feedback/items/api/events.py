"""tessera.feedback.v1.Events: the feed of changes, for other services."""

from collections.abc import AsyncIterator
from contextlib import aclosing

from services.common.auth import ALL_BRANDS, Role, current_caller, require_role
from services.common.interceptors import ServicerContext
from services.common.timestamps import sent_instant
from services.common.watch import Feed
from tessera.feedback.v1 import feedback_pb2 as pb
from tessera.feedback.v1 import feedback_pb2_grpc as pb_grpc


class EventsServicer(pb_grpc.EventsServicer):
    """Passes the feed on: events that arrive together go in one response. Services only."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed

    async def Watch(
        self, request: pb.WatchRequest, context: ServicerContext
    ) -> AsyncIterator[pb.WatchResponse]:
        caller = require_role(current_caller(), Role.SERVICE)
        brand = None if caller.brand == ALL_BRANDS else caller.brand
        since = sent_instant(request, "since")
        watching = self._feed.watch(
            request.after, brand=brand, from_now=request.from_now, since=since
        )
        async with aclosing(watching) as arrivals:
            async for arrived in arrivals:
                events = [pb.Event.FromString(event.payload) for event in arrived.events]
                yield pb.WatchResponse(events=events, token=arrived.token)
