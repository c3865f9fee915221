"""The programmes in force: kept when they can be read whole, and parsed once a version."""

from collections.abc import Sequence
from typing import Protocol

from services.common.brand_config import ProgrammesInForce, ProgrammeUnreadable, check
from services.feedback.programme.domain import Parse, Programme, Publication, programme_of


class ProgrammeStore(Protocol):
    """Feedback's own copy of each brand's programme."""

    async def keep(self, publication: Publication) -> None:
        """Keep it unless the store has the same one or a later one."""
        ...

    async def revision(self, brand: str) -> str | None:
        """The revision in force; None before the first."""
        ...

    async def load(self, brand: str) -> Publication | None: ...

    async def brands(self, after: str, limit: int) -> list[str]:
        """Brands that have a programme, in order, after `after`."""
        ...


class Programmes:
    """The programme in force of each brand, for every room."""

    def __init__(self, store: ProgrammeStore, parsers: Sequence[Parse]) -> None:
        """`parsers` read the sections of all rooms."""
        self._store = store
        self._parsers = parsers
        self._in_force = ProgrammesInForce(store, self._parse)

    async def of(self, brand: str) -> Programme | None:
        """The brand's programme; None when it has none that can be read."""
        try:
            return await self._in_force.of(brand)
        except ProgrammeUnreadable:
            # Items are taken in without a programme; a later version routes those that wait.
            return None

    async def keep(self, publication: Publication) -> None:
        """Put `publication` in force.

        Raises ProgrammeUnreadable when a section can't be read: the earlier one stays in force.
        """
        check(self._parse, publication.brand, publication)
        await self._store.keep(publication)
        self._in_force.replaced(publication.brand)

    async def brands(self, after: str, limit: int) -> list[str]:
        """Brands that have a programme, in order, after `after`."""
        return await self._store.brands(after, limit)

    def _parse(self, brand: str, publication: Publication) -> Programme:
        programme = programme_of(publication)
        for parse in self._parsers:
            programme.section(parse)
        return programme
