"""Operators who write at the same time."""

import asyncio
from datetime import datetime
from typing import Any

import pytest

from services.common import mongo
from services.common.auth import Caller, Role
from services.common.mongo import Database
from tessera.members.v1 import activities_pb2
from tessera.types.v1 import types_pb2
from tests.component.members.conftest import Members
from tests.scopes import EVERY_SCOPE

WRITES = 30


async def test_operators_of_a_brand_who_write_at_once_lose_no_races_to_the_audit_log(
    members: Members, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [await members.enrol() for _ in range(WRITES)]
    lost = 0
    attempt = mongo._attempt

    async def counted(*arguments: Any) -> Any:
        nonlocal lost
        try:
            return await attempt(*arguments)
        except mongo.PyMongoError:
            lost += 1
            raise

    monkeypatch.setattr(mongo, "_attempt", counted)
    ann = Caller("tea", "ann", Role.OPERATOR, None, EVERY_SCOPE)
    stub = members.activities(caller=ann)
    now = members.clock.now()
    answers = await asyncio.gather(*(stub.RecordActivities(visit(each, now)) for each in ids))
    states = {each.state for answer in answers for each in answer.results}
    assert states == {activities_pb2.RECORD_STATE_RECORDED}
    # The service's own jobs follow them, and may meet one or another.
    assert lost < WRITES // 2
    entries = await db["audit"].count_documents({"kind": "audit", "body.action": NAME})
    assert entries == WRITES


NAME = "members.Activities.RecordActivities"


def visit(member_id: str, at: datetime) -> activities_pb2.RecordActivitiesRequest:
    made = types_pb2.Activity(
        channel="crm",
        event_id=f"v-{member_id}",
        member_id=member_id,
        type=types_pb2.ACTIVITY_TYPE_VISIT,
    )
    made.occur_time.FromDatetime(at)
    return activities_pb2.RecordActivitiesRequest(activities=[made])
