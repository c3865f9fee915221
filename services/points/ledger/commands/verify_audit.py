"""Verify's look at the audit log: behind the totals, in slices of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from services.points.ledger.commands.verify import DerivedTotals
from services.points.ledger.domain.audit_report import CheckedTotals

SLICE = 1_000
_NAME = "~audit/"
"""Sorts behind every kept total."""


class Fault(Protocol):
    """An entry, and what is wrong with it."""

    @property
    def where(self) -> str: ...
    @property
    def detail(self) -> str: ...


class Chain(Protocol):
    """The audit log of each brand."""

    async def prove(self, brand: str, after: int, size: int) -> tuple[int, Fault | None]:
        """The number of the last entry proven behind `after`, and what is wrong behind it."""
        ...


class AuditedTotals:
    """The totals that are kept, then the audit log, as Verify goes through them."""

    def __init__(self, totals: DerivedTotals, chain: Chain) -> None:
        self._totals = totals
        self._chain = chain

    async def next_totals(self, brand: str, after: str) -> CheckedTotals | None:
        """The totals behind the name `after`, then slices of the log; None after the last.

        The name of a slice ends with the number of its last entry. A fault ends the walk.
        """
        if not after.startswith(_NAME):
            found = await self._totals.next_totals(brand, after)
            if found is not None:
                return found
        elif after.endswith("!"):
            return None
        number = int(after.removeprefix(_NAME)) if after.startswith(_NAME) else 0
        proven, fault = await self._chain.prove(brand, number, SLICE)
        if fault is not None:
            return CheckedTotals(f"{_NAME}{proven}!", f"{fault.where}: {fault.detail}")
        return None if proven == number else CheckedTotals(f"{_NAME}{proven}", "")

    async def followers(self) -> Mapping[str, datetime]:
        """When each follower last said where it stands."""
        return await self._totals.followers()

    async def oldest_set_aside(self, brand: str) -> datetime | None:
        """Since when the oldest event of the brand waits that could not take effect."""
        return await self._totals.oldest_set_aside(brand)
