"""Occasions on a real MongoDB: each is published once, whatever workers and clocks do."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.common.cache import NoCache
from services.common.clock import ManualClock
from services.common.mongo import Database
from services.common.watch import Feed
from services.members.context import MembersContext
from services.members.identities.domain.member import Member
from services.members.identities.domain.profile import BirthdayHistory, Profile
from services.members.occasions.commands import publish_occasions
from services.members.occasions.commands.occasions_job import publish_all
from services.members.programme.commands.rulebook import RuleBook
from services.members.unit_of_work import MembersStore, Unit
from services.members.vault.storage.vault import Vault
from services.members.wiring import migrate
from tessera.members.v1 import events_pb2
from tests.fakes_members import FakeProgrammes

EVENING = datetime(2026, 3, 1, 15, 59, tzinfo=UTC)
"""One minute before 2 March 2026 in Shanghai, which is 正月十四."""
EVERYTHING: Mapping[str, Any] = {
    "birthday": {"lead_days": [3]},
    "enrolment_anniversary": {},
    "first_order_anniversary": {},
}


class FreeLease:
    """A lease that is free for so many calls, and then another worker's."""

    def __init__(self, times: int = 1_000_000) -> None:
        self._times = times

    async def acquire(self) -> bool:
        self._times -= 1
        return self._times >= 0


class World:
    """A brand, its members and its workers."""

    def __init__(self, db: Database, zone: str, sections: Mapping[str, Mapping[str, Any]]) -> None:
        self.db = db
        self.clock = ManualClock(EVENING)
        self._documents = {
            brand: {"timezone": zone, "currency": "CNY", "occasions": section}
            for brand, section in sections.items()
        }
        self.ctx = self.worker()

    def worker(self) -> MembersContext[MembersStore]:
        """A process of its own, with the clock of all."""
        vault = Vault(b"k" * 32, b"i" * 32)
        store = MembersStore(self.db, Feed(self.db), vault, NoCache(), self.clock)
        return MembersContext(store, RuleBook(FakeProgrammes(**self._documents)), self.clock)

    async def member(
        self, member_id: str, birthday: str = "", created: str = "2026-01-20", brand: str = "tea"
    ) -> None:
        at = datetime.fromisoformat(created + "T04:00:00+00:00")
        history = BirthdayHistory(at if birthday else None)
        profile = Profile(birthday=birthday)
        member = Member(member_id, brand, (), profile, "pos", at, birthdays=history)

        async def work(unit: Unit) -> None:
            await unit.identities.add([member])

        await self.ctx.store.transact(work)

    async def tell_birthday(self, member_id: str, birthday: str) -> None:
        """The member's birthday is another one from now on."""

        async def work(unit: Unit) -> None:
            [member] = (await unit.identities.members("tea", [member_id])).values()
            changed = Member(
                member_id,
                "tea",
                (),
                Profile(birthday=birthday),
                "pos",
                member.created_at,
                birthdays=BirthdayHistory(self.clock.now(), 2026, 1),
            )
            await unit.identities.change([changed])

        await self.ctx.store.transact(work)

    async def run(self, times: int = 1_000_000) -> int:
        return await publish_all(self.ctx, FreeLease(times))

    async def told(self, brand: str = "tea") -> list[str]:
        """What was published: `member kind/year day lead`, in its order."""
        found = await self.db.events.find({"type": "occasion_due", "brand": brand}).to_list(None)
        events = [events_pb2.Event.FromString(each["payload"]) for each in found]
        return [
            f"{e.member_id} {e.occasion_due.key} {e.occasion_due.on} {e.occasion_due.lead_days}"
            for e in events
        ]


@pytest.fixture
async def world(db: Database) -> World:
    await migrate(db)
    await db.active_programmes.insert_many([{"_id": brand} for brand in ("broken", "tea")])
    sections = {"broken": {"leap_day": "never", "birthday": {}}, "tea": EVERYTHING}
    return World(db, "Asia/Shanghai", sections)


async def test_a_day_comes_at_midnight_of_the_brand_and_once(world: World) -> None:
    await world.member("mem_solar", "1990-03-02")
    await world.member("mem_lunar", "L01-14")
    await world.member("mem_other", "03-03")
    await world.run()
    assert await world.told() == []
    world.clock.advance(timedelta(minutes=1))
    await world.run()
    await world.run()
    first = ["mem_lunar birthday/2026 2026-03-02 0", "mem_solar birthday/2026 2026-03-02 0"]
    assert await world.told() == first


async def test_a_lead_is_told_days_before_and_the_day_itself_too(world: World) -> None:
    await world.member("mem_1", "03-05")
    await world.member("mem_2", "02-29")
    for _ in range(6):
        world.clock.advance(timedelta(days=1))
        await world.run()
    told = await world.told()
    assert told == ["mem_1 birthday/2026 2026-03-05 3", "mem_1 birthday/2026 2026-03-05 0"]
    world.clock.set(datetime(2027, 2, 24, 12, tzinfo=UTC))
    for _ in range(7):
        world.clock.advance(timedelta(days=1))
        await world.run()
    leap = [each for each in await world.told() if each.startswith("mem_2")]
    assert leap == ["mem_2 birthday/2027 2027-02-28 3", "mem_2 birthday/2027 2027-02-28 0"]


async def test_workers_at_once_publish_each_occasion_once(world: World) -> None:
    world.clock.advance(timedelta(minutes=1))
    for number in range(12):
        await world.member(f"mem_{number:02d}", "03-02")
    workers = [world.worker() for _ in range(3)]
    counts = await asyncio.gather(*(publish_all(each, FreeLease()) for each in workers))
    assert sum(counts) == 12
    told = await world.told()
    assert (len(told), len(set(told))) == (12, 12)


async def test_a_worker_that_stops_in_a_day_is_followed_by_another(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish_occasions, "SLICE", 2)
    world.clock.advance(timedelta(minutes=1))
    for number in range(7):
        await world.member(f"mem_{number}", "03-02")
    await world.run(times=3)
    assert 0 < len(await world.told()) < 7
    await world.run()
    assert await world.told() == [f"mem_{n} birthday/2026 2026-03-02 0" for n in range(7)]


async def test_days_that_were_missed_are_caught_up_and_not_for_ever(world: World) -> None:
    world.clock.advance(timedelta(minutes=1))
    await world.run()
    for day in range(3, 13):
        await world.member(f"mem_{day:02d}", f"03-{day:02d}")
    world.clock.advance(timedelta(days=3))
    await world.run()
    days = [each for each in await world.told() if each.endswith(" 0")]
    assert days == [f"mem_{n:02d} birthday/2026 2026-03-{n:02d} 0" for n in (3, 4, 5)]
    world.clock.advance(timedelta(days=30))
    await world.run()
    assert [each for each in await world.told() if each.endswith(" 0")] == days


async def test_a_clock_that_goes_back_brings_nothing_twice(world: World) -> None:
    await world.member("mem_1", "03-02")
    world.clock.advance(timedelta(hours=12))
    await world.run()
    before = await world.told()
    world.clock.advance(-timedelta(days=1))
    await world.run()
    world.clock.advance(timedelta(days=1))
    await world.run()
    assert await world.told() == before


async def test_a_birthday_that_is_told_on_the_day_is_kept_and_a_changed_one_is_not_again(
    world: World,
) -> None:
    await world.member("mem_1")
    world.clock.advance(timedelta(hours=9))
    await world.run()
    await world.tell_birthday("mem_1", "03-02")
    world.clock.advance(timedelta(seconds=30))
    await world.run()
    told = ["mem_1 birthday/2026 2026-03-02 0"]
    assert await world.told() == told
    for other in ("03-03", "L01-16", "2000-03-05"):
        world.clock.advance(timedelta(days=1))
        await world.tell_birthday("mem_1", other)
        await world.run()
    assert [each for each in await world.told() if each.endswith(" 0")] == told


async def test_anniversaries_of_the_enrolment_and_of_the_first_order(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish_occasions, "SLICE", 2)
    for number in range(5):
        await world.member(f"mem_{number}", created="2024-03-02")
    await world.member("mem_new", created="2026-03-02")
    await world.member("mem_shopper", created="2025-06-01")
    day = date(2025, 3, 2).toordinal()
    facts = {"_id": "mem_shopper", "brand": "tea", "first_order_on": day}
    elsewhere = {"_id": "mem_else", "brand": "retail", "first_order_on": day}
    await world.db.facts.insert_many([facts, elsewhere])
    world.clock.advance(timedelta(minutes=1))
    await world.run()
    await world.run()
    assert await world.told() == [
        *(f"mem_{n} enrolment_anniversary/2026 2026-03-02 0" for n in range(5)),
        "mem_shopper first_order_anniversary/2026 2026-03-02 0",
    ]
    [first, *_] = await world.db.events.find({"type": "occasion_due"}).to_list(None)
    due = events_pb2.Event.FromString(first["payload"]).occasion_due
    assert due.years == 2
    assert due.begin_time.ToDatetime(UTC) == EVENING + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("zone", "day", "begins"),
    [
        ("America/New_York", date(2026, 3, 8), datetime(2026, 3, 8, 5, tzinfo=UTC)),
        ("America/New_York", date(2026, 3, 9), datetime(2026, 3, 9, 4, tzinfo=UTC)),
        ("America/New_York", date(2026, 11, 1), datetime(2026, 11, 1, 4, tzinfo=UTC)),
        ("America/New_York", date(2026, 11, 2), datetime(2026, 11, 2, 5, tzinfo=UTC)),
        # In Beirut there is no midnight on that day.
        ("Asia/Beirut", date(2026, 3, 29), datetime(2026, 3, 28, 22, tzinfo=UTC)),
    ],
)
async def test_a_day_begins_when_the_zone_says_so(
    db: Database, zone: str, day: date, begins: datetime
) -> None:
    await migrate(db)
    await db.active_programmes.insert_one({"_id": "tea"})
    world = World(db, zone, {"tea": {"birthday": {}}})
    await world.member("mem_1", f"{day:%m-%d}")
    world.clock.set(begins - timedelta(seconds=1))
    await world.run()
    assert await world.told() == []
    world.clock.set(begins)
    await world.run()
    assert await world.told() == [f"mem_1 birthday/2026 {day} 0"]


async def test_no_day_of_birth_rests_in_clear_beside_the_sealed_one(world: World) -> None:
    await world.member("mem_1", "1990-12-24")
    kept = str(await world.db.members.find({}).to_list(None))
    assert "12-24" not in kept
    assert "birthday_key" in kept
