"""A member's month as a document: what its file shows, in whatever form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from gateway.schema.core.context import RequestContext
from gateway.schema.core.scalars import moment, text
from gateway.schema.points.entry_causes import cause_title, kind_title
from tessera.points.v1 import ledger_pb2, statements_pb2


@dataclass(frozen=True, slots=True)
class StatementEntry:
    """One change. `note` says how an award came about, or is empty."""

    at: datetime
    title: str
    note: str
    amount: int
    balance_after: int
    kind: str
    order_id: str
    store_id: str


@dataclass(frozen=True, slots=True)
class StatementDocument:
    """A month of a member's account, in one language. `entries` begin with the oldest; `left_out`
    earlier ones did not fit. `expiring` has days and points, the next one first."""

    brand: str
    member_id: str
    name: str
    month: str
    asset: str
    language: str
    zone: ZoneInfo
    made_at: datetime
    opening: int
    closing: int
    lines: Sequence[tuple[str, str, int, int]]
    """Kind, its name, amount and count."""
    entries: Sequence[StatementEntry]
    left_out: int
    expiring: Sequence[tuple[str, int]]

    def local(self, at: datetime) -> datetime:
        """`at` on the brand's clocks."""
        return at.astimezone(self.zone)

    @property
    def first_day(self) -> date:
        """The first day of the month."""
        return date.fromisoformat(f"{self.month}-01")


def entry_of(entry: ledger_pb2.Entry, context: RequestContext) -> StatementEntry:
    """An entry in the language of `context`."""
    return StatementEntry(
        at=moment(entry.effective_time),
        title=cause_title(entry, context),
        note=text(entry.cause.explanation, context),
        amount=entry.amount,
        balance_after=entry.balance_after,
        kind=_kind(entry.kind),
        order_id=entry.cause.order_id,
        store_id=entry.cause.store_id,
    )


def lines_of(
    told: statements_pb2.GetStatementResponse, language: str
) -> list[tuple[str, str, int, int]]:
    """The sums of the month by kind."""
    return [
        (_kind(line.kind), kind_title(line.kind, language), line.amount, line.count)
        for line in told.lines
    ]


def as_json(document: StatementDocument) -> dict[str, Any]:
    """The document for programs: instants with the brand's offset, names in its language."""
    return {
        "brand": document.brand,
        "memberId": document.member_id,
        "month": document.month,
        "asset": document.asset,
        "timeZone": document.zone.key,
        "madeAt": document.local(document.made_at).isoformat(timespec="seconds"),
        "opening": document.opening,
        "closing": document.closing,
        "lines": [
            {"kind": kind, "name": name, "amount": amount, "count": count}
            for kind, name, amount, count in document.lines
        ],
        "entries": [
            {
                "at": document.local(entry.at).isoformat(timespec="seconds"),
                "kind": entry.kind,
                "title": entry.title,
                "explanation": entry.note or None,
                "amount": entry.amount,
                "balanceAfter": entry.balance_after,
                "orderId": entry.order_id or None,
                "storeId": entry.store_id or None,
            }
            for entry in document.entries
        ],
        "entriesLeftOut": document.left_out,
        "expiring": [{"on": on, "points": points} for on, points in document.expiring],
    }


def _kind(kind: int) -> str:
    name = ledger_pb2.PostingKind.Name(kind)  # type: ignore[arg-type]
    return name.removeprefix("POSTING_KIND_")
