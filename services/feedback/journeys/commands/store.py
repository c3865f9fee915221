"""The storage that the commands need."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from services.feedback.audience.domain import Reached
from services.feedback.journeys.domain.deed import Deed
from services.feedback.journeys.domain.entry import Entry
from services.feedback.journeys.domain.keeping import (
    EntryFilter,
    Figures,
    Kept,
    Paused,
    Standing,
    Write,
)
from services.feedback.timers.domain import Timer

Decide = Callable[[Standing], Awaitable[Sequence[Kept]]]
"""What becomes of a member's entries; it may run again after a lost race."""
Wake = Callable[[str, Entry, Reached | None], Awaitable[Kept]]
"""What becomes of a brand's entry whose wait is over; it may run again after a lost race."""


class Entries(Protocol):
    """Entries of all brands; each call names one, and never shows another's."""

    async def take(self, brand: str, member_ids: Collection[str], decide: Decide) -> None:
        """In one transaction decide for each of the members who is known, and keep it with the
        timers."""
        ...

    async def wake(self, timers: Sequence[Timer], wake: Wake) -> Sequence[Timer]:
        """In one transaction take `timers`, move their entries on, or set those aside whose
        journey is paused: which timers it took."""
        ...

    async def go_on(self, timers: Sequence[Timer]) -> Sequence[Timer]:
        """In one transaction take `timers`, each of a journey that was resumed, and let a slice of
        its entries that were set aside be due again: which timers it took."""
        ...

    async def pause(self, write: Write, code: str, *, pause: bool) -> tuple[Paused, bool]:
        """Pause a journey, or let it go on, once for this request; True for a repeat."""
        ...

    async def paused(self, brand: str) -> Mapping[str, datetime]:
        """The journeys that are paused, each since when."""
        ...

    async def figures(self, brand: str, codes: Collection[str]) -> Mapping[str, Figures]:
        """The figures of journeys, by code."""
        ...

    async def deeds(self, brand: str, ids: Collection[str]) -> Mapping[str, Deed]:
        """What steps do for members, by id; without those that are erased."""
        ...

    async def page(
        self, brand: str, only: EntryFilter, before: str, limit: int
    ) -> Sequence[tuple[str, Entry]]:
        """The latest entries before the place `before`, or from the latest for "", each with its
        place."""
        ...
