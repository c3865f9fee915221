"""The behaviour of `services.common.mongo` that storage relies on, on both drivers."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from deploy.local.servers import MongoServer
from services.common import deadlines, mongo
from services.common.deadlines import DeadlineExceeded
from services.common.mongo import (
    ASCENDING,
    BulkWriteError,
    Database,
    Document,
    Driver,
    DuplicateKeyError,
    IndexModel,
    InsertOne,
    OperationFailure,
    PyMongoError,
    Session,
    Statement,
)


async def within_300_ms(call: Callable[[], Awaitable[Any]]) -> None:
    """As the server's interceptor bounds a call."""
    async with deadlines.within(0.3, grace_s=0.05):
        with mongo.timeout(0.3):
            await call()


async def test_writes_are_majority_and_journaled_and_reads_majority(db: Database) -> None:
    assert db.write_concern.document == {"w": "majority", "j": True}
    assert db.read_concern.level == "majority"


async def test_instants_come_back_in_utc(db: Database) -> None:
    at = datetime(2026, 3, 1, 12, 0, 0, 123_000, tzinfo=UTC)
    await db["things"].insert_one({"_id": 1, "at": at})
    found = await db["things"].find_one({"_id": 1})
    assert found is not None
    assert found["at"] == at
    assert found["at"].tzinfo is not None


async def test_a_transaction_keeps_all_or_nothing(db: Database) -> None:
    await db.create_collection("things")

    async def two_then_fail(session: Session) -> None:
        await db["things"].insert_one({"_id": 1}, session=session)
        await db["things"].insert_one({"_id": 2}, session=session)
        raise ValueError("changed my mind")

    with pytest.raises(ValueError, match="changed"):
        await mongo.transact(db, two_then_fail)
    assert await db["things"].count_documents({}) == 0


async def test_a_lost_race_runs_again(db: Database) -> None:
    await db["counters"].insert_one({"_id": "c", "n": 0})
    runs = 0

    async def increment(session: Session) -> int:
        nonlocal runs
        runs += 1
        found = await db["counters"].find_one({"_id": "c"}, session=session)
        assert found is not None
        n = int(found["n"]) + 1
        await db["counters"].update_one({"_id": "c"}, {"$set": {"n": n}}, session=session)
        return n

    results = await asyncio.gather(*(mongo.transact(db, increment) for _ in range(12)))
    assert sorted(results) == list(range(1, 13))
    assert runs >= 12


async def test_a_transaction_that_lasted_too_long_runs_again(db: Database) -> None:
    await db.create_collection("things")
    # As MongoDB answers the statement in progress: with this code, and without a label.
    ended = OperationFailure("exceeded 'transactionLifetimeLimitSeconds'", 290)
    runs = 0

    async def write(session: Session) -> None:
        nonlocal runs
        runs += 1
        await db["things"].insert_one({"_id": runs}, session=session)
        if runs == 1:
            raise ended

    await mongo.transact(db, write)
    assert [found["_id"] async for found in db["things"].find()] == [2]
    assert mongo.is_transient(ended)


async def test_a_transaction_that_always_loses_ends_at_the_deadline(db: Database) -> None:
    await db["things"].insert_one({"_id": 1, "n": 0})
    held, release = asyncio.Event(), asyncio.Event()

    async def hold(session: Session) -> None:
        await db["things"].update_one({"_id": 1}, {"$inc": {"n": 1}}, session=session)
        held.set()
        await release.wait()

    async def lose(session: Session) -> None:
        await db["things"].update_one({"_id": 1}, {"$inc": {"n": 1}}, session=session)

    holder = asyncio.create_task(mongo.transact(db, hold))
    await held.wait()
    started = time.monotonic()
    with pytest.raises((DeadlineExceeded, PyMongoError)):
        await within_300_ms(lambda: mongo.transact(db, lose))
    assert time.monotonic() - started < 0.5
    release.set()
    await holder


async def test_a_cancelled_caller_leaves_no_lock_behind(db: Database) -> None:
    await db["things"].insert_one({"_id": 1, "n": 0})
    begun = asyncio.Event()

    async def slow(session: Session) -> None:
        await db["things"].update_one({"_id": 1}, {"$inc": {"n": 1}}, session=session)
        begun.set()
        await asyncio.sleep(0.1)

    caller = asyncio.create_task(mongo.transact(db, slow))
    await begun.wait()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    async with asyncio.timeout(20):
        await db["things"].update_one({"_id": 1}, {"$inc": {"n": 1}})
    found = await db["things"].find_one({"_id": 1})
    assert found is not None
    assert found["n"] == 2


async def test_an_aggregation_streams_its_documents(db: Database) -> None:
    await db["things"].insert_many([{"_id": n} for n in range(2500)])
    pipeline: list[mongo.Document] = [{"$match": {"_id": {"$gte": 10}}}, {"$sort": {"_id": 1}}]
    seen = [document["_id"] async for document in mongo.aggregate(db["things"], pipeline)]
    assert seen == list(range(10, 2500))


async def test_an_aggregation_sees_its_transaction(db: Database) -> None:
    await db.create_collection("things")

    async def insert_then_sum(session: Session) -> int:
        await db["things"].insert_many([{"n": 2}, {"n": 3}], session=session)
        group = [{"$group": {"_id": None, "sum": {"$sum": "$n"}}}]
        rows = [row async for row in mongo.aggregate(db["things"], group, session=session)]
        return int(rows[0]["sum"])

    assert await mongo.transact(db, insert_then_sum) == 5


async def test_a_session_reads_its_own_writes(db: Database) -> None:
    async with mongo.session(db) as session:
        await db["things"].insert_one({"_id": 1}, session=session)
        assert await db["things"].find_one({"_id": 1}, session=session) is not None


async def test_a_broken_unique_index_is_a_duplicate_alone_and_in_bulk(db: Database) -> None:
    unique = IndexModel([("brand", ASCENDING), ("code", ASCENDING)], unique=True)
    await mongo.ensure_indexes(db, {"things": [unique], "none": []})
    await mongo.ensure_indexes(db, {"things": [unique]})
    await db["things"].insert_one({"brand": "tea", "code": "a"})
    await db["things"].insert_one({"brand": "retail", "code": "a"})
    with pytest.raises(DuplicateKeyError) as alone:
        await db["things"].insert_one({"brand": "tea", "code": "a"})
    with pytest.raises(BulkWriteError) as bulk:
        await db["things"].bulk_write([InsertOne({"brand": "retail", "code": "a"})])
    assert mongo.is_duplicate(alone.value)
    assert mongo.is_duplicate(bulk.value)
    assert not mongo.is_duplicate(ValueError())


async def test_a_duplicate_is_recognised_in_any_script_of_its_key(db: Database) -> None:
    def look(reply: Document) -> None:
        if reply.get("writeErrors"):
            raise LookupError(reply["writeErrors"][0]["code"])

    # MongoDB names the key in its reply, cut at some byte: maybe in the middle of a character.
    for key in ("字" * 128, "x" + "字" * 128, "xx" + "字" * 128):
        insert = Statement({"insert": "things", "documents": [{"_id": key}]}, look)
        await mongo.write(db, [insert])
        with pytest.raises(LookupError, match="11000"):
            await mongo.write(db, [insert])


async def test_a_database_that_stands_still_ends_each_call_at_its_deadline(
    own_mongo: MongoServer, db_name: str, driver: Driver
) -> None:
    db = mongo.connect(own_mongo.url, db_name, driver=driver)
    await db["things"].insert_one({"_id": 1})

    async def write(session: Session) -> None:
        await db["things"].insert_one({"_id": 2}, session=session)

    own_mongo.pause(0)
    try:
        calls: list[Callable[[], Awaitable[Any]]] = [
            lambda: db["things"].find_one({}),
            lambda: mongo.transact(db, write),
        ]
        for call in calls:
            started = time.monotonic()
            with pytest.raises((PyMongoError, DeadlineExceeded)) as caught:
                await within_300_ms(call)
            assert time.monotonic() - started < 0.4
            late = isinstance(caught.value, DeadlineExceeded)
            assert late or mongo.is_timeout(caught.value)
            assert late or mongo.is_transient(caught.value)
    finally:
        own_mongo.resume(0)
    assert await mongo.ping(db)
    await mongo.close(db)


async def test_a_database_that_is_away_is_a_transient_failure(
    unused_tcp_port: int, driver: Driver
) -> None:
    url = f"mongodb://127.0.0.1:{unused_tcp_port}/?replicaSet=rs0"
    db = mongo.connect(url, "nowhere", driver=driver)
    with mongo.timeout(0.2), pytest.raises(PyMongoError) as caught:
        await db["things"].find_one({})
    assert mongo.is_transient(caught.value)
    with mongo.timeout(0.2):
        assert not await mongo.ping(db)
    await mongo.close(db)
