"""The programme in force in each brand, parsed and at hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from services.common.brand_config import ProgrammesInForce, check
from services.points.ledger.domain.chart_of_accounts import UNSPENDABLE
from services.points.programme.domain.programme import Compile, Programme, parse
from services.points.programme.domain.published import ProgrammePublished
from services.points.programme.domain.worth import Worth

SectionOf = Callable[[Programme], object]
"""Gives one room's section of a programme; raises where the section cannot be read."""


class ProgrammeStore(Protocol):
    """The programme in force in each brand."""

    async def revision(self, brand: str) -> tuple[int, datetime] | None:
        """The revision of the last publication, if there is one."""
        ...

    async def load(self, brand: str) -> ProgrammePublished | None:
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


class Programmes:
    """The programme in force of each brand, for every room.

    `sections` has the reader of every room's section: a publication is refused unless all succeed.
    """

    def __init__(
        self, store: ProgrammeStore, compile_: Compile, sections: Sequence[SectionOf]
    ) -> None:
        self._store = store
        self._compile = compile_
        self._sections = sections
        self._in_force = ProgrammesInForce(store, self._frame)

    async def get(self, brand: str) -> Programme:
        """The programme in force. Raises ProgrammeMissing, ProgrammeUnreadable."""
        programme = await self._in_force.of(brand)
        if programme is None:
            raise ProgrammeMissing(brand)
        return programme

    def known(self, brand: str) -> Programme | None:
        """The programme that is in memory, however old; for callers that can't wait."""
        return self._in_force.known(brand)

    async def publish(self, published: ProgrammePublished) -> Programme:
        """Take over a publication; the programme in force then.

        Raises ProgrammeUnreadable where members accepted a document that a room cannot read: the
        earlier programme stays in force.
        """
        check(self._whole, published.brand, published)
        await self._store.publish(published)
        self._in_force.replaced(published.brand)
        return await self.get(published.brand)

    def _frame(self, brand: str, published: ProgrammePublished) -> Programme:
        return parse(brand, published.version, published.document, self._compile)

    def _whole(self, brand: str, published: ProgrammePublished) -> None:
        programme = self._frame(brand, published)
        for section in self._sections:
            section(programme)

    async def has_programme(self, brand: str) -> bool:
        """Whether there is a programme in force."""
        return await self._in_force.of(brand) is not None

    async def zone(self, brand: str) -> ZoneInfo:
        """The brand's zone; UTC while it has no programme."""
        programme = await self._in_force.of(brand)
        return ZoneInfo("UTC") if programme is None else programme.zone

    async def worths(self, brand: str) -> Mapping[str, Worth | None]:
        """Each asset's worth in money, where the programme in force gives one."""
        programme = await self._in_force.of(brand)
        assets = programme.assets if programme else {}
        return {code: asset.worth for code, asset in assets.items()}

    async def remind_days(self, brand: str) -> Mapping[str, Sequence[int]]:
        """How many days before they expire members are reminded of each asset; without those of
        which nobody is."""
        programme = await self._in_force.of(brand)
        assets = programme.assets if programme else {}
        return {code: asset.remind_days for code, asset in assets.items() if asset.remind_days}

    async def find_by(self, brand: str) -> frozenset[str]:
        """The keys of metadata by which the brand finds postings, beside that of the order."""
        programme = await self._in_force.of(brand)
        return frozenset() if programme is None else programme.find_by

    async def unspendable(self, brand: str) -> frozenset[str]:
        """The brand's assets that nobody spends."""
        programme = await self._in_force.of(brand)
        return UNSPENDABLE if programme is None else programme.unspendable

    async def has_asset(self, brand: str, asset: str) -> bool:
        """True when the programme in force describes the asset."""
        programme = await self._in_force.of(brand)
        return programme is not None and asset in programme.assets
