"""Feedback beside local providers and the real points, both of which follow one members feed."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from deploy.local import ports, providers
from deploy.local.providers import Desk
from services.common import mongo
from services.common.auth import ALL_BRANDS, Caller, Role
from services.common.mongo import Database
from services.feedback.providers.domain.credentials import credentials_of
from tessera.feedback.v1 import subscriptions_pb2_grpc
from tests.component.feedback.conftest import TEA, Feedback, started, until
from tests.component.feedback.members_server import MembersFeedServer
from tests.component.feedback.reach.sending_suite import REACH, Suite, served
from tests.component.points.conftest import Points
from tests.component.points.conftest import started as points_started
from tests.databases import Databases

ASSET = "WX_ORDER_READY"
TEMPLATE = "W25"
TEXT = {"zh": "取餐", "en": "Ready"}


def document(grants_from: str = "callback") -> dict[str, Any]:
    """The tea programme, where each birthday brings a message of a counted template."""
    template: dict[str, Any] = {"code": "ready", "id": TEMPLATE, "use": "any", "quota": ASSET}
    template |= {"page": "p", "fields": {"thing1": "text"}}
    hello: dict[str, Any] = {"code": "hello", "name": TEXT, "text": TEXT, "purpose": "service"}
    hello |= {"channels": ["wechat_subscription", "sms"], "template": "ready"}
    reach = {**REACH, "messages": [hello], "matrix": [{"on": "birthday", "send": "hello"}]}
    wechat = {"grants_from": grants_from, "templates": [template]}
    reach["channels"] = {**REACH["channels"], "wechat_subscription": wechat}
    asset = {"spendable": True, "expiry": {"policy": "never"}}
    return {**TEA, "assets": {**TEA["assets"], ASSET: asset}, "reach": reach}


@dataclass
class Quota(Suite):
    points: Points

    async def birthday(self, member_id: str) -> None:
        # Touches are listed by the time of their wish.
        self.feedback.clock.advance(timedelta(seconds=1))
        await super().birthday(member_id)

    def subscriptions(
        self, member_id: str = "", brand: str = "tea"
    ) -> subscriptions_pb2_grpc.SubscriptionsAsyncStub:
        """As a member, or as an operator without one."""
        role = Role.MEMBER if member_id else Role.OPERATOR
        caller = Caller(brand, "someone", role, member_id or None)
        if not member_id:
            caller = Caller(brand, "ann", role, scopes=frozenset({"feedback:read"}))
        return self._stub(caller)

    def gateway(self) -> subscriptions_pb2_grpc.SubscriptionsAsyncStub:
        return self._stub(Caller(ALL_BRANDS, "gateway", Role.SERVICE))

    def _stub(self, caller: Caller) -> subscriptions_pb2_grpc.SubscriptionsAsyncStub:
        return subscriptions_pb2_grpc.SubscriptionsStub(self.feedback._channel(caller))

    async def balance(self, member_id: str) -> tuple[int, int]:
        """What is posted, and what can be used now."""
        found = await self.points.service().balance(member_id, ASSET)
        return found.posted, found.available

    async def settled(self, member_id: str, left: int) -> None:
        async def is_so() -> bool:
            return await self.balance(member_id) == (left, left)

        await until(is_so)


@pytest.fixture
async def points_db(mongo_url: str, databases: Databases) -> AsyncIterator[Database]:
    kind = "tests/component/points"
    name = databases.take(kind)
    database = mongo.connect(mongo_url, name)
    yield database
    await mongo.close(database)
    databases.give_back(kind, name)


@pytest.fixture
async def quota(
    db: Database,
    points_db: Database,
    keys_dir: Path,
    members: tuple[MembersFeedServer, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Quota]:
    monkeypatch.setattr("services.feedback.providers.commands.TIMEOUT_S", 60.0)
    feed, address = members
    await feed.publish("tea", document())
    port = ports.claim(0, purpose="providers")
    path = providers.prepare(tmp_path, f"http://{ports.HOST}:{port}", ["tea"])
    desk = Desk(credentials_of(json.loads(path.read_text("utf-8")), plain=True))
    async with (
        served(desk, port),
        points_started(points_db, keys_dir, address) as points,
        _feedback(db, keys_dir, address, points.running.address, path) as feedback,
    ):

        async def is_published() -> bool:
            counts = [await each["programmes"].count_documents({}) for each in (db, points_db)]
            return counts == [1, 1]

        await until(is_published)
        yield Quota(feedback, feed, desk, db, points)


@asynccontextmanager
async def _feedback(
    db: Database, keys_dir: Path, members: str, points: str, path: Path
) -> AsyncIterator[Feedback]:
    async with started(db, keys_dir, members, points, providers=path) as feedback:
        yield feedback
