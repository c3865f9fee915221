"""Co-creation of three brands: one as tea has it, one with limits, one without."""

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
)
from tests.component.feedback.conftest import TEA, started, until
from tests.component.feedback.ideas.co_creation import ActivitiesServer, CoCreation
from tests.component.feedback.members_server import MembersFeedServer


@pytest.fixture
async def co(db: Database, keys_dir: Path) -> AsyncIterator[CoCreation]:
    feed, activities = MembersFeedServer(), ActivitiesServer()  # type: ignore[abstract]
    running = await server.start(
        name="members",
        settings=ServerSettings(keys_dir=keys_dir),
        register=[
            lambda s: events_pb2_grpc.add_EventsServicer_to_server(feed, s),
            lambda s: activities_pb2_grpc.add_ActivitiesServicer_to_server(activities, s),
            lambda s: contacts_pb2_grpc.add_ContactsServicer_to_server(feed.contacts, s),
        ],
    )
    gold = {"when": 'member.tier == "gold"', "per_day": 2}
    limited = {**TEA["ideas"], "vote": gold, "propose": {"per_month": 2}, "moderation": "all"}
    await feed.publish("tea", TEA)
    await feed.publish("retail", {**TEA, "ideas": limited})
    await feed.publish("car", {key: TEA[key] for key in TEA if key not in ("ideas", "reach")})

    async def has_programmes() -> bool:
        return await db["programmes"].count_documents({}) == 3

    async with started(db, keys_dir, running.address) as feedback:
        await until(has_programmes)
        yield CoCreation(feed, activities, feedback, db)
    await running.stop(0)
