"""Sessions of members who logged in.

`sessions`  {_id: brand/session, brand, session, member_id, digest, generation, taken, began_at,
ends_at, ended_at}; MongoDB removes them when they end
"""

from dataclasses import replace
from datetime import datetime

from services.common.mongo import (
    ASCENDING,
    DESCENDING,
    Binary,
    Database,
    Document,
    DuplicateKey,
    IndexModel,
)
from services.common.mongo import Session as ClientSession
from services.members.sessions.domain import Session, SpentToken

COLLECTION = "sessions"
INDEXES = {
    COLLECTION: [
        IndexModel([("brand", ASCENDING), ("member_id", ASCENDING), ("began_at", DESCENDING)]),
        IndexModel([("ends_at", ASCENDING)], expireAfterSeconds=0),
    ]
}


class MongoSessions:
    """Each change is of one document, under the generation that it was read at."""

    def __init__(self, db: Database) -> None:
        self._collection = db[COLLECTION]

    async def add(self, session: Session) -> bool:
        try:
            await self._collection.insert_one(_document(session))
        except DuplicateKey:
            return False
        return True

    async def find(self, brand: str, session_id: str) -> Session | None:
        document = await self._collection.find_one({"_id": _id(brand, session_id)})
        return None if document is None else _session(document)

    async def of_member(self, brand: str, member_id: str) -> list[Session]:
        """The member's sessions that were not ended, the newest first."""
        whose = {"brand": brand, "member_id": member_id, "ended_at": None}
        found = await self._collection.find(whose).sort("began_at", DESCENDING).to_list(None)
        return [_session(document) for document in found]

    async def replace(self, session: Session, generation: int) -> bool:
        result = await self._collection.replace_one(
            {
                "_id": _id(session.brand, session.id),
                "generation": generation,
                "ended_at": None,
            },
            _document(session),
        )
        return result.matched_count == 1

    async def end(self, brand: str, session_id: str, at: datetime) -> None:
        await self._collection.update_one(
            {"_id": _id(brand, session_id), "ended_at": None}, {"$set": {"ended_at": at}}
        )

    async def keep_newest(self, brand: str, member_id: str, count: int) -> None:
        whose = {"brand": brand, "member_id": member_id}
        newest = self._collection.find(whose, {"_id": 1}).sort("began_at", DESCENDING)
        old = [document["_id"] for document in await newest.skip(count).to_list(None)]
        if old:
            await self._collection.delete_many({"_id": {"$in": old}})


class MongoSessionsUnit:
    """Ends sessions within a transaction."""

    def __init__(self, db: Database, session: ClientSession) -> None:
        self._collection = db[COLLECTION]
        self._session = session

    async def move(self, brand: str, member_id: str, into: str) -> int:
        """Let the logins of the member be another's; how many."""
        whose = {"brand": brand, "member_id": member_id}
        moved = await self._collection.update_many(
            whose, {"$set": {"member_id": into}}, session=self._session
        )
        return int(moved.modified_count)

    async def end_all(self, brand: str, member_id: str) -> None:
        """End each session of the member: no refresh token of theirs is good any more."""
        whose = {"brand": brand, "member_id": member_id}
        await self._collection.delete_many(whose, session=self._session)


def _id(brand: str, session_id: str) -> str:
    return f"{brand}/{session_id}"


def _document(session: Session) -> Document:
    spent = session.spent
    return {
        "_id": _id(session.brand, session.id),
        "brand": session.brand,
        "session": session.id,
        "member_id": session.member_id,
        "digest": Binary(session.digest),
        "generation": session.generation,
        "taken": spent
        and {"digest": Binary(spent.digest), "request_id": spent.request_id, "at": spent.at},
        "began_at": session.began_at,
        "ends_at": session.ends_at,
        "ended_at": session.ended_at,
    }


def _session(document: Document) -> Session:
    session = Session(
        document["brand"],
        document["session"],
        document["member_id"],
        bytes(document["digest"]),
        document["began_at"],
        document["ends_at"],
        document["generation"],
        ended_at=document["ended_at"],
    )
    taken = document["taken"]
    if taken is None:
        return session
    spent = SpentToken(bytes(taken["digest"]), taken["request_id"], taken["at"])
    return replace(session, spent=spent)
