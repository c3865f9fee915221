"""Giving back what a merge moved, as far as the survivor still has it."""

from __future__ import annotations

from services.points.activities.domain.standing import MemberUnmerged
from services.points.context import PointsContext
from services.points.ledger.commands.post_decided import post_decided
from services.points.ledger.domain import request_ids
from services.points.ledger.domain.guards import InsufficientPoints
from services.points.ledger.domain.lots import LotsChanged
from services.points.ledger.domain.posting import Posted, PostingRequest
from services.points.ledger.domain.record import RecordChanged, Versioned
from services.points.merges.domain.giving_back import (
    back_posting,
    moved_in,
    returning,
    undone_posting,
)
from services.points.merges.domain.merge_posting import COPY, copy_name
from services.points.merges.domain.merge_record import MERGE, Merge
from services.points.merges.domain.united import KEPT


async def unmerge_member(ctx: PointsContext, unmerged: MemberUnmerged) -> None:
    """The old id stands for nobody else, and gets back what is left. Again, it changes nothing; it
    may stop anywhere and begin again."""
    brand, old_id = unmerged.brand, unmerged.from_id
    known = await ctx.ledger.record(brand, MERGE, unmerged.merge_id)
    if known is None or known.value.undone:
        return
    await ctx.survivors.keep(brand, old_id, "", ctx.clock.now(), unmerged.merge_id)
    await ctx.standings.remember(brand, old_id)

    async def decide() -> PostingRequest | None:
        return await _next(ctx, unmerged)

    first, second = sorted((old_id, unmerged.into_id))
    retried = (RecordChanged, LotsChanged, InsufficientPoints)
    async with ctx.locks.of(brand, first), ctx.locks.of(brand, second):
        while isinstance(await post_decided(ctx.ledger, None, decide, retry_on=retried), Posted):
            pass


async def _next(ctx: PointsContext, unmerged: MemberUnmerged) -> PostingRequest | None:
    brand = unmerged.brand
    known = await ctx.ledger.record(brand, MERGE, unmerged.merge_id)
    assert known is not None, "it was read before"
    merge = known.value
    if merge.undone:
        return None
    upto = merge.undo_upto or known.version
    for number in range(merge.undo_next, upto + 1):
        name = f"{request_ids.MERGE}{unmerged.merge_id}/{number}"
        posting = await ctx.ledger.posting(brand, name)
        if posting is None or not (moved := moved_in(posting, unmerged.from_id)):
            continue
        names = [(unmerged.into_id, moved.asset)]
        account = (await ctx.ledger.account_state(brand, names))[names[0]]
        zone = await ctx.programmes.zone(brand)
        back = returning(moved, account, ctx.clock.now(), zone)
        if back.points:
            after = merge.plus_back(number + 1, upto, moved.asset, back.points)
            return back_posting(unmerged, known.to(after), back)
    return await _records_back(ctx, unmerged, known)


async def _records_back(
    ctx: PointsContext, unmerged: MemberUnmerged, known: Versioned[Merge]
) -> PostingRequest:
    """What the old id's counts and habits said before they moved; the survivor's stay united."""
    brand, records = unmerged.brand, []
    by_name = {kept.kind.name: kept for kept in KEPT}
    for name, version in sorted(known.value.records.items()):
        kind_name, _, record_id = name.partition(" ")
        kept = by_name[kind_name]
        now = await ctx.ledger.record(brand, kept.kind, record_id)
        # One that says something since stays as it is.
        if kept.nothing is None or now is None or now.version != version:
            continue
        copy = copy_name(unmerged.merge_id, kept.kind, record_id, version - 1)
        body = await ctx.ledger.record(brand, COPY, copy)
        if body is not None:
            records.append(kept.kind.record(record_id, version, body.value))
    return undone_posting(unmerged, known, records)
