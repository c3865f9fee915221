"""Reveals in bulk in MongoDB: ids, and nothing that was revealed.

`reveals`      as `services.common.kept_approvals` keeps approvals, and read_at once it was read
`reveal_days`  {_id: "brand/day", brand, members}    how many members were asked for on a local day
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from services.common import approvals, audit_log, kept_approvals
from services.common.approvals import Approval
from services.common.audit import Action
from services.common.clock import Clock
from services.common.kept_approvals import KeptApprovals
from services.common.mongo import ASCENDING, DESCENDING, Database, IndexModel, Session

COLLECTION = "reveals"
DAYS = "reveal_days"
INDEXES: Mapping[str, Sequence[IndexModel]] = {
    COLLECTION: [
        *kept_approvals.indexes(COLLECTION)[COLLECTION],
        IndexModel([("brand", ASCENDING), ("body.asked_by", ASCENDING), ("_id", DESCENDING)]),
    ]
}


class MongoReveals:
    """Reads, within the transaction of `session` or outside of any."""

    def __init__(self, db: Database, session: Session | None = None) -> None:
        self._db = db
        self._session = session
        self._approvals = KeptApprovals(db, COLLECTION, session)

    async def approval(self, brand: str, approval_id: str) -> tuple[Approval, str] | None:
        """An approval, and its seal of when it was asked."""
        return await self._approvals.find(brand, approval_id)

    async def approvals(self, brand: str, state: str, before: str, size: int) -> Sequence[Approval]:
        """Those in `state` ("": in any) with ids below `before` ("": all), the newest first."""
        return await self._approvals.page(brand, state, before, size)

    async def read_at(self, brand: str, approval_id: str) -> datetime | None:
        """When it was read; None until then."""
        named = {"_id": approval_id, "brand": brand}
        found = await self._db[COLLECTION].find_one(named, {"read_at": 1}, session=self._session)
        return found.get("read_at") if found else None

    async def asked_by(
        self, brand: str, operator: str, before: str, size: int
    ) -> list[tuple[Approval, datetime | None]]:
        """Those of an operator with ids below `before` ("": all), the newest first, and when each
        was read."""
        query: dict[str, Any] = {"brand": brand, "body.asked_by": operator}
        if before:
            query["_id"] = {"$lt": before}
        cursor = self._db[COLLECTION].find(query).sort("_id", DESCENDING).limit(size)
        return [
            (approvals.from_body(each["body"]), each.get("read_at"))
            for each in await cursor.to_list(size)
        ]


class MongoRevealsUnit(MongoReveals):
    """Reads and writes within a transaction."""

    def __init__(self, db: Database, session: Session, clock: Clock) -> None:
        super().__init__(db, session)
        self._unit_session = session
        self._clock = clock
        self.decided = ""
        """The brand whose approval was written here."""

    async def keep_approval(self, brand: str, approval: Approval) -> None:
        """Keep an approval; the seal of the first time stays."""
        self.decided = brand
        await self._approvals.keep(brand, approval)

    async def members_on(self, brand: str, day: date) -> int:
        """For how many members operators asked on a local day."""
        named = {"_id": f"{brand}/{day.isoformat()}"}
        found = await self._db[DAYS].find_one(named, session=self._session)
        return int(found["members"]) if found else 0

    async def keep_members_on(self, brand: str, day: date, members: int) -> None:
        """Remember it. Of two that write the same day at once, one runs again."""
        await self._db[DAYS].update_one(
            {"_id": f"{brand}/{day.isoformat()}"},
            {"$set": {"brand": brand, "members": members}},
            upsert=True,
            session=self._session,
        )

    async def keep_read(
        self, brand: str, approval_id: str, at: datetime, entries: Sequence[Action]
    ) -> None:
        """It was read: each entry stands in the audit log. Of two at once, one runs again."""
        await self._db[COLLECTION].update_one(
            {"_id": approval_id, "brand": brand}, {"$set": {"read_at": at}}, session=self._session
        )
        await audit_log.append_all(self._db, self._unit_session, brand, entries, self._clock)
