"""A day's postings in MongoDB, found by their ids, which tell when they were made."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from services.common.ids import floor_id
from services.common.mongo import ASCENDING, Database
from services.points.ledger.domain.posting import Posting
from services.points.ledger.storage.documents import to_posting
from services.points.ledger.storage.indexes import POSTINGS
from services.points.statements.storage.rule_totals import READ_AT_ONCE
from services.points.statements.storage.slices import SETTLED_AFTER


class MongoRecordedPostings:
    """See commands/store_days.py."""

    def __init__(self, db: Database, id_prefix: str) -> None:
        self._postings = db[POSTINGS]
        self._id_prefix = id_prefix

    async def recorded(
        self, brand: str, since: datetime, until: datetime
    ) -> AsyncIterator[Sequence[Posting]]:
        """The postings recorded in the span, some at a time."""
        # An id and the time in its posting come from two looks at the clock.
        first = floor_id(self._id_prefix, since - SETTLED_AFTER)
        last = floor_id(self._id_prefix, until + SETTLED_AFTER)
        wanted = {
            "brand": brand,
            "_id": {"$gte": first, "$lt": last},
            "recorded_at": {"$gte": since, "$lt": until},
        }
        cursor = self._postings.find(wanted, batch_size=READ_AT_ONCE).sort("_id", ASCENDING)
        while documents := await cursor.to_list(READ_AT_ONCE):
            yield [to_posting(document) for document in documents]
