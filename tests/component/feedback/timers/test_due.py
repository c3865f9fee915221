"""The timers that are due, of all brands."""

from datetime import timedelta

from services.common.mongo import Database, transact
from services.feedback.timers.domain import Timer
from services.feedback.timers.storage import MongoTimers, set_timers
from tests.component.feedback.conftest import NOON

LIMIT = 8


async def test_a_brand_with_many_hides_no_other(db: Database) -> None:
    many = [Timer("a", "send", f"tch_{number:02}", NOON) for number in range(3 * LIMIT)]
    later = Timer("b", "send", "tch_1", NOON + timedelta(minutes=1))
    ahead = Timer("c", "send", "tch_1", NOON + timedelta(hours=1))
    await transact(db, lambda session: set_timers(db, session, [*many, later, ahead]))
    now = NOON + timedelta(minutes=2)
    due = await MongoTimers(db).due(["send"], now, LIMIT)
    assert {timer.brand for timer in due[:LIMIT]} == {"a"}
    assert due[LIMIT:] == [later]
    every = await MongoTimers(db).due(["send"], now, 100)
    assert sorted(timer.id for timer in every) == sorted(timer.id for timer in [*many, later])
