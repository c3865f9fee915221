"""Erasures in MongoDB.

`erasures`           {_id: member id, brand, state, asked_by, asked_at, due_at, ended_at, sweep_at,
                      enrolled: {at, channel, source, store_code}, once it is done}
`erasure_approvals`  as `services.common.kept_approvals` keeps them
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from services.common import kept_approvals
from services.common.approvals import Approval
from services.common.kept_approvals import KeptApprovals
from services.common.mongo import ASCENDING, Database, Document, IndexModel, Session
from services.members.identities.storage import MEMBERS
from services.members.member_collections import ERASURES
from services.members.privacy.domain.erasure import Erasure, ErasureState

COLLECTION = ERASURES
APPROVALS = "erasure_approvals"
INDEXES: Mapping[str, Sequence[IndexModel]] = {
    COLLECTION: [
        IndexModel(
            [("due_at", ASCENDING)],
            partialFilterExpression={"state": ErasureState.WAITING.value},
        ),
        IndexModel([("sweep_at", ASCENDING)], sparse=True),
    ],
    **kept_approvals.indexes(APPROVALS),
}


class MongoErasures:
    """Reads, within the transaction of `session` or outside of any."""

    def __init__(self, db: Database, session: Session | None = None) -> None:
        self._db = db
        self._collection = db[COLLECTION]
        self._approvals = KeptApprovals(db, APPROVALS, session)
        self._session = session

    async def erasure(self, brand: str, member_id: str) -> Erasure | None:
        """The last erasure of the member that was asked for."""
        query = {"_id": member_id, "brand": brand}
        found = await self._collection.find_one(query, session=self._session)
        return None if found is None else _erasure(found)

    async def waits_until(self, brand: str, member_id: str) -> datetime | None:
        """When the member will be erased; None where no erasure waits."""
        known = await self.erasure(brand, member_id)
        return known.due_at if known and known.state is ErasureState.WAITING else None

    async def due(self, now: datetime, limit: int, without: Collection[str]) -> list[Erasure]:
        """Erasures of all brands whose waiting time is over, the longest waiting first, but for
        those of some members."""
        query = {"state": ErasureState.WAITING.value, "due_at": {"$lte": now}}
        return await self._first(query, "due_at", limit, without)

    async def to_sweep(self, now: datetime, limit: int, without: Collection[str]) -> list[Erasure]:
        """Erasures of all brands after which something may be left, the longest waiting first, but
        for those of some members."""
        return await self._first({"sweep_at": {"$lte": now}}, "sweep_at", limit, without)

    async def _first(
        self, query: Document, by: str, limit: int, without: Collection[str]
    ) -> list[Erasure]:
        if without:
            query = query | {"_id": {"$nin": list(without)}}
        cursor = self._collection.find(query).sort(by, ASCENDING).limit(limit)
        return [_erasure(found) for found in await cursor.to_list(limit)]

    async def approval(self, brand: str, approval_id: str) -> tuple[Approval, str] | None:
        """An approval, and its seal of when it was asked."""
        return await self._approvals.find(brand, approval_id)

    async def approvals(self, brand: str, state: str, before: str, size: int) -> Sequence[Approval]:
        """Those in `state` ("": in any) with ids below `before` ("": all), the newest first."""
        return await self._approvals.page(brand, state, before, size)


class MongoErasuresUnit(MongoErasures):
    """Reads and writes within a transaction."""

    def __init__(self, db: Database, session: Session) -> None:
        super().__init__(db, session)
        self.decided = ""
        """The brand whose approval or erasure was written here."""

    async def keep(self, erasure: Erasure) -> None:
        """Write an erasure in place of the one before."""
        self.decided = erasure.brand
        fields: Document = {
            "brand": erasure.brand,
            "state": erasure.state.value,
            "asked_by": erasure.asked_by,
            "asked_at": erasure.asked_at,
            "due_at": erasure.due_at,
            "ended_at": erasure.ended_at,
        }
        update: Document = {"$set": fields}
        if erasure.sweep_at is None:
            update["$unset"] = {"sweep_at": ""}
        else:
            fields["sweep_at"] = erasure.sweep_at
        await self._collection.update_one(
            {"_id": erasure.member_id, "brand": erasure.brand},
            update,
            upsert=True,
            session=self._session,
        )

    async def hold(self, brand: str, member_id: str) -> bool:
        """Whether the member is there. If so, a transaction that writes or deletes them meanwhile
        is refused, and runs again."""
        # A transaction is refused for what another one wrote, never for what it read.
        named = {"_id": member_id, "brand": brand}
        held = await self._db[MEMBERS].update_one(
            named, {"$inc": {"holds": 1}}, session=self._session
        )
        return held.matched_count > 0

    async def keep_count(self, brand: str, member_id: str) -> None:
        """Keep of the member what counts of enrolments need, and no person."""
        kept = {"created_at": 1, "channel": 1, "origin": 1}
        named = {"_id": member_id, "brand": brand}
        found = await self._db[MEMBERS].find_one(named, kept, session=self._session)
        if found is None:
            return
        origin = found.get("origin", {})
        enrolled = {
            "at": found["created_at"],
            "channel": found["channel"],
            "source": origin.get("source", ""),
            "store_code": origin.get("store_code", ""),
        }
        await self._collection.update_one(
            named, {"$set": {"enrolled": enrolled}}, upsert=True, session=self._session
        )

    async def keep_approval(self, brand: str, approval: Approval) -> None:
        """Keep an approval; the seal of the first time stays."""
        self.decided = brand
        await self._approvals.keep(brand, approval)


def _erasure(found: Mapping[str, Any]) -> Erasure:
    return Erasure(
        brand=found["brand"],
        member_id=found["_id"],
        state=ErasureState(found["state"]),
        asked_by=found["asked_by"],
        asked_at=found["asked_at"],
        due_at=found["due_at"],
        ended_at=found["ended_at"],
        sweep_at=found.get("sweep_at"),
    )
