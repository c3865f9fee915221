"""Parts of MongoDB's pipelines that sum over the ledger, and how their answers are read."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from services.common.mongo import Document
from services.points.calendar.domain.month import Month, Zone
from services.points.ledger.domain.posting import PostingKind

AMOUNT = "$entries.amount"
# An expiry belongs to the day that it ends (domain/month.py).
COUNTS_AT: Document = {
    "$cond": [
        {"$eq": ["$kind", PostingKind.EXPIRE.value]},
        {"$subtract": ["$effective_at", 1]},
        "$effective_at",
    ]
}


def month(instant: Any, zone: Zone) -> Document:
    """The local month of an instant, as `to_month` reads it; null for null."""
    if isinstance(zone, ZoneInfo):
        return {"$dateToString": {"date": instant, "format": "%Y-%m", "timezone": zone.key}}
    branches: list[Document] = []
    first: Month | None = None
    for stretch in zone.closed:
        then = _not_before(month(instant, stretch.zone), first)
        branches.append({"case": {"$lt": [instant, stretch.open_from]}, "then": then})
        first = stretch.last.plus(1)
    default = _not_before(month(instant, zone.zone), first)
    return {"$switch": {"branches": branches, "default": default}}


def _not_before(text: Document, first: Month | None) -> Document:
    """`first` where the month is an earlier one: texts of months compare by time."""
    return text if first is None else {"$max": [text, str(first)]}


def to_month(text: str) -> Month:
    """The month that `month` gave."""
    year, number = text.split("-")
    return Month(int(year), int(number))


def exact_sum(amount: Any) -> Document:
    """In decimals, since a sum of integers beyond 64 bits would turn into a float."""
    return {"$sum": {"$toDecimal": amount}}


def exact(decimal: Any) -> int:
    """The integer in a decimal of the database."""
    return int(decimal.to_decimal())
