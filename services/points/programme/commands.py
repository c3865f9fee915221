"""The programme in force in each brand, parsed and at hand."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from services.points.programme.domain.programme import Compile, Programme, parse
from services.points.programme.domain.published import ProgrammePublished
from services.points.programme.domain.worth import Worth

FRESH_S = 1.0
"""How long a process may go on with a programme that another replica has seen replaced."""

SectionOf = Callable[[Programme], object]
"""Gives one room's section of a programme; raises where the section cannot be read."""


class ProgrammeStore(Protocol):
    """The programme in force in each brand."""

    async def in_force(self, brand: str) -> ProgrammePublished | None:
        """The last publication, if there is one."""
        ...

    async def publish(self, published: ProgrammePublished) -> None:
        """Put it into force, unless a later publication is in force."""
        ...


class ProgrammeMissing(Exception):
    """The brand has published no programme."""

    reason = "PROGRAMME_MISSING"

    def __init__(self, brand: str) -> None:
        super().__init__(f"brand {brand} has no programme")


class ProgrammeUnreadable(Exception):
    """Members accepted a document that points cannot read; the programme in force stays so."""

    reason = "PROGRAMME_INVALID"

    def __init__(self, published: ProgrammePublished, error: Exception) -> None:
        super().__init__(f"{published.brand} version {published.version}: {error!r}")


class _Known(NamedTuple):
    fresh_until: float
    published: ProgrammePublished
    programme: Programme


class Programmes:
    """The programmes in force, each parsed and compiled once.

    `sections` has the reader of every room's section: a publication is refused unless all succeed.
    """

    def __init__(
        self, store: ProgrammeStore, compile_: Compile, sections: Sequence[SectionOf]
    ) -> None:
        self._store = store
        self._compile = compile_
        self._sections = sections
        self._by_brand: dict[str, _Known] = {}
        self._loading: dict[str, asyncio.Task[Programme]] = {}
        self._none_until: dict[str, float] = {}

    async def get(self, brand: str) -> Programme:
        """The programme in force. Raises ProgrammeMissing."""
        known = self._by_brand.get(brand)
        if known is not None and time.monotonic() < known.fresh_until:
            return known.programme
        loading = self._loading.get(brand)
        if loading is None:
            # A task of its own: the first caller may be cancelled while the others still wait.
            loading = asyncio.create_task(self._load(brand))
            self._loading[brand] = loading
            loading.add_done_callback(lambda _: self._loading.pop(brand, None))
        return await asyncio.shield(loading)

    async def _load(self, brand: str) -> Programme:
        known = self._by_brand.get(brand)
        published = await self._store.in_force(brand)
        if published is None:
            raise ProgrammeMissing(brand)
        if known is not None and known.published == published:
            programme = known.programme
        else:
            programme = parse(brand, published.version, published.document, self._compile)
        fresh_until = time.monotonic() + FRESH_S
        self._by_brand[brand] = _Known(fresh_until, published, programme)
        return programme

    async def publish(self, published: ProgrammePublished) -> Programme:
        """Take over a publication; the programme in force then. Raises ProgrammeUnreadable."""
        try:
            self._check(published)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ProgrammeUnreadable(published, error) from error
        await self._store.publish(published)
        return await self._load(published.brand)

    def _check(self, published: ProgrammePublished) -> None:
        """Read all of it. Raises as the parsers of the frame and of the sections do."""
        programme = parse(published.brand, published.version, published.document, self._compile)
        for section in self._sections:
            section(programme)

    async def zone(self, brand: str) -> ZoneInfo:
        """The brand's zone; UTC while it has no programme."""
        try:
            return (await self.get(brand)).zone
        except ProgrammeMissing:
            return ZoneInfo("UTC")

    async def worth(self, brand: str, asset: str) -> Worth | None:
        """The asset's worth in money, where the programme in force gives one."""
        try:
            return (await self.get(brand)).asset(asset).worth
        except ProgrammeMissing:
            return None

    async def find_by(self, brand: str) -> frozenset[str]:
        """The keys of metadata by which the brand finds postings, beside that of the order."""
        if time.monotonic() < self._none_until.get(brand, 0.0):
            return frozenset()
        try:
            return (await self.get(brand)).find_by
        except ProgrammeMissing:
            # Every call that writes postings asks.
            self._none_until[brand] = time.monotonic() + FRESH_S
            return frozenset()

    async def has_asset(self, brand: str, asset: str) -> bool:
        """True when the programme in force describes the asset."""
        try:
            return asset in (await self.get(brand)).assets
        except ProgrammeMissing:
            return False
