"""Keeping tokens of names: after each change of a name, and of all members when a programme begins
or ends to want them. The job may stop anywhere, run twice, late, or at once on many."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

from services.common import telemetry
from services.common.together_or_apart import together_or_apart, told_of
from services.members.context import MembersContext
from services.members.due_members import DueJob, Lease, Waiting
from services.members.identities.domain.member import Member
from services.members.search.domain.found import NamesKept
from services.members.search.domain.name_tokens import tokens
from services.members.search.domain.section import search_section
from services.members.transactions import Transactions

SLICE = 200
"""Members whose tokens are written in one transaction."""
_log = telemetry.log("search")


class NamesReader(Protocol):
    """Reads tokens, and how far they are kept."""

    async def kept(self, brand: str) -> NamesKept:
        """How far the brand is."""


class NamesUnit(NamesReader, Protocol):
    """This room's part of a transaction."""

    async def keep(self, brand: str, tokens: Mapping[str, Collection[str]]) -> None:
        """Write the tokens by member; who has none is found by no name."""


class NamedMembers(Protocol):
    """Reads members with their names."""

    async def members(self, brand: str, ids: Collection[str]) -> Mapping[str, Member]:
        """The brand's members among `ids`."""


class IndexingUnit(Protocol):
    """A transaction that keeps tokens."""

    @property
    def names(self) -> NamesUnit: ...
    @property
    def identities(self) -> NamedMembers: ...


class SweptNames(NamesReader, Protocol):
    """Reads and writes outside of a transaction."""

    async def keep_kept(self, brand: str, kept: NamesKept) -> None:
        """Remember how far the brand is."""

    async def drop(self, brand: str, limit: int) -> int:
        """Delete the tokens of up to so many members; of how many."""


class AllMembers(Protocol):
    async def members_after(self, brand: str, member_id: str, limit: int) -> Sequence[str]:
        """Ids of members behind that id, by id."""


class Brands(Protocol):
    async def brands(self) -> Sequence[str]:
        """The brands that have a programme."""


class IndexingStore(Transactions[IndexingUnit], Protocol):
    """The storage that follows changes of names."""

    @property
    def names(self) -> SweptNames: ...
    @property
    def activities(self) -> AllMembers: ...
    @property
    def segments(self) -> Brands: ...


Context = MembersContext[IndexingStore]


async def index_members(ctx: Context, brand: str, ids: Collection[str]) -> None:
    """Keep the tokens of the names that these members have now; none of one who is gone."""
    # The sweep writes that they are wanted before it begins, so it sees all that was missed here.
    if not (await ctx.store.names.kept(brand)).wanted:
        return
    ordered = sorted(ids)
    for start in range(0, len(ordered), SLICE):
        await _index(ctx, brand, ordered[start : start + SLICE])


async def _index(ctx: Context, brand: str, ids: Sequence[str]) -> int:
    """Keep the tokens of the members, where the brand wants them; for how many."""

    async def work(unit: IndexingUnit) -> int:
        if not (await unit.names.kept(brand)).wanted:
            return 0
        found = await unit.identities.members(brand, ids)
        await unit.names.keep(
            brand, {id_: tokens(found[id_].profile.name) if id_ in found else () for id_ in ids}
        )
        return len(ids)

    return await ctx.store.transact(work)


async def sweep_names(ctx: Context, brand: str, lease: Lease) -> None:
    """Keep the tokens of all members, or of none, as the programme in force says. It goes on where
    it stopped; whom it passed over it tries again each hour."""
    wanted = search_section(await ctx.rulebook.of(brand)).by_name
    kept = await ctx.store.names.kept(brand)
    if kept.wanted != wanted:
        kept = NamesKept(wanted, done=not wanted)
        await ctx.store.names.keep_kept(brand, kept)
    if not wanted:
        # Also what was on its way when they were turned off.
        while await ctx.store.names.drop(brand, SLICE) and await lease.acquire():
            pass
        return
    while not kept.done:
        ids = await ctx.store.activities.members_after(brand, kept.after, SLICE)
        if ids:
            failed = await _index_slice(ctx, brand, ids)
            kept = kept.behind(ids[-1], failed, ctx.clock.now())
        else:
            kept = replace(kept, after="", done=True)
        await ctx.store.names.keep_kept(brand, kept)
        if not await lease.acquire():
            return
    if kept.again_at is not None and kept.again_at <= ctx.clock.now():
        failed = await _index_slice(ctx, brand, kept.passed)
        await ctx.store.names.keep_kept(brand, kept.tried_again(failed, ctx.clock.now()))


async def _index_slice(ctx: Context, brand: str, ids: Sequence[str]) -> Collection[str]:
    """Who failed: they are found by no name until they have another turn, and the sweep goes on."""
    _, failed = await together_or_apart(ids, partial(_index, ctx, brand))
    if failed:
        _log.error("names_pass_over", brand=brand, **told_of(failed))
    return failed


def names_job(ctx: Context, lease: Lease, pause_s: float) -> DueJob:
    """Sweeps every brand whose programme says otherwise than its tokens are kept."""

    async def work(waiting: Waiting) -> bool:
        for brand in await ctx.store.segments.brands():
            if not await lease.acquire():
                break
            try:
                await sweep_names(ctx, brand, lease)
            except Exception as error:
                # Whatever one brand's members are, the others are found.
                _log.error("names_wait", brand=brand, error=repr(error))
        return False

    return DueJob("search", work, lease, pause_s)
