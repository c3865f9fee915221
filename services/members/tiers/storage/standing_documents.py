"""Standings as documents: what was counted by local day, and the positions that it gives.

`growth`  {_id: member id, brand, version, judge_at, sequence, ahead, total, days, positions}
`facts`   {..., last_seen_at, orders, order_days}

`version` is the programme's by which it was judged last; `judge_at` is when the next judgement is
due, absent when none is; `days` is {"2026-11-21": amount}; `positions` is {ladder: position}.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from services.common.mongo import Database, Document, ReplaceOne, Session
from services.members.activities.domain.facts import Facts, KeptFacts
from services.members.tiers.domain.daily_totals import DailyTotals
from services.members.tiers.domain.standing import Kept, KeptGrowth, Standing
from services.members.tiers.domain.tiers import Climb, LadderPosition

GROWTH = "growth"
FACTS = "facts"


class StandingDocuments:
    """Reads and writes growth and facts, within a transaction or without."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def growth(
        self, brand: str, ids: Collection[str], session: Session | None = None
    ) -> dict[str, Standing]:
        """Growth by member, of those that have any."""
        found = await self._find(GROWTH, brand, ids, session)
        return {document["_id"]: _standing(document) for document in found}

    async def facts(
        self, brand: str, ids: Collection[str], session: Session | None = None
    ) -> dict[str, Facts]:
        """Facts by member, of those that have any."""
        found = await self._find(FACTS, brand, ids, session)
        return {document["_id"]: _facts(document) for document in found}

    async def keep_growth(
        self, session: Session, brand: str, kept: Mapping[str, KeptGrowth]
    ) -> None:
        """Write growth by member."""
        documents = [
            _head(brand, member_id, each) | _standing_document(each.standing)
            for member_id, each in kept.items()
        ]
        await self._replace(GROWTH, session, documents)

    async def keep_facts(self, session: Session, brand: str, kept: Mapping[str, KeptFacts]) -> None:
        """Write facts by member."""
        documents = [
            _head(brand, member_id, each) | _facts_document(each.facts)
            for member_id, each in kept.items()
        ]
        await self._replace(FACTS, session, documents)

    async def due(self, collection: str, now: datetime, limit: int) -> list[tuple[str, str]]:
        """Brand and member of judgements that are due, the longest waiting first."""
        cursor = self._db[collection].find({"judge_at": {"$lte": now}}, {"brand": 1})
        found = await cursor.sort("judge_at", 1).limit(limit).to_list(limit)
        return [(document["brand"], document["_id"]) for document in found]

    async def behind(self, collection: str, brand: str, version: int, limit: int) -> list[str]:
        """Members of `brand` that were last judged by a programme older than `version`."""
        query = {"brand": brand, "version": {"$lt": version}}
        found = await self._db[collection].find(query, {"_id": 1}).limit(limit).to_list(limit)
        return [document["_id"] for document in found]

    async def _find(
        self, collection: str, brand: str, ids: Collection[str], session: Session | None
    ) -> list[Document]:
        query = {"_id": {"$in": list(ids)}, "brand": brand}
        cursor = self._db[collection].find(query, session=session)
        return await cursor.to_list(len(ids)) if ids else []

    async def _replace(
        self, collection: str, session: Session, documents: Collection[Document]
    ) -> None:
        if documents:
            await self._db[collection].bulk_write(
                [
                    ReplaceOne({"_id": document["_id"], "brand": document["brand"]}, document, True)
                    for document in documents
                ],
                ordered=False,
                session=session,
            )


def _head(brand: str, member_id: str, kept: Kept) -> Document:
    head: Document = {"_id": member_id, "brand": brand, "version": kept.version}
    return head | ({"judge_at": kept.judge_at} if kept.judge_at is not None else {})


def _facts_document(facts: Facts) -> Document:
    return {
        "last_seen_at": facts.last_seen_at,
        "orders": facts.orders.total,
        "order_days": _days_document(facts.orders),
        **_standing_document(facts.standing),
    }


def _facts(document: Document) -> Facts:
    return Facts(
        last_seen_at=document["last_seen_at"],
        orders=DailyTotals(document["orders"], _days(document["order_days"])),
        standing=_standing(document),
    )


def _standing_document(standing: Standing) -> Document:
    return {
        "sequence": standing.sequence,
        "ahead": sorted(standing.ahead),
        "total": standing.totals.total,
        "days": _days_document(standing.totals),
        "places": {
            code: _position_document(position) for code, position in standing.positions.items()
        },
    }


def _standing(document: Document) -> Standing:
    return Standing(
        totals=DailyTotals(document["total"], _days(document["days"])),
        positions={code: _position(position) for code, position in document["places"].items()},
        sequence=document["sequence"],
        ahead=set(document["ahead"]),
    )


def _days_document(totals: DailyTotals) -> dict[str, int]:
    return {day.isoformat(): amount for day, amount in totals.by_day.items()}


def _days(document: Mapping[str, int]) -> dict[date, int]:
    return {date.fromisoformat(day): amount for day, amount in document.items()}


def _position_document(position: LadderPosition) -> Document:
    return {
        "tier": position.tier,
        "reached_at": position.reached_at,
        "since": position.since.isoformat(),
        "climbs": [
            {
                "tier": climb.tier,
                "counted": climb.counted,
                "total": climb.total,
                "from_tier": climb.from_tier,
                "from_reached_at": climb.from_reached_at,
                "from_since": climb.from_since.isoformat(),
            }
            for climb in position.climbs
        ],
    }


def _position(document: Mapping[str, Any]) -> LadderPosition:
    return LadderPosition(
        tier=document["tier"],
        reached_at=document["reached_at"],
        since=date.fromisoformat(document["since"]),
        climbs=tuple(
            Climb(**{**climb, "from_since": date.fromisoformat(climb["from_since"])})
            for climb in document["climbs"]
        ),
    )
