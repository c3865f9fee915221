"""What is kept beside the ledger, as verify looks at it: totals, and where followers stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from services.common import follower
from services.common.dead_letters import LetterBox
from services.common.mongo import Database
from services.points.ledger.domain.audit_report import CheckedTotals
from services.points.statements.storage.rule_totals import MongoOrigins
from services.points.statements.storage.totals import MongoTotals

_ORIGINS = "origins:"
"""No brand has a colon in it, so no name of totals begins so."""


class MongoDerivedTotals:
    """See commands/verify.py."""

    def __init__(self, db: Database, totals: MongoTotals, origins: MongoOrigins) -> None:
        self._totals = totals
        self._origins = origins
        self._tokens = db[follower.COLLECTION]
        self._letters = LetterBox(db)

    async def next_totals(self, brand: str, after: str) -> CheckedTotals | None:
        """The kept totals whose name follows `after`: those of accounts first, then of rules."""
        if not after.startswith(_ORIGINS):
            found = await self._totals.check_next(brand, after)
            if found is not None:
                return found
        last = after.removeprefix(_ORIGINS) if after.startswith(_ORIGINS) else ""
        found = await self._origins.check_next(brand, last)
        return found and CheckedTotals(_ORIGINS + found.name, found.wrong)

    async def followers(self) -> Mapping[str, datetime]:
        """When each follower last said where it stands."""
        followed = await self._tokens.find({"at": {"$exists": True}}).to_list(None)
        return {document["_id"]: document["at"] for document in followed}

    async def oldest_set_aside(self, brand: str) -> datetime | None:
        """Since when the oldest event of the brand waits that could not take effect."""
        return await self._letters.oldest(brand)
