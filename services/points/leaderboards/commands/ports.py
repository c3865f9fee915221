"""What the commands of leaderboards need: sheets that are kept, and the postings they follow."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from services.points.leaderboards.domain.arrival import Arrival, Begun
from services.points.leaderboards.domain.position import Position
from services.points.leaderboards.domain.sheet import Change, Score, Sheet
from services.points.leaderboards.domain.shown import Asked, Shown, State
from services.points.ledger.domain.posting import Posting


class Sheets(Protocol):
    """The sheets of every brand. Kept by storage/sheets.py. Every method raises SheetsAway."""

    async def state(self, brand: str) -> State:
        """How far the brand's generations are."""
        ...

    async def order(self, brand: str) -> None:
        """Order a new generation."""
        ...

    async def begin(self, brand: str, position: Position) -> None:
        """Begin a generation beside the one that is shown; what was ordered is begun with it."""
        ...

    async def add(
        self,
        brand: str,
        before: Position,
        after: Position,
        changes: Collection[Change] = (),
        scanned: Collection[str] = (),
    ) -> None:
        """Add `changes` and move from `before` to `after`, both or neither.

        `scanned` are the ids of postings that the feed may bring again. Raises SheetsMoved and
        SheetsLost.
        """
        ...

    async def show(self, brand: str, position: Position) -> None:
        """From now on the generation of `position` is shown. Raises SheetsMoved."""
        ...

    async def scanned(self, brand: str, generation: str) -> set[str]:
        """The ids that `add` was given."""
        ...

    async def forget_scanned(self, brand: str, generation: str) -> None:
        """The feed brings none of them again."""
        ...

    async def read(self, brand: str, asked: Asked) -> Shown:
        """What a sheet shows now."""
        ...

    async def sheets(self, brand: str, generation: str) -> Mapping[Sheet, int]:
        """Every sheet of the generation, with the time at which it is dropped."""
        ...

    def scores(
        self, brand: str, generation: str, sheet: Sheet
    ) -> AsyncIterator[Mapping[str, Score]]:
        """All scores of a sheet by member, some at a time. One may come twice."""
        ...

    async def score(self, brand: str, generation: str, sheet: Sheet, member_id: str) -> Score:
        """A member's score; an empty one where there is none."""
        ...

    async def prune(self, brand: str, now: datetime) -> None:
        """Drop the sheets that are no longer kept, and those of generations that are gone."""
        ...


class LedgerPostings(Protocol):
    """The postings that sheets are made of. Kept by storage/postings.py."""

    async def brands(self) -> Sequence[str]:
        """Every brand with a programme."""
        ...

    async def begin(self, brand: str) -> Begun:
        """Where the feed is now."""
        ...

    def first_id(self, at: datetime) -> str:
        """The smallest id of a posting that was recorded at `at` or later."""
        ...

    async def slice(self, brand: str, after: str, upto: str) -> Sequence[Posting]:
        """The next postings of the kinds that count behind the id `after`; none at the end."""
        ...

    def watch(self, brand: str, token: str) -> AsyncGenerator[Arrival, None]:
        """What the feed brings behind `token`, for ever; at least one arrival a second."""
        ...

    async def givers(self, brand: str, postings: Sequence[Posting]) -> Mapping[str, list[Posting]]:
        """By the id of each that takes back, the postings that may have given it."""
        ...

    async def of_member(
        self, brand: str, member_id: str, asset: str, first_id: str, most: int
    ) -> Sequence[Posting] | None:
        """The member's postings of the asset from that id on; None where they are more."""
        ...
