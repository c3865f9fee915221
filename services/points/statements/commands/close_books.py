"""Closing the books: finance closes a month, and nothing takes effect in it any more."""

from __future__ import annotations

from services.common.clock import Clock
from services.points.calendar.domain.month import Month
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.commands.post_decided import post_decided
from services.points.ledger.domain import closed_period as period
from services.points.ledger.domain.closed_period import ClosedPeriod
from services.points.ledger.domain.posting import PostingRequest
from services.points.statements.commands.statements import BrandFacts


class Periods:
    """The closed period of each brand: kept by the ledger itself, as a record."""

    def __init__(self, ledger: Ledger, brands: BrandFacts, clock: Clock) -> None:
        self._ledger = ledger
        self._brands = brands
        self._clock = clock

    async def closed(self, brand: str) -> ClosedPeriod | None:
        """What is closed; None when nothing is."""
        known = await self._ledger.record(brand, period.PERIOD, period.CLOSED)
        return known.value if known else None

    async def close(
        self, brand: str, request_id: str, month: Month, closed_by: str
    ) -> tuple[ClosedPeriod, bool]:
        """Close `month` and all before it: what is closed now, and whether that was done before.

        Raises MonthInvalid, REQUEST_ID_REUSED and OVERLOADED.
        """
        zone, worths = await self._brands.zone(brand), await self._brands.worths(brand)
        asked = period.asking(brand, request_id, month)

        async def decide() -> PostingRequest:
            known = await self._ledger.record(brand, period.PERIOD, period.CLOSED)
            closings = await self._ledger.record(brand, period.CLOSINGS, period.CLOSED)
            return period.closing(
                asked,
                month,
                known,
                closings=closings,
                zone=zone,
                worths=worths,
                closed_by=closed_by,
                now=self._clock.now(),
            )

        posted = await post_decided(self._ledger, asked, decide)
        return period.from_posting(posted.posting), posted.replayed
