"""The projection of the register of stores, as the members service announced them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Protocol

from services.common.stores import KnownStore


class KnownStores(Protocol):
    """It may be behind, and a store may be missing."""

    async def known(self, brand: str, codes: Collection[str]) -> Mapping[str, KnownStore]:
        """The stores that are known, by code."""
        ...


class _NoStores:
    """A projection in which every store is missing."""

    async def known(self, brand: str, codes: Collection[str]) -> Mapping[str, KnownStore]:
        return {}


NO_STORES: KnownStores = _NoStores()
"""For whoever knows no stores: a condition on one is false."""


async def store_facts(
    stores: KnownStores, brand: str, store_id: str, at: datetime
) -> Mapping[str, Any]:
    """What conditions may know of the store at that time; nothing where it is not known."""
    if not store_id:
        return {}
    store = (await stores.known(brand, [store_id])).get(store_id)
    return {} if store is None else store.facts(at)
