"""Totals in MongoDB: kept by slices (storage/slices.py), worked out there: only results travel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from services.common import mongo
from services.common.mongo import Database, Document
from services.points.calendar.domain.month import Month, Zone, parse_zone
from services.points.ledger.domain.account import START_OF_TIME
from services.points.ledger.domain.audit_report import CheckedTotals
from services.points.ledger.domain.chart_of_accounts import (
    HOUSE_PREFIX,
    MEMBERS,
    REWARD_PREFIX,
    REWARDS,
)
from services.points.ledger.storage.indexes import POSTINGS
from services.points.statements.domain.total import Total
from services.points.statements.storage.pipelines import (
    AMOUNT,
    COUNTS_AT,
    exact,
    exact_sum,
    month,
    to_month,
)
from services.points.statements.storage.slices import SETTLED_AFTER, SLICE, Slices

TOTALS = "totals"
_OWNER = "$entries.owner"

_Name = tuple[Month, str, str]


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


@dataclass(frozen=True, slots=True)
class _Summed:
    """Credits and debits by month, class and asset, of all postings up to an id."""

    upto: str = ""
    recorded_to: datetime = START_OF_TIME
    sums: Mapping[_Name, tuple[int, int]] = field(default_factory=dict)

    def plus(self, more: _Summed) -> _Summed:
        """With what follows it."""
        sums = dict(self.sums)
        for name, (added, taken) in more.sums.items():
            credits_before, debits_before = sums.get(name, (0, 0))
            sums[name] = credits_before + added, debits_before + taken
        return _Summed(more.upto, max(self.recorded_to, more.recorded_to), sums)


class MongoTotals:
    """Totals of every brand. `slice_size` and `settled_after` are for tests."""

    def __init__(
        self,
        db: Database,
        id_prefix: str,
        *,
        slice_size: int = SLICE,
        settled_after: timedelta = SETTLED_AFTER,
    ) -> None:
        self._postings = db[POSTINGS]
        self._slices = Slices(db, TOTALS, id_prefix, slice_size, settled_after)

    async def read(self, brand: str, zone: Zone, recorded_until: datetime | None) -> list[Total]:
        """All totals of what was recorded until then; of everything when None.

        A time past costs as much as was written since the last slice that ended before it.
        """
        kept = await self._slices.newest(brand, zone, recorded_until)
        summed = _from_document(kept) if kept else _Summed()
        if recorded_until is None:
            while end := await self._slices.next_end(brand, summed.upto):
                summed = summed.plus(await self._sum(brand, zone, summed.upto, end, None))
                await self._slices.keep(brand, zone, _to_document(summed))
        rest = await self._sum(brand, zone, summed.upto, "", recorded_until)
        return [Total(*name, *both) for name, both in summed.plus(rest).sums.items()]

    async def check_next(self, brand: str, after: str) -> CheckedTotals | None:
        """The kept totals behind the name `after`, compared with the postings they are made of.

        A slice at a time: those before are taken to be right, since each was looked at in its turn.
        """
        found = await self._slices.next_after(brand, after)
        if found is None:
            return None
        try:
            kept = _from_document(found.document)
            zone = parse_zone(found.zone_key)
            before = _from_document(found.before) if found.before else _Summed()
        except (KeyError, TypeError, ValueError) as error:
            return CheckedTotals(found.name, f"it, or the one before, can't be read: {error!r}")
        sums = before.plus(await self._sum(brand, zone, before.upto, found.upto, None))
        return CheckedTotals(found.name, "" if sums == kept else _difference(kept, sums))

    async def _sum(
        self, brand: str, zone: Zone, after: str, upto: str, recorded_until: datetime | None
    ) -> _Summed:
        ids = {"$gt": after, "$lte": upto} if upto else {"$gt": after}
        wanted: Document = {"brand": brand, "_id": ids}
        if recorded_until is not None:
            wanted["recorded_at"] = {"$lte": recorded_until}
        pipeline: list[Document] = [
            {"$match": wanted},
            {"$set": {"month": month(COUNTS_AT, zone)}},
            {"$unwind": "$entries"},
            {
                "$group": {
                    "_id": {"month": "$month", "class": _CLASS, "asset": "$entries.asset"},
                    "credits": exact_sum({"$max": [AMOUNT, 0]}),
                    "debits": exact_sum({"$max": [{"$subtract": [0, AMOUNT]}, 0]}),
                    "recorded_to": {"$max": "$recorded_at"},
                }
            },
        ]
        recorded_to = START_OF_TIME
        sums: dict[_Name, tuple[int, int]] = {}
        async for found in mongo.aggregate(self._postings, pipeline, allowDiskUse=True):
            name = found["_id"]
            sums[to_month(name["month"]), name["class"], name["asset"]] = (
                exact(found["credits"]),
                exact(found["debits"]),
            )
            recorded_to = max(recorded_to, found["recorded_to"])
        return _Summed(upto, recorded_to, sums)


def _difference(kept: _Summed, made: _Summed) -> str:
    for name in sorted({*kept.sums, *made.sums}):
        told, true = kept.sums.get(name, (0, 0)), made.sums.get(name, (0, 0))
        if told != true:
            month_, account_class, asset = name
            return f"{month_} {account_class} {asset}: {told} is kept, the postings make {true}"
    return f"recorded to {kept.recorded_to}, the postings to {made.recorded_to}"


def _to_document(summed: _Summed) -> Document:
    return {
        "upto": summed.upto,
        "recorded_to": summed.recorded_to,
        # As texts: they may be longer than 64 bits.
        "rows": [
            [str(name[0]), *name[1:], str(added), str(taken)]
            for name, (added, taken) in summed.sums.items()
        ],
    }


def _from_document(document: Document) -> _Summed:
    sums = {
        (to_month(written), account_class, asset): (int(added), int(taken))
        for written, account_class, asset, added, taken in document["rows"]
    }
    return _Summed(document["upto"], document["recorded_to"], sums)
