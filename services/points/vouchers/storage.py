"""Vouchers in MongoDB: records of the ledger, found by the store that has taken them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from services.common.mongo import ASCENDING, DESCENDING, Database, Document, IndexModel
from services.points.ledger.domain.audit_report import CheckedTotals
from services.points.ledger.domain.batch import RequestKey
from services.points.ledger.domain.record import RecordKey
from services.points.ledger.storage.documents import record_id, to_record
from services.points.ledger.storage.indexes import RECORDS
from services.points.ledger.storage.ledger import MongoLedgerStore
from services.points.vouchers.domain.voucher import Voucher, from_body
from services.points.vouchers.domain.voucher_posting import VOUCHER, disagreement

INDEXES: dict[str, list[IndexModel]] = {
    RECORDS: [
        IndexModel(
            [
                ("brand", ASCENDING),
                ("body.store_id", ASCENDING),
                ("body.used_at", DESCENDING),
                ("_id", DESCENDING),
            ],
            partialFilterExpression={"kind": VOUCHER.name, "body.used_at": {"$exists": True}},
        )
    ]
}
CHECKED_AT_ONCE = 500


class MongoVouchers:
    """Reads what the ledger keeps (see commands.py)."""

    def __init__(self, db: Database) -> None:
        self._records = db[RECORDS]
        self._ledger = MongoLedgerStore(db)

    async def used_at(
        self,
        brand: str,
        store_id: str,
        since: datetime | None,
        before: datetime | None,
        after: tuple[datetime, str] | None,
        size: int,
    ) -> Sequence[Voucher]:
        """Those used in the span, the last one first, behind the (time, code) `after`."""
        span: Document = {"$exists": True}
        if since is not None:
            span["$gte"] = since
        if before is not None:
            span["$lt"] = before
        wanted: Document = {
            "brand": brand,
            "kind": VOUCHER.name,
            "body.store_id": store_id,
            "body.used_at": span,
        }
        if after is not None:
            at, code = after
            last = record_id(RecordKey(brand, VOUCHER.name, code))
            wanted["$or"] = [
                {"body.used_at": {"$lt": at}},
                {"body.used_at": at, "_id": {"$lt": last}},
            ]
        cursor = self._records.find(wanted)
        cursor = cursor.sort([("body.used_at", DESCENDING), ("_id", DESCENDING)]).limit(size)
        return [from_body(document["body"]) for document in await cursor.to_list(size)]

    async def check_next(self, brand: str, after: str) -> CheckedTotals | None:
        """The vouchers behind the code `after`, some at once, compared with their postings.

        It stops at the first one that is wrong.
        """
        first = record_id(RecordKey(brand, VOUCHER.name, after))
        # "0" follows the slash behind the kind.
        span = {"$gt": first, "$lt": f"{brand}/{VOUCHER.name}0"}
        cursor = self._records.find({"_id": span}).sort("_id", ASCENDING).limit(CHECKED_AT_ONCE)
        found = [to_record(document) for document in await cursor.to_list(CHECKED_AT_ONCE)]
        if not found:
            return None
        vouchers: list[tuple[str, Voucher]] = []
        for key, record in found:
            try:
                vouchers.append((key.id, from_body(record.body)))
            except (KeyError, TypeError, ValueError) as error:
                return CheckedTotals(key.id, f"it can't be read: {error!r}")
        keys = {RequestKey(brand, voucher.posted_by) for _, voucher in vouchers}
        postings = await self._ledger.find(keys)
        for code, voucher in vouchers:
            wrong = disagreement(voucher, postings.get(RequestKey(brand, voucher.posted_by)))
            if wrong:
                return CheckedTotals(code, wrong)
        return CheckedTotals(vouchers[-1][0], "")
