"""The postings that sheets are made of, in MongoDB."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime

from services.common import mongo
from services.common.changes import to_timestamp
from services.common.feed_position import FeedPosition
from services.common.ids import floor_id
from services.common.mongo import ASCENDING, DESCENDING, Database, Document
from services.common.watch import Feed, FeedEvent
from services.points.leaderboards.domain.arrival import Arrival, Begun
from services.points.leaderboards.domain.credit import COUNTED
from services.points.ledger.domain import request_ids
from services.points.ledger.domain.posting import ORDER_ID, Posting, PostingKind
from services.points.ledger.storage.documents import entry_key, order_key, to_posting
from services.points.ledger.storage.indexes import POSTINGS
from services.points.programme.storage import PROGRAMMES

SLICE = 1_000
GIVERS_MAX = 10_000
"""Postings of the orders of one slice: an order has a few."""
_KINDS = [kind.value for kind in sorted(COUNTED)]
_NEEDED = ("request", "kind", "entries", "effective_at", "recorded_at", "digest", "metadata")


@dataclass(frozen=True, slots=True)
class _Posted(FeedEvent):
    """A posting in the feed."""

    posting: Posting


class MongoLedgerPostings:
    """Implements `leaderboards.commands.ports.LedgerPostings`."""

    def __init__(self, db: Database, id_prefix: str) -> None:
        self._db = db
        self._postings = db[POSTINGS]
        self._programmes = db[PROGRAMMES]
        self._id_prefix = id_prefix
        self._fields = dict.fromkeys((*_NEEDED, "brand", "reverses"), 1)
        self._feed = Feed(
            db,
            POSTINGS,
            id_prefix=id_prefix,
            decode=_decode,
            type_field="kind",
            projection=(*_NEEDED, "reverses"),
            commit_ordered=True,
        )

    async def brands(self) -> Sequence[str]:
        found = await self._programmes.find({}, {"_id": 1}).sort("_id", ASCENDING).to_list(None)
        return [document["_id"] for document in found]

    async def begin(self, brand: str) -> Begun:
        async with aclosing(self._feed.watch(brand=brand, from_now=True)) as watching:
            token = (await anext(watching)).token
        begin = to_timestamp(_resume(token))
        async with mongo.session(self._db) as reading:
            # A primary elected meanwhile must also show every commit older than the token.
            reading.advance_operation_time(mongo.Timestamp(begin.time, max(0, begin.inc - 1)))
            last = await self._postings.find_one(
                {"brand": brand}, {"_id": 1}, sort=[("_id", DESCENDING)], session=reading
            )
        return Begun(token, last["_id"] if last else "", _time_of(token))

    def first_id(self, at: datetime) -> str:
        return floor_id(self._id_prefix, at)

    async def slice(self, brand: str, after: str, upto: str) -> Sequence[Posting]:
        wanted = {"brand": brand, "_id": {"$gt": after, "$lte": upto}, "kind": {"$in": _KINDS}}
        cursor = self._postings.find(wanted, self._fields, batch_size=SLICE)
        found = await cursor.sort("_id", ASCENDING).limit(SLICE).to_list(SLICE)
        return [to_posting(document) for document in found]

    async def watch(self, brand: str, token: str) -> AsyncGenerator[Arrival, None]:
        async with aclosing(self._feed.watch(token, brand=brand, types=_KINDS)) as feed:
            async for arrived in feed:
                postings = [each.posting for each in arrived.events if isinstance(each, _Posted)]
                again = FeedPosition.start(POSTINGS, arrived.token, False).scan_after is not None
                yield Arrival(postings, arrived.token, _time_of(arrived.token), again)

    async def givers(self, brand: str, postings: Sequence[Posting]) -> Mapping[str, list[Posting]]:
        undone = [p.reverses_posting_id for p in postings if p.kind is PostingKind.REVERSAL]
        orders = {p.id: order for p in postings if (order := _refunded_order(p))}
        wanted: list[Document] = []
        if undone:
            wanted.append({"_id": {"$in": undone}, "brand": brand})
        if orders:
            keys = sorted({order_key(brand, order) for order in orders.values()})
            wanted.append({"order": {"$in": keys}, "kind": PostingKind.EARN.value})
        found: list[Posting] = []
        for selection in wanted:
            documents = await self._postings.find(selection, self._fields).to_list(GIVERS_MAX)
            found += map(to_posting, documents)
        by_id = {one.id: [one] for one in found}
        by_order: dict[str, list[Posting]] = {}
        for one in sorted(found, key=lambda one: one.id):
            if one.request_id.startswith(request_ids.AWARD) and ORDER_ID in one.metadata:
                by_order.setdefault(one.metadata[ORDER_ID], []).append(one)
        return {
            p.id: by_id.get(p.reverses_posting_id, [])
            if p.kind is PostingKind.REVERSAL
            else by_order.get(orders.get(p.id, ""), [])
            for p in postings
        }

    async def of_member(
        self, brand: str, member_id: str, asset: str, first_id: str, most: int
    ) -> Sequence[Posting] | None:
        account = (brand, member_id, asset)
        first = entry_key(account, 0)
        wanted = {
            "keys": {"$elemMatch": {"$gte": first, "$lt": first.rpartition("/")[0] + "0"}},
            "_id": {"$gte": first_id},
            "kind": {"$in": _KINDS},
        }
        found = await self._postings.find(wanted, self._fields).limit(most + 1).to_list(most + 1)
        return [to_posting(document) for document in found] if len(found) <= most else None


def _decode(document: Document) -> Sequence[FeedEvent]:
    if document["kind"] not in _KINDS:
        return ()
    posting = to_posting(document)
    at = posting.recorded_at
    return (_Posted(posting.id, posting.brand, document["kind"], "", at, b"", posting),)


def _refunded_order(posting: Posting) -> str:
    if posting.kind is not PostingKind.CLAWBACK:
        return ""
    return posting.metadata.get(ORDER_ID, "")


def _resume(token: str) -> str:
    return FeedPosition.start(POSTINGS, token, False).resume


def _time_of(token: str) -> int:
    time = to_timestamp(_resume(token))
    return time.time * 1000
