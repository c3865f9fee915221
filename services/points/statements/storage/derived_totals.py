"""What is kept beside the ledger, as verify looks at it: totals, vouchers, boards, followers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from services.common import follower
from services.common.dead_letters import LetterBox
from services.common.mongo import Database
from services.points.ledger.domain.audit_report import CheckedTotals
from services.points.statements.storage.rule_totals import MongoOrigins
from services.points.statements.storage.totals import MongoTotals
from services.points.vouchers.storage import MongoVouchers

_ORIGINS, _VOUCHERS, _BOARDS = "origins:", "vouchers:", "boards:"
"""No brand has a colon in it, so no name of totals begins so."""
CheckNext = Callable[[str, str], Awaitable[CheckedTotals | None]]


class MongoDerivedTotals:
    """See commands/verify.py. `boards` checks the next sheet of leaderboards."""

    def __init__(
        self,
        db: Database,
        totals: MongoTotals,
        origins: MongoOrigins,
        vouchers: MongoVouchers,
        boards: CheckNext | None = None,
    ) -> None:
        self._totals = totals
        parts: list[tuple[str, CheckNext]] = [
            (_ORIGINS, origins.check_next),
            (_VOUCHERS, vouchers.check_next),
        ]
        self._parts = [*parts, (_BOARDS, boards)] if boards else parts
        self._tokens = db[follower.COLLECTION]
        self._letters = LetterBox(db)

    async def next_totals(self, brand: str, after: str) -> CheckedTotals | None:
        """What is kept under the names behind `after`: totals of accounts, of rules, vouchers."""
        begun = (n for n, (prefix, _) in enumerate(self._parts) if after.startswith(prefix))
        part = next(begun, None)
        if part is None:
            found = await self._totals.check_next(brand, after)
            if found is not None:
                return found
        for prefix, check_next in self._parts[part or 0 :]:
            last = after.removeprefix(prefix) if after.startswith(prefix) else ""
            found = await check_next(brand, last)
            if found is not None:
                return CheckedTotals(prefix + found.name, found.wrong)
        return None

    async def followers(self) -> Mapping[str, datetime]:
        """When each follower last said where it stands."""
        followed = await self._tokens.find({"at": {"$exists": True}}).to_list(None)
        return {document["_id"]: document["at"] for document in followed}

    async def oldest_set_aside(self, brand: str) -> datetime | None:
        """Since when the oldest event of the brand waits that could not take effect."""
        return await self._letters.oldest(brand)
