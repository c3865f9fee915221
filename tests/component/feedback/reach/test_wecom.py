"""Messages of WeCom: tasks that staff confirm or not, and as many a month as it has days."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from services.common.mongo import Database, transact
from services.feedback.reach.domain.month import places
from services.feedback.reach.domain.quota_use import End, Use
from services.feedback.reach.storage.months import MongoMonths, months_forgotten, months_merged
from tests.component.feedback.conftest import until
from tests.component.feedback.reach.sending_suite import Suite, answers
from tests.component.feedback.reach.test_touches import birthday

DECEMBER, FEBRUARY = "wecom/2026-12", "wecom/2027-02"


def use(month: str, number: int, member_id: str = "mem_1", end: End | None = None) -> Use:
    return Use(f"tch_{number}", 1, member_id, month, datetime(2027, 3, 1, tzinfo=UTC), end)


async def test_case_23_workers_at_the_same_time_take_as_many_places_as_the_month_has_days(
    db: Database,
) -> None:
    # Two stores stand for two workers.
    workers = (MongoMonths(db), MongoMonths(db))
    for month, days in ((DECEMBER, 31), (FEBRUARY, 28)):
        held = await asyncio.gather(
            *(workers[n % 2].hold("tea", use(month, n)) for n in range(days + 9))
        )
        assert sum(held) == days == places(month)
        assert await workers[0].left("tea", "mem_1", [month]) == {month: 0}
        kept, refused = held.index(True), held.index(False)
        # A repeat changes nothing, and a place that came back is another's.
        assert await workers[1].hold("tea", use(month, kept))
        await workers[0].end("tea", use(month, kept, end=End.TAKEN))
        assert not await workers[1].hold("tea", use(month, refused))
        await workers[0].end("tea", use(month, kept, end=End.KEPT))
        assert await workers[1].hold("tea", use(month, refused))
    months = workers[0]
    assert await months.left("retail", "mem_1", [DECEMBER]) == {DECEMBER: 31}
    assert await months.hold("tea", use(DECEMBER, 100, "mem_2"))
    await transact(db, lambda session: months_merged(db, session, "tea", "mem_1", "mem_2"))
    assert await months.left("tea", "mem_1", [DECEMBER]) == {DECEMBER: 31}
    assert not await months.hold("tea", use(DECEMBER, 101, "mem_2"))
    await months_forgotten(db, "tea", "mem_2")
    assert await months.left("tea", "mem_2", [DECEMBER, FEBRUARY]) == {DECEMBER: 31, FEBRUARY: 28}


async def test_staff_confirm_or_not_and_the_32nd_of_december_is_refused(suite: Suite) -> None:
    clock, months = suite.feedback.clock, MongoMonths(suite.db)
    clock.set(datetime(2026, 12, 2, 4, tzinfo=UTC))

    async def say(member_id: str) -> None:
        clock.advance(timedelta(seconds=1))
        await suite.feed.tell("tea", member_id, suite.now, occasion_due=birthday(3))

    async def left() -> int:
        return ((await months.left("tea", "mem_1", [DECEMBER])) or {})[DECEMBER]

    async def counted() -> int:
        found = await suite.db["reach_members"].find_one({"member_id": "mem_1"})
        return len((found or {})["counted"])

    await suite.enrol("mem_1")
    await asyncio.gather(*(months.hold("tea", use(DECEMBER, n)) for n in range(29)))
    # The 30th: WeCom is away at first, and its token has ended at the next try.
    suite.desk.misbehave("wecom", "away")
    await say("mem_1")
    retried = await suite.touch("mem_1", "PLANNED", "by_staff", attempts=1)
    assert answers(retried) == [("wecom", "retry", "overloaded")]
    assert await left() in (1, 2)
    suite.desk.wecom.end_tokens()
    suite.desk.misbehave("wecom", "unconfirmed", 2)
    clock.advance(timedelta(seconds=5))
    first = await suite.touch("mem_1", "AWAITING_STAFF", "by_staff", attempts=2)
    (task,) = suite.desk.of("wecom")
    assert task["external_userid"] == ["mem_1"]
    assert task["text"] == {"content": "生日快乐\n不想再收到，请回复T"}
    suite.desk.wecom.confirm(next(iter(suite.desk.wecom.tasks)))
    clock.advance(timedelta(hours=1))
    assert (await suite.touch("mem_1", "SENT", "by_staff")).id == first.id
    # The 31st is not confirmed within a day: it is stopped, and its places come back.
    clock.set(datetime(2026, 12, 12, 4, tzinfo=UTC))
    await say("mem_1")
    second = await suite.touch("mem_1", "AWAITING_STAFF", "by_staff", attempts=1)
    assert second.id != first.id
    assert (await left(), await counted()) == (0, 2)
    clock.advance(timedelta(hours=24))
    expired = await suite.touch("mem_1", "EXPIRED", "by_staff")
    assert answers(expired) == [("wecom", "refused", "not_confirmed")]
    assert expired.checks[-1].name == "confirmed"
    assert [each.stopped for each in suite.desk.wecom.tasks.values()] == [False, True]
    await until(lambda: _is(left, 1))
    assert await counted() == 1
    # The cap lets the next one pass, and the month, which is full again, does not.
    assert await months.hold("tea", use(DECEMBER, 99))
    await say("mem_1")
    refused = await suite.touch("mem_1", "REFUSED", "by_staff")
    check = refused.checks[-1]
    assert (check.name, check.passed, check.limit) == ("quota", False, "31")
    assert ("wecom", "month_full") in [(each.name, each.value) for each in check.inputs]
    assert check.until_time.ToDatetime(UTC) == datetime(2026, 12, 31, 16, tzinfo=UTC)
    # A customer who is none any more fails it; one whose answer was lost may have it.
    await suite.enrol("mem_2")
    suite.desk.misbehave("wecom", "gone")
    await say("mem_2")
    await suite.touch("mem_2", "AWAITING_STAFF", "by_staff")
    clock.advance(timedelta(minutes=10))
    failed = await suite.touch("mem_2", "FAILED", "by_staff")
    assert answers(failed) == [("wecom", "refused", "no_customer")]
    for mood, after, answer in (
        ("lost", "UNKNOWN", ("wecom", "lost", "no_answer")),
        ("40096", "FAILED", ("wecom", "refused", "no_address")),
    ):
        member_id = f"mem_{mood}"
        await suite.enrol(member_id)
        suite.desk.misbehave("wecom", mood)
        await say(member_id)
        assert answers(await suite.touch(member_id, after, "by_staff")) == [answer]


async def _is(read: Callable[[], Awaitable[object]], wanted: object) -> bool:
    return bool(await read() == wanted)
