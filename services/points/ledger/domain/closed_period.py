"""Closed periods: up to when a brand's books are closed, so that no reported figure changes.

A brand keeps one record of it, which a batch reads with everything else that it looks at. What
takes effect when it is written needs no look: only a month that has ended can be closed. Expiry
is recorded late, in the month it belongs to, and changes no reported figure: points past
expiry are reported as expired from the first instant, those that a hold kept from its end on, and
those that came too late from when they came.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from services.points.calendar.domain.month import (
    BookZones,
    Month,
    MonthInvalid,
    Stretch,
    Zone,
    parse_month,
)
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


class Closing(NamedTuple):
    """Months, up to `last`, that were closed while the brand's programme said so.

    `zone` is its key. `worths` has every asset: currency, minor units and points, None for none.
    """

    last: Month
    zone: str
    worths: Mapping[str, tuple[str, int, int] | None]


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


def _closings(body: Body) -> tuple[Closing, ...]:
    return tuple(
        Closing(
            parse_month(one["last"]),
            one["zone"],
            {code: tuple(worth) if worth else None for code, worth in one["worths"]},
        )
        for one in body["closings"]
    )


CLOSINGS = RecordKind("closings", lambda brand, body: _closings(body))
"""What the programme said as months were closed; apart from the period, which batches read."""


def zones_of(closings: Sequence[Closing], zone: ZoneInfo) -> Zone:
    """The zones of a brand's months: those closed keep theirs, and the others have `zone`."""
    closed: list[Stretch] = []
    for one in closings:
        if closed and closed[-1].zone.key == one.zone:
            closed.pop()
        closed.append(Stretch(one.last, ZoneInfo(one.zone)))
    if closed and closed[-1].zone.key == zone.key:
        closed.pop()
    return BookZones(tuple(closed), zone) if closed else zone


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
    closings: Versioned[tuple[Closing, ...]] | None,
    zone: ZoneInfo,
    worths: Mapping[str, tuple[str, int, int] | None],
    closed_by: str,
    now: datetime,
) -> PostingRequest:
    """Closes `month` and all before it. Raises MonthInvalid for a month that has not ended.

    `zone` and `worths` are what the programme says now: the months keep them from now on.
    """
    before = closings.value if closings else ()
    open_from = month.plus(1).start(zones_of(before, zone))
    # Another replica's clock may be behind, and what takes effect at once is not looked at.
    if now < open_from + CLOCK_SKEW:
        raise MonthInvalid("has not ended")
    closed = ClosedPeriod(month, open_from, now, closed_by)
    after = _with(before, Closing(month, zone.key, worths))
    if known is not None and known.value.open_from >= open_from:
        closed, after = known.value, before
    kept = {
        "closings": [
            {"last": str(one.last), "zone": one.zone, "worths": list(one.worths.items())}
            for one in after
        ]
    }
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
        records=(
            PERIOD.record(CLOSED, known.version if known else 0, body),
            CLOSINGS.record(CLOSED, closings.version if closings else 0, kept),
        ),
        fingerprint=asked.fingerprint,
    )


def _with(before: tuple[Closing, ...], closing: Closing) -> tuple[Closing, ...]:
    """One more; in place of the last where the programme says what it said then."""
    if before and before[-1][1:] == closing[1:]:
        before = before[:-1]
    return (*before, closing)
