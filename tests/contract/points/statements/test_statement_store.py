"""One suite for what statements read: MongoDB through both clients, and the stand-in.

Everything is written through the ledger into the real storage or the fake one, and the answers of
each are held against the same expectations and, after a random run, against each other.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, cast
from zoneinfo import ZoneInfo

import pytest

from services.common import mongo
from services.common.clock import ManualClock
from services.common.mongo import Database
from services.points.calendar.domain.month import BookZones, Month, Stretch
from services.points.ledger.commands.ledger import ID_PREFIX, Ledger
from services.points.ledger.commands.store import LedgerStore
from services.points.ledger.domain.account import AccountKey
from services.points.ledger.domain.posting import Leg, PostingKind
from services.points.ledger.storage.indexes import INDEXES
from services.points.ledger.storage.ledger import MongoLedgerStore
from services.points.statements.commands.house_sums import HouseSums
from services.points.statements.commands.statements import StatementStore
from services.points.statements.domain.rule_attribution import Column, Origin
from services.points.statements.domain.rule_totals import OriginRow, OriginTotals, rows
from services.points.statements.domain.statement import Moved, Span
from services.points.statements.domain.total import Total
from services.points.statements.storage.rule_totals import ORIGINS, MongoOrigins
from services.points.statements.storage.statements import MongoStatementStore
from services.points.statements.storage.totals import TOTALS, MongoTotals
from tests.builders import capture, claw_back, earn, hold, posting, spend, transfer
from tests.fakes import FakeLedgerStore
from tests.fakes_statements import FakeStatementStore

ZONE = ZoneInfo("Asia/Shanghai")
MAY, JUNE = Month(2026, 5), Month(2026, 6)
START, END = MAY.start(ZONE), JUNE.start(ZONE)
DAY = timedelta(days=1)
MS = timedelta(milliseconds=1)
ANN = AccountKey("tea", "mem_ann", "POINTS")


@dataclass
class Books:
    """A ledger, and the storage that reads what it wrote."""

    ledger: Ledger
    clock: ManualClock
    reads: StatementStore


@pytest.fixture(params=["fake", "motor", "pymongo"])
async def books(
    request: pytest.FixtureRequest, mongo_url: str, db_name: str
) -> AsyncIterator[Books]:
    clock = ManualClock(START)
    if request.param == "fake":
        fake = FakeLedgerStore()
        yield Books(Ledger(fake, clock), clock, FakeStatementStore(fake))
        return
    db = mongo.connect(
        mongo_url, db_name, driver=cast("Literal['motor', 'pymongo']", request.param)
    )
    await mongo.ensure_indexes(db, INDEXES)
    yield Books(Ledger(MongoLedgerStore(db), clock), clock, reading(db))
    await mongo.close(db)


def reading(db: Database, slice_size: int = 3) -> MongoStatementStore:
    """Everything is settled at once, and slices are small, so that totals are kept and used."""
    totals = MongoTotals(db, ID_PREFIX, slice_size=slice_size, settled_after=timedelta(0))
    origins = MongoOrigins(db, ID_PREFIX, slice_size=slice_size, settled_after=timedelta(0))
    return MongoStatementStore(db, totals, origins)


async def test_totals_are_by_class_asset_brand_and_recorded_time(books: Books) -> None:
    await books.ledger.post(earn("mem_ann", 100))
    await books.ledger.post(earn("mem_ann", 5, brand="retail"))
    await books.ledger.post(earn("reward:mug", 9, asset="STOCK"))
    books.clock.advance(DAY)
    await books.ledger.post(transfer("mem_ann", "mem_bob", 40))
    assert set(await books.reads.totals("tea", ZONE, None)) == {
        Total(MAY, "members", "POINTS", 140, 40),
        Total(MAY, "house:issued", "POINTS", 0, 100),
        Total(MAY, "rewards", "STOCK", 9, 0),
        Total(MAY, "house:issued", "STOCK", 0, 9),
    }
    assert set(await books.reads.totals("retail", ZONE, None)) == {
        Total(MAY, "members", "POINTS", 5, 0),
        Total(MAY, "house:issued", "POINTS", 0, 5),
    }
    then = await books.reads.totals("tea", ZONE, START)
    assert Total(MAY, "members", "POINTS", 100, 0) in then
    assert list(await books.reads.totals("car", ZONE, None)) == []


async def test_sums_beyond_64_bits_are_exact(books: Books) -> None:
    most = 10**15
    for n in range(10):
        pair = Leg(f"mem_{n}", "POINTS", most), Leg("house:issued", "POINTS", -most)
        await books.ledger.post_all([posting(PostingKind.EARN, *pair * 32) for _ in range(30)])
    (members,) = [one for one in await books.reads.totals("tea", ZONE, None) if one.credits]
    assert members.credits == 10 * 30 * 32 * most > 2**63


async def test_entries_are_summed_before_and_within_a_month(books: Books) -> None:
    books.clock.set(END)
    for at, points in (START - MS, 1), (START, 20), (END - MS, 300), (END, 4000):
        await books.ledger.post(earn("mem_ann", points, effective_at=at))
    await books.ledger.post(spend("mem_ann", 7, effective_at=START))
    await books.ledger.post(earn("mem_bob", 9, effective_at=START))
    await books.ledger.post(earn("mem_ann", 9, effective_at=START, brand="retail"))
    whole = Span(ANN, range(1, 6), START, END)
    assert {(m.before, m.kind): (m.amount, m.count) for m in await books.reads.moved(whole)} == {
        (True, PostingKind.EARN): (1, 1),
        (False, PostingKind.EARN): (320, 2),
        (False, PostingKind.SPEND): (-7, 1),
    }
    assert await books.reads.moved(Span(ANN, range(2, 3), START, END)) == [
        Moved(False, PostingKind.EARN, 20, 1)
    ]
    page = await books.reads.entries_within(whole, 2)
    assert [(entry.sequence, entry.amount) for _, entry in page] == [(5, -7), (3, 300)]
    assert page[0][0].kind is PostingKind.SPEND
    rest = await books.reads.entries_within(Span(ANN, range(1, 3), START, END), 2)
    assert [entry.amount for _, entry in rest] == [20]


async def test_a_member_on_both_sides_of_a_posting_has_both_entries(books: Books) -> None:
    await books.ledger.post(earn("mem_ann", 10))
    both = transfer("mem_ann", "mem_ann", 4)
    await books.ledger.post(both)
    span = Span(ANN, range(1, 4), START, END)
    page = await books.reads.entries_within(span, 10)
    assert [entry.amount for _, entry in page] == [4, -4, 10]


async def test_an_expiry_at_midnight_belongs_to_the_month_that_ends(books: Books) -> None:
    await books.ledger.post(earn("mem_ann", 10, expire_at=END))
    books.clock.set(END + DAY)
    await books.ledger.post(earn("mem_ann", 1))
    (moved,) = [
        m
        for m in await books.reads.moved(Span(ANN, range(1, 4), START, END))
        if m.kind is PostingKind.EXPIRE
    ]
    assert (moved.before, moved.amount) == (False, -10)
    assert set(await books.reads.totals("tea", ZONE, None)) == {
        Total(MAY, "members", "POINTS", 10, 10),
        Total(MAY, "house:issued", "POINTS", 0, 10),
        Total(MAY, "house:expired", "POINTS", 10, 0),
        Total(JUNE, "members", "POINTS", 1, 0),
        Total(JUNE, "house:issued", "POINTS", 0, 1),
    }


async def test_months_of_totals_are_those_of_the_zone(books: Books) -> None:
    books.clock.set(END)
    await books.ledger.post(earn("mem_ann", 1, effective_at=START - MS))
    await books.ledger.post(earn("mem_ann", 2, effective_at=START))
    london = ZoneInfo("Europe/London")
    for zone, months in ((ZONE, {MAY.plus(-1): 1, MAY: 2}), (london, {MAY.plus(-1): 3})):
        told = await books.reads.totals("tea", zone, None)
        assert {x.month: x.credits for x in told if x.account_class == "members"} == months


async def test_closed_months_are_told_in_the_zone_they_were_closed_in(books: Books) -> None:
    books.clock.set(END + DAY)
    for points, at in ((1, START - MS), (2, END - MS), (4, END), (8, END + DAY)):
        await books.ledger.post(earn("mem_ann", points, effective_at=at))
    await books.ledger.post(earn("mem_bob", 16, expire_at=END + 2 * DAY))
    new_york = ZoneInfo("America/New_York")
    zone = BookZones((Stretch(MAY, ZONE),), new_york)
    for _ in range(2):
        told = await books.reads.totals("tea", zone, None)
        months = {x.month: x.credits for x in told if x.account_class == "members"}
        assert months == {MAY.plus(-1): 1, MAY: 2, JUNE: 28}
        origins = await books.reads.origins("tea", zone, MAY, JUNE)
        issued = {
            cell.month: n for cell, n in origins.cells.items() if cell.column is Column.ISSUED
        }
        assert issued == {MAY: 2, JUNE: 28}
        outstanding = await books.reads.outstanding("tea", "POINTS", END, zone)
        assert outstanding.owed == {JUNE: 16, None: 15}
    plain = await books.reads.totals("tea", new_york, None)
    months = {x.month: x.credits for x in plain if x.account_class == "members"}
    assert months == {MAY.plus(-1): 1, MAY: 6, JUNE: 24}


async def test_lots_are_told_by_the_month_of_their_expiry(books: Books) -> None:
    for brand, factor in ("tea", 1), ("retail", 100):
        for owner in "mem_ann", "mem_bob":
            await books.ledger.post(earn(owner, factor, brand=brand, expire_at=END))
            await books.ledger.post(earn(owner, 2 * factor, brand=brand, expire_at=END + MS))
            await books.ledger.post(earn(owner, 3 * factor, brand=brand))
        await books.ledger.post(earn("mem_ann", 99, brand=brand, asset="GROWTH"))
        await books.ledger.post(earn("reward:mug", 99, brand=brand))
        await books.ledger.post(claw_back("mem_cas", 99, brand=brand))
    far = datetime(9999, 12, 31, 23, tzinfo=UTC)
    await books.ledger.post(earn("mem_dan", 5, expire_at=far))
    told = await books.reads.outstanding("tea", "POINTS", START, ZONE)
    assert told.owed == {MAY: 2, JUNE: 4, None: 6, Month(9999, 12): 5}
    assert not told.lost
    later = await books.reads.outstanding("tea", "POINTS", END, ZONE)
    assert (later.owed[MAY], later.lost) == (0, {MAY: 2})
    assert (await books.reads.outstanding("retail", "POINTS", START, ZONE)).owed[None] == 600


async def test_what_a_hold_protects_is_owed(books: Books) -> None:
    await books.ledger.post(earn("mem_ann", 10, expire_at=START + DAY))
    await books.ledger.post(earn("mem_ann", 10, expire_at=START + 2 * DAY))
    await books.ledger.post(earn("mem_ann", 10))
    await books.ledger.post(hold("mem_ann", 12, START + 40 * DAY))
    told = await books.reads.outstanding("tea", "POINTS", START + 3 * DAY, ZONE)
    assert (told.owed, told.lost) == ({MAY: 12, None: 10}, {MAY: 8})
    over = await books.reads.outstanding("tea", "POINTS", START + 40 * DAY, ZONE)
    assert (over.owed, over.lost) == ({None: 10}, {MAY: 8, JUNE: 12})


async def test_a_random_year_reads_the_same_from_every_storage(
    mongo_url: str, db_name: str
) -> None:
    db = mongo.connect(mongo_url, db_name)
    await mongo.ensure_indexes(db, INDEXES)
    fake, real = FakeLedgerStore(), MongoLedgerStore(db)
    seed = random.randrange(10**9)
    print(f"seed {seed}")
    now = await a_year(fake, random.Random(seed))
    assert await a_year(real, random.Random(seed)) == now
    reads: list[StatementStore] = [FakeStatementStore(fake), reading(db, 40), reading(db, 7)]
    months = [MAY.plus(n) for n in range(12)]
    owners = ["mem_0", "mem_1", "mem_2"]
    spans = [
        Span(
            AccountKey("tea", owner, "POINTS"),
            range(1, 400),
            month.start(ZONE),
            month.plus(1).start(ZONE),
        )
        for owner in owners
        for month in months
    ]
    thens = [months[n].start(ZONE) for n in (0, 3, 6, 11)]
    answers = [
        (
            set(await one.totals("tea", ZONE, None)),
            [set(await one.totals("tea", ZONE, then)) for then in thens],
            await one.outstanding("tea", "POINTS", now, ZONE),
            [set(await one.moved(span)) for span in spans],
            [[entry.amount for _, entry in await one.entries_within(span, 20)] for span in spans],
        )
        for one in reads
    ]
    assert answers[0] == answers[1] == answers[2]
    await mongo.close(db)


async def test_what_is_kept_is_not_summed_again_and_can_be_dropped(db: Database) -> None:
    await mongo.ensure_indexes(db, INDEXES)
    ledger = Ledger(MongoLedgerStore(db), ManualClock(START))
    reads = reading(db, 10)
    await ledger.post_all([earn("mem_ann", 1) for _ in range(25)])
    told = await reads.totals("tea", ZONE, None)
    assert await db[TOTALS].count_documents({}) == 2
    # Only to see what is read: nothing of the ledger may be changed.
    await db["postings"].update_many({}, {"$set": {"entries.$[].amount": 0}})
    rest = await reads.totals("tea", ZONE, None)
    assert {total.credits for total in rest} == {0, 20}
    assert {total.credits for total in told} == {0, 25}
    await db[TOTALS].drop()
    assert {total.credits for total in await reads.totals("tea", ZONE, None)} == {0}


async def test_what_may_still_be_committed_is_not_kept(db: Database) -> None:
    await mongo.ensure_indexes(db, INDEXES)
    ledger = Ledger(MongoLedgerStore(db), ManualClock(START))
    await ledger.post_all([earn("mem_ann", 1) for _ in range(25)])
    totals, origins = MongoTotals(db, ID_PREFIX, slice_size=10), MongoOrigins(db, ID_PREFIX)
    reads = MongoStatementStore(db, totals, origins)
    told = await reads.totals("tea", ZONE, None)
    assert {total.credits for total in told} == {0, 25}
    (row,) = issued(await reads.origins("tea", ZONE, MAY, MAY))
    assert row.issued == 25
    assert await db[TOTALS].count_documents({}) == 0
    assert await db[ORIGINS].count_documents({}) == 0


async def test_rules_are_told_by_brand_asset_and_month(books: Books) -> None:
    said = {"rule": "welcome", "campaign": "may"}
    await books.ledger.post(earn("mem_ann", 30, metadata=said))
    await books.ledger.post(earn("mem_ann", 10, metadata={"rule": "order"}))
    await books.ledger.post(earn("mem_ann", 7, asset="GROWTH", metadata=said))
    await books.ledger.post(earn("mem_ann", 5, brand="retail", metadata=said))
    books.clock.set(END)
    await books.ledger.post(earn("mem_bob", 20, metadata={"rule": "order"}))
    await books.ledger.post(spend("mem_ann", 12))
    may = await books.reads.origins("tea", ZONE, MAY, MAY)
    welcome, order = Origin("welcome", ("may",)), Origin("order")
    assert {row.origin: row.issued for row in issued(may)} == {order: 10, welcome: 30}
    assert {row.origin: row.outstanding for row in issued(may)} == {order: 24, welcome: 24}
    june = await books.reads.origins("tea", ZONE, JUNE, JUNE)
    assert {row.origin: (row.issued, row.redeemed) for row in issued(june)} == {
        order: (20, 6),
        welcome: (0, 6),
    }
    (growth,) = issued(may, "GROWTH")
    assert (growth.origin, growth.issued) == (welcome, 7)
    (retail,) = issued(await books.reads.origins("retail", ZONE, MAY, JUNE))
    assert (retail.origin, retail.issued, retail.outstanding) == (welcome, 5, 5)
    assert issued(await books.reads.origins("car", ZONE, MAY, JUNE)) == ()


def issued(totals: OriginTotals, asset: str = "POINTS") -> tuple[OriginRow, ...]:
    return rows(asset, totals.cells, totals.cohorts)


async def test_rules_read_from_slices_that_are_kept_and_agree_with_the_totals(db: Database) -> None:
    await mongo.ensure_indexes(db, INDEXES)
    seed = random.randrange(10**9)
    print(f"seed {seed}")
    await a_year(MongoLedgerStore(db), random.Random(seed))
    year = MAY.plus(-3), MAY.plus(23)
    told = [
        issued(await reading(db, 20).origins("tea", ZONE, *year)),
        issued(await reading(db, 20).origins("tea", ZONE, *year)),
    ]
    assert told[0] == told[1]
    kept = await db[ORIGINS].count_documents({})
    assert kept == await db["postings"].count_documents({"brand": "tea"}) // 20
    houses: Counter[str] = Counter()
    for total in await reading(db).totals("tea", ZONE, None):
        if total.asset == "POINTS":
            houses[total.account_class] += total.credits - total.debits
    for sign, house in (-1, "issued"), (1, "redeemed"), (1, "expired"), (1, "clawed_back"):
        assert sum(getattr(row, house) for row in told[0]) == sign * houses[f"house:{house}"]
    assert sum(row.outstanding for row in told[0]) == houses["members"]
    by_month = [
        sum(row.issued for row in issued(await reading(db).origins("tea", ZONE, month, month)))
        for month in (MAY.plus(n) for n in range(-3, 24))
    ]
    assert sum(by_month) == -houses["house:issued"]


async def a_year(store: LedgerStore, chance: random.Random) -> datetime:
    clock = ManualClock(START)
    ledger = Ledger(store, clock)
    for n in range(250):
        clock.advance(timedelta(hours=chance.randrange(60)))
        now, owner = clock.now(), f"mem_{chance.randrange(3)}"
        points = chance.randrange(1, 40)
        late = now - timedelta(days=chance.choice([0, 0, 0, 5, 40]))
        expire_at = chance.choice([None, now + DAY * chance.randrange(1, 90)])
        request = chance.choice(
            [
                earn(owner, points, expire_at=expire_at, effective_at=late),
                earn(owner, points, expire_at=expire_at),
                spend(owner, points, effective_at=late),
                claw_back(owner, points),
                transfer(owner, "mem_0", points),
                hold(owner, points, now + 20 * DAY, hold_id=f"hold{n}"),
                capture(owner, points, hold_id=f"hold{n - 1}"),
                earn(owner, points, brand="retail"),
            ]
        )
        await ledger.post_all([request])
    return clock.now() + 30 * DAY


async def test_a_house_account_is_told_from_the_totals(books: Books) -> None:
    houses = HouseSums(books.reads, OneZone())
    for points in (10, 20, 30):
        await books.ledger.post(earn("mem_ann", points))
        await books.ledger.post(earn("mem_ann", 7, asset="GROWTH"))
        await books.ledger.post(earn("mem_ann", 5, brand="retail"))
        books.clock.advance(DAY * 20)
    issued = AccountKey("tea", "house:issued", "POINTS")
    assert await houses.house_sum(issued, None) == -60
    assert await houses.house_sum(issued, START + DAY * 20) == -30
    assert await houses.house_sum(issued, START - MS) == 0
    assert await houses.house_sum(issued._replace(brand="retail"), None) == -15
    assert await houses.house_sum(issued._replace(owner="house:redeemed"), None) == 0


class OneZone:
    async def zone(self, brand: str) -> ZoneInfo:
        return ZONE
