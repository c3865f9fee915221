"""Judging all members of a brand whose segments changed, and each member whose next day has come:
a job that may stop anywhere, run twice, late, or at once on many."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import partial
from typing import Protocol

from services.common import telemetry
from services.common.together_or_apart import together_or_apart, told_of
from services.members.consent.commands import ConsentsReader
from services.members.context import MembersContext
from services.members.due_members import (
    DueJob,
    Lease,
    Waiting,
    judge_by_brand,
)
from services.members.programme.commands.named_facts import named_facts
from services.members.programme.domain.rules import Rules
from services.members.segments.commands.judging import (
    SLICE,
    SegmentsReader,
    SegmentsUnit,
    SegmentsUnitOfWork,
    in_force,
    judge_members,
)
from services.members.segments.commands.known_members import MembersAndTimes
from services.members.segments.commands.rfm_runs import (
    Buyers,
    KeptRuns,
    RfmRuns,
    RunUnit,
    StillOurs,
    run_rfm,
)
from services.members.segments.domain.progress import Progress
from services.members.tiers.commands.unit import TiersUnit
from services.members.transactions import Transactions

_log = telemetry.log("segments")

NONE = "none"
"""The key of a brand without segments, and without tags by rules."""


class SweptSegments(SegmentsReader, RfmRuns, Protocol):
    """Reads and writes how far each brand is, outside of a transaction."""

    async def brands(self) -> Sequence[str]:
        """The brands that have a programme."""

    async def progress(self, brand: str) -> Progress:
        """How far the brand is."""

    async def keep_progress(self, brand: str, progress: Progress) -> None:
        """Remember it."""

    async def due(
        self,
        now: datetime,
        limit: int,
        without: Collection[str] = (),
        passed_over: Collection[str] = (),
    ) -> Sequence[tuple[str, str]]:
        """Brand and id of members whose next day has come, the longest waiting first, without those
        of some brands and without some members."""

    async def judge_again(self, brand: str, ids: Collection[str], at: datetime) -> None:
        """These members are due at that instant, whatever is kept of them."""


class ProgressStore(Protocol):
    """Where it is read and written how far each brand is."""

    @property
    def segments(self) -> SweptSegments: ...


class SweptUnit(SegmentsUnit, KeptRuns, Protocol):
    """This room's part of a transaction that sweeps."""


class SweepUnit(SegmentsUnitOfWork, RunUnit, Protocol):
    """A transaction that judges members by segments, or by RFM."""

    @property
    def segments(self) -> SweptUnit: ...
    @property
    def tiers(self) -> TiersUnit: ...
    @property
    def identities(self) -> MembersAndTimes: ...


class SegmentsStore(Transactions[SweepUnit], Protocol):
    """The storage of this room."""

    @property
    def segments(self) -> SweptSegments: ...
    @property
    def activities(self) -> Buyers: ...
    @property
    def consents(self) -> ConsentsReader: ...


Context = MembersContext[SegmentsStore]


async def begun(ctx: MembersContext[ProgressStore], rules: Rules, brand: str) -> Progress | None:
    """The sweep that a brand needs, begun; None where all were judged by its segments."""
    named = named_facts(rules).segments
    wanted = await in_force(ctx.store.segments, brand, rules)
    key = f"{wanted.key} {named}" if wanted else NONE
    progress = await ctx.store.segments.progress(brand)
    if (progress.done or NONE) == key:
        return None
    if progress.running == key and progress.begun_at is not None:
        return progress
    progress = Progress(progress.done, key, "", ctx.clock.now())
    await ctx.store.segments.keep_progress(brand, progress)
    return progress


async def sweep(ctx: Context, rules: Rules, brand: str, still_ours: StillOurs) -> int:
    """Judge all members of a brand where its segments are others than they were judged by; how many
    were. It goes on where it stopped."""
    progress = await begun(ctx, rules, brand)
    if progress is None:
        return 0
    named, key = named_facts(rules).segments, progress.running
    judged, after = 0, progress.after
    while ids := await ctx.store.activities.members_after(brand, after, SLICE):
        judged += await _judge_slice(ctx, rules, brand, ids, named)
        after = ids[-1]
        behind = Progress(progress.done, key, after, progress.begun_at)
        await ctx.store.segments.keep_progress(brand, behind)
        if not await still_ours():
            return judged
    await ctx.store.segments.keep_progress(brand, Progress(done=key))
    return judged


async def _judge_slice(
    ctx: Context, rules: Rules, brand: str, ids: Sequence[str], tell: bool
) -> int:
    """Who can't be judged is due at once, so that the job comes back to them, and the sweep goes
    on."""
    judge = partial(judge_members, ctx, rules, brand, tell=tell)
    judged, failed = await together_or_apart(ids, judge)
    if failed:
        await ctx.store.segments.judge_again(brand, failed, ctx.clock.now())
        _log.error("sweep_passes_over", brand=brand, **told_of(failed))
    return judged


async def sweep_published(ctx: Context, brand: str, version: int) -> int:
    """Judge the brand's members by the programme `version`, where it changed the segments."""
    rules = await ctx.rulebook.at_least(brand, version)
    return await sweep(ctx, rules, brand, _ours)


async def _ours() -> bool:
    return True


async def sweep_all(ctx: Context, lease: Lease) -> int:
    """Sweep every brand whose segments changed; a brand that fails is told in the log, and comes
    again at the next run."""
    judged = 0
    for brand in await ctx.store.segments.brands():
        if not await lease.acquire():
            break
        try:
            rules = await ctx.rulebook.of(brand)
            # First, since cut points of a run are a reason to judge all members.
            await run_rfm(ctx, rules, brand, lease.acquire)
            judged += await sweep(ctx, rules, brand, lease.acquire)
        except Exception as error:
            # Whatever one brand's segments or data do, the others are judged.
            _log.error("segments_wait", brand=brand, error=repr(error))
    return judged


async def judge_due(ctx: Context, waiting: Waiting, limit: int = SLICE) -> int:
    """Judge up to `limit` members who are due; how many there were.

    Who can't be judged now is added to `waiting`, and those in it are passed over.
    """
    due = await ctx.store.segments.due(ctx.clock.now(), limit, waiting.brands, waiting.members)
    await judge_by_brand(ctx, due, partial(judge_members, ctx), waiting)
    return len(due)


def segments_job(ctx: Context, lease: Lease, pause_s: float) -> DueJob:
    """Judges who is due and, once nobody is, sweeps brands whose segments changed."""

    async def judge(waiting: Waiting) -> bool:
        full = await judge_due(ctx, waiting) >= SLICE
        if not full:
            await sweep_all(ctx, lease)
        return full

    return DueJob("segments", judge, lease, pause_s)
