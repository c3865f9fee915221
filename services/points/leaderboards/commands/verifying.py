"""Whether the sheets are what the postings make: the first places a step, or all scores at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import NamedTuple

from services.common.clock import Clock
from services.points.calendar.domain.instant import unix_ms
from services.points.leaderboards.commands.counting import Counting
from services.points.leaderboards.commands.keeping import CAUGHT_UP_MS
from services.points.leaderboards.commands.ports import Sheets
from services.points.leaderboards.domain.position import Position
from services.points.leaderboards.domain.section import leaderboards
from services.points.leaderboards.domain.sheet import Score, Sheet, Tally, sheet_named
from services.points.leaderboards.domain.shown import Asked, SheetsAway
from services.points.ledger.domain.audit_report import CheckedTotals
from services.points.programme.commands import ProgrammeMissing, Programmes
from services.points.programme.domain.programme import Programme

LOOKED_AT = 5
"""So many first places of a sheet are made again in a step."""
POSTINGS_MAX = 2_000
"""A member with more postings since a period began is passed over in a step."""
LOOKS = 4
"""What differs is looked at again: the sheets may be a moment behind."""
PAUSE_S = 1.0

Pause = Callable[[float], Awaitable[None]]


class Wrong(NamedTuple):
    """A score as it is kept, and as the postings make it."""

    sheet: Sheet
    member_id: str
    kept: Score
    made: Score

    def __str__(self) -> str:
        return f"{self.member_id}: {self.kept.points} is kept, the postings make {self.made.points}"


@dataclass(frozen=True, slots=True)
class Verifying:
    """Compares; changes nothing."""

    sheets: Sheets
    counting: Counting
    programmes: Programmes
    wall: Clock
    pause: Pause = asyncio.sleep

    async def check_next(self, brand: str, after: str) -> CheckedTotals | None:
        """The first places of the sheet behind the name `after`; None after the last.

        None as well while the sheets are away or being made: then nothing is shown for complete.
        """
        try:
            position = await self._shown(brand)
            if position is None:
                return None
            programme = await self.programmes.get(brand)
            now_ms = unix_ms(self.counting.clock.now())
            kept = await self.sheets.sheets(brand, position.generation)
            names = sorted(str(sheet) for sheet, drop_ms in kept.items() if drop_ms > now_ms)
            name = next((each for each in names if each > after), None)
            if name is None:
                return None
            wrong = await self._first_places(programme, position, sheet_named(name))
        except (SheetsAway, ProgrammeMissing):
            return None
        return CheckedTotals(name, str(wrong) if wrong else "")

    async def _shown(self, brand: str) -> Position | None:
        state = await self.sheets.state(brand)
        known = state.shown
        if known is None or state.building or not known.is_recent(unix_ms(self.wall.now())):
            return None
        return known

    async def _first_places(
        self, programme: Programme, position: Position, sheet: Sheet
    ) -> Wrong | None:
        read = await self.sheets.read(programme.brand, Asked(sheet, LOOKED_AT))
        for place in read.places:
            wrong = await self._place(programme, position, sheet, place.member_id)
            if wrong is not None:
                return wrong
        return None

    async def _place(
        self, programme: Programme, position: Position, sheet: Sheet, member_id: str
    ) -> Wrong | None:
        """What is wrong with it at each look."""
        section, brand = leaderboards(programme), programme.brand
        asset = section.get(sheet.board).asset
        first = self.counting.first_id(programme)
        wrong = None
        for look in range(LOOKS):
            if look:
                await self.pause(PAUSE_S)
            found = await self.counting.ledger.of_member(
                brand, member_id, asset, first, POSTINGS_MAX
            )
            if found is None:
                return None
            made = Score()
            for change in await self.counting.changes(programme, found):
                if (change.sheet, change.member_id) == (sheet, member_id):
                    made = made.plus(change.score)
            kept = await self.sheets.score(brand, position.generation, sheet, member_id)
            if kept == made:
                return None
            wrong = Wrong(sheet, member_id, kept, made)
        return wrong

    async def everything(self, brand: str) -> list[Wrong] | None:
        """All scores that the postings do not make; None while no sheets are shown.

        It keeps all scores of the brand in memory. Raises SheetsAway.
        """
        position = await self._shown(brand)
        if position is None:
            return None
        programme = await self.programmes.get(brand)
        tally, upto, scanned = await self._made(programme, position)
        differing = await self._compared(brand, position, tally)
        for _ in range(LOOKS - 1):
            if not differing:
                break
            await self.pause(PAUSE_S)
            upto = await self._more(programme, tally, upto, scanned)
            kept = {
                each: await self.sheets.score(brand, position.generation, *each)
                for each in differing
            }
            differing = _differing(kept, tally)
        return [Wrong(*where, *scores) for where, scores in sorted(differing.items())]

    async def _made(
        self, programme: Programme, position: Position
    ) -> tuple[Tally, Position, set[str]]:
        """All scores as the postings make them, up to now."""
        begun = await self.counting.ledger.begin(programme.brand)
        own = replace(
            position,
            token=begun.token,
            scanned_to=self.counting.first_id(programme),
            scan_end=begun.scan_end,
            settled_ms=position.settled_ms - position.as_of_ms + begun.as_of_ms,
        )
        tally, scanned = Tally(), set[str]()
        async for counted in self.counting.scan(programme, own):
            tally.add(counted.changes)
            scanned.update(counted.again)
        return tally, await self._more(programme, tally, own, scanned), scanned

    async def _more(
        self, programme: Programme, tally: Tally, position: Position, scanned: set[str]
    ) -> Position:
        """What came since, up to now."""
        idle = 0
        async with aclosing(self.counting.ledger.watch(programme.brand, position.token)) as feed:
            async for arrival in feed:
                new = [one for one in arrival.postings if one.id not in scanned]
                tally.add(await self.counting.changes(programme, new))
                position = replace(position, token=arrival.token, as_of_ms=arrival.as_of_ms)
                # The first arrival only says that the feed is open.
                idle = 0 if arrival.postings else idle + 1
                if idle > 1 and unix_ms(self.wall.now()) - position.as_of_ms <= CAUGHT_UP_MS:
                    break
        return position

    async def _compared(
        self, brand: str, position: Position, tally: Tally
    ) -> dict[tuple[Sheet, str], tuple[Score, Score]]:
        now_ms = unix_ms(self.counting.clock.now())
        sheets = await self.sheets.sheets(brand, position.generation)
        differing: dict[tuple[Sheet, str], tuple[Score, Score]] = {}
        for sheet in {*sheets, *tally.sheets}:
            if sheets.get(sheet, tally.drops.get(sheet, 0)) <= now_ms:
                continue
            seen: set[str] = set()
            made = tally.sheets.get(sheet, {})
            async for scores in self.sheets.scores(brand, position.generation, sheet):
                seen.update(scores)
                told = {(sheet, member_id): score for member_id, score in scores.items()}
                differing |= _differing(told, tally)
            for member_id in made.keys() - seen:
                differing[sheet, member_id] = Score(), made[member_id]
        return differing


def _differing(
    kept: Mapping[tuple[Sheet, str], Score], tally: Tally
) -> dict[tuple[Sheet, str], tuple[Score, Score]]:
    found = {}
    for (sheet, member_id), score in kept.items():
        made = tally.sheets.get(sheet, {}).get(member_id, Score())
        if score != made:
            found[sheet, member_id] = score, made
    return found
