"""Documents by id are read together, and nobody reads what is older than they could alone."""

import asyncio
from typing import Any

import pytest

from services.common.mongo import Collection, Database, Document, OperationFailure
from services.common.shared_reads import SHARED_MAX, SharedReads


class Counted:
    """A collection that counts what it is asked, and fails once where `error` is set."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self.asked: list[int] = []
        self.error: Exception | None = None

    def find(self, query: Document, **options: Any) -> Any:
        self.asked.append(len(query["_id"]["$in"]))
        if self.error is not None:
            error, self.error = self.error, None
            raise error
        return self._collection.find(query, **options)


@pytest.fixture
async def things(db: Database) -> Counted:
    await db["things"].insert_many([{"_id": f"t{n}", "n": n} for n in range(20)])
    return Counted(db["things"])


def ids_of(found: list[Document]) -> list[str]:
    return sorted(document["_id"] for document in found)


async def test_those_who_ask_at_once_share_a_read(things: Counted) -> None:
    reads: SharedReads = SharedReads(things)  # type: ignore[arg-type]
    asked = [[f"t{n}", f"t{(n + 1) % 20}", "nobody"] for n in range(20)]
    found = await asyncio.gather(*map(reads.by_id, asked))
    assert [ids_of(each) for each in found] == [sorted(each[:2]) for each in asked]
    assert things.asked == [21]
    assert await reads.by_id([]) == []
    assert things.asked == [21]


async def test_a_read_that_is_under_way_answers_nobody_who_asks_now(
    things: Counted, db: Database
) -> None:
    reads: SharedReads = SharedReads(things)  # type: ignore[arg-type]
    for n in range(10):
        before = asyncio.create_task(reads.by_id(["new"]))
        while len(things.asked) < 2 * n + 1:
            await asyncio.sleep(0)
        # The read has begun; it may or may not see this.
        await db["things"].replace_one({"_id": "new"}, {"n": n}, upsert=True)
        (found,) = await reads.by_id(["new"])
        assert found["n"] == n
        await before


async def test_a_failure_is_of_those_who_shared_the_read_alone(things: Counted) -> None:
    reads: SharedReads = SharedReads(things)  # type: ignore[arg-type]
    things.error = OperationFailure("away", 91)
    results = await asyncio.gather(reads.by_id(["t1"]), reads.by_id(["t2"]), return_exceptions=True)
    assert [str(each) for each in results] == ["away", "away"]
    assert ids_of(await reads.by_id(["t1"])) == ["t1"]


async def test_who_leaves_takes_nothing_from_the_others(things: Counted) -> None:
    reads: SharedReads = SharedReads(things)  # type: ignore[arg-type]
    leaving, staying = (asyncio.create_task(reads.by_id([each])) for each in ("t1", "t2"))
    await asyncio.sleep(0)
    leaving.cancel()
    assert ids_of(await staying) == ["t2"]
    assert leaving.cancelled()


async def test_a_shared_read_is_bounded(things: Counted) -> None:
    reads: SharedReads = SharedReads(things)  # type: ignore[arg-type]
    many = [f"x{n}" for n in range(SHARED_MAX)]
    await asyncio.gather(reads.by_id(many), reads.by_id(["t1"]), reads.by_id(["t2"]))
    assert things.asked == [SHARED_MAX, 2]
