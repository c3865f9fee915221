"""Which programme is in force in a brand, compiled and at hand."""

from __future__ import annotations

import time
from typing import Protocol
from zoneinfo import ZoneInfo

from services.points.domain.news import ProgrammePublished
from services.points.domain.programme import Compile, Programme, parse

FRESH_S = 1.0
"""How long a process may go on with a programme that another replica has seen replaced."""


class ProgrammeStore(Protocol):
    """The programme in force in each brand."""

    async def in_force(self, brand: str) -> ProgrammePublished | None:
        """What was published last."""
        ...

    async def publish(self, published: ProgrammePublished) -> None:
        """Put it in force, unless one published later is."""
        ...


class ProgrammeMissing(Exception):
    """The brand has published no programme."""

    reason = "PROGRAMME_MISSING"

    def __init__(self, brand: str) -> None:
        super().__init__(f"brand {brand} has no programme")


class ProgrammeUnreadable(Exception):
    """Members let through what we cannot read; the programme in force stays so."""

    reason = "PROGRAMME_INVALID"

    def __init__(self, published: ProgrammePublished, error: Exception) -> None:
        super().__init__(f"{published.brand} version {published.version}: {error!r}")


class Programmes:
    """The programmes in force, each parsed and compiled once."""

    def __init__(self, store: ProgrammeStore, compile_: Compile) -> None:
        self._store = store
        self._compile = compile_
        self._by_brand: dict[str, tuple[float, ProgrammePublished, Programme]] = {}

    async def get(self, brand: str) -> Programme:
        """The programme in force. Raises ProgrammeMissing."""
        known = self._by_brand.get(brand)
        if known is not None and time.monotonic() < known[0]:
            return known[2]
        published = await self._store.in_force(brand)
        if published is None:
            raise ProgrammeMissing(brand)
        if known is not None and known[1] == published:
            programme = known[2]
        else:
            programme = parse(brand, published.version, published.document, self._compile)
        self._by_brand[brand] = (time.monotonic() + FRESH_S, published, programme)
        return programme

    async def publish(self, published: ProgrammePublished) -> Programme:
        """Take over a published programme; what is in force then. Raises ProgrammeUnreadable."""
        try:
            parse(published.brand, published.version, published.document, self._compile)
        except (KeyError, TypeError, ValueError) as error:
            raise ProgrammeUnreadable(published, error) from error
        await self._store.publish(published)
        known = self._by_brand.get(published.brand)
        if known is not None:
            self._by_brand[published.brand] = (0.0, known[1], known[2])
        return await self.get(published.brand)

    async def zone(self, brand: str) -> ZoneInfo:
        """The brand's zone; UTC while it has no programme."""
        try:
            return (await self.get(brand)).zone
        except ProgrammeMissing:
            return ZoneInfo("UTC")

    async def has_asset(self, brand: str, asset: str) -> bool:
        """Whether the programme in force describes the asset."""
        try:
            return asset in (await self.get(brand)).assets
        except ProgrammeMissing:
            return False
