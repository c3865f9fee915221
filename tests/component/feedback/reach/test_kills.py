"""Workers are killed ten times while they judge and hand over: nothing is sent twice, nothing is
lost, and nobody has more marketing than the cap allows."""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from contextlib import AsyncExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from deploy.local import ports, providers
from deploy.local.providers import Desk
from services.common.mongo import Database
from services.feedback.providers.domain.credentials import credentials_of
from services.feedback.timers import commands as jobs
from services.feedback.timers import storage as timers
from tessera.members.v1 import events_pb2
from tests.component.feedback.conftest import NOON, TEA, Feedback, started, until
from tests.component.feedback.members_server import MembersFeedServer
from tests.component.feedback.reach.sending_suite import TEXT, served
from tests.component.feedback.reach.test_touches import birthday, enrolled

KILLS, EACH = 5, 4
"""Two workers are killed each time, and so many members are told of before."""
REACH = {
    "gather_minutes": 0,
    "caps": [{"purpose": "marketing", "per": "week", "times": 1}],
    "messages": [
        {"code": "hello", "name": TEXT, "text": TEXT, "purpose": "service", "channels": ["push"]},
        {"code": "gift", "name": TEXT, "text": TEXT, "purpose": "marketing", "channels": ["push"]},
    ],
    "matrix": [
        {"on": "member_enrolled", "send": "hello"},
        {"on": "birthday", "send": "gift"},
        {"on": "tier_changed", "send": "gift"},
    ],
}
ENDED = ["sent", "delivered", "refused", "unknown", "failed"]


async def test_ten_killed_workers_send_nothing_twice_and_lose_nothing(
    db: Database,
    keys_dir: Path,
    members: tuple[MembersFeedServer, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(jobs, "PAUSE_S", 0.02)
    monkeypatch.setattr(timers, "LOOK_S", 0.01)
    feed, address = members
    await feed.publish("tea", {**TEA, "reach": REACH})
    port = ports.claim(0, purpose="providers")
    path = providers.prepare(tmp_path, f"http://{ports.HOST}:{port}", ["tea"])
    desk = Desk(credentials_of(json.loads(path.read_text("utf-8")), plain=True))
    names = [f"mem_{number}" for number in range(KILLS * EACH)]

    async def work(stack: AsyncExitStack) -> Feedback:
        return await stack.enter_async_context(started(db, keys_dir, address, providers=path))

    async with served(desk, port):
        for seed in range(KILLS):
            draw = random.Random(seed)
            async with AsyncExitStack() as stack:
                workers = [await work(stack) for _ in range(2)]
                for worker in workers:
                    worker.clock.advance(timedelta(minutes=5 * seed))
                # Another follower brings it: who is told of before it gets no message.
                await until(lambda: _has_programme(db))
                for name in names[seed * EACH : (seed + 1) * EACH]:
                    await _tell(feed, name)
                enough = len(desk.calls) + draw.randrange(2 * EACH)
                await until(partial(_called, desk, enough))
                await asyncio.sleep(0.05 * draw.random())
        async with AsyncExitStack() as stack:
            last = await work(stack)
            # What a killed worker had begun is known to be lost after a while, and a greeting goes
            # again.
            last.clock.advance(timedelta(hours=1))
            await until(lambda: _all_ended(db, last, 3 * len(names)))

    touches = await db["touches"].find().to_list(9 * len(names))
    assert len(touches) == 3 * len(names)
    ids = {each["_id"]: each for each in touches}
    # A greeting whose answer was lost goes again under its id, by which the provider knows it.
    assert desk.messages.keys() <= {f"tea/push/{id_}" for id_ in ids}
    marketing = Counter(
        ids[id_]["member_id"] for _, id_ in desk.calls if ids[id_]["message"] == "gift"
    )
    assert max(marketing.values()) == 1  # repeats of calls too
    for name in names:
        own = [each for each in touches if each["member_id"] == name]
        told = Counter((each["message"], each["state"] != "refused") for each in own)
        # One greeting, and of two reasons for a gift one.
        assert told == {("hello", True): 1, ("gift", True): 1, ("gift", False): 1}, name
    # That a call may have been lost is known, and nothing else did not arrive.
    missed = [each for each in touches if each["_id"] not in {id_ for _, id_ in desk.calls}]
    assert {each["state"] for each in missed} <= {"unknown", "refused"}


async def _tell(feed: MembersFeedServer, name: str) -> None:
    """Enrol the member, and two occasions for the same gift."""
    await enrolled(feed, name)
    await feed.tell("tea", name, NOON, occasion_due=birthday())
    changed = events_pb2.TierChanged(main=True, from_tier="basic", to_tier="silver")
    await feed.tell("tea", name, NOON, tier_changed=changed)


async def _has_programme(db: Database) -> bool:
    return await db["programmes"].count_documents({}) == 1


async def _called(desk: Desk, enough: int) -> bool:
    return len(desk.calls) >= enough


async def _all_ended(db: Database, last: Feedback, count: int) -> bool:
    last.clock.advance(timedelta(seconds=1))
    return await db["touches"].count_documents({"state": {"$in": ENDED}}) == count
