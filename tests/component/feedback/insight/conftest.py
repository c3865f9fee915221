"""Feedback beside members, and what tests of insight do with it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.common.mongo import Database
from tessera.feedback.v1 import insight_pb2 as pb
from tessera.members.v1 import events_pb2
from tessera.types.v1 import types_pb2
from tests.component.feedback.conftest import TEA, Feedback, started, until
from tests.component.feedback.members_server import MembersFeedServer

DAY = timedelta(days=1)
MIDNIGHT = datetime(2026, 3, 1, 16, tzinfo=UTC)
"""The beginning of Monday 2 March in Shanghai; the clock stands at its 20:00."""
SECTION: dict[str, Any] = {
    "board": ["orders", "revenue", "retention_d1", "conversion"],
    "targets": [
        {"metric": "orders", "target": 3},
        {"metric": "retention_d1", "target_permille": 500},
    ],
    "alarms": {"metrics": ["orders"], "min_volume": 1},
    "funnels": [
        {
            "code": "to_store",
            "name": {"zh": "到店", "en": "To the store"},
            "steps": ["visit", "order"],
        }
    ],
    "reports": ["daily", "weekly"],
    "acquisition": [
        {
            "code": "stores",
            "name": {"zh": "门店", "en": "Stores"},
            "kind": "direct",
            "sources": ["store_qr", "poster"],
        },
        {
            "code": "moments",
            "name": {"zh": "朋友圈", "en": "Moments"},
            "kind": "social",
            "sources": ["moments_ad"],
        },
    ],
}


class World:
    """The service beside members, and what tests do with it."""

    def __init__(self, feed: MembersFeedServer, feedback: Feedback, db: Database) -> None:
        self.feed, self.feedback, self.db = feed, feedback, db
        self.told = 0

    async def enrol(self, member_id: str, at: datetime, source: str = "") -> None:
        enrolled = events_pb2.MemberEnrolled(channel="app")
        if source:
            enrolled.origin.source = source
        await self.feed.tell("tea", member_id, at, member_enrolled=enrolled)

    def does(
        self, member_id: str, kind: str, at: datetime, minor: int = 0, store: str = "s1"
    ) -> tuple[str, Any]:
        self.told += 1
        done = types_pb2.Activity(
            channel="pos",
            event_id=f"a{self.told}",
            member_id=member_id,
            type=types_pb2.ActivityType.Value(f"ACTIVITY_TYPE_{kind.upper()}"),
            store_id=store,
        )
        done.occur_time.FromDatetime(at)
        if minor:
            done.order.order_id = f"o{self.told}"
            done.order.total.minor_units = minor
            done.order.total.currency_code = "CNY"
        return member_id, events_pb2.ActivityRecorded(activity=done)

    async def tell(self, *done: tuple[str, Any]) -> None:
        for member_id, recorded in done:
            await self.feed.tell("tea", member_id, activity_recorded=recorded)

    async def settled(self) -> None:
        """Everything that was told is counted."""
        token = str(len(self.feed._events))

        async def counted() -> bool:
            kept = await self.db.watch_tokens.find_one({"_id": "insight"})
            self.feedback.clock.advance(timedelta(seconds=1))
            return (
                kept is not None
                and kept["token"] == token
                and not await self.db.insight_dirty.count_documents({})
            )

        await until(counted)

    async def numbers(self, metric: str, **asked: Any) -> dict[str, tuple[int, int] | None]:
        request = pb.GetMetricRequest(metric=metric, from_day="2026-02-20", **asked)
        found = await self.feedback.insight().GetMetric(request)
        return {each.day: number(each) for each in found.points}

    async def buckets(self) -> list[Any]:
        found = self.db.insight_buckets.find({"kinds": {"$ne": []}}, {"as_of": 0}).sort("_id", 1)
        return [each async for each in found]


def number(told: Any) -> tuple[int, int] | None:
    if not told.HasField("number"):
        return None
    return told.number.numerator, told.number.denominator


@pytest.fixture
async def world(
    db: Database, keys_dir: Path, members: tuple[MembersFeedServer, str]
) -> AsyncIterator[World]:
    feed, address = members
    await feed.publish("tea", {**TEA, "insight": SECTION})
    async with started(db, keys_dir, address) as feedback:
        yield World(feed, feedback, db)
