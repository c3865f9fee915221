"""Finding stores: by code, in pages, and nearest to a place."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import nsmallest
from typing import Protocol
from weakref import WeakValueDictionary

from services.common.clock import Clock
from services.common.stores import OpeningHours, opening_hours
from services.members.stores.domain.distance import distance_m
from services.members.stores.domain.nearest import NearestStore
from services.members.stores.domain.store import (
    Coordinates,
    KeptStore,
    Position,
    Store,
    StoreNotFound,
)

POSITIONS_KEPT = timedelta(seconds=30)
"""How old the places may be by which stores are ranked; what is shown of them is read anew."""
BRANDS_KEPT_MAX = 100


class StoresReader(Protocol):
    """Reads the register."""

    async def stores(self, brand: str, codes: Collection[str]) -> Mapping[str, KeptStore]:
        """Those that exist, by code."""

    async def page(
        self, brand: str, city: str, after: str, limit: int, closed_since: str
    ) -> Sequence[KeptStore]:
        """Stores behind the code `after`, by code; without those that closed for good by the day
        `closed_since`, where one is given."""

    async def positions(self, brand: str) -> Sequence[Position]:
        """All stores with coordinates."""


@dataclass(frozen=True, slots=True)
class Found:
    """A store and how it is now: `open` is None where its hours are not known."""

    kept: KeptStore
    open: bool | None
    closed_for_good: bool
    distance_m: int | None = None


class FindStores:
    """The searches. The places of a brand's stores are kept for 30 s, since visitors ask often."""

    def __init__(self, reader: StoresReader, clock: Clock) -> None:
        self._reader = reader
        self._clock = clock
        self._kept: OrderedDict[str, tuple[datetime, Sequence[Position]]] = OrderedDict()
        self._trees: dict[str, tuple[Sequence[Position], NearestStore]] = {}
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def one(self, brand: str, code: str) -> Found:
        """The store. Raises StoreNotFound."""
        kept = (await self._reader.stores(brand, [code])).get(code)
        if kept is None:
            raise StoreNotFound(f"no store {code}")
        return found(kept, self._clock.now())

    async def page(
        self, brand: str, city: str, after: str, limit: int, *, include_closed: bool
    ) -> list[Found]:
        """Up to `limit` stores behind the code `after`."""
        now = self._clock.now()
        # The day of a store's own zone is at most one from that of UTC: those of that day are
        # listed, and say that they are closed.
        since = "" if include_closed else (now - timedelta(days=1)).date().isoformat()
        listed = await self._reader.page(brand, city, after, limit, since)
        return [found(kept, now) for kept in listed]

    async def nearest(self, brand: str, place: Coordinates, limit: int) -> list[Found]:
        """Up to `limit` stores that are not closed for good, the nearest first."""
        now = self._clock.now()
        open_for_business = [
            each for each in await self._positions(brand, now) if not _is_over(each, now)
        ]
        ranked = nsmallest(
            limit, ((distance_m(place, each.coordinates), each.code) for each in open_for_business)
        )
        stores = await self._reader.stores(brand, [code for _, code in ranked])
        return sorted(
            (
                found(kept, now, distance_m(place, kept.store.coordinates))
                for kept in stores.values()
                if kept.store.coordinates is not None
            ),
            key=lambda each: (each.distance_m, each.kept.store.code),
        )

    async def nearest_one(self, brand: str, place: Coordinates) -> tuple[str, int] | None:
        """The code of the nearest store that is not closed for good, and metres to it; None where
        there is none. As cheap for many places as the stores stay where they are."""
        now = self._clock.now()
        positions = await self._positions(brand, now)
        known = self._trees.get(brand)
        if known is None or known[0] is not positions:
            kept = [each for each in positions if not (each.closed_from and _is_over(each, now))]
            known = (positions, NearestStore(kept))
            self._trees = {each: self._trees[each] for each in self._trees.keys() & self._kept}
            self._trees[brand] = known
        return known[1].of(place)

    async def _positions(self, brand: str, now: datetime) -> Sequence[Position]:
        # One at a time of a brand: else each of a crowd's calls would read ten thousand stores.
        async with self._turns.setdefault(brand, asyncio.Lock()):
            known = self._kept.get(brand)
            if known is not None and now - known[0] < POSITIONS_KEPT:
                return known[1]
            read = await self._reader.positions(brand)
            if known is not None and read == known[1]:
                # Whoever made something of the same places can keep it for this day.
                read = known[1] if now.date() == known[0].date() else read
            self._kept[brand] = (now, read)
            self._kept.move_to_end(brand)
            if len(self._kept) > BRANDS_KEPT_MAX:
                self._kept.popitem(last=False)
            return read


def found(kept: KeptStore, now: datetime, distance: int | None = None) -> Found:
    """The store as it is at `now`."""
    hours = hours_of(kept.store)
    return Found(kept, hours.is_open(now), hours.is_closed_for_good(now), distance)


def hours_of(store: Store) -> OpeningHours:
    """The store's opening hours."""
    return opening_hours(store.zone, store.hours, store.closed_days, store.closed_from)


def _is_over(position: Position, now: datetime) -> bool:
    hours = OpeningHours(position.zone, closed_from=position.closed_from)
    return hours.is_closed_for_good(now)
