"""The members service's feed, as far as points follow it: a real gRPC server, filled by hand."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import grpc

from services.common.auth import ALL_BRANDS, Role, current_caller
from services.members.programme.commands import programme_file
from tessera.members.v1 import (
    events_pb2,
    events_pb2_grpc,
    programmes_pb2,
    programmes_pb2_grpc,
    stores_pb2,
)
from tessera.types.v1 import types_pb2
from tests.activities import NOON


class MembersFeed(events_pb2_grpc.EventsServicer):
    """Tokens are how many events came before."""

    def __init__(self) -> None:
        self._events: list[events_pb2.Event] = []
        self._more = asyncio.Condition()
        self.recorded_at: datetime | None = None
        """When what is sent next was recorded; None for this machine's time."""

    async def publish(self, brand: str, document: Mapping[str, Any], version: int = 1) -> None:
        published = events_pb2.ProgrammePublished(
            version=version, document_json=json.dumps(document)
        )
        await self.send([events_pb2.Event(brand=brand, programme_published=published)])

    async def change_tier(
        self,
        brand: str,
        member_id: str,
        tier: str,
        rank: int,
        percent: int,
        *,
        main: bool = True,
        since: datetime = NOON,
    ) -> None:
        changed = events_pb2.TierChanged(
            ladder="growth" if main else "value",
            main=main,
            to_tier=tier,
            to_rank=rank,
            multiplier_percent=percent,
        )
        changed.effective_time.FromDatetime(since)
        event = events_pb2.Event(brand=brand, member_id=member_id, tier_changed=changed)
        await self.send([event])

    async def erase(self, brand: str, member_id: str) -> None:
        erased = events_pb2.MemberErased()
        await self.send([events_pb2.Event(brand=brand, member_id=member_id, member_erased=erased)])

    async def merge(self, brand: str, old: str, survivor: str, merge_id: str = "mrg_1") -> None:
        merged = events_pb2.MemberMerged(
            merge_id=merge_id, from_member_id=old, into_member_id=survivor
        )
        event = events_pb2.Event(brand=brand, member_id=survivor, member_merged=merged)
        await self.send([event])

    async def enrol(self, brand: str, member_id: str) -> None:
        enrolled = events_pb2.MemberEnrolled(channel="pos")
        event = events_pb2.Event(brand=brand, member_id=member_id, member_enrolled=enrolled)
        await self.send([event])

    async def tell_bought(
        self, brand: str, member_id: str, series: str, *days: date, revision: int = 1
    ) -> None:
        """Tell that the member bought a piece of the series on each of the days."""
        facts = events_pb2.ActivityFacts(version=[revision, 1], names=[f"bought/{series}"])
        facts.series.add(
            series=series, days=[day.toordinal() for day in days], pieces=[1] * len(days)
        )
        changed = events_pb2.FactsChanged(activity=facts)
        event = events_pb2.Event(brand=brand, member_id=member_id, facts_changed=changed)
        await self.send([event])

    async def change_store(self, brand: str, *changed: stores_pb2.Store) -> None:
        await self.send(
            [
                events_pb2.Event(brand=brand, store_changed=events_pb2.StoreChanged(store=store))
                for store in changed
            ]
        )

    async def record(self, brand: str, *activities: types_pb2.Activity) -> None:
        await self.send(
            [
                events_pb2.Event(
                    brand=brand,
                    member_id=activity.member_id,
                    activity_recorded=events_pb2.ActivityRecorded(activity=activity),
                )
                for activity in activities
            ]
        )

    async def send(self, events: Sequence[events_pb2.Event]) -> None:
        async with self._more:
            for event in events:
                event.id = f"evt_{len(self._events):026d}"
                event.record_time.FromDatetime(self.recorded_at or datetime.now(UTC))
                self._events.append(event)
            self._more.notify_all()

    @property
    def sent(self) -> int:
        return len(self._events)

    async def Watch(
        self,
        request: events_pb2.WatchRequest,
        context: grpc.aio.ServicerContext[Any, Any],
    ) -> AsyncIterator[events_pb2.WatchResponse]:
        caller = current_caller()
        assert caller.role is Role.SERVICE
        if caller.brand != ALL_BRANDS:
            since = request.since.ToDatetime(UTC)
            own = [event for event in self._events if event.brand == caller.brand]
            told = [event for event in own if event.record_time.ToDatetime(UTC) >= since]
            for events in ([], told, [], []):
                yield events_pb2.WatchResponse(events=events, token="0")
            return
        place = int(request.after or 0)
        while True:
            events = self._events[place : place + 1_000]
            place += len(events)
            yield events_pb2.WatchResponse(events=events, token=str(place))
            async with self._more:
                if place == len(self._events):
                    await self._more.wait()


class DraftsJudged(programmes_pb2_grpc.ProgrammesServicer):
    """Judges drafts as members does, and does nothing else."""

    async def ValidateProgramme(
        self, request: programmes_pb2.ValidateProgrammeRequest, context: Any
    ) -> programmes_pb2.ValidateProgrammeResponse:
        file = programme_file.read(request.source_yaml, current_caller().brand)
        found = [
            programmes_pb2.ProgrammeProblem(line=one.line, key=one.key, message=one.message)
            for one in file.problems
        ]
        written = "" if found else json.dumps(file.document)
        return programmes_pb2.ValidateProgrammeResponse(problems=found, document_json=written)
