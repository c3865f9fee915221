"""Runs of RFM: cut points by terciles, each member's class, and the tiers that follow from it.

A run reads members in slices and keeps sums only, so its memory is the same for any number of them.
It may stop anywhere: counting begins again, since it writes nothing; judging goes on behind the
last slice.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from services.common import audit
from services.common.ids import new_id
from services.members.activities.domain.facts import Facts
from services.members.consent.commands import ConsentsReader
from services.members.consent.domain.consents import NO_CONSENTS
from services.members.context import MembersContext
from services.members.programme.domain.rules import Rules
from services.members.segments.commands.known_members import withdrew
from services.members.segments.commands.saving import SavingUnit
from services.members.segments.domain.rfm import Cuts, Measures, RfmSection, rfm_section
from services.members.segments.domain.rfm_run import RfmRun, due
from services.members.segments.domain.terciles import Terciles
from services.members.tiers.commands.unit import JudgingUnit
from services.members.tiers.commands.value_classes import judge_classes
from services.members.transactions import Answered, Asked, Transactions, took_effect

COUNTED_AT_ONCE = 1_000
"""Members that are read for one step of counting."""
JUDGED_AT_ONCE = 200
"""Members judged in one transaction."""
StillOurs = Callable[[], Awaitable[bool]]
"""Renews the lease; False when another worker has taken over."""


class RfmUnavailable(Exception):
    """The programme in force has no section `rfm`."""

    reason = "RFM_UNAVAILABLE"
    field = ""


class KeptRuns(Protocol):
    """Keeps runs."""

    async def keep_run(self, run: RfmRun, after: str | None = None) -> bool:
        """Write a run; False, and nothing is written, where another worker has it behind another
        member than `after` by now. None: it is new."""


class RfmRuns(KeptRuns, Protocol):
    """Runs, outside of a transaction."""

    async def last_run(self, brand: str, *, ended: bool) -> RfmRun | None:
        """The last run that has ended, or the one that has not."""

    async def drop_run(self, run: RfmRun) -> None:
        """Delete a run that has not ended."""

    async def rfm_asked_at(self, brand: str) -> datetime | None:
        """When an operator asked for a run last."""


class Buyers(Protocol):
    """Members and what they bought."""

    async def members_after(self, brand: str, member_id: str, limit: int) -> Sequence[str]:
        """Ids of members behind that id, by id."""

    async def bought(self, brand: str, ids: Collection[str]) -> Mapping[str, Facts]:
        """Facts by member, without series and articles, of those that have any."""


class RunUnit(JudgingUnit, Protocol):
    """A transaction that judges a slice of a run."""

    @property
    def segments(self) -> KeptRuns: ...


class RunStore(Transactions[RunUnit], Protocol):
    """The storage of runs."""

    @property
    def segments(self) -> RfmRuns: ...
    @property
    def activities(self) -> Buyers: ...
    @property
    def consents(self) -> ConsentsReader: ...


Context = MembersContext[RunStore]


async def run_rfm(ctx: Context, rules: Rules, brand: str, still_ours: StillOurs) -> int:
    """Run the brand's RFM where its month has come, its section changed or an operator asked; how
    many members were judged. It goes on where it stopped."""
    section = rfm_section(rules)
    if section is None:
        return 0
    run = await _begun(ctx, rules, brand, str(rules.document["rfm"]))
    if run is None:
        return 0
    if run.cuts is None:
        counted = section.cuts or await _terciles(ctx, run, still_ours)
        if counted is None:
            return 0
        run = replace(run, cuts=counted, terciles=section.cuts is None)
        if not await ctx.store.segments.keep_run(run, run.after):
            return 0
    return await _judge(ctx, rules, section.cut_by(run.cuts), run, still_ours)


async def _begun(ctx: Context, rules: Rules, brand: str, key: str) -> RfmRun | None:
    """The run that is on its way, or the one that the brand needs now; None where it needs none."""
    runs, now = ctx.store.segments, ctx.clock.now()
    running = await runs.last_run(brand, ended=False)
    if running is not None and running.key == key:
        return running
    if running is not None:
        await runs.drop_run(running)
    last = await runs.last_run(brand, ended=True)
    needed = due(last, key, rules.local_day(now), await runs.rfm_asked_at(brand))
    if needed is None:
        return None
    run = RfmRun(new_id("rfm"), brand, *needed, key=key, begun_at=now)
    await runs.keep_run(run)
    return run


async def _terciles(ctx: Context, run: RfmRun, still_ours: StillOurs) -> Cuts | None:
    """The cut points of all members with an order; None where another worker has taken over."""
    terciles = Terciles()
    async for _, facts in _known(ctx, run, COUNTED_AT_ONCE):
        for each in facts.values():
            if (measures := Measures.of(each, run.on)) is not None:
                terciles.add(measures)
        if not await still_ours():
            return None
    if terciles.look_within():
        async for _, facts in _known(ctx, run, COUNTED_AT_ONCE):
            for each in facts.values():
                if (measures := Measures.of(each, run.on)) is not None:
                    terciles.add_within(measures)
            if not await still_ours():
                return None
    return terciles.cuts()


async def _judge(
    ctx: Context, rules: Rules, section: RfmSection, run: RfmRun, still_ours: StillOurs
) -> int:
    judged = 0
    async for last, facts in _known(ctx, run, JUDGED_AT_ONCE):
        classes: dict[str, str] = {}
        for member_id, each in facts.items():
            scores = section.scores(each, run.on)
            run.table.count(each, scores, section, run.on)
            if scores is not None:
                classes[member_id] = scores.value_class
            elif each.standing.value_class:
                # All orders went back since the run that gave the class.
                classes[member_id] = ""
        before, run = run.after, replace(run, after=last)
        if not await _judge_slice(ctx, rules, run, before, classes) or not await still_ours():
            return judged
        judged += len(classes)
    ended = replace(run, ended_at=ctx.clock.now())
    await ctx.store.segments.keep_run(ended, run.after)
    return judged


async def _judge_slice(
    ctx: Context, rules: Rules, run: RfmRun, before: str, classes: Mapping[str, str]
) -> bool:
    """Judge a slice, and keep the run behind it, at once; False where another worker has it."""

    async def work(unit: RunUnit) -> bool:
        ours = await unit.segments.keep_run(run, before)
        if ours and classes:
            await judge_classes(unit, rules, run.brand, classes, run.on, ctx.clock.now())
        return ours

    return await ctx.store.transact(work)


async def _known(
    ctx: Context, run: RfmRun, size: int
) -> AsyncIterator[tuple[str, Mapping[str, Facts]]]:
    """Behind the last member that is judged: slices of members, each with the last id and with what
    its members bought, without those who withdrew the consent to profiling."""
    store, brand, after = ctx.store, run.brand, run.after
    while ids := await store.activities.members_after(brand, after, size):
        consents = await store.consents.consents(brand, ids)
        facts = await store.activities.bought(brand, ids)
        after = ids[-1]
        yield (
            after,
            {
                member_id: each
                for member_id, each in facts.items()
                if not withdrew(consents.get(member_id, NO_CONSENTS))
            },
        )
        await asyncio.sleep(0)


async def ask_for_run(
    ctx: MembersContext[Transactions[SavingUnit]], brand: str, request_id: str
) -> bool:
    """Ask for a run as of today; True when this request did that before. Raises RfmUnavailable, and
    a REQUEST_ID_REUSED refusal."""
    rules = await ctx.rulebook.of(brand)
    now = ctx.clock.now()

    async def work(unit: SavingUnit) -> bool:
        asked = Asked(request_id, ("run of rfm",))
        if await took_effect(unit, brand, asked):
            return True
        if rfm_section(rules) is None:
            raise RfmUnavailable("the programme has no section rfm")
        await unit.segments.ask_for_rfm(brand, now)
        audit.changed(after={"asked_on": rules.local_day(now).isoformat()})
        await unit.answers.remember(brand, [(asked, Answered(""))])
        return False

    return await ctx.store.transact(work)
