"""What is kept beside the ledger, as verify looks at it: totals, and where followers stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from services.common import follower
from services.common.mongo import Database
from services.points.domain.total import KeptSlice
from services.points.storage.totals import MongoTotals


class MongoUpkeep:
    """See commands/verify.py."""

    def __init__(self, db: Database, totals: MongoTotals) -> None:
        self._totals = totals
        self._tokens = db[follower.COLLECTION]

    async def next_totals(self, brand: str, after: str) -> KeptSlice | None:
        """The kept totals behind the name `after`, compared with the ledger."""
        return await self._totals.check_next(brand, after)

    async def followers(self) -> Mapping[str, datetime]:
        """When each follower last said where it stands."""
        told = await self._tokens.find({"at": {"$exists": True}}).to_list(None)
        return {document["_id"]: document["at"] for document in told}
