"""The job that runs what was asked for, one dry run after the other."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from services.common import telemetry
from services.points.context import PointsContext
from services.points.dry_run.commands.history import Piece, Told
from services.points.dry_run.domain.dry_run import ACTIVITIES_MAX, DryRun, State
from services.points.dry_run.domain.tally import Report
from services.points.programme.commands import ProgrammeMissing
from services.points.programme.domain.programme import Programme

RUN_S_MAX = 600.0
TOLD_EACH_S = 1.0
"""How often the progress is kept."""
PAUSE_S = 1.0

_log = telemetry.log("dry_run")


class DryRunStore(Protocol):
    """The dry runs of the last days."""

    async def begin(self, run: DryRun) -> DryRun:
        """Keep a run; the one that has its id already, if there is one."""
        ...

    async def get(self, brand: str, id_: str) -> DryRun | None:
        """A run of the brand; its newest one when the id is empty."""
        ...

    async def next(self) -> DryRun | None:
        """The oldest that is queued, or that a worker left."""
        ...

    async def put(self, run: DryRun) -> None:
        """Keep how far it is, or what came of it."""
        ...


class History(Protocol):
    """What members recorded."""

    def activities(
        self, brand: str, since: datetime, until: datetime
    ) -> AsyncGenerator[Sequence[Told], None]:
        """The activities in their order, in pieces of some hundred."""
        ...


class Trials(Protocol):
    """Two trials in a process of their own."""

    async def take(self, piece: Piece) -> None:
        """Let both programmes judge the piece."""
        ...

    async def report(self) -> Report:
        """What they gave."""
        ...


TrialsOf = Callable[[Programme, DryRun], AbstractAsyncContextManager[Trials]]
"""Makes the trials of the programme in force and of the draft."""


class DryRunJob:
    """Runs what is queued. A dry run that fails says so, and stops no other."""

    def __init__(
        self,
        ctx: PointsContext,
        store: DryRunStore,
        history: History,
        trials_of: TrialsOf,
        lease: Callable[[], Awaitable[bool]],
    ) -> None:
        self._ctx = ctx
        self._store = store
        self._history = history
        self._trials_of = trials_of
        self._lease = lease
        """Takes the lease or renews it; False while another worker holds it."""

    async def run(self) -> None:
        """Work for ever."""
        while True:
            if await self._lease() and (asked := await self._store.next()) is not None:
                await self.do(asked)
            else:
                await asyncio.sleep(PAUSE_S)

    async def do(self, asked: DryRun) -> None:
        """Run one to its end."""
        try:
            await self._try(asked)
        except _LeaseLost:
            _log.warning("dry_run_left", brand=asked.brand, dry_run=asked.id)
        except ProgrammeMissing:
            await self._store.put(replace(asked, state=State.FAILED, failure="PROGRAMME_MISSING"))
        except Exception as error:
            _log.error("dry_run_failed", brand=asked.brand, dry_run=asked.id, exc_info=error)
            await self._store.put(replace(asked, state=State.FAILED, failure="FAILED"))

    async def _try(self, asked: DryRun) -> None:
        in_force = await self._ctx.programmes.get(asked.brand)
        run = replace(
            asked, state=State.RUNNING, in_force=in_force.version, activities=0, reached=None
        )
        await self._store.put(run)
        end, told_at = time.monotonic() + RUN_S_MAX, time.monotonic()
        complete = True
        pieces = self._history.activities(run.brand, run.since, run.asked_at)
        async with self._trials_of(in_force, run) as trials:
            try:
                async for told in pieces:
                    await trials.take(await self._piece(run.brand, told))
                    run = replace(run, activities=run.activities + len(told), reached=told[-1].at)
                    if time.monotonic() - told_at > TOLD_EACH_S:
                        if not await self._lease():
                            raise _LeaseLost
                        await self._store.put(run)
                        told_at = time.monotonic()
                    if run.activities >= ACTIVITIES_MAX or time.monotonic() > end:
                        complete = False
                        break
            finally:
                await pieces.aclose()
            report = await trials.report()
        await self._store.put(replace(run, state=State.DONE, complete=complete, report=report))

    async def _piece(self, brand: str, told: Sequence[Told]) -> Piece:
        members = {one.activity.member_id for one in told}
        stores = {one.activity.store_id for one in told if one.activity.store_id}
        return Piece(
            told,
            await self._ctx.standings.standings(brand, members),
            await self._ctx.stores.known(brand, stores) if stores else {},
        )


class _LeaseLost(Exception):
    """Another worker has the lease, and begins this run again."""
