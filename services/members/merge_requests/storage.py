"""Merge requests in MongoDB: ids and times, and no number.

`merge_requests`  {_id, brand, member_id, other_id, asked_at, expires_at, state, ended_at, ended_by,
                   reason, merge_id}
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from services.common.mongo import ASCENDING, DESCENDING, Database, Document, IndexModel, Session
from services.members.merge_requests.domain import MergeRequest, MergeRequestState

COLLECTION = "merge_requests"
_WAITING = {"state": MergeRequestState.WAITING.value}
INDEXES: Mapping[str, Sequence[IndexModel]] = {
    COLLECTION: [
        IndexModel([("brand", ASCENDING), ("state", ASCENDING), ("_id", DESCENDING)]),
        IndexModel([("brand", ASCENDING), ("_id", DESCENDING)]),
        IndexModel([("brand", ASCENDING), ("member_id", ASCENDING), ("_id", DESCENDING)]),
        IndexModel([("brand", ASCENDING), ("other_id", ASCENDING)]),
        # A member has one request that waits.
        IndexModel(
            [("brand", ASCENDING), ("member_id", ASCENDING)],
            name="waiting",
            unique=True,
            partialFilterExpression=_WAITING,
        ),
    ]
}


class MongoMergeRequests:
    """Reads, within the transaction of `session` or outside of any."""

    def __init__(self, db: Database, session: Session | None = None) -> None:
        self._collection = db[COLLECTION]
        self._session = session

    async def request(self, brand: str, request_id: str) -> MergeRequest | None:
        """The request of that id."""
        query = {"_id": request_id, "brand": brand}
        found = await self._collection.find_one(query, session=self._session)
        return None if found is None else _request(found)

    async def last_of(self, brand: str, ids: Sequence[str]) -> MergeRequest | None:
        """The last request that any of the members made."""
        query = {"brand": brand, "member_id": {"$in": list(ids)}}
        cursor = self._collection.find(query, session=self._session).sort("_id", DESCENDING)
        found = await cursor.limit(1).to_list(1)
        return _request(found[0]) if found else None

    async def page(
        self, brand: str, state: MergeRequestState | None, now: datetime, before: str, size: int
    ) -> list[MergeRequest]:
        """Those in `state` at `now` (None: in any) with ids below `before` ("": all), the newest
        first."""
        query: Document = {"brand": brand}
        if state is MergeRequestState.WAITING:
            query |= _WAITING | {"expires_at": {"$gt": now}}
        elif state is MergeRequestState.EXPIRED:
            over = _WAITING | {"expires_at": {"$lte": now}}
            query["$or"] = [{"state": state.value}, over]
        elif state is not None:
            query["state"] = state.value
        if before:
            query["_id"] = {"$lt": before}
        cursor = self._collection.find(query).sort("_id", DESCENDING).limit(size)
        return [_request(found) for found in await cursor.to_list(size)]


class MongoMergeRequestsUnit(MongoMergeRequests):
    """Reads and writes within a transaction."""

    async def keep(self, request: MergeRequest) -> None:
        """Write a request in place of what was there."""
        await self._collection.replace_one(
            {"_id": request.id, "brand": request.brand},
            {
                "brand": request.brand,
                "member_id": request.member_id,
                "other_id": request.other_id,
                "asked_at": request.asked_at,
                "expires_at": request.expires_at,
                "state": request.state.value,
                "ended_at": request.ended_at,
                "ended_by": request.ended_by,
                "reason": request.reason,
                "merge_id": request.merge_id,
            },
            upsert=True,
            session=self._session,
        )

    async def forget(self, brand: str, member_id: str) -> None:
        """Delete the requests of the member, and those about them."""
        named = [{"member_id": member_id}, {"other_id": member_id}]
        query = {"brand": brand, "$or": named}
        await self._collection.delete_many(query, session=self._session)


def _request(found: Document) -> MergeRequest:
    return MergeRequest(
        id=found["_id"],
        brand=found["brand"],
        member_id=found["member_id"],
        other_id=found["other_id"],
        asked_at=found["asked_at"],
        state=MergeRequestState(found["state"]),
        ended_at=found["ended_at"],
        ended_by=found["ended_by"],
        reason=found["reason"],
        merge_id=found["merge_id"],
    )
