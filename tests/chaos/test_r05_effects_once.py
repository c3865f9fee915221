"""R5: each event takes effect once. R12: jobs may run twice, late, or at once on two workers.

Members and points have two replicas each. While tills report activities, processes are killed at
random, also between an effect and the storing of its token, and the leases are deleted, so that two
replicas follow the same feed at once.
"""

from __future__ import annotations

import asyncio
import os
import random
from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime

import grpc
import pytest
import yaml

from deploy.local import ports
from deploy.local.servers import MongoServer
from services.common import follower, lease, mongo
from services.common.mongo import Database
from services.members import wiring as members_wiring
from services.points import wiring as points_wiring
from tessera.members.v1 import (
    activities_pb2,
    activities_pb2_grpc,
    members_pb2,
    members_pb2_grpc,
    programmes_pb2,
    programmes_pb2_grpc,
)
from tessera.points.v1 import earning_pb2, earning_pb2_grpc, ledger_pb2, ledger_pb2_grpc
from tessera.types.v1 import types_pb2
from tests.chaos.clients import AGAIN, BRANDS, CALL_TIMEOUT_S, insist
from tests.chaos.fleet import Fleet, Process, operator, replicas, till, until
from tests.chaos.replica_set import ReplicaSet
from tests.paths import PROGRAMMES

ROUNDS = int(os.environ.get("TESSERA_CHAOS_ROUNDS", "3"))
TIMEOUT_S = 60 + 15 * ROUNDS
BURST = 60
PIECE = 10
PEOPLE = 8
KILL_AFTER_S = (0.0, 0.4)
FOLLOWED_S = 25.0
ORDERS = 0.5
"""The share of orders; a visit leaves nothing but its points by which a repeat could be known."""
VISIT_POINTS = 3
RULES = [
    {
        "code": "order_points",
        "on": "order",
        "asset": "POINTS",
        "award": {"points": 1, "per_minor_units": 100},
        "rounding": "floor",
    },
    {
        "code": "visit_points",
        "on": "visit",
        "asset": "POINTS",
        "award": {"points": VISIT_POINTS},
    },
]


class Desk:
    """A brand's tills, at all replicas."""

    def __init__(self, fleet: Fleet, brand: str, members: str, points: str) -> None:
        self.brand = brand
        self.expected: Counter[str] = Counter()
        """Points by event id."""
        self.spent_minor: Counter[str] = Counter()
        """By member."""
        self.people: list[str] = []
        self._channels = [
            fleet.channel(members, till(brand)),
            fleet.channel(points, till(brand)),
            fleet.channel(members, operator(brand)),
        ]
        told, awarded, run = self._channels
        self._members: members_pb2_grpc.MembersAsyncStub = members_pb2_grpc.MembersStub(told)
        self._activities: activities_pb2_grpc.ActivitiesAsyncStub = (
            activities_pb2_grpc.ActivitiesStub(told)
        )
        self._earning: earning_pb2_grpc.EarningAsyncStub = earning_pb2_grpc.EarningStub(awarded)
        self.ledger: ledger_pb2_grpc.LedgerAsyncStub = ledger_pb2_grpc.LedgerStub(awarded)
        self._programmes: programmes_pb2_grpc.ProgrammesAsyncStub = (
            programmes_pb2_grpc.ProgrammesStub(run)
        )

    async def open(self) -> None:
        """A programme and members."""
        programme = yaml.safe_load((PROGRAMMES / "retail.yaml").read_text("utf-8"))
        programme["brand"] = self.brand
        programme["earning"]["rules"] = RULES
        # PyYAML reads their key `on` as true.
        played = ("tasks", "badges", "streaks", "leaderboards")
        for section in (*played, "surveys", "reach", "events", "ideas"):
            programme.pop(section, None)
        source = yaml.safe_dump(programme)
        await self._programmes.PublishProgramme(
            programmes_pb2.PublishProgrammeRequest(request_id="publish", source_yaml=source)
        )
        requests = [
            members_pb2.EnrolMemberRequest(
                request_id=f"enrol/{n}",
                identities=[
                    members_pb2.Identity(kind=members_pb2.IDENTITY_KIND_APP_ID, value=f"app-{n}")
                ],
                channel="app",
            )
            for n in range(PEOPLE)
        ]
        request = members_pb2.BatchEnrolMembersRequest(requests=requests)
        answer = await insist(self._members.BatchEnrolMembers, request)
        self.people = [result.member_id for result in answer.results]

    def activities(self, round_: int, chance: random.Random) -> list[types_pb2.Activity]:
        """A burst of visits and orders, each of a known worth."""
        return [self._activity(f"{round_}-{n}", chance) for n in range(BURST)]

    def _activity(self, event_id: str, chance: random.Random) -> types_pb2.Activity:
        activity = types_pb2.Activity(
            channel="pos",
            event_id=event_id,
            member_id=chance.choice(self.people),
            type=types_pb2.ACTIVITY_TYPE_VISIT,
        )
        activity.occur_time.FromDatetime(datetime.now(UTC))
        self.expected[event_id] = VISIT_POINTS
        if chance.random() < ORDERS:
            pence = chance.randint(100, 9_999)
            activity.type = types_pb2.ACTIVITY_TYPE_ORDER
            activity.order.order_id = event_id
            activity.order.total.currency_code = "GBP"
            activity.order.total.minor_units = pence
            self.expected[event_id] = pence // 100
            self.spent_minor[activity.member_id] += pence
        return activity

    async def record(self, activities: Sequence[types_pb2.Activity]) -> None:
        """Record activities with the members service; repeats until it answers."""
        request = activities_pb2.RecordActivitiesRequest(activities=activities)
        answer = await insist(self._activities.RecordActivities, request)
        assert all(not result.reason for result in answer.results), answer

    async def award(self, activities: Sequence[types_pb2.Activity]) -> None:
        """Request the award at once, like a till that prints it, and only once."""
        request = earning_pb2.AwardActivitiesRequest(activities=activities)
        try:
            await self._earning.AwardActivities(request, timeout=CALL_TIMEOUT_S)
        except grpc.aio.AioRpcError as error:
            if error.code() not in AGAIN:
                raise

    async def awarded(self) -> list[tuple[str, int]]:
        """The points of each award by event id, in order; a double award is listed twice."""
        found = []
        for person in self.people:
            token = ""
            while True:
                request = ledger_pb2.ListEntriesRequest(
                    owner=person, asset="POINTS", page_size=100, page_token=token
                )
                page = await insist(self.ledger.ListEntries, request)
                found += [(entry.metadata["event_id"], entry.amount) for entry in page.entries]
                token = page.next_page_token
                if not token:
                    break
        return sorted(found)

    async def known_spent_minor(self) -> Counter[str]:
        """The money spent, by member, as the members service answers it."""
        request = members_pb2.BatchGetMembersRequest(member_ids=self.people)
        answer = await insist(self._members.BatchGetMembers, request)
        return Counter({member.id: member.facts.spent_minor for member in answer.members})

    async def close(self) -> None:
        for channel in self._channels:
            await channel.close()


@dataclass
class Service:
    """Two replicas of one service, and its database."""

    db: Database
    processes: list[Process]

    async def disturb(self, chance: random.Random) -> None:
        """Kill one replica; another follows at once, from an older position in the feed."""
        known = [token async for token in self.db[follower.COLLECTION].find({})]
        await asyncio.sleep(chance.uniform(*KILL_AFTER_S))
        victim = chance.choice(self.processes)
        victim.kill()
        victim.launch()
        # As if it had been killed just before it stored its token; the other may be following.
        for token in known:
            await self.db[follower.COLLECTION].replace_one({"_id": token["_id"]}, token)
        await self.db[lease.COLLECTION].delete_many({})


async def burst(desk: Desk, round_: int, chance: random.Random) -> None:
    """Reports activities in concurrent pieces, some twice, and some also to points."""
    activities = desk.activities(round_, chance)
    async with asyncio.TaskGroup() as group:
        for start in range(0, BURST, PIECE):
            group.create_task(desk.record(activities[start : start + PIECE]))
        group.create_task(desk.record(chance.sample(activities, PIECE)))
        group.create_task(desk.award(chance.sample(activities, PIECE)))


@pytest.mark.timeout(TIMEOUT_S)
async def test_r5_r12_each_activity_is_awarded_once_despite_kills_and_two_followers(
    fleet: Fleet, three_mongo: MongoServer, db_name: str, chance: random.Random
) -> None:
    await ReplicaSet(three_mongo).healthy()
    async with AsyncExitStack() as closing:
        members, points = await two_of_each(fleet, three_mongo.url, db_name, closing)
        at = [replicas(*(each.port for each in s.processes)) for s in (members, points)]
        desks = [Desk(fleet, brand, *at) for brand in BRANDS]
        for desk in desks:
            closing.push_async_callback(desk.close)
            await desk.open()

        for round_ in range(ROUNDS):
            async with asyncio.TaskGroup() as group:
                for desk in desks:
                    group.create_task(burst(desk, round_, chance))
                group.create_task(chance.choice((members, points)).disturb(chance))
                group.create_task(points.disturb(chance))
            for process in (*members.processes, *points.processes):
                await process.ready()

        for desk in desks:
            await followed(desk)
            assert await desk.awarded() == sorted(desk.expected.items())
            assert await desk.known_spent_minor() == desk.spent_minor
    exit_code, said = await fleet.verify(mongo_url=three_mongo.url, mongo_db=points.db.name)
    assert exit_code == 0, said
    assert said.count("green") == len(BRANDS), said


async def two_of_each(
    fleet: Fleet, url: str, db_name: str, closing: AsyncExitStack
) -> tuple[Service, Service]:
    """Two replicas each of members and points, which know all of each other's addresses."""
    wirings = {"members": members_wiring, "points": points_wiring}
    at = {name: [ports.free_port(), ports.free_port()] for name in wirings}
    addresses = {f"{name}_address": replicas(*at[name]) for name in wirings}
    services = []
    for name, wiring in wirings.items():
        own = f"{db_name}_{name}"
        db = mongo.connect(url, own)
        closing.push_async_callback(mongo.close, db)
        await wiring.migrate(db)
        started = [
            fleet.start(name, port=port, mongo_url=url, mongo_db=own, **addresses)
            for port in at[name]
        ]
        services.append(Service(db, started))
    for process in (process for service in services for process in service.processes):
        await process.ready()
    return services[0], services[1]


async def followed(desk: Desk) -> None:
    """Returns when all reported activities have become points."""

    async def all_there() -> bool:
        return {event for event, _ in await desk.awarded()} >= set(desk.expected)

    await until(all_there, within_s=FOLLOWED_S)
