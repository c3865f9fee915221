"""Workers that meet: a step that is due, the event that ends it, and each other."""

import asyncio
from datetime import timedelta
from functools import partial
from typing import Any

from services.common.clock import ManualClock
from services.common.mongo import Database
from services.feedback.audience.domain import ConsentSaid, Enrolled, Said
from services.feedback.audience.storage import MongoAudience
from services.feedback.experiments_wiring import experiments_context
from services.feedback.fact_store.storage import MongoMemberFacts
from services.feedback.journeys.api.messages import PausedWire
from services.feedback.journeys.commands.context import JourneysContext
from services.feedback.journeys.commands.taking import take
from services.feedback.journeys.commands.waking import wake_due
from services.feedback.journeys.storage.entries import STEP_TIMER, MongoEntries
from services.feedback.programme.commands import Programmes
from services.feedback.programme.domain import Publication
from services.feedback.programme.storage import MongoProgrammeStore
from services.feedback.providers.adapters.file import CredentialsFile
from services.feedback.providers.commands import Providers
from services.feedback.reach.commands.context import ReachContext
from services.feedback.reach.commands.wishing import Happened
from services.feedback.reach.domain.resolved import Resolved
from services.feedback.reach.domain.wish import Occasion
from services.feedback.reach.storage.touches import MongoTouches
from services.feedback.timers.commands import TimerJob
from services.feedback.timers.storage import MongoTimers
from services.feedback.wiring import migrate
from tests.component.feedback.conftest import NOON
from tests.no_pressure import NoPressure
from tests.no_quotas import NoQuotas

MEMBERS = 150
TEXT = {"zh": "好", "en": "Good"}
JOURNEY = {
    "code": "week",
    "name": TEXT,
    "enter": {"on": "member_enrolled"},
    "until": [{"on": "activity", "when": 'activity.type == "order"'}],
    "steps": [{"code": "pause", "wait": {"hours": 1}}, {"code": "hello", "send": "hello"}],
}
MESSAGE = {"code": "hello", "name": TEXT, "text": TEXT, "purpose": "marketing"}
ORDER = {"on": "activity", "when": 'activity.type == "order"'}
AWAITED: dict[str, Any] = {
    **JOURNEY,
    "until": [],
    "steps": [
        {"code": "order", "wait": {"for": ORDER, "hours": 1, "otherwise": "remind"}},
        {"code": "thank", "send": "hello"},
        {"code": "out", "go_to": "end"},
        {"code": "remind", "send": "hello"},
    ],
}
ONE_HOUR = timedelta(hours=1)


class NobodyIsAsked:
    async def resolve(self, *asked: object) -> dict[str, Resolved]:
        raise AssertionError("nothing is handed over here")


class Workers:
    """Contexts of their own over one database, as processes have."""

    def __init__(self, db: Database, count: int) -> None:
        self.db = db
        self.clock = ManualClock(NOON)
        self.members = [f"mem_{number}" for number in range(MEMBERS)]
        self.contexts = [
            JourneysContext(
                MongoEntries(db, PausedWire(), self.clock),
                ReachContext(
                    MongoTouches(db),
                    MongoAudience(db),
                    MongoMemberFacts(db),
                    Programmes(MongoProgrammeStore(db), ()),
                    NobodyIsAsked(),
                    Providers(CredentialsFile(None), {}, self.clock),
                    self.clock,
                    NoQuotas(),
                    NoPressure(),
                ),
                experiments_context(db, Programmes(MongoProgrammeStore(db), ()), self.clock),
            )
            for _ in range(count)
        ]

    async def begin(self, journey: dict[str, Any] = JOURNEY) -> None:
        """Everybody is on the journey, and waits."""
        await migrate(self.db)
        document = {"reach": {"messages": [MESSAGE], "journeys": [journey]}}
        await MongoProgrammeStore(self.db).keep(Publication("tea", "r1", document))
        said = Said(NOON, True)
        await MongoAudience(self.db).keep(
            [
                *(Enrolled("tea", each, NOON) for each in self.members),
                *(ConsentSaid("tea", each, "marketing", "all", said) for each in self.members),
            ]
        )
        # Two followers hear of it at once, as after one is taken for dead.
        told = [self.happened(each, "member_enrolled") for each in self.members]
        await asyncio.gather(*(take(each, told) for each in self.contexts[:2]))
        assert await self.db["journey_entries"].count_documents({}) == MEMBERS
        assert await self.db["timers"].count_documents({"kind": STEP_TIMER}) == MEMBERS

    def happened(self, member_id: str, code: str) -> Happened:
        activity = {"type": "order"} if code == "activity" else None
        at = self.clock.now()
        return Happened("tea", member_id, Occasion(code), at, f"{code}_{member_id}", activity)

    def job(self, number: int) -> TimerJob:
        effects = {STEP_TIMER: partial(wake_due, self.contexts[number])}
        return TimerJob(MongoTimers(self.db), effects, self.clock)


async def test_case_28_an_order_and_the_step_at_the_same_instant_end_it_once(db: Database) -> None:
    workers = Workers(db, 3)
    await workers.begin()
    workers.clock.advance(ONE_HOUR)
    ordered = [workers.happened(each, "activity") for each in workers.members]
    await asyncio.gather(
        workers.job(0).fire_due(),
        *(
            take(workers.contexts[2], ordered[start : start + 10])
            for start in range(0, MEMBERS, 10)
        ),
        workers.job(1).fire_due(),
    )
    found = {each["member_id"]: each["end"] async for each in db["journey_entries"].find()}
    wished = {each["member_id"] async for each in db["touches"].find()}
    assert found.keys() == set(workers.members)
    assert set(found.values()) <= {"done", "until"}
    assert wished == {member_id for member_id, end in found.items() if end == "done"}
    assert await db["timers"].count_documents({"kind": STEP_TIMER}) == 0


async def test_case_31_a_killed_worker_leaves_no_step_undone_and_none_done_twice(
    db: Database,
) -> None:
    workers = Workers(db, 3)
    await workers.begin()
    workers.clock.advance(ONE_HOUR)
    killed = asyncio.create_task(workers.job(0).fire_due())
    others = [asyncio.create_task(workers.job(number).fire_due()) for number in (1, 2)]
    while await db["touches"].count_documents({}) == 0:
        await asyncio.sleep(0)
    killed.cancel()
    await asyncio.gather(killed, *others, return_exceptions=True)
    await workers.job(1).fire_due()
    wished = [each["member_id"] async for each in db["touches"].find()]
    assert sorted(wished) == sorted(workers.members)
    assert await db["journey_entries"].count_documents({"end": "done"}) == MEMBERS


async def test_a_wait_for_an_event_is_over_by_it_or_by_its_end_and_never_by_both(
    db: Database,
) -> None:
    workers = Workers(db, 3)
    await workers.begin(AWAITED)
    workers.clock.advance(ONE_HOUR / 2)
    ordered = [workers.happened(each, "activity") for each in workers.members]
    # The orders are read as the timers fire: each may be first.
    workers.clock.advance(ONE_HOUR / 2)
    await asyncio.gather(
        workers.job(0).fire_due(),
        *(
            take(workers.contexts[2], ordered[start : start + 10])
            for start in range(0, MEMBERS, 10)
        ),
        workers.job(1).fire_due(),
    )
    await take(workers.contexts[2], ordered)
    entries = await db["journey_entries"].find().to_list(None)
    went = {each["member_id"]: [line["outcome"] for line in each["lines"]][1:] for each in entries}
    assert len(went) == MEMBERS
    assert {tuple(each) for each in went.values()} <= {
        ("met", "wished", "went"),
        ("timed_out", "wished"),
    }
    wished = {each["member_id"]: each["step"] async for each in db["touches"].find()}
    assert wished == {
        member_id: "thank" if outcomes[0] == "met" else "remind"
        for member_id, outcomes in went.items()
    }
    assert await db["touches"].count_documents({}) == MEMBERS
    assert await db["timers"].count_documents({"kind": STEP_TIMER}) == 0
