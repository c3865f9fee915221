"""The members service as a dry run needs it: it reads the draft, and tells what was recorded."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime

import grpc
from google.protobuf.timestamp_pb2 import Timestamp

from services.common.telemetry import log
from services.points.activities.domain.activity import Activity
from services.points.dry_run.commands.history import Told
from services.points.intake.api import to_member_events
from services.points.ledger.api.messages import to_instant
from tessera.members.v1 import events_pb2, events_pb2_grpc, programmes_pb2, programmes_pb2_grpc

READING_S = 20.0
PIECE = 500
QUIET_SIGNS = 2
"""The feed says once that it has begun, and then each second that it has told everything."""

_log = log("dry_run")

Channels = Callable[[str], AbstractAsyncContextManager[grpc.aio.Channel]]
"""Opens a channel to members, on which points act for one brand."""


class MembersHistory:
    """Implements `dry_run.commands.job.History`."""

    def __init__(self, channels: Channels) -> None:
        self._channels = channels

    async def judged(
        self, brand: str, source_yaml: str
    ) -> programmes_pb2.ValidateProgrammeResponse:
        """The draft as members judge it."""
        async with self._channels(brand) as channel:
            stub: programmes_pb2_grpc.ProgrammesAsyncStub = programmes_pb2_grpc.ProgrammesStub(
                channel
            )
            request = programmes_pb2.ValidateProgrammeRequest(source_yaml=source_yaml)
            return await stub.ValidateProgramme(request, timeout=READING_S)

    async def activities(
        self, brand: str, since: datetime, until: datetime
    ) -> AsyncGenerator[Sequence[Told], None]:
        """The activities that were recorded from `since` until `until`, in their order."""
        begin = Timestamp()
        begin.FromDatetime(since)
        async with self._channels(brand) as channel:
            stub: events_pb2_grpc.EventsAsyncStub = events_pb2_grpc.EventsStub(channel)
            quiet, found, over = 0, list[Told](), False
            feed = stub.Watch(events_pb2.WatchRequest(since=begin))
            try:
                async for response in feed:
                    quiet = 0 if response.events else quiet + 1
                    for event in response.events:
                        at = to_instant(event.record_time, "record_time")
                        over = over or at > until
                        if since <= at <= until:
                            found += [Told(at, activity) for activity in _activities(event)]
                    over = over or quiet >= QUIET_SIGNS
                    if found and (len(found) >= PIECE or over):
                        yield found
                        found = []
                    if over:
                        return
            finally:
                feed.cancel()


def _activities(event: events_pb2.Event) -> Sequence[Activity]:
    """Those of an event; none of one that points can't read, which would be set aside."""
    try:
        return [own for own in to_member_events(event) if isinstance(own, Activity)]
    except Exception as error:
        _log.warning("dry_run_event_unreadable", event=event.id, error=str(error))
        return ()
