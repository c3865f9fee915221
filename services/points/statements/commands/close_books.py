"""Closing the books: finance closes a month, and nothing takes effect in it any more."""

from __future__ import annotations

from services.common.clock import Clock
from services.points.calendar.domain.month import Month
from services.points.context import ATTEMPTS_MAX, Contended
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.domain import closed_period as period
from services.points.ledger.domain.closed_period import ClosedPeriod
from services.points.ledger.domain.record import RecordChanged
from services.points.statements.commands.statements import Zones


class Periods:
    """The closed period of each brand: kept by the ledger itself, as a record."""

    def __init__(self, ledger: Ledger, zones: Zones, clock: Clock) -> None:
        self._ledger = ledger
        self._zones = zones
        self._clock = clock

    async def closed(self, brand: str) -> ClosedPeriod | None:
        """What is closed; None when nothing is."""
        record = await self._ledger.record(brand, period.PERIOD, period.CLOSED)
        return period.from_record(record) if record else None

    async def close(
        self, brand: str, request_id: str, month: Month, closed_by: str
    ) -> tuple[ClosedPeriod, bool]:
        """Close `month` and all before it: what is closed now, and whether that was done before.

        Raises MonthInvalid, REQUEST_ID_REUSED and OVERLOADED.
        """
        zone = await self._zones.zone(brand)
        for _ in range(ATTEMPTS_MAX):
            known = await self._ledger.record(brand, period.PERIOD, period.CLOSED)
            request = period.closing(
                brand,
                request_id,
                month,
                known,
                zone=zone,
                closed_by=closed_by,
                now=self._clock.now(),
            )
            try:
                posted = await self._ledger.post(request)
            except RecordChanged:
                continue
            return period.from_posting(posted.posting), posted.replayed
        raise Contended()
