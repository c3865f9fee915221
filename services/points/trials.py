"""How the trials of a dry run are put together: over books in memory, in a process of their own.

A dry run takes a processor for minutes. In a process of its own it holds up no call, counts in no
figure of the service, and takes its memory with it when it ends.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
from collections.abc import AsyncIterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.common.cel import compile_condition
from services.common.clock import ManualClock
from services.common.exact_json import read_json
from services.points.context import PointsContext
from services.points.dry_run.commands.history import Piece
from services.points.dry_run.commands.trial import Trial
from services.points.dry_run.domain.dry_run import DryRun
from services.points.dry_run.domain.tally import Report, compare
from services.points.dry_run.storage.known import OneProgramme, ToldMembers, ToldStores
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.storage.in_memory import LedgerInMemory
from services.points.programme.commands import Programmes
from services.points.programme.domain.programme import Programme
from services.points.programme.domain.published import ProgrammePublished
from services.points.sections import SECTIONS

NICENESS = 10


@dataclass(frozen=True, slots=True)
class Books:
    """A trial with what it is told from outside."""

    trial: Trial
    members: ToldMembers
    stores: ToldStores

    @classmethod
    def at(cls, begin: datetime) -> Books:
        """Empty books, whose clock stands at `begin`."""
        clock, store = ManualClock(begin), LedgerInMemory()
        members, stores = ToldMembers(), ToldStores()
        programmes = Programmes(OneProgramme(), compile_condition, SECTIONS)
        ctx = PointsContext(Ledger(store, clock), programmes, members, clock, stores=stores)
        return cls(Trial(ctx, clock, store.journal), members, stores)

    async def take(self, piece: Piece) -> None:
        self.members.tell(piece.standings)
        self.stores.tell(piece.stores)
        await self.trial.take(piece.told)


class TwoTrials:
    """The programme in force and a draft, over the same pieces."""

    def __init__(self, brand: str, begin: datetime) -> None:
        self._brand, self._begin = brand, begin
        self._now, self._draft = Books.at(begin), Books.at(begin)

    async def begin(self, now: Mapping[str, Any], draft: Mapping[str, Any]) -> None:
        for books, document in ((self._now, now), (self._draft, draft)):
            published = ProgrammePublished(self._brand, 1, document, self._begin)
            await books.trial.begin(published)

    async def take(self, piece: Piece) -> None:
        for books in (self._now, self._draft):
            await books.take(piece)

    async def report(self) -> Report:
        worths = await self._draft.trial.ctx.programmes.worths(self._brand)
        return compare(self._now.trial.tally, self._draft.trial.tally, worths)


# What follows runs in the process of its own: it has one pair of trials, and a loop for them.

_loop: asyncio.Runner | None = None
_trials: TwoTrials | None = None


def _begin(brand: str, begin: datetime, now: str, draft: str) -> None:
    global _loop, _trials
    os.nice(NICENESS)
    _loop, _trials = asyncio.Runner(), TwoTrials(brand, begin)
    _loop.run(_trials.begin(read_json(now), read_json(draft)))


def _take(piece: Piece) -> None:
    assert _loop is not None
    assert _trials is not None
    _loop.run(_trials.take(piece))


def _report() -> Report:
    assert _loop is not None
    assert _trials is not None
    return _loop.run(_trials.report())


class TrialProcess:
    """Implements `dry_run.commands.job.Trials` by a process."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    async def take(self, piece: Piece) -> None:
        await asyncio.get_running_loop().run_in_executor(self._pool, _take, piece)

    async def report(self) -> Report:
        return await asyncio.get_running_loop().run_in_executor(self._pool, _report)


@asynccontextmanager
async def trial_process(in_force: Programme, run: DryRun) -> AsyncIterator[TrialProcess]:
    """Trials of `in_force` and of the draft of `run`, in a process that ends with the context."""
    pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
    loop = asyncio.get_running_loop()
    try:
        now = json.dumps(in_force.document)
        await loop.run_in_executor(pool, _begin, run.brand, run.since, now, run.document)
        yield TrialProcess(pool)
    finally:
        # Who ends early waits for no piece that is under way.
        for process in list((pool._processes or {}).values()):
            process.terminate()
        pool.shutdown(wait=False, cancel_futures=True)
