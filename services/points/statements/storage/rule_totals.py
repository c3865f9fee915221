"""What became of each rule's points, in MongoDB: kept by slices (storage/slices.py).

A slice keeps what moved within it, by month, and what was outstanding of each origin at its end. So
months are read from the slices that touch them, and no document grows with the ledger: it grows
with the rules and campaigns of the brand, which are few (`ORIGINS_MAX`).

Postings are read one by one, since what a rule gave is in their explanations.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from services.common.mongo import ASCENDING, Database, Document, IndexModel
from services.points.calendar.domain.month import Month, Zone, parse_zone
from services.points.ledger.domain.account import START_OF_TIME
from services.points.ledger.domain.audit_report import CheckedTotals
from services.points.ledger.storage.documents import to_posting
from services.points.ledger.storage.indexes import POSTINGS
from services.points.statements.domain.rule_attribution import (
    Cell,
    Column,
    ExpiryCohort,
    Moves,
    Origin,
)
from services.points.statements.domain.rule_totals import OriginTotals, in_months
from services.points.statements.storage.pipelines import to_month
from services.points.statements.storage.slices import SETTLED_AFTER, Slices

ORIGINS = "origins"
INDEXES: dict[str, list[IndexModel]] = {
    ORIGINS: [IndexModel([("months", ASCENDING), ("_id", ASCENDING)])]
}
SLICE = 10_000
"""Read posting by posting, a slice takes longer than one of totals."""
READ_AT_ONCE = 250
"""Postings between two looks at what else is to do: a few milliseconds' work."""


class MongoOrigins:
    """Origins of every brand. `slice_size` and `settled_after` are for tests."""

    def __init__(
        self,
        db: Database,
        id_prefix: str,
        *,
        slice_size: int = SLICE,
        settled_after: timedelta = SETTLED_AFTER,
    ) -> None:
        self._postings = db[POSTINGS]
        self._kept = db[ORIGINS]
        self._slices = Slices(db, ORIGINS, id_prefix, slice_size, settled_after)

    async def read(self, brand: str, zone: Zone, first: Month, last: Month) -> OriginTotals:
        """What moved from the month `first` to the month `last`, and what is outstanding now."""
        kept = await self._slices.newest(brand, zone, None)
        totals, upto = _outstanding(kept), kept["upto"] if kept else ""
        while end := await self._slices.next_end(brand, upto):
            recorded_to = await self._add(brand, zone, totals, upto, end)
            await self._slices.keep(brand, zone, _to_document(totals, end, recorded_to))
            totals.cells.clear()
            upto = end
        await self._add(brand, zone, totals, upto, "")
        totals.cells = in_months(totals.cells, first, last)
        months = [str(first.plus(n)) for n in range(first.until(last) + 1)]
        # Another reader may have kept a slice meanwhile, of what is counted here already.
        span = {**self._slices.span(brand, zone.key), "$lte": f"{brand}/{zone.key}/{upto}"}
        del span["$lt"]
        async for document in self._kept.find({"months": {"$in": months}, "_id": span}):
            totals.cells.update(in_months(_cells(document), first, last))
        return totals

    async def check_next(self, brand: str, after: str) -> CheckedTotals | None:
        """The kept slice behind the name `after`, compared with the postings it is made of."""
        found = await self._slices.next_after(brand, after)
        if found is None:
            return None
        try:
            told = _outstanding(found.document), _cells(found.document)
            made, begin = _outstanding(found.before), found.before["upto"] if found.before else ""
            zone = parse_zone(found.zone_key)
        except (KeyError, IndexError, TypeError, ValueError) as error:
            return CheckedTotals(found.name, f"it, or the one before, can't be read: {error!r}")
        await self._add(brand, zone, made, begin, found.upto)
        return CheckedTotals(found.name, _difference(*told, made))

    async def _add(
        self, brand: str, zone: Zone, totals: OriginTotals, after: str, upto: str
    ) -> datetime:
        """Settle the postings behind `after`, up to `upto` if told; when the last was recorded."""
        ids = {"$gt": after, "$lte": upto} if upto else {"$gt": after}
        recorded_to, moves = START_OF_TIME, Moves()
        cursor = self._postings.find({"brand": brand, "_id": ids}, batch_size=READ_AT_ONCE)
        cursor = cursor.sort("_id", ASCENDING)
        while documents := await cursor.to_list(READ_AT_ONCE):
            for posting in map(to_posting, documents):
                moves.add(posting, zone)
                recorded_to = max(recorded_to, posting.recorded_at)
        totals.settle(moves)
        return recorded_to


def _difference(told: OriginTotals, cells: Counter[Cell], made: OriginTotals) -> str:
    made_cells = {cell: points for cell, points in made.cells.items() if points}
    for cell in sorted({*cells, *made_cells}):
        if cells[cell] != made_cells.get(cell, 0):
            where = f"{cell.month} {cell.asset} {cell.origin.rule} {cell.column}"
            return f"{where}: {cells[cell]} is kept, the postings make {made_cells.get(cell, 0)}"
    if told.cohorts != made.cohorts:
        return "what is kept as outstanding is not what the postings leave"
    return "" if told.known == made.known else "rules are kept that the postings do not name"


def _to_document(totals: OriginTotals, upto: str, recorded_to: datetime) -> Document:
    numbers = {origin: number for number, origin in enumerate(totals.known)}
    return {
        "upto": upto,
        "recorded_to": recorded_to,
        "origins": [[origin.rule, *origin.campaigns] for origin in totals.known],
        "months": sorted({str(cell.month) for cell in totals.cells}),
        # As texts: they may be longer than 64 bits.
        "cells": [
            [str(cell.month), cell.asset, numbers[cell.origin], cell.column.value, str(points)]
            for cell, points in totals.cells.items()
            if points
        ],
        "pots": [
            [*cohort, numbers[origin], str(points)]
            for cohort, origins in totals.cohorts.items()
            for origin, points in origins.items()
        ],
    }


def _origins(document: Document) -> list[Origin]:
    return [Origin(rule, tuple(campaigns)) for rule, *campaigns in document["origins"]]


def _outstanding(document: Document | None) -> OriginTotals:
    """What a slice leaves for the next one."""
    totals = OriginTotals()
    if document is not None:
        origins = _origins(document)
        totals.known = dict.fromkeys(origins)
        for asset, expiry, number, points in document["pots"]:
            cohort = totals.cohorts.setdefault(ExpiryCohort(asset, expiry), Counter())
            cohort[origins[number]] = int(points)
    return totals


def _cells(document: Document) -> Counter[Cell]:
    origins = _origins(document)
    return Counter(
        {
            Cell(to_month(month), asset, origins[number], Column(column)): int(points)
            for month, asset, number, column, points in document["cells"]
        }
    )
