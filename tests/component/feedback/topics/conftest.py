"""Topics of three brands: one as tea has them, one whose posts all wait, one without."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.common import server
from services.common.mongo import Database
from services.common.settings import ServerSettings
from tessera.members.v1 import (
    activities_pb2_grpc,
    contacts_pb2_grpc,
    events_pb2_grpc,
    segments_pb2_grpc,
)
from tests.component.feedback.conftest import TEA, started, until
from tests.component.feedback.ideas.co_creation import ActivitiesServer
from tests.component.feedback.members_server import MembersFeedServer
from tests.component.feedback.topics.topic_room import SegmentsServer, TopicRoom


@pytest.fixture
async def room(db: Database, keys_dir: Path) -> AsyncIterator[TopicRoom]:
    feed, activities = MembersFeedServer(), ActivitiesServer()  # type: ignore[abstract]
    segments = SegmentsServer()  # type: ignore[abstract]
    running = await server.start(
        name="members",
        settings=ServerSettings(keys_dir=keys_dir),
        register=[
            lambda s: events_pb2_grpc.add_EventsServicer_to_server(feed, s),
            lambda s: activities_pb2_grpc.add_ActivitiesServicer_to_server(activities, s),
            lambda s: contacts_pb2_grpc.add_ContactsServicer_to_server(feed.contacts, s),
            lambda s: segments_pb2_grpc.add_SegmentsServicer_to_server(segments, s),
        ],
    )
    old = {"code": "old", "name": {"zh": "旧", "en": "Old"}, "closes": "2026-02-28"}
    gold = {"code": "gold", "name": {"zh": "金", "en": "Gold"}, "when": 'member.tier == "gold"'}
    strict = {"name": TEA["topics"]["name"], "moderation": "all", "list": [old, gold]}
    await feed.publish("tea", TEA)
    await feed.publish("retail", {**TEA, "topics": strict})
    await feed.publish("car", {key: TEA[key] for key in TEA if key not in ("topics", "reach")})

    async def has_programmes() -> bool:
        return await db["programmes"].count_documents({}) == 3

    async with started(db, keys_dir, running.address) as feedback:
        await until(has_programmes)
        yield TopicRoom(feed, activities, feedback, db)
    await running.stop(0)
