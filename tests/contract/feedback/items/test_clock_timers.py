"""Timers of clocks: MongoDB with both clients, and the fake. The effect's transaction deletes them.

What the fake keeps in one, MongoDB keeps in two: `Stores` has both halves.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, cast

import pytest

from services.common import mongo
from services.common.clock import ManualClock, SystemClock
from services.common.watch import Feed
from services.feedback.items.api.messages import FeedbackWire
from services.feedback.items.commands.store import FeedbackStore, Items, Look
from services.feedback.items.domain.item import Alert, AlertKind, Feedback
from services.feedback.items.storage.collections import CLOCK_TIMER
from services.feedback.items.storage.items import MongoFeedbackStore
from services.feedback.routing.domain.response_times import ClockKind, Deadline
from services.feedback.timers.commands import TimerJob, Timers
from services.feedback.timers.domain import Timer
from services.feedback.timers.storage import MongoTimers, set_timers
from services.feedback.wiring import migrate
from tests.contract.feedback.items.test_feedback_store import DRIVERS, NOON, item
from tests.fakes_feedback import FakeFeedbackStore

LATER = NOON + timedelta(hours=1)
LATE = Alert(ClockKind.RESOLUTION, AlertKind.LATE, NOON)


@dataclass
class Stores:
    items: FeedbackStore
    timers: Timers

    async def put(self, *items: Feedback, brand: str = "tea") -> None:
        for one in items:

            async def change(within: Items, one: Feedback = one) -> Feedback:
                await within.add(one)
                return one

            await self.items.change(brand, change)

    async def due(self, now: datetime = NOON) -> list[Timer]:
        return await self.timers.due([CLOCK_TIMER], now, 1_000)

    def job(self, look: Look, clock: ManualClock) -> TimerJob:
        async def effect(timers: Sequence[Timer]) -> Sequence[Timer]:
            return await self.items.fire(timers, look)

        return TimerJob(self.timers, {CLOCK_TIMER: effect}, clock)


@pytest.fixture(params=[*DRIVERS, "fake"])
async def stores(
    request: pytest.FixtureRequest, mongo_url: str, db_name: str
) -> AsyncIterator[Stores]:
    if request.param == "fake":
        fake = FakeFeedbackStore()
        yield Stores(cast("FeedbackStore", fake), fake)
        return
    db = mongo.connect(mongo_url, db_name, driver=request.param)
    await migrate(db)
    yield Stores(MongoFeedbackStore(db, Feed(db), FeedbackWire(), SystemClock()), MongoTimers(db))
    await mongo.close(db)


def waking(number: int, at: datetime = NOON, **more: Any) -> Feedback:
    return item(number, wake_at=at, **more)


def made_late(brand: str, found: Feedback) -> tuple[Feedback, tuple[Alert, ...]]:
    return replace(found, alerts=(LATE,), level=1), (LATE,)


async def test_a_timer_is_due_from_its_instant_on_and_moves_with_its_item(stores: Stores) -> None:
    await stores.put(waking(1), waking(2, LATER), item(3))
    assert [timer.key for timer in await stores.due()] == ["fbk_001"]
    assert [timer.key for timer in await stores.due(LATER)] == ["fbk_001", "fbk_002"]

    async def move(items: Items) -> Feedback:
        await items.put(item(1))
        await items.put(waking(2))
        return item(1)

    await stores.items.change("tea", move)
    assert [timer.key for timer in await stores.due(LATER)] == ["fbk_002"]


async def test_a_write_that_forgets_the_clocks_neither_cancels_nor_forgets_a_timer(
    stores: Stores,
) -> None:
    await stores.put(waking(1, LATER))

    async def forgetful(items: Items) -> Feedback:
        found = await items.get("fbk_001")
        assert found is not None
        await items.put(replace(found, assignee="ann"))
        await items.put(item(2, response_due=NOON, response_warn_at=LATER))
        return found

    await stores.items.change("tea", forgetful)
    assert [(each.key, each.due) for each in await stores.due(LATER)] == [
        ("fbk_002", NOON),
        ("fbk_001", LATER),
    ]


async def test_a_write_of_an_item_of_before_keeps_its_timer(stores: Stores) -> None:
    await stores.put(waking(1))
    if not isinstance(stores.items, MongoFeedbackStore):
        return  # The fake holds items, and no documents of before.
    await stores.items._db["feedback"].update_one({"_id": "fbk_001"}, {"$unset": {"wake_at": ""}})

    async def again(items: Items) -> Feedback:
        found = await items.get("fbk_001")
        assert found is not None
        await items.put(found)
        return found

    await stores.items.change("tea", again)
    assert [timer.key for timer in await stores.due()] == ["fbk_001"]


async def test_what_is_fired_is_written_and_its_timer_is_gone(stores: Stores) -> None:
    resolution = Deadline(NOON, None, NOON - timedelta(hours=1), True, True)
    told = waking(1, resolution=resolution, next_response=Deadline(NOON, NOON), response_due=NOON)
    await stores.put(told, waking(2))
    due = await stores.due()
    assert list(await stores.items.fire(due, made_late)) == due
    assert await stores.due() == []
    found = await stores.items.find("tea", "fbk_001")
    assert found == replace(told, wake_at=None, alerts=(LATE,), level=1)


async def test_a_timer_that_was_moved_or_taken_is_left_out(stores: Stores) -> None:
    await stores.put(waking(1), waking(2))
    due = await stores.due()
    await stores.items.fire(due[:1], made_late)

    async def move(items: Items) -> Feedback:
        await items.put(waking(2, LATER))
        return item(2)

    await stores.items.change("tea", move)
    assert list(await stores.items.fire(due, made_late)) == []
    assert [timer.key for timer in await stores.due(LATER)] == ["fbk_002"]


async def test_a_timer_without_an_item_is_let_go(stores: Stores) -> None:
    orphan = Timer("tea", CLOCK_TIMER, "fbk_gone", NOON)
    if isinstance(stores.items, MongoFeedbackStore):
        db = stores.items._db
        await mongo.transact(db, lambda session: set_timers(db, session, [orphan]))
    else:
        cast("FakeFeedbackStore", stores.items).timers[orphan.id] = orphan
    assert list(await stores.items.fire(await stores.due(), made_late)) == [orphan]
    assert await stores.due() == []


async def test_an_effect_that_fails_leaves_timer_and_item(stores: Stores) -> None:
    await stores.put(waking(1))

    def fails(brand: str, found: Feedback) -> tuple[Feedback, tuple[Alert, ...]]:
        raise KeyError("killed before the commit")

    with pytest.raises(KeyError):
        await stores.items.fire(await stores.due(), fails)
    assert [timer.key for timer in await stores.due()] == ["fbk_001"]
    assert (await stores.items.find("tea", "fbk_001") or item(9)).alerts == ()


async def test_one_that_cannot_fire_holds_up_no_other_and_comes_again(stores: Stores) -> None:
    await stores.put(*(waking(number) for number in range(30)))
    await stores.put(waking(40), brand="retail")
    looked: list[str] = []

    def look(brand: str, found: Feedback) -> tuple[Feedback, tuple[Alert, ...]]:
        if found.id == "fbk_007":
            raise ValueError("a clock that nobody understands")
        looked.append(found.id)
        return made_late(brand, found)

    clock = ManualClock(NOON)
    assert await stores.job(look, clock).fire_due() == 30
    assert len(set(looked)) == 30
    assert await stores.due() == []
    [waits] = await stores.due(NOON + timedelta(minutes=1))
    assert (waits.key, waits.tries) == ("fbk_007", 1)
    clock.advance(timedelta(minutes=1))
    assert await stores.job(made_late, clock).fire_due() == 1


async def test_three_workers_fire_each_timer_once(stores: Stores) -> None:
    await stores.put(*(waking(number) for number in range(120)))
    jobs = [stores.job(made_late, ManualClock(NOON)) for _ in range(3)]
    fired = await asyncio.gather(*(job.fire_due() for job in jobs))
    assert sum(fired) == 120
    assert await stores.due(LATER) == []
    if isinstance(stores.items, MongoFeedbackStore):
        events = await stores.items._db["events"].count_documents({})
        assert events == 240, "one for each that was taken in, one for each breach"
