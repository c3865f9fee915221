"""The members service's feed, as far as feedback follows it: a real gRPC server, filled by hand."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from typing import Any

import grpc

from services.common.auth import ALL_BRANDS, Role, current_caller
from tessera.members.v1 import events_pb2, events_pb2_grpc, stores_pb2
from tessera.types.v1 import types_pb2


class MembersFeedServer(events_pb2_grpc.EventsServicer):
    """A token is the number of events before it."""

    def __init__(self) -> None:
        self._events: list[events_pb2.Event] = []
        self._more = asyncio.Condition()
        self.callers: set[tuple[str, Role]] = set()

    async def publish(
        self, brand: str, document: Mapping[str, Any] | str, version: int = 1
    ) -> None:
        """Publish a programme of `brand`."""
        text = document if isinstance(document, str) else json.dumps(document, default=str)
        published = events_pb2.ProgrammePublished(version=version, document_json=text)
        await self._add(events_pb2.Event(brand=brand, programme_published=published))

    async def enrol(self, brand: str, member_id: str) -> None:
        """Publish something that is no concern of feedback's."""
        enrolled = events_pb2.MemberEnrolled(channel="app")
        await self._add(
            events_pb2.Event(brand=brand, member_id=member_id, member_enrolled=enrolled)
        )

    async def tell_language(self, brand: str, member_id: str, language: str) -> None:
        """Tell the language that a member prefers."""
        profile = events_pb2.ProfileFacts(version=[1], names=["language"], language=language)
        changed = events_pb2.FactsChanged(profile=profile)
        await self._add(events_pb2.Event(brand=brand, member_id=member_id, facts_changed=changed))

    async def erase(self, brand: str, member_id: str) -> None:
        """Tell that a member is erased."""
        erased = events_pb2.MemberErased()
        await self._add(events_pb2.Event(brand=brand, member_id=member_id, member_erased=erased))

    async def change_store(self, brand: str, store: stores_pb2.Store) -> None:
        """Publish a store of `brand`."""
        changed = events_pb2.StoreChanged(store=store)
        await self._add(events_pb2.Event(brand=brand, store_changed=changed))

    async def order(self, brand: str, member_id: str, at: datetime, event_id: str = "o1") -> None:
        """Publish an order of a member."""
        activity = types_pb2.Activity(
            channel="pos",
            event_id=event_id,
            member_id=member_id,
            type=types_pb2.ACTIVITY_TYPE_ORDER,
            store_id="SH001",
        )
        activity.occur_time.FromDatetime(at)
        recorded = events_pb2.ActivityRecorded(activity=activity)
        await self.tell(brand, member_id, activity_recorded=recorded)

    async def tell(self, brand: str, member_id: str, **kind: Any) -> None:
        """Publish an event of the kind about a member."""
        await self._add(events_pb2.Event(brand=brand, member_id=member_id, **kind))

    async def _add(self, event: events_pb2.Event) -> None:
        event.id = f"evt_{len(self._events):026d}"
        event.record_time.FromDatetime(datetime.now(UTC))
        async with self._more:
            self._events.append(event)
            self._more.notify_all()

    async def Watch(
        self,
        request: events_pb2.WatchRequest,
        context: grpc.aio.ServicerContext[Any, Any],
    ) -> AsyncIterator[events_pb2.WatchResponse]:
        caller = current_caller()
        assert caller.brand == ALL_BRANDS
        self.callers.add((caller.brand, caller.role))
        place = int(request.after or 0)
        while True:
            events = self._events[place:]
            place = len(self._events)
            yield events_pb2.WatchResponse(events=events, token=str(place))
            async with self._more:
                if place == len(self._events):
                    await self._more.wait()
