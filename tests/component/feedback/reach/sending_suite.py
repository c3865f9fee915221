"""Feedback beside local providers, whose messages go over real HTTP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from deploy.local import ports, providers
from deploy.local.providers import Desk
from services.common.mongo import Database
from services.feedback.providers.domain.credentials import credentials_of
from tessera.feedback.v1 import reach_pb2 as pb
from tessera.members.v1 import events_pb2
from tests.component.feedback.conftest import NOON, TEA, Feedback, started, until
from tests.component.feedback.members_server import MembersFeedServer
from tests.component.feedback.reach.test_touches import birthday, consent

TEXT = {"zh": "生日快乐", "en": "Happy birthday"}
REACH: dict[str, Any] = {
    "gather_minutes": 0,
    "caps": [{"purpose": "marketing", "per": "week", "times": 1}],
    "quiet": [{"purpose": "marketing", "channel": "sms", "from": "21:00", "until": "08:00"}],
    "channels": {
        "sms": {"signature": "【茶饮】"},
        "wechat_subscription": {
            "templates": [
                {
                    "code": "news",
                    "id": "W25",
                    "use": "any",
                    "page": "p",
                    "fields": {"thing1": "text"},
                }
            ]
        },
    },
    "messages": [
        {
            "code": "hello",
            "name": TEXT,
            "text": TEXT,
            "purpose": "service",
            "channels": ["sms"],
        },
        {
            "code": "drive",
            "name": TEXT,
            "text": TEXT,
            "purpose": "service",
            "channels": ["in_car", "inbox"],
        },
        {
            "code": "birthday",
            "name": TEXT,
            "text": TEXT,
            "purpose": "marketing",
            "template": "news",
            "channels": ["wechat_subscription", "push", "inbox"],
        },
        {
            "code": "by_staff",
            "name": TEXT,
            "text": TEXT,
            "purpose": "marketing",
            "expires_after_hours": 48,
            "channels": ["wecom"],
        },
    ],
    "matrix": [
        {"on": "member_enrolled", "send": "hello"},
        {"on": "birthday", "send": "birthday"},
        {"on": "birthday", "lead_days": 3, "send": "by_staff"},
        {"on": "tier_changed", "send": "drive"},
    ],
}


@dataclass
class Suite:
    feedback: Feedback
    feed: MembersFeedServer
    desk: Desk
    db: Database

    async def enrol(self, member_id: str) -> None:
        told = events_pb2.MemberEnrolled(channel="app")
        await self.feed.tell("tea", member_id, self.now, member_enrolled=told)
        await self.feed.tell("tea", member_id, self.now, consent_changed=consent(True, NOON))

    async def birthday(self, member_id: str) -> None:
        await self.feed.tell("tea", member_id, self.now, occasion_due=birthday())

    @property
    def now(self) -> datetime:
        return self.feedback.clock.now()

    async def touch(
        self, member_id: str, state: str, message: str = "hello", attempts: int = 0
    ) -> pb.Touch:
        """The member's touch of `message` in that state, as soon as it has so many attempts."""
        found: list[pb.Touch] = []

        async def has_come() -> bool:
            request = pb.ListTouchesRequest(member_id=member_id, message=message)
            found[:] = (await self.feedback.reach().ListTouches(request)).touches
            return (
                bool(found)
                and pb.TouchState.Name(found[0].state) == f"TOUCH_STATE_{state}"
                and len(found[0].attempts) >= attempts
            )

        await until(has_come)
        return found[0]

    def secret(self, channel: str) -> str:
        return self.desk._known["tea"][channel].secret

    def sms(self, member_id: str) -> list[dict[str, Any]]:
        return [each for each in self.desk.of("sms") if each["to"] == member_id]


@asynccontextmanager
async def served(desk: Desk, port: int) -> AsyncIterator[None]:
    config = uvicorn.Config(
        providers.make_app(desk), ports.HOST, port, log_level="critical", lifespan="off"
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = server.force_exit = True
        await serving


@pytest.fixture
async def suite(
    db: Database,
    keys_dir: Path,
    members: tuple[MembersFeedServer, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Suite]:
    # On a machine that is busy with other tests, an answer that takes long is none that is lost.
    monkeypatch.setattr("services.feedback.providers.commands.TIMEOUT_S", 60.0)
    feed, address = members
    await feed.publish("tea", {**TEA, "reach": REACH})
    port = ports.claim(0, purpose="providers")
    path = providers.prepare(tmp_path, f"http://{ports.HOST}:{port}", ["tea"])
    desk = Desk(credentials_of(json.loads(path.read_text("utf-8")), plain=True))

    async def is_published() -> bool:
        return await db["programmes"].count_documents({}) == 1

    async with (
        served(desk, port),
        started(db, keys_dir, address, providers=path) as feedback,
    ):
        await until(is_published)
        yield Suite(feedback, feed, desk, db)


def answers(touch: pb.Touch) -> list[tuple[str, str, str]]:
    return [(each.channel, each.answer, each.code) for each in touch.attempts]
