"""Rows of bulk files in MongoDB.

`bulk_pieces`  {_id: brand/file/number, brand, file, number, rows, results, done, refused,
kept_until}, rows and results as lists of their fields. MongoDB drops one when `kept_until` is over.
`bulk_queue`   {_id: brand/file, brand, file, at}: files that may have been started
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from services.common.mongo import ASCENDING, Database, IndexModel, aggregate
from services.points.bulk.domain.progress import Progress, Queued
from services.points.bulk.domain.row import Piece, Result, Row

PIECES, QUEUE = "bulk_pieces", "bulk_queue"
INDEXES = {
    PIECES: [
        IndexModel([("brand", ASCENDING), ("file", ASCENDING), ("number", ASCENDING)]),
        IndexModel([("kept_until", ASCENDING)], expireAfterSeconds=0),
    ]
}


class MongoRows:
    """Implements `bulk.commands.store.RowStore`."""

    def __init__(self, db: Database) -> None:
        self._pieces = db[PIECES]
        self._queue = db[QUEUE]

    async def keep(
        self, brand: str, file_id: str, pieces: Sequence[Piece], until: datetime
    ) -> None:
        await self._pieces.insert_many(
            [
                {
                    "_id": _key(brand, file_id, piece.number),
                    "brand": brand,
                    "file": file_id,
                    "number": piece.number,
                    "rows": [list(row) for row in piece.rows],
                    "kept_until": until,
                }
                for piece in pieces
            ]
        )

    async def pieces(self, brand: str, file_id: str, first: int = 0) -> AsyncIterator[Piece]:
        asked = {"brand": brand, "file": file_id, "number": {"$gte": first}}
        async for found in self._pieces.find(asked, sort=[("number", ASCENDING)], batch_size=10):
            results = found.get("results")
            yield Piece(
                found["number"],
                tuple(Row(*fields) for fields in found["rows"]),
                None if results is None else tuple(Result(*fields) for fields in results),
            )

    async def put_results(
        self, brand: str, file_id: str, number: int, results: Sequence[Result]
    ) -> None:
        refused = sum(bool(result.refusal) for result in results)
        body = {
            "results": [list(result) for result in results],
            "done": len(results) - refused,
            "refused": refused,
        }
        where = {"_id": _key(brand, file_id, number), "results": None}
        await self._pieces.update_one(where, {"$set": body})

    async def progress(self, brand: str, file_ids: Sequence[str]) -> dict[str, Progress]:
        mine = {"brand": brand, "file": {"$in": list(file_ids)}, "results": {"$ne": None}}
        counts = {
            "_id": "$file",
            "pieces": {"$sum": 1},
            "done": {"$sum": "$done"},
            "refused": {"$sum": "$refused"},
        }
        return {
            one["_id"]: Progress(one["pieces"], one["done"], one["refused"])
            async for one in aggregate(self._pieces, [{"$match": mine}, {"$group": counts}])
        }

    async def enqueue(self, queued: Queued) -> None:
        key = f"{queued.brand}/{queued.file_id}"
        body = {"brand": queued.brand, "file": queued.file_id, "at": queued.at}
        await self._queue.update_one({"_id": key}, {"$set": body}, upsert=True)

    async def queue(self, after: str, size: int) -> Sequence[Queued]:
        found = self._queue.find({"_id": {"$gt": after}}, sort=[("_id", ASCENDING)]).limit(size)
        return [Queued(one["brand"], one["file"], one["at"]) for one in await found.to_list(size)]

    async def dequeue(self, queued: Queued) -> None:
        # Not where it was told again meanwhile.
        key = f"{queued.brand}/{queued.file_id}"
        await self._queue.delete_one({"_id": key, "at": queued.at})


def _key(brand: str, file_id: str, number: int) -> str:
    return f"{brand}/{file_id}/{number:04}"
