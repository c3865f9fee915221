"""Two workers at once never fill one place of a cap twice."""

import asyncio
from datetime import timedelta
from functools import partial

from services.common.clock import ManualClock
from services.common.mongo import Database
from services.feedback.audience.domain import ConsentSaid, Enrolled, Said
from services.feedback.audience.storage import MongoAudience
from services.feedback.fact_store.storage import MongoMemberFacts
from services.feedback.programme.commands import Programmes
from services.feedback.programme.domain import Publication
from services.feedback.programme.storage import MongoProgrammeStore
from services.feedback.providers.adapters.file import CredentialsFile
from services.feedback.providers.commands import Providers
from services.feedback.reach.commands.context import ReachContext
from services.feedback.reach.commands.judging import judge_due
from services.feedback.reach.commands.wishing import Happened, wish
from services.feedback.reach.domain.resolved import Resolved
from services.feedback.reach.domain.wish import Occasion
from services.feedback.reach.storage.touches import MongoTouches
from services.feedback.reach.storage.wakings import WISH_TIMER
from services.feedback.timers.commands import TimerJob
from services.feedback.timers.storage import MongoTimers
from services.feedback.wiring import migrate
from tests.component.feedback.conftest import NOON
from tests.no_pressure import NoPressure
from tests.no_quotas import NoQuotas

MEMBERS = 80
TEXT = {"zh": "好", "en": "Good"}
MESSAGE = {"name": TEXT, "text": TEXT, "purpose": "marketing"}
DOCUMENT = {
    "reach": {
        "gather_minutes": 0,
        "caps": [{"purpose": "marketing", "per": "week", "times": 1}],
        "messages": [{**MESSAGE, "code": "birthday"}, {**MESSAGE, "code": "anniversary"}],
        "matrix": [
            {"on": "birthday", "send": "birthday"},
            {"on": "enrolment_anniversary", "send": "anniversary"},
        ],
    }
}


class NobodyIsAsked:
    async def resolve(self, *asked: object) -> dict[str, Resolved]:
        raise AssertionError("nothing is handed over here")


async def test_case_4_two_wishes_in_two_workers_take_one_place(db: Database) -> None:
    await migrate(db)
    clock = ManualClock(NOON)
    store = MongoProgrammeStore(db)
    await store.keep(Publication("tea", "r1", DOCUMENT))
    audience = MongoAudience(db)
    members = [f"mem_{number}" for number in range(MEMBERS)]
    said = Said(NOON, True)
    await audience.keep(
        [
            *(Enrolled("tea", each, NOON) for each in members),
            *(ConsentSaid("tea", each, "marketing", "all", said) for each in members),
        ]
    )
    # Each worker has a context of its own, as two processes have.
    workers = [
        ReachContext(
            MongoTouches(db),
            audience,
            MongoMemberFacts(db),
            Programmes(store, ()),
            NobodyIsAsked(),
            Providers(CredentialsFile(None), {}, clock),
            clock,
            NoQuotas(),
            NoPressure(),
        )
        for _ in range(2)
    ]

    async def wished(worker: ReachContext, code: str) -> None:
        occasion = Occasion(code)
        await wish(
            worker, [Happened("tea", each, occasion, NOON, f"evt_{each}") for each in members]
        )

    await wished(workers[0], "birthday")
    clock.advance(timedelta(seconds=1))
    await wished(workers[1], "enrolment_anniversary")
    # Half of the timers each, so that the two wishes of a member are in different hands.
    jobs = [
        TimerJob(MongoTimers(db), {WISH_TIMER: partial(judge_due, worker)}, clock)
        for worker in workers
    ]
    await asyncio.gather(*(job.fire_due() for job in jobs))
    found = await db["touches"].find().to_list(2 * MEMBERS)
    by_state = {
        state: [each for each in found if each["state"] == state]
        for state in ("planned", "refused")
    }
    assert len(by_state["planned"]) == len(by_state["refused"]) == MEMBERS
    assert {each["member_id"] for each in by_state["planned"]} == set(members)
    assert {each["checks"][-1]["name"] for each in by_state["refused"]} == {"cap"}
    counted = [each["counted"] for each in await db["reach_members"].find().to_list(MEMBERS)]
    assert [len(each) for each in counted] == [1] * MEMBERS
    assert await db["timers"].count_documents({"kind": WISH_TIMER}) == 0
