"""Advisers of members in MongoDB.

`member_advisers`  {_id: member id, brand, person, since, by, reason, past: [{person, since, by,
                    reason, until}]}     `person` is "" where the member has none now
"""

from collections.abc import Collection, Mapping
from typing import Any

from services.common.mongo import ASCENDING, Database, Document, IndexModel, Session, aggregate
from services.members import member_documents
from services.members.advisers.domain import Given, MemberAdviser

COLLECTION = "member_advisers"
INDEXES = {COLLECTION: [IndexModel([("brand", ASCENDING), ("person", ASCENDING)])]}


class MongoAdvisers:
    """Reads, within the transaction of `session` or outside of any."""

    def __init__(self, db: Database, session: Session | None = None) -> None:
        self._collection = db[COLLECTION]
        self._session = session

    async def advisers(self, brand: str, ids: Collection[str]) -> dict[str, MemberAdviser]:
        """By member, of those who ever had one."""
        found = await member_documents.read(self._collection, brand, ids, self._session)
        return {document["_id"]: _adviser(document) for document in found}

    async def counts(self, brand: str) -> dict[str, int]:
        """How many members each person advises."""
        stages = [
            {"$match": {"brand": brand, "person": {"$gt": ""}}},
            {"$group": {"_id": "$person", "members": {"$sum": 1}}},
        ]
        counted = aggregate(self._collection, stages, session=self._session)
        return {each["_id"]: each["members"] async for each in counted}


class MongoAdvisersUnit(MongoAdvisers):
    """Reads and writes within a transaction."""

    async def keep(self, brand: str, member_id: str, adviser: MemberAdviser) -> None:
        """Write the adviser in place of what was there."""
        past = [{**_given(given), "until": until} for given, until in adviser.past]
        document = {"brand": brand, **_given(adviser.now), "past": past}
        await member_documents.replace(
            self._collection, brand, {member_id: document}, self._session
        )

    async def forget(self, brand: str, member_id: str) -> None:
        """Take away what is kept of the member."""
        await member_documents.delete(self._collection, brand, member_id, self._session)


def _given(given: Given) -> Document:
    return {
        "person": given.person,
        "since": given.since,
        "by": given.by,
        "reason": given.reason,
    }


def _adviser(document: Mapping[str, Any]) -> MemberAdviser:
    past = tuple((_to_given(each), each["until"]) for each in document["past"])
    return MemberAdviser(_to_given(document), past)


def _to_given(written: Mapping[str, Any]) -> Given:
    return Given(written["person"], written["since"], written["by"], written["reason"])
