"""What the ledger's doors ask about a brand; `Programmes` answers from the one in force."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from datetime import tzinfo
from typing import Protocol

from services.points.ledger.domain.chart_of_accounts import BUILT_IN_ASSETS, UNSPENDABLE
from services.points.ledger.domain.validation import AssetUnknown

UnknownMembers = Callable[[str, Collection[str]], Awaitable[Collection[str]]]
"""Gives those of a brand's ids that no enrolled member has."""


class BrandRules(Protocol):
    """What the ledger keeps for each brand, whoever writes."""

    async def find_by(self, brand: str) -> frozenset[str]:
        """By which keys of metadata it finds postings, beside that of the order."""
        ...

    async def unspendable(self, brand: str) -> frozenset[str]:
        """Its assets that nobody spends."""
        ...


class BuiltInRules:
    """Those of a brand without a programme."""

    async def find_by(self, brand: str) -> frozenset[str]:
        """None beside that of the order."""
        return frozenset()

    async def unspendable(self, brand: str) -> frozenset[str]:
        """Growth."""
        return UNSPENDABLE


class Brands(BrandRules, Protocol):
    """Which brands there are, and the assets and the zone of each."""

    async def has_programme(self, brand: str) -> bool:
        """Whether the brand has published a programme."""
        ...

    async def has_asset(self, brand: str, asset: str) -> bool:
        """Whether the brand describes the asset."""
        ...

    async def zone(self, brand: str) -> tzinfo:
        """In which its days begin and end."""
        ...


async def check_brand_asset(brands: Brands, brand: str, asset: str, field: str) -> None:
    """Raises AssetUnknown unless it is built in or the brand describes it."""
    if asset not in BUILT_IN_ASSETS and not await brands.has_asset(brand, asset):
        raise AssetUnknown(field, asset)
