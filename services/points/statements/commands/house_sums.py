"""House accounts, summed from the totals that statements keep, without reading every entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from services.points.ledger.domain.account import AccountKey
from services.points.statements.commands.statements import StatementStore, Zones


class HouseSums:
    """Sums of house accounts. Each house account is a class of its own in the totals."""

    def __init__(self, store: StatementStore, zones: Zones) -> None:
        self._store = store
        self._zones = zones

    async def house_sum(self, key: AccountKey, recorded_until: datetime | None) -> int:
        """Sum of a house account's entries recorded until then, of all when None."""
        # In the brand's zone, for which statements keep them too; a sum over all months has none.
        zone = await self._zones.zone(key.brand)
        return sum(
            total.credits - total.debits
            for total in await self._store.totals(key.brand, zone, recorded_until)
            if (total.account_class, total.asset) == (key.owner, key.asset)
        )

    async def moved(self, brand: str) -> Mapping[tuple[str, str], tuple[int, int]]:
        """By class of accounts and asset, all that was ever credited and debited."""
        zone = await self._zones.zone(brand)
        credits_, debits = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
        for total in await self._store.totals(brand, zone, None):
            credits_[total.account_class, total.asset] += total.credits
            debits[total.account_class, total.asset] += total.debits
        return {name: (credits_[name], debits[name]) for name in credits_}

    async def credited(self, brand: str, house: str, prefix: str) -> Mapping[str, int]:
        """All that a house account was ever credited, by asset, of those beginning so."""
        return {
            asset: credits_
            for (owner, asset), (credits_, _) in (await self.moved(brand)).items()
            if owner == house and asset.startswith(prefix)
        }
