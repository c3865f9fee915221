"""Gifts of journeys on a real MongoDB: workers that meet, one that is killed, and who is erased."""

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from services.common.mongo import Database
from services.feedback.journeys.api.messages import PausedWire
from services.feedback.journeys.commands.doing import DoingContext, do_due
from services.feedback.journeys.domain.deed import Deed
from services.feedback.journeys.domain.keeping import EntryFilter
from services.feedback.journeys.storage.deeds import COLLECTION, DEED_TIMER, MongoDeeds
from services.feedback.journeys.storage.entries import MongoEntries
from services.feedback.timers.commands import TimerJob
from services.feedback.timers.storage import MongoTimers
from tests.component.feedback.journeys.test_races import JOURNEY, MEMBERS, ONE_HOUR, Workers

GIVES: dict[str, Any] = {
    **JOURNEY,
    "steps": [
        {"code": "pause", "wait": {"hours": 1}},
        {"code": "thank", "grant": {"asset": "POINTS", "amount": 5, "budget": 100}},
        {"code": "note", "tag": {"add": ["student"]}},
        {"code": "later", "wait": {"hours": 9}},
    ],
}


class Service:
    """Does each deed once for its id. The first call of `dies` workers ends behind its effect."""

    def __init__(self, dies: int = 0) -> None:
        self.done: set[str] = set()
        self.dies = dies

    async def do(self, brand: str, deeds: Sequence[Deed]) -> Mapping[str, str]:
        self.done |= {each.id for each in deeds}
        await asyncio.sleep(0)
        if self.dies:
            self.dies -= 1
            raise asyncio.CancelledError
        return {each.id: "GRANT_BUDGET_EXHAUSTED" if each.step == "thank" else "" for each in deeds}


async def test_however_workers_meet_or_end_each_deed_is_asked_for_by_one_id(db: Database) -> None:
    workers = Workers(db, 2)
    await workers.begin(GIVES)
    workers.clock.advance(ONE_HOUR)
    await asyncio.gather(workers.job(0).fire_due(), workers.job(1).fire_due())
    kept = {each["_id"] async for each in db[COLLECTION].find()}
    assert len(kept) == 2 * MEMBERS
    service = Service(dies=2)
    jobs = [_job(db, workers, service) for _ in range(3)]
    await asyncio.gather(*(job.fire_due() for job in jobs), return_exceptions=True)
    await jobs[0].fire_due()
    assert service.done == kept
    states = [(each["step"], each["state"]) async for each in db[COLLECTION].find()]
    assert sorted(set(states)) == [("note", "done"), ("thank", "refused")]
    assert await db["timers"].count_documents({"kind": DEED_TIMER}) == 0
    entries = MongoEntries(db, PausedWire(), workers.clock)
    figures = (await entries.figures("tea", ["week"]))["week"]
    assert figures.deeds == {("note", "done"): MEMBERS, ("thank", "refused"): MEMBERS}
    ((_, entry),) = await entries.page("tea", EntryFilter(member_id="mem_1"), "", 9)
    told = await entries.deeds("tea", [line.deed_id for line in entry.lines if line.deed_id])
    assert sorted(each.reason for each in told.values()) == ["", "GRANT_BUDGET_EXHAUSTED"]
    assert await entries.deeds("coffee", list(told)) == {}


async def test_who_is_erased_gets_nothing_and_a_survivor_gets_what_was_not_done(
    db: Database,
) -> None:
    workers = Workers(db, 1)
    await workers.begin(GIVES)
    workers.clock.advance(ONE_HOUR)
    await workers.job(0).fire_due()
    entries = MongoEntries(db, PausedWire(), workers.clock)
    await entries.forget("tea", "mem_1")
    await entries.merge("tea", "mem_2", "mem_3")
    assert await db[COLLECTION].count_documents({"member_id": {"$in": ["mem_1", "mem_2"]}}) == 0
    assert await db[COLLECTION].count_documents({"member_id": "mem_3"}) == 4
    assert await db["timers"].count_documents({"kind": DEED_TIMER}) == 2 * (MEMBERS - 1)


def _job(db: Database, workers: Workers, service: Service) -> TimerJob:
    ctx = DoingContext(MongoDeeds(db), service, workers.clock)
    return TimerJob(MongoTimers(db), {DEED_TIMER: partial(do_due, ctx)}, workers.clock)
