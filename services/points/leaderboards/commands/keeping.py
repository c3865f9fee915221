"""Keeping the sheets of a brand: made of its postings once, then following the feed.

All that a worker knows is kept with the sheets, so any other can go on from there. Two workers at
once do no harm: each write says from where it goes on, and of two that say the same one is refused.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

from services.common import telemetry
from services.common.clock import Clock, SystemClock
from services.common.ids import new_id
from services.common.tasks import end
from services.points.calendar.domain.instant import unix_ms
from services.points.leaderboards.commands.counting import SETTLES, Counting
from services.points.leaderboards.commands.ports import Sheets
from services.points.leaderboards.domain.position import Position
from services.points.leaderboards.domain.section import leaderboards
from services.points.leaderboards.domain.shown import SheetsAway, SheetsLost, SheetsMoved, State
from services.points.programme.commands import ProgrammeMissing, Programmes
from services.points.programme.domain.programme import Programme

WALL = SystemClock()
RENEW_S = 2.0
"""How often the lease is renewed, and brands are looked for."""
PAUSE_S, PAUSE_S_MAX = 1.0, 30.0
KEPT_EVERY_MS = 2_000
"""How often the place in an idle feed is kept."""
LOOKED_EVERY_MS = 1_000
"""How often the programme is looked at, and whether a new generation is ordered."""
CAUGHT_UP_MS = 15_000
"""An idle database tells its time every ten seconds."""
PRUNED_EVERY_MS = int(timedelta(hours=1).total_seconds() * 1000)

_log = telemetry.log("leaderboards")


class Lease(Protocol):
    async def acquire(self) -> bool:
        """Take the lease or renew it; False while another worker holds it."""
        ...


@dataclass(frozen=True, slots=True)
class Keeper:
    """Keeps the sheets of brands. `wall` is the time that the database's is compared with."""

    sheets: Sheets
    counting: Counting
    programmes: Programmes
    wall: Clock = WALL

    async def wanted(self, brand: str) -> bool:
        """True when the brand's programme has leaderboards."""
        try:
            return bool(leaderboards(await self.programmes.get(brand)).boards)
        except ProgrammeMissing:
            return False

    async def keep(self, brand: str, *, once: bool = False) -> None:
        """Follow the feed until the brand has no leaderboards, or `once` all of it is counted.

        Raises SheetsAway, SheetsMoved, SheetsLost and the driver's errors: then begin again.
        """
        while await self.wanted(brand):
            programme = await self.programmes.get(brand)
            position = await self._begun(programme, await self.sheets.state(brand))
            try:
                position = await self._scanned(programme, position)
                if await self._follow(programme, position, once):
                    return
            except SheetsLost:
                await self.sheets.order(brand)
                raise

    async def _begun(self, programme: Programme, state: State) -> Position:
        """The generation to go on with, or a new one."""
        definition = leaderboards(programme).definition
        for known in (state.building, state.shown):
            if known is not None and known.definition == definition and not state.ordered:
                return known
        begun = await self.counting.ledger.begin(programme.brand)
        position = Position(
            generation=new_id("gen"),
            definition=definition,
            token=begun.token,
            scanned_to=self.counting.first_id(programme),
            scan_end=begun.scan_end,
            settled_ms=begun.as_of_ms + unix_ms_of(SETTLES),
            as_of_ms=begun.as_of_ms,
        )
        _log.info("leaderboards_begun", brand=programme.brand, generation=position.generation)
        await self.sheets.begin(programme.brand, position)
        return position

    async def _scanned(self, programme: Programme, position: Position) -> Position:
        if position.scanned_to is None:
            return position
        brand = programme.brand
        async for counted in self.counting.scan(programme, position):
            after = replace(position, scanned_to=counted.upto)
            await self.sheets.add(brand, position, after, counted.changes, counted.again)
            position = after
        after = replace(position, scanned_to=None)
        await self.sheets.add(brand, position, after)
        return after

    async def _follow(self, programme: Programme, position: Position, once: bool) -> bool:
        """True when all is counted, and that was wanted; False to begin again."""
        brand = programme.brand
        state = await self.sheets.state(brand)
        shown = state.shown is not None and state.shown.generation == position.generation
        scanned = await self.sheets.scanned(brand, position.generation)
        kept_ms = pruned_ms = looked_ms = 0
        async with aclosing(self.counting.ledger.watch(brand, position.token)) as feed:
            async for arrival in feed:
                now_ms = unix_ms(self.wall.now())
                if arrival.repeats:
                    await self.sheets.order(brand)
                    return False
                new = [posting for posting in arrival.postings if posting.id not in scanned]
                changes = await self.counting.changes(programme, new)
                after = replace(position, token=arrival.token, as_of_ms=arrival.as_of_ms)
                caught_up = now_ms - after.as_of_ms <= CAUGHT_UP_MS
                if changes or now_ms - kept_ms >= KEPT_EVERY_MS or (once and caught_up):
                    await self.sheets.add(brand, position, after, changes)
                    position, kept_ms = after, now_ms
                    if caught_up and not shown:
                        await self.sheets.show(brand, position)
                        shown = True
                    if caught_up and once:
                        return True
                if scanned and after.as_of_ms > position.settled_ms:
                    await self.sheets.forget_scanned(brand, position.generation)
                    scanned = set()
                if now_ms - pruned_ms >= PRUNED_EVERY_MS and shown:
                    await self.sheets.prune(brand, self.counting.clock.now())
                    pruned_ms = now_ms
                if now_ms - looked_ms >= LOOKED_EVERY_MS:
                    if await self._is_stale(brand, position):
                        return False
                    looked_ms = now_ms
        return False

    async def _is_stale(self, brand: str, position: Position) -> bool:
        """True when the programme has changed what counts, or a new generation is ordered."""
        if not await self.wanted(brand):
            return True
        section = leaderboards(await self.programmes.get(brand))
        return section.definition != position.definition or (await self.sheets.state(brand)).ordered


class KeepingJob:
    """Keeps the sheets of all brands, on the worker that holds the lease."""

    def __init__(self, keeper: Keeper, lease: Lease) -> None:
        self._keeper = keeper
        self._lease = lease
        self._brands: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Go on until cancelled."""
        try:
            while True:
                try:
                    await self._look()
                except Exception as error:
                    _log.warning("leaderboards_wait", error=repr(error))
                await asyncio.sleep(RENEW_S)
        finally:
            await end(*self._brands.values())

    async def _look(self) -> None:
        """Begin with the brands that have leaderboards; end all without the lease."""
        if not await self._lease.acquire():
            await end(*self._brands.values())
            self._brands.clear()
            return
        for brand in await self._keeper.counting.ledger.brands():
            task = self._brands.get(brand)
            if (task is None or task.done()) and await self._keeper.wanted(brand):
                self._brands[brand] = asyncio.create_task(self._keep(brand))

    async def _keep(self, brand: str) -> None:
        """Keep the sheets of one brand; what fails waits and stops no other."""
        pause_s = PAUSE_S
        while True:
            began = unix_ms(WALL.now())
            try:
                await self._keeper.keep(brand)
                return
            except (SheetsAway, SheetsMoved, SheetsLost) as error:
                _log.info("leaderboards_again", brand=brand, why=type(error).__name__)
            except Exception as error:
                _log.warning("leaderboards_broke", brand=brand, exc_info=error)
            if unix_ms(WALL.now()) - began > PAUSE_S_MAX * 1000:
                pause_s = PAUSE_S
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 2, PAUSE_S_MAX)


def unix_ms_of(span: timedelta) -> int:
    """The milliseconds of `span`."""
    return int(span.total_seconds() * 1000)
