"""Sums over postings and accounts, worked out by MongoDB: only results travel."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.common import mongo
from services.common.mongo import Collection as MongoCollection
from services.common.mongo import Database, Document, Session
from services.points.domain.liability import Flow, Outstanding
from services.points.domain.month import LAST_EXPIRY, Month
from services.points.domain.posting import HOUSE_PREFIX, Entry, Posting, PostingKind
from services.points.domain.statement import Moved, Span
from services.points.domain.trial_balance import MEMBERS, REWARD_PREFIX, REWARDS, Line
from services.points.storage.documents import entry_key, to_account, to_posting
from services.points.storage.ledger import ACCOUNTS, POSTINGS

_MONTH = "%Y-%m"
_OWNER = "$entries.owner"
_AMOUNT = "$entries.amount"
# An expiry belongs to the day that it ends (domain/month.py).
_COUNTS_AT: Document = {
    "$cond": [
        {"$eq": ["$kind", PostingKind.EXPIRE.value]},
        {"$subtract": ["$effective_at", 1]},
        "$effective_at",
    ]
}


def _begins(text: str, prefix: str) -> Document:
    return {"$eq": [{"$substrBytes": [text, 0, len(prefix)]}, prefix]}


_CLASS: Document = {
    "$switch": {
        "branches": [
            {"case": _begins(_OWNER, HOUSE_PREFIX), "then": _OWNER},
            {"case": _begins(_OWNER, REWARD_PREFIX), "then": REWARDS},
        ],
        "default": MEMBERS,
    }
}


class MongoStatementStore:
    """Reads what storage/ledger.py keeps (see commands/statements.py)."""

    def __init__(self, db: Database) -> None:
        self._postings: MongoCollection = db[POSTINGS]
        self._accounts: MongoCollection = db[ACCOUNTS]
        self._db = db

    async def trial_lines(self, brand: str, recorded_until: datetime | None) -> list[Line]:
        """Credits and debits by class of accounts and asset, of postings recorded until then."""
        wanted: Document = {"brand": brand}
        if recorded_until is not None:
            wanted["recorded_at"] = {"$lte": recorded_until}
        pipeline: list[Document] = [
            {"$match": wanted},
            {"$unwind": "$entries"},
            {
                "$group": {
                    "_id": {"class": _CLASS, "asset": "$entries.asset"},
                    "credits": _sum({"$max": [_AMOUNT, 0]}),
                    "debits": _sum({"$max": [{"$subtract": [0, _AMOUNT]}, 0]}),
                }
            },
        ]
        return [
            Line(
                found["_id"]["class"],
                found["_id"]["asset"],
                _exact(found["credits"]),
                _exact(found["debits"]),
            )
            async for found in mongo.aggregate(self._postings, pipeline, allowDiskUse=True)
        ]

    async def moved(self, span: Span) -> list[Moved]:
        """Entries numbered in the span, before its start and within it, summed by kind."""
        pipeline: list[Document] = [
            *_entries_of(span),
            {"$match": {"at": {"$lt": span.end}}},
            {
                "$group": {
                    "_id": {"before": {"$lt": ["$at", span.start]}, "kind": "$kind"},
                    "amount": _sum(_AMOUNT),
                    "count": {"$sum": 1},
                }
            },
        ]
        return [
            Moved(
                found["_id"]["before"],
                PostingKind(found["_id"]["kind"]),
                _exact(found["amount"]),
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

    async def outstanding(
        self, brand: str, asset: str, now: datetime, zone: ZoneInfo
    ) -> Outstanding:
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
        zone: ZoneInfo,
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
            {
                "$group": {
                    "_id": {
                        "month": _month(_last_instant("$lots.expire_at"), zone),
                        "lost": {
                            "$and": [
                                {"$gt": ["$lots.expire_at", None]},
                                {"$lte": ["$lots.expire_at", now]},
                            ]
                        },
                    },
                    "points": _sum("$lots.points"),
                }
            },
        ]
        async for found in mongo.aggregate(self._accounts, pipeline, session=session):
            points, written = _exact(found["points"]), found["_id"]["month"]
            month = _to_month(written) if written else None
            if month is not None and found["_id"]["lost"]:
                told.lost[month] += points
            else:
                told.owed[month] += points

    async def _add_contested(
        self,
        told: Outstanding,
        session: Session,
        members: Document,
        now: datetime,
        zone: ZoneInfo,
    ) -> None:
        wanted = {**members, "holds": {"$exists": True}, "expires_at": {"$lte": now}}
        async for document in mongo.aggregate(
            self._accounts, [{"$match": wanted}], session=session
        ):
            told.add(to_account(document), now, zone)

    async def flows(
        self,
        brand: str,
        asset: str,
        owners: Collection[str],
        months: Sequence[Month],
        zone: ZoneInfo,
    ) -> list[Flow]:
        """What each of `months`, which follow each other, added to those house accounts."""
        start, end = months[0].start(zone), months[-1].plus(1).start(zone)
        pipeline: list[Document] = [
            # A span that is surely wide enough for expiries too, then the exact one.
            {"$match": {"brand": brand, "effective_at": {"$gte": start, "$lte": end}}},
            {"$unwind": "$entries"},
            {"$match": {"entries.asset": asset, "entries.owner": {"$in": list(owners)}}},
            {"$set": {"at": _COUNTS_AT}},
            {"$match": {"at": {"$gte": start, "$lt": end}}},
            {
                "$group": {
                    "_id": {"month": _month("$at", zone), "owner": _OWNER},
                    "amount": _sum(_AMOUNT),
                }
            },
        ]
        return [
            Flow(_to_month(found["_id"]["month"]), found["_id"]["owner"], _exact(found["amount"]))
            async for found in mongo.aggregate(self._postings, pipeline, allowDiskUse=True)
        ]


def _entries_of(span: Span) -> list[Document]:
    """The entries of a span's account and numbers, one a document, with when they count (`at`)."""
    key, numbers = span.key, span.numbers
    first, last = entry_key(key, numbers.start), entry_key(key, numbers.stop - 1)
    own = {"entries.owner": key.owner, "entries.asset": key.asset}
    return [
        {"$match": {"keys": {"$elemMatch": {"$gte": first, "$lte": last}}}},
        {"$unwind": "$entries"},
        {"$match": {**own, "entries.sequence": {"$gte": numbers.start, "$lt": numbers.stop}}},
        {"$set": {"at": _COUNTS_AT}},
    ]


def _members(brand: str, asset: str) -> Document:
    """The members' accounts that have lots. "0" follows the slash behind the brand."""
    return {
        "_id": {"$gt": f"{brand}/", "$lt": f"{brand}0"},
        "asset": asset,
        "owner": {"$not": {"$regex": f"^{REWARD_PREFIX}"}},
        "lots": {"$exists": True},
    }


def _month(instant: Any, zone: ZoneInfo) -> Document:
    return {"$dateToString": {"date": instant, "format": _MONTH, "timezone": zone.key}}


def _to_month(text: str) -> Month:
    year, number = text.split("-")
    return Month(int(year), int(number))


def _last_instant(expire_at: str) -> Document:
    """At which points can be spent; null where they never expire."""
    return {
        "$cond": [
            {"$gt": [expire_at, LAST_EXPIRY]},
            LAST_EXPIRY,
            {"$subtract": [expire_at, 1]},
        ]
    }


def _sum(amount: Any) -> Document:
    """An exact sum: decimals, since one of integers beyond 64 bits would turn into a float."""
    return {"$sum": {"$toDecimal": amount}}


def _exact(decimal: Any) -> int:
    return int(decimal.to_decimal())
