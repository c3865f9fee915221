"""The ledger on a real MongoDB: replicas, tampering, servers that go away."""

from __future__ import annotations

import asyncio
import io
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import aclosing
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from services.common import deadlines, mongo
from services.common.clock import ManualClock
from services.common.ids import IdSequence, sequence_of
from services.common.mongo import Database, Document
from services.points.__main__ import parse
from services.points.calendar.domain.month import month_of
from services.points.ledger.api.verify_report import verify_brands
from services.points.ledger.commands.expiry_sweep import Sweep
from services.points.ledger.commands.ledger import ID_PREFIX, Ledger
from services.points.ledger.commands.verify import Verifier
from services.points.ledger.domain.audit_report import Colour
from services.points.ledger.domain.posting import Posted, PostingResult, Refused
from services.points.ledger.storage.ledger import MongoLedgerStore
from services.points.statements.storage.derived_totals import MongoDerivedTotals
from services.points.statements.storage.rule_totals import MongoOrigins
from services.points.statements.storage.totals import MongoTotals
from services.points.vouchers.storage import MongoVouchers
from services.points.wiring import migrate, postings_feed
from tests.builders import NEW_YEAR, capture, earn, hold, reverse, spend, transfer


@pytest.fixture
async def store(db: Database) -> MongoLedgerStore:
    await migrate(db)
    return MongoLedgerStore(db)


def ledger_on(store: MongoLedgerStore) -> Ledger:
    return Ledger(store, ManualClock(NEW_YEAR))


async def balance(ledger: Ledger, owner: str = "mem_ann") -> int:
    return (await ledger.balances("tea", [(owner, "POINTS")], NEW_YEAR))[0].posted


async def problems(store: MongoLedgerStore) -> list[str]:
    report = await Verifier(store, ManualClock(NEW_YEAR)).verify("tea")
    return [f"{problem.check} {problem.where}" for problem in report.problems]


async def test_fifty_callers_with_one_id_at_two_replicas_make_one_posting(
    store: MongoLedgerStore, db: Database
) -> None:
    ledgers = [ledger_on(store), ledger_on(store)]
    request = earn("mem_ann", 5, request_id="one")
    posted = await asyncio.gather(*(ledgers[n % 2].post(request) for n in range(50)))
    assert len({one.posting.id for one in posted}) == 1
    assert [one.replayed for one in posted].count(False) == 1
    assert await db["postings"].count_documents({}) == 1
    assert await balance(ledgers[0]) == 5


async def test_of_twenty_spends_of_the_last_points_at_two_replicas_one_wins(
    store: MongoLedgerStore,
) -> None:
    ledgers = [ledger_on(store), ledger_on(store)]
    await ledgers[0].post(earn("mem_ann", 10))
    spends = (ledgers[n % 2].post_all([spend("mem_ann", 10)]) for n in range(20))
    results = [result for (result,) in await asyncio.gather(*spends)]
    assert sum(isinstance(result, Posted) for result in results) == 1
    refused = [result.error for result in results if isinstance(result, Refused)]
    assert {getattr(error, "reason", "") for error in refused} == {"INSUFFICIENT_POINTS"}
    assert await balance(ledgers[0]) == 0


async def test_what_a_writer_commits_comes_in_the_order_of_its_ids(
    store: MongoLedgerStore, db: Database
) -> None:
    clock = ManualClock(NEW_YEAR)
    ledgers = [Ledger(store, clock), Ledger(store, clock)]
    for n in range(40):
        await ledgers[0].post_all([earn(f"mem_{n}", 9, expire_at=NEW_YEAR + timedelta(days=1))])
    watching = postings_feed(db).watch(brand="tea", from_now=True)
    came: list[str] = []
    async with asyncio.timeout(20), aclosing(watching):
        await anext(watching)
        clock.advance(timedelta(days=2))
        # Both go after the same accounts, whose points expire on the way, beside the sweep.
        calls = [
            ledgers[n % 2].post_all([earn(f"mem_{(n + i) % 30}", 1) for i in range(60)])
            for n in range(20)
        ]
        await asyncio.gather(*calls, Sweep(store, clock, IdSequence(ID_PREFIX)).once())
        while len(came) < 20 * 60 + 40:
            came += [event.id for event in (await anext(watching)).events]
    by_line = defaultdict(list)
    for one in came:
        by_line[sequence_of(one)].append(one)
    assert len(by_line) == 3
    for ids in by_line.values():
        assert ids == sorted(ids)


async def test_two_replicas_on_one_hot_account_both_get_on_and_lose_nothing(
    store: MongoLedgerStore,
) -> None:
    ledgers = [ledger_on(store), ledger_on(store)]
    done = [0, 0]

    async def work(replica: int) -> None:
        for _ in range(15):
            batch = [earn("mem_hot", 1) for _ in range(20)]
            results = await ledgers[replica].post_all(batch)
            done[replica] += sum(isinstance(result, Posted) for result in results)

    await asyncio.gather(work(0), work(1))
    assert min(done) > 0
    assert await balance(ledgers[0], "mem_hot") == sum(done)
    assert await problems(store) == []


async def fill(ledger: Ledger) -> None:
    await ledger.post(earn("mem_ann", 50, request_id="first"))
    await ledger.post(earn("mem_ann", 20, request_id="second"))
    await ledger.post(transfer("mem_ann", "mem_bob", 5, request_id="gift"))
    await ledger.post(hold("mem_ann", 10, NEW_YEAR + timedelta(days=1)))
    await ledger.post(capture("mem_ann", 4))
    spent = await ledger.post(spend("mem_bob", 2))
    await ledger.post(reverse(spent.posting.id))


async def test_verify_is_green_on_what_was_written(store: MongoLedgerStore) -> None:
    await fill(ledger_on(store))
    assert await problems(store) == []


@pytest.mark.parametrize(
    ("request_id", "change", "named"),
    [
        ("first", {"$set": {"entries.0.amount": 51}}, "mem_ann/POINTS/1"),
        ("second", {"$set": {"entries.0.balance_after": 71}}, "mem_ann/POINTS/2"),
        ("second", {"$set": {"metadata": [["rule", "x"]]}}, "mem_ann/POINTS/2"),
        ("second", {"$set": {"recorded_at": NEW_YEAR - timedelta(days=1)}}, "mem_ann/POINTS/2"),
        ("gift", {"$set": {"entries.1.owner": "mem_cas"}}, "mem_ann/POINTS/3"),
        ("gift", {"$set": {"request": "tea/other"}}, "mem_ann/POINTS/3"),
        ("gift", {"$unset": {"keys": 1}}, "mem_ann/POINTS/3"),
        ("second", None, "mem_ann/POINTS/2"),
    ],
)
async def test_one_row_changed_or_dropped_is_named_by_verify(
    store: MongoLedgerStore,
    db: Database,
    request_id: str,
    change: Document | None,
    named: str,
) -> None:
    await fill(ledger_on(store))
    row = {"request": f"tea/{request_id}"}
    if change is None:
        await db["postings"].delete_one(row)
    else:
        assert (await db["postings"].update_one(row, change)).modified_count == 1
    assert (await problems(store))[0].endswith(f" {named}")


async def test_two_swapped_rows_are_named_by_verify(store: MongoLedgerStore, db: Database) -> None:
    await fill(ledger_on(store))
    rows = [await db["postings"].find_one({"request": f"tea/{n}"}) for n in ("first", "second")]
    await db["postings"].delete_many({"request": {"$in": [row["request"] for row in rows if row]}})
    for row, other in zip(rows, reversed(rows), strict=True):
        assert row is not None
        assert other is not None
        await db["postings"].insert_one(row | {"entries": other["entries"]})
    assert (await problems(store))[0].endswith(" mem_ann/POINTS/1")


async def test_a_balance_edited_by_hand_is_named_by_verify(
    store: MongoLedgerStore, db: Database
) -> None:
    await fill(ledger_on(store))
    await db["accounts"].update_one({"_id": "tea/mem_ann/POINTS"}, {"$inc": {"posted": 100}})
    assert (await problems(store))[0] == "balance mem_ann/POINTS"


async def test_the_command_prints_a_line_a_brand_and_exits_with_1_when_red(
    store: MongoLedgerStore, db: Database
) -> None:
    ledger = ledger_on(store)
    await fill(ledger)
    await ledger.post(earn("mem_ann", 5, brand="retail"))
    verifier = Verifier(store, ManualClock(NEW_YEAR))
    out = io.StringIO()
    assert await verify_brands(verifier, parse(["verify"]).brand, out) == 0
    assert [line.split(" (")[0] for line in out.getvalue().splitlines()] == [
        "retail: green",
        "tea: green",
    ]
    await db["postings"].delete_one({"request": "tea/first"})
    out = io.StringIO()
    assert await verify_brands(verifier, ["retail"], out) == 0
    assert await verify_brands(verifier, ["tea"], out) == 1
    assert "tea: red" in out.getvalue()
    assert "mem_ann/POINTS/1" in out.getvalue()


async def test_totals_that_are_kept_are_compared_with_the_postings(
    store: MongoLedgerStore, db: Database
) -> None:
    ledger = ledger_on(store)
    await fill(ledger)
    await ledger.post(earn("mem_ann", 5, brand="retail"))
    kept = MongoTotals(db, ID_PREFIX, slice_size=2, settled_after=timedelta(0))
    for brand in ("tea", "retail"):
        for zone in ("UTC", "Asia/Shanghai"):
            await kept.read(brand, ZoneInfo(zone), None)
    upkeep = MongoDerivedTotals(db, kept, MongoOrigins(db, ID_PREFIX), MongoVouchers(db))
    verifier = Verifier(store, ManualClock(NEW_YEAR), upkeep)
    report = await verifier.verify("tea")
    count = await db["totals"].count_documents({"_id": {"$regex": "^tea/"}})
    assert (report.problems, report.counts["totals"]) == ([], count)
    assert count >= 4
    last = await db["totals"].find_one({"_id": {"$regex": "^tea/UTC"}}, sort=[("_id", -1)])
    assert last is not None
    last["rows"][0][3] = str(int(last["rows"][0][3]) + 1)
    await db["totals"].replace_one({"_id": last["_id"]}, last)
    (problem,) = (await verifier.verify("tea")).problems
    assert (problem.check, problem.where) == ("totals", last["_id"])
    assert (await verifier.verify("retail")).problems == []
    await db["totals"].update_many({"_id": {"$regex": "^tea/UTC"}}, {"$unset": {"rows": 1}})
    problems = (await verifier.verify("tea")).problems
    assert len(problems) == count / 2
    assert all("can't be read" in problem.detail for problem in problems)


async def test_what_is_kept_of_rules_is_compared_with_the_postings(
    store: MongoLedgerStore, db: Database
) -> None:
    ledger = ledger_on(store)
    await fill(ledger)
    totals = MongoTotals(db, ID_PREFIX, slice_size=2, settled_after=timedelta(0))
    kept = MongoOrigins(db, ID_PREFIX, slice_size=2, settled_after=timedelta(0))
    utc, month = ZoneInfo("UTC"), month_of(NEW_YEAR, ZoneInfo("UTC"))
    await totals.read("tea", utc, None)
    await kept.read("tea", utc, month, month)
    verifier = Verifier(
        store, ManualClock(NEW_YEAR), MongoDerivedTotals(db, totals, kept, MongoVouchers(db))
    )
    count = await db["origins"].count_documents({})
    report = await verifier.verify("tea")
    assert (report.problems, report.counts["totals"]) == ([], 2 * count)
    assert count >= 2
    last = await db["origins"].find_one({}, sort=[("_id", -1)])
    assert last is not None
    last["pots"][0][3] = str(int(last["pots"][0][3]) + 1)
    await db["origins"].replace_one({"_id": last["_id"]}, last)
    (problem,) = (await verifier.verify("tea")).problems
    assert (problem.check, problem.where) == ("totals", f"origins:{last['_id']}")
    await db["origins"].update_many({}, {"$unset": {"cells": 1}})
    problems = (await verifier.verify("tea")).problems
    assert len(problems) == count
    assert all("can't be read" in problem.detail for problem in problems)


async def test_a_request_id_that_was_freed_by_hand_is_named(
    store: MongoLedgerStore, db: Database
) -> None:
    await fill(ledger_on(store))
    # To the letter as long, so that everything else reads as it did.
    await db["postings"].update_one({"request": "tea/first"}, {"$set": {"request": "eat/first"}})
    assert [problem.split()[0] for problem in await problems(store)] == ["idempotency"]


async def test_a_follower_is_as_late_as_its_token(store: MongoLedgerStore, db: Database) -> None:
    await fill(ledger_on(store))
    told = {"_id": "members", "token": "1", "at": NEW_YEAR - timedelta(hours=1)}
    await db["watch_tokens"].insert_one(told)
    upkeep = MongoDerivedTotals(
        db, MongoTotals(db, ID_PREFIX), MongoOrigins(db, ID_PREFIX), MongoVouchers(db)
    )
    report = await Verifier(store, ManualClock(NEW_YEAR), upkeep).verify("tea")
    assert (report.colour, report.ages_s) == (Colour.YELLOW, {"members": 3600})


@pytest.fixture
async def gone(db_name: str) -> AsyncIterator[MongoLedgerStore]:
    """A store whose server is not there."""
    db = mongo.connect("mongodb://127.0.0.1:1/?replicaSet=rs0", db_name)
    yield MongoLedgerStore(db)
    await mongo.close(db)


async def test_without_a_server_the_answer_comes_within_the_deadline(
    gone: MongoLedgerStore,
) -> None:
    async def ask() -> PostingResult:
        async with deadlines.within(0.5):
            return (await ledger_on(gone).post_all([earn("mem_ann", 1)]))[0]

    began = asyncio.get_running_loop().time()
    with pytest.raises(deadlines.DeadlineExceeded):
        await ask()
    assert asyncio.get_running_loop().time() - began < 0.6


async def test_an_account_of_many_entries_is_paged_and_summed_as_of(
    store: MongoLedgerStore,
) -> None:
    clock = ManualClock(NEW_YEAR)
    ledger = Ledger(store, clock)
    for _ in range(20):
        await ledger.post_all([earn("mem_ann", 1) for _ in range(25)])
        clock.advance(timedelta(hours=1))
    name = ("mem_ann", "POINTS")
    page = (await ledger.entries("tea", [name], before=101, size=100))[name]
    assert [entry.sequence for _, entry in page] == list(range(100, 0, -1))
    then = NEW_YEAR + timedelta(hours=4, minutes=30)
    assert await ledger.recorded_at("tea", *name, then) == 125
    assert await ledger.effective_at("tea", *name, then) == 125
    assert await ledger.recorded_at("tea", "house:issued", "POINTS", then) == -125
