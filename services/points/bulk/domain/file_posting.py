"""The postings of a bulk file: those that move the file, and those that carry its rows out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from services.points.bulk.domain.bulk_file import BULK_FILE, BulkFile, to_body
from services.points.bulk.domain.row import Row
from services.points.grants.domain.grant import CAMPAIGN, GRANT_RULE, REASON, RULE, Grant
from services.points.ledger.domain import request_ids
from services.points.ledger.domain.chart_of_accounts import ADJUSTED
from services.points.ledger.domain.posting import Leg, Posting, PostingKind, PostingRequest, Record
from services.points.ledger.domain.record import RecordKind
from services.points.ledger.domain.repeat import Asked
from services.points.programme.domain.programme import Programme

FILE, STATE, LINE = "bulk_file", "state", "line"
REFUSED, PROBLEM, COLUMN = "refused", "problem", "column"
ASKED_BY = "asked_by"
TEXT_CHARS_MAX = 128
BULK_REFUSAL: RecordKind[str] = RecordKind("bulk_refusal", lambda brand, body: str(body["refusal"]))
"""Why a row was refused when it was its turn, by file and line."""


def asking(brand: str, step: str, id_: str, fingerprint: str) -> Asked:
    """A step of a file, such as `upload`, under its request id or the approval's."""
    return Asked(brand, f"{request_ids.BULK_FILE}{step}/{id_}", fingerprint)


def moving(
    asked: Asked,
    file: BulkFile,
    version: int,
    records: tuple[Record, ...] = (),
    says: Mapping[str, str] | None = None,
) -> PostingRequest:
    """Keeps `file` over the version that was read. The posting moves nothing; it is the event."""
    return PostingRequest(
        brand=asked.brand,
        request_id=asked.request_id,
        kind=PostingKind.ADJUST,
        metadata={FILE: file.id, STATE: file.state.value, **(says or {})},
        records=(BULK_FILE.record(file.id, version, to_body(file)), *records),
        fingerprint=asked.fingerprint,
    )


def row_asked(brand: str, file: BulkFile, row: Row) -> Asked:
    """A row under its own request id: what became of it is said there for ever."""
    return Asked(brand, f"{request_ids.BULK_ROW}{file.id}/{row.line}", row.fingerprint)


def adjusting(
    file: BulkFile, row: Row, owner: str, programme: Programme, now: datetime
) -> PostingRequest:
    """Adjusts the account of `owner`, as an adjustment of an operator does."""
    expire_at = None
    if row.amount > 0:
        expire_at = programme.asset(row.asset).expiry.expires_at(now, programme.zone)
    asked = row_asked(programme.brand, file, row)
    return PostingRequest(
        brand=asked.brand,
        request_id=asked.request_id,
        kind=PostingKind.ADJUST,
        legs=(
            Leg(owner, row.asset, row.amount, expire_at),
            Leg(ADJUSTED, row.asset, -row.amount),
        ),
        metadata=_says(file, row),
        fingerprint=asked.fingerprint,
    )


def granting(brand: str, file: BulkFile, row: Row, owner: str) -> Grant:
    """Grants `owner` the row's coupon."""
    says = {RULE: GRANT_RULE, **_says(file, row)}
    if row.campaign:
        says[CAMPAIGN] = row.campaign
    return Grant(row_asked(brand, file, row), owner, row.coupon_type, says=says)


def refusing(
    brand: str, file: BulkFile, row: Row, refusal: str, column: str, message: str
) -> PostingRequest:
    """Says for ever that the row was refused when it was its turn, and moves nothing."""
    asked = row_asked(brand, file, row)
    says = {**_says(file, row), REFUSED: refusal, PROBLEM: message[:TEXT_CHARS_MAX]}
    if column:
        says[COLUMN] = column[:TEXT_CHARS_MAX]
    return PostingRequest(
        brand=brand,
        request_id=asked.request_id,
        kind=PostingKind.ADJUST,
        metadata=says,
        records=(BULK_REFUSAL.record(f"{file.id}/{row.line}", 0, {"refusal": refusal}),),
        fingerprint=asked.fingerprint,
    )


def refusal_in(posting: Posting) -> tuple[str, str, str]:
    """The refusal, the column and the message that a row's posting says; "" of one that is done."""
    said = posting.metadata
    return said.get(REFUSED, ""), said.get(COLUMN, ""), said.get(PROBLEM, "")


def _says(file: BulkFile, row: Row) -> dict[str, str]:
    return {
        FILE: file.id,
        LINE: str(row.line),
        REASON: row.reason or file.reason,
        ASKED_BY: file.started_by[:TEXT_CHARS_MAX],
    }
