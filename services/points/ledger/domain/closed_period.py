"""Closed periods: up to when a brand's books are closed, so that no reported figure changes.

A brand keeps one record of it, which a batch reads with everything else that it looks at. What
takes effect when it is written needs no look: only a month that has ended can be closed. Expiry
is recorded late, in the month it belongs to, and changes no reported figure: points past
expiry are reported as expired from the first instant, those that a hold kept from its end on, and
those that came too late from when they came.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from services.points.calendar.domain.month import Month, MonthInvalid, parse_month
from services.points.ledger.domain import request_ids
from services.points.ledger.domain.account import START_OF_TIME
from services.points.ledger.domain.posting import Posting, PostingKind, PostingRequest
from services.points.ledger.domain.record import (
    Body,
    RecordKey,
    RecordKind,
    StoredRecord,
    Versioned,
)
from services.points.ledger.domain.repeat import Asked
from services.points.ledger.domain.validation import CLOCK_SKEW

CLOSED = "closed"
"""The id of the one record that a brand has of it."""
FINAL_AFTER = timedelta(seconds=30)
"""A batch is prepared and written within 15 s, and MongoDB ends what lingers after 10 more."""


class ClosedPeriod(NamedTuple):
    """Everything before `open_from`; `month` is the last in it."""

    month: Month
    open_from: datetime
    closed_at: datetime
    closed_by: str

    @property
    def final_at(self) -> datetime:
        """From then on nothing that was being written as it closed can appear in it."""
        return self.closed_at + FINAL_AFTER


def key(brand: str) -> RecordKey:
    """Where a brand's closed period is kept."""
    return RecordKey(brand, PERIOD.name, CLOSED)


def closed_until(record: StoredRecord | None) -> datetime:
    """The first instant at which something may take effect."""
    until: datetime = record.body["open_from"] if record else START_OF_TIME
    return until


def _from_body(body: Body) -> ClosedPeriod:
    return ClosedPeriod(
        parse_month(body["month"]), body["open_from"], body["closed_at"], body["closed_by"]
    )


PERIOD = RecordKind("period", lambda brand, body: _from_body(body))


def from_posting(posting: Posting) -> ClosedPeriod:
    """What was closed once `posting` was written."""
    metadata = posting.metadata
    return ClosedPeriod(
        parse_month(metadata["closed_month"]),
        datetime.fromisoformat(metadata["open_from"]),
        datetime.fromisoformat(metadata["closed_at"]),
        metadata["closed_by"],
    )


def asking(brand: str, request_id: str, month: Month) -> Asked:
    """A request to close `month`."""
    return Asked(brand, request_ids.CLOSED_PERIOD + request_id, f"close {month}")


def closing(
    asked: Asked,
    month: Month,
    known: Versioned[ClosedPeriod] | None,
    *,
    zone: ZoneInfo,
    closed_by: str,
    now: datetime,
) -> PostingRequest:
    """Closes `month` and all before it. Raises MonthInvalid for a month that has not ended."""
    open_from = month.plus(1).start(zone)
    # Another replica's clock may be behind, and what takes effect at once is not looked at.
    if now < open_from + CLOCK_SKEW:
        raise MonthInvalid("has not ended")
    closed = ClosedPeriod(month, open_from, now, closed_by)
    if known is not None and known.value.open_from >= open_from:
        closed = known.value
    body = {**closed._asdict(), "month": str(closed.month)}
    return PostingRequest(
        brand=asked.brand,
        request_id=asked.request_id,
        kind=PostingKind.ADJUST,
        metadata={
            "closed_month": str(closed.month),
            "open_from": closed.open_from.isoformat(),
            "closed_at": closed.closed_at.isoformat(),
            "closed_by": closed.closed_by[:256],
        },
        records=(PERIOD.record(CLOSED, known.version if known else 0, body),),
        fingerprint=asked.fingerprint,
    )
