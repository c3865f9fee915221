"""Approvals in a collection of their own, for services that have no ledger to keep them in.

`<collection>`  {_id, brand, state, body, seal}; the seal is that of when it was asked
"""

from collections.abc import Sequence

from services.common import approvals
from services.common.approvals import Approval
from services.common.mongo import DESCENDING, Database, Document, IndexModel, Session


def indexes(collection: str) -> dict[str, list[IndexModel]]:
    """For `mongo.ensure_indexes`."""
    return {
        collection: [
            IndexModel([("brand", 1), ("_id", DESCENDING)]),
            IndexModel([("brand", 1), ("state", 1), ("_id", DESCENDING)]),
        ]
    }


class KeptApprovals:
    """Reads and writes, within the transaction of `session` or outside of any."""

    def __init__(self, db: Database, collection: str, session: Session | None = None) -> None:
        self._collection = db[collection]
        self._session = session

    async def find(self, brand: str, approval_id: str) -> tuple[Approval, str] | None:
        """An approval, and its seal of when it was asked."""
        found = await self._collection.find_one(
            {"_id": approval_id, "brand": brand}, session=self._session
        )
        return None if found is None else (approvals.from_body(found["body"]), found["seal"])

    async def keep(self, brand: str, approval: Approval) -> None:
        """Keep an approval; the seal of the first time stays."""
        await self._collection.update_one(
            {"_id": approval.id, "brand": brand},
            {
                "$set": {"state": approval.state.value, "body": approvals.to_body(approval)},
                "$setOnInsert": {"seal": approval.seal},
            },
            upsert=True,
            session=self._session,
        )

    async def page(self, brand: str, state: str, before: str, size: int) -> Sequence[Approval]:
        """Those in `state` ("": in any) with ids below `before` ("": all), the newest first."""
        query: Document = {"brand": brand}
        if state:
            query["state"] = state
        if before:
            query["_id"] = {"$lt": before}
        cursor = self._collection.find(query).sort("_id", DESCENDING).limit(size)
        return [approvals.from_body(each["body"]) for each in await cursor.to_list(size)]
