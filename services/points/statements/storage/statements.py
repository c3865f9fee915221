"""Sums over postings and accounts, worked out by MongoDB: only results travel."""

from __future__ import annotations

from datetime import datetime

from services.common import mongo
from services.common.mongo import Collection as MongoCollection
from services.common.mongo import Database, Document, Session
from services.points.calendar.domain.month import LAST_EXPIRY, Month, Zone
from services.points.ledger.domain.chart_of_accounts import REWARD_PREFIX
from services.points.ledger.domain.posting import Entry, Posting, PostingKind
from services.points.ledger.storage.documents import entry_key, to_account, to_posting
from services.points.ledger.storage.indexes import ACCOUNTS, POSTINGS
from services.points.statements.domain.liability import Outstanding
from services.points.statements.domain.rule_totals import OriginTotals
from services.points.statements.domain.statement import Moved, Span
from services.points.statements.domain.total import Total
from services.points.statements.storage.pipelines import (
    AMOUNT,
    COUNTS_AT,
    exact,
    exact_sum,
    month,
    to_month,
)
from services.points.statements.storage.rule_totals import MongoOrigins
from services.points.statements.storage.totals import MongoTotals


class MongoStatementStore:
    """Reads what storage/ledger.py keeps (see commands/statements.py)."""

    def __init__(self, db: Database, totals: MongoTotals, origins: MongoOrigins) -> None:
        self._totals = totals
        self._origins = origins
        self._postings: MongoCollection = db[POSTINGS]
        self._accounts: MongoCollection = db[ACCOUNTS]
        self._db = db

    async def totals(self, brand: str, zone: Zone, recorded_until: datetime | None) -> list[Total]:
        """What was recorded until then (all when None), by local month."""
        return await self._totals.read(brand, zone, recorded_until)

    async def origins(self, brand: str, zone: Zone, first: Month, last: Month) -> OriginTotals:
        """What became of each rule's points from the month `first` to `last`."""
        return await self._origins.read(brand, zone, first, last)

    async def moved(self, span: Span) -> list[Moved]:
        """Entries numbered in the span, before its start and within it, summed by kind."""
        pipeline: list[Document] = [
            *_entries_of(span),
            {"$match": {"at": {"$lt": span.end}}},
            {
                "$group": {
                    "_id": {"before": {"$lt": ["$at", span.start]}, "kind": "$kind"},
                    "amount": exact_sum(AMOUNT),
                    "count": {"$sum": 1},
                }
            },
        ]
        return [
            Moved(
                found["_id"]["before"],
                PostingKind(found["_id"]["kind"]),
                exact(found["amount"]),
                found["count"],
            )
            async for found in mongo.aggregate(self._postings, pipeline)
        ]

    async def entries_within(self, span: Span, size: int) -> list[tuple[Posting, Entry]]:
        """At most `size` entries numbered and counting within the span, the last number first."""
        pipeline: list[Document] = [
            *_entries_of(span),
            {"$match": {"at": {"$gte": span.start, "$lt": span.end}}},
            {"$sort": {"entries.sequence": -1}},
            {"$limit": size},
            # The chosen entry alone, in the form of a posting.
            {"$set": {"entries": ["$entries"]}},
        ]
        postings = [
            to_posting(document) async for document in mongo.aggregate(self._postings, pipeline)
        ]
        return [(posting, posting.entries[0]) for posting in postings]

    async def outstanding(self, brand: str, asset: str, now: datetime, zone: Zone) -> Outstanding:
        """The lots of all members, at one instant of the database."""

        async def read(session: Session) -> Outstanding:
            told = Outstanding()
            await self._add_plain(told, session, _members(brand, asset), now, zone)
            await self._add_contested(told, session, _members(brand, asset), now, zone)
            return told

        # For the snapshot: points on their way from one account to another are counted once.
        return await mongo.transact(self._db, read)

    async def _add_plain(
        self,
        told: Outstanding,
        session: Session,
        members: Document,
        now: datetime,
        zone: Zone,
    ) -> None:
        """Accounts of which no hold can protect a lot past expiry: nearly all of them."""
        pipeline: list[Document] = [
            {
                "$match": {
                    **members,
                    "$or": [{"holds": {"$exists": False}}, {"expires_at": {"$not": {"$lte": now}}}],
                }
            },
            {"$unwind": "$lots"},
            # Members' lots expire together, so few months have to be worked out.
            {"$group": {"_id": "$lots.expire_at", "points": exact_sum("$lots.points")}},
            {
                "$group": {
                    "_id": {
                        "month": month(_last_instant("$_id"), zone),
                        "lost": {"$and": [{"$gt": ["$_id", None]}, {"$lte": ["$_id", now]}]},
                    },
                    "points": {"$sum": "$points"},
                }
            },
        ]
        async for found in mongo.aggregate(
            self._accounts, pipeline, session=session, allowDiskUse=True
        ):
            points, written = exact(found["points"]), found["_id"]["month"]
            expiry = to_month(written) if written else None
            if expiry is not None and found["_id"]["lost"]:
                told.lost[expiry] += points
            else:
                told.owed[expiry] += points

    async def _add_contested(
        self,
        told: Outstanding,
        session: Session,
        members: Document,
        now: datetime,
        zone: Zone,
    ) -> None:
        wanted = {**members, "holds": {"$exists": True}, "expires_at": {"$lte": now}}
        async for document in mongo.aggregate(
            self._accounts, [{"$match": wanted}], session=session
        ):
            told.add(to_account(document), now, zone)


def _entries_of(span: Span) -> list[Document]:
    """The entries of a span's account and numbers, one a document, with when they count (`at`)."""
    key, numbers = span.key, span.numbers
    first, last = entry_key(key, numbers.start), entry_key(key, numbers.stop - 1)
    own = {"entries.owner": key.owner, "entries.asset": key.asset}
    return [
        {"$match": {"keys": {"$elemMatch": {"$gte": first, "$lte": last}}}},
        {"$unwind": "$entries"},
        {"$match": {**own, "entries.sequence": {"$gte": numbers.start, "$lt": numbers.stop}}},
        {"$set": {"at": COUNTS_AT}},
    ]


def _members(brand: str, asset: str) -> Document:
    """The members' accounts that have lots. "0" follows the slash behind the brand."""
    return {
        "_id": {"$gt": f"{brand}/", "$lt": f"{brand}0"},
        "asset": asset,
        "owner": {"$not": {"$regex": f"^{REWARD_PREFIX}"}},
        "lots": {"$exists": True},
    }


def _last_instant(expire_at: str) -> Document:
    """At which points can be spent; null where they never expire."""
    return {
        "$cond": [
            {"$gt": [expire_at, LAST_EXPIRY]},
            LAST_EXPIRY,
            {"$subtract": [expire_at, 1]},
        ]
    }
