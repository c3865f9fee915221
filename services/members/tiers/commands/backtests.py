"""Back-tests of draft ladders: asked for by operators, run by a job in bounded slices."""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from services.common import telemetry
from services.common.brand_config import ProgrammeUnreadable
from services.members.context import MembersContext
from services.members.due_members import Lease
from services.members.programme.domain.rules import Rules, from_programme
from services.members.tiers.commands.unit import StandingsReader
from services.members.tiers.domain.backtest import Backtest, Known, Report, State, count
from services.members.tiers.domain.ladder import Source
from services.members.transactions import (
    Answered,
    AnsweringUnit,
    Asked,
    Transactions,
    took_effect,
)

SLICE = 200
"""Members counted between two looks at the lease; how far it is, is kept then."""

PAUSE_S = 1.0
"""Between a worker's looks for what operators started."""

_log = telemetry.log("backtests")


@dataclass(frozen=True, slots=True)
class BacktestWish:
    """Operator `by` asks for a back-test of the draft `source_yaml`."""

    request_id: str
    source_yaml: str
    by: str


class Backtests(Protocol):
    """The back-tests of the last days."""

    async def get(self, brand: str, id_: str) -> Backtest | None:
        """One of the brand; its newest one when the id is empty."""

    async def next(self) -> Backtest | None:
        """The oldest of all brands that is queued, or that a worker left."""

    async def put(self, test: Backtest) -> None:
        """Keep how far it is, or what came of it."""


class BacktestTiers(StandingsReader, Protocol):
    """This room's storage."""

    @property
    def backtests(self) -> Backtests: ...


class AskingUnit(AnsweringUnit, Protocol):
    """A transaction that asks for a back-test."""

    @property
    def tiers(self) -> BacktestTiers: ...


class MembersInOrder(Protocol):
    """The members of a brand, by id."""

    async def members_after(self, brand: str, member_id: str, limit: int) -> Sequence[str]:
        """Ids of members behind that id, by id."""


class Enrolments(Protocol):
    """Knows when members were enrolled."""

    async def enrolled(self, brand: str, ids: Collection[str]) -> Mapping[str, datetime]:
        """When each was enrolled, of those that exist."""


class BacktestStore(Transactions[AskingUnit], Protocol):
    """The storage of back-tests."""

    @property
    def tiers(self) -> BacktestTiers: ...
    @property
    def identities(self) -> Enrolments: ...
    @property
    def activities(self) -> MembersInOrder: ...


Context = MembersContext[BacktestStore]
ReadDraft = Callable[[str, str, datetime], str]
"""The document, as JSON, of a brand's draft; raises ProgrammeInvalid."""


async def start_backtest(
    ctx: Context, brand: str, wish: BacktestWish, read: ReadDraft
) -> tuple[Backtest, bool]:
    """The back-test, queued, and whether this request asked for it before.

    Raises ProgrammeInvalid and ProgrammeMissing; refuses REQUEST_ID_REUSED.
    """
    in_force = await ctx.rulebook.required(brand)
    now = ctx.clock.now()
    document = await asyncio.to_thread(read, wish.source_yaml, brand, now)
    digest = hashlib.sha256(f"{brand}\n{wish.request_id}".encode()).hexdigest()[:24]
    asked = Backtest(f"tbt_{digest}", brand, wish.by, now, document, in_force=in_force.version)
    request = Asked(wish.request_id, ("back-test", wish.source_yaml, wish.by))

    async def work(unit: AskingUnit) -> tuple[Backtest, bool]:
        if await took_effect(unit, brand, request):
            return await unit.tiers.backtests.get(brand, asked.id) or asked, True
        await unit.tiers.backtests.put(asked)
        await unit.answers.remember(brand, [(request, Answered(""))])
        return asked, False

    return await ctx.store.transact(work)


class BacktestJob:
    """Runs what is queued. One that fails says so, and stops no other; one that a worker left goes
    on behind the last member that was counted."""

    def __init__(
        self, ctx: Context, lease: Lease, beside: Callable[[Lease], Awaitable[None]]
    ) -> None:
        """`beside`: what else operators started; it takes its turn after each back-test."""
        self._ctx = ctx
        self._lease = lease
        self._beside = beside

    async def run(self) -> None:
        """Work for ever."""
        while True:
            worked = False
            if await self._lease.acquire():
                worked = await self.work()
                await self._beside(self._lease)
            await asyncio.sleep(0 if worked else PAUSE_S)

    async def work(self) -> bool:
        """Run one to its end; False when none waits."""
        backtests = self._ctx.store.tiers.backtests
        asked = await backtests.next()
        if asked is None:
            return False
        try:
            await self._run(asked)
        except ProgrammeUnreadable:
            await backtests.put(replace(asked, state=State.FAILED, failure="PROGRAMME_INVALID"))
        except Exception as error:
            _log.error("backtest_failed", brand=asked.brand, backtest=asked.id, exc_info=error)
            await backtests.put(replace(asked, state=State.FAILED, failure="FAILED"))
        return True

    async def _run(self, test: Backtest) -> None:
        store, brand = self._ctx.store, test.brand
        now = await self._ctx.rulebook.of(brand)
        if test.state is State.QUEUED or test.in_force != now.version:
            # Another version came in force: what was counted is compared with the old one.
            test = replace(test, after="", members=0, report=Report(), in_force=now.version)
        draft = from_programme(0, json.loads(test.document))
        test = replace(test, state=State.RUNNING)
        while ids := await store.activities.members_after(brand, test.after, SLICE):
            for known in await self._known(brand, ids):
                # Judged as of the wish: a worker that goes on later comes to the same.
                count(test.report, known, now, draft, test.asked_at)
                await asyncio.sleep(0)
            test = replace(test, after=ids[-1], members=test.members + len(ids))
            await store.tiers.backtests.put(test)
            if not await self._lease.acquire():
                return
        await store.tiers.backtests.put(replace(test, state=State.DONE))

    async def _known(self, brand: str, ids: Sequence[str]) -> list[Known]:
        store = self._ctx.store
        enrolled = await store.identities.enrolled(brand, ids)
        kept = {each: await store.tiers.standings(brand, each, ids) for each in Source}
        return [
            Known(
                member_id,
                at,
                {source: known[member_id] for source, known in kept.items() if member_id in known},
            )
            for member_id, at in enrolled.items()
        ]


def rules_of(test: Backtest) -> Rules:
    """The draft's rules."""
    return from_programme(0, json.loads(test.document))
