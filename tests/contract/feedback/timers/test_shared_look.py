"""Timer jobs of one process share a look at what is due."""

from datetime import UTC, datetime, timedelta

from services.common.mongo import Database
from services.feedback.timers.storage import COLLECTION, LOOK_S, SharedLook

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


async def test_a_look_that_found_nothing_serves_all_jobs_while_it_is_fresh(db: Database) -> None:
    seconds = [0.0]
    look = SharedLook(db, lambda: seconds[0])
    assert not await look.may_be_due(["judge"], NOON)
    later = NOON + timedelta(minutes=1)
    await db[COLLECTION].insert_one({"_id": "tea/judge/1", "kind": "judge", "due": later})
    seconds[0] = LOOK_S
    assert not await look.may_be_due(["judge"], later)
    seconds[0] += 0.1
    assert not await look.may_be_due(["judge"], NOON), "it is due later"
    seconds[0] += LOOK_S + 0.1
    assert await look.may_be_due(["judge"], later)


async def test_a_job_with_a_kind_that_nobody_looked_for_looks_at_once(db: Database) -> None:
    look = SharedLook(db, lambda: 0.0)
    await db[COLLECTION].insert_one({"_id": "tea/send/1", "kind": "send", "due": NOON})
    assert not await look.may_be_due(["judge"], NOON)
    assert await look.may_be_due(["send"], NOON)
    assert await look.may_be_due(["judge"], NOON), "one look is for all kinds"
