"""Databases that tests of one kind use in turn.

MongoDB takes 60 ms to make a service's collections and indexes, and as long to drop them; to empty
them takes 10 ms. So a database is emptied for the next test that wants such a one.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pymongo import MongoClient
from pymongo.synchronous.database import Database as SyncDatabase

from services.common import mongo
from services.common.mongo import Database

RESTING = 2
"""So many were used after one before it is emptied: whatever of its test still runs has ended."""
DOCUMENTS_MAX = 2_000
"""One with more documents is dropped: to delete each takes longer."""


class Databases:
    """The databases of a server; each belongs to one test at a time."""

    def __init__(self, client: MongoClient[dict[str, Any]]) -> None:
        self._client = client
        self._resting: defaultdict[str, deque[str]] = defaultdict(deque)

    def take(self, kind: str) -> str:
        """The name of an empty database; it may have the collections and indexes of `kind`."""
        resting = self._resting[kind]
        while len(resting) > RESTING:
            name = resting.popleft()
            if self._emptied(name):
                return name
        return f"test_{uuid4().hex[:16]}"

    def give_back(self, kind: str, name: str) -> None:
        self._resting[kind].append(name)

    def _emptied(self, name: str) -> bool:
        database = self._client[name]
        filled = [each for each in database.list_collections() if each["type"] == "collection"]
        names = [each["name"] for each in filled if not each.get("options")]
        if len(names) == len(filled):
            counts = _counts(database, names)
            if sum(counts.values()) <= DOCUMENTS_MAX:
                for each in counts:
                    database[each].delete_many({})
                    # Which index a query takes is remembered from the documents of before.
                    database.command("planCacheClear", each)
                return True
        self._client.drop_database(name)
        return False


def _counts(database: SyncDatabase[dict[str, Any]], names: list[str]) -> dict[str, int]:
    """How many documents each collection has, without the empty ones; asked for in one command."""
    if not names:
        return {}
    count: list[dict[str, Any]] = [
        {"$collStats": {"count": {}}},
        {"$match": {"count": {"$gt": 0}}},
        {"$project": {"ns": True, "count": True}},
    ]
    others = [{"$unionWith": {"coll": each, "pipeline": count}} for each in names[1:]]
    found = database[names[0]].aggregate([*count, *others])
    return {each["ns"].removeprefix(f"{database.name}."): each["count"] for each in found}


@pytest.fixture(name="db_name")
def name_in_turn(request: pytest.FixtureRequest, databases: Databases) -> Iterator[str]:
    """The name of an empty database that no other test uses meanwhile."""
    kind = "/".join(Path(request.node.nodeid).parts[:3])
    name = databases.take(kind)
    yield name
    databases.give_back(kind, name)


@pytest.fixture(name="db")
async def database_in_turn(mongo_url: str, db_name: str) -> AsyncIterator[Database]:
    """An empty database that no other test uses meanwhile."""
    database = mongo.connect(mongo_url, db_name)
    yield database
    await mongo.close(database)
