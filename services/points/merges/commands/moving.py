"""Moving what a member had to the survivor of a merge, and sweeping after it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from services.common import telemetry
from services.common.leased_job import Lease, run_leased
from services.points.activities.domain.standing import MemberMerged
from services.points.calendar.domain.local_time import Period, period_key
from services.points.context import PointsContext
from services.points.earning.domain.award_posting import CAP
from services.points.ledger.commands.post_decided import post_decided
from services.points.ledger.domain.lots import LotsChanged
from services.points.ledger.domain.posting import Posted, PostingRequest
from services.points.ledger.domain.record import RecordChanged, Versioned
from services.points.merges.domain.merge_posting import (
    MovingRecord,
    account_posting,
    done_posting,
    record_name,
    records_posting,
)
from services.points.merges.domain.merge_record import MERGE, Merge
from services.points.merges.domain.moving import moving
from services.points.merges.domain.united import KEPT, Kept
from services.points.programme.commands import ProgrammeMissing

RECORDS_AT_ONCE = 20
"""Each is three: what is united, what is emptied, and the copy."""
RECORDS_READ = 10_000
COUNTS_FOR = timedelta(days=40)
"""Counts of a period that ended earlier no activity comes to."""
SWEPT_FOR = timedelta(minutes=2)
"""A process that did not know of a merge writes to the old account for a second; transactions end
within a minute."""
SWEPT_LONG_FOR = timedelta(days=100)
"""No hold lasts longer."""
PAUSE_S = 10.0
LONG_PAUSE = timedelta(hours=1)
_log = telemetry.log("merges")


async def merge_member(ctx: PointsContext, merged: MemberMerged) -> None:
    """From now on the old id stands for the survivor, and what it had is moved. Again, it moves
    what is left. It may stop anywhere and begin again."""
    brand, now = merged.brand, ctx.clock.now()
    await ctx.survivors.keep(brand, merged.from_id, merged.member_id, now, merged.merge_id)
    # The job that grants to all members passes it over from now on.
    await ctx.standings.forget_facts(brand, merged.from_id)
    await move_rest(ctx, merged)


async def move_rest(ctx: PointsContext, merged: MemberMerged) -> int:
    """Move what the old id has to the survivor; how many postings that took."""
    # The survivor of then may have been merged since.
    into = ctx.survivors.of(merged.brand, merged.member_id)
    merged = MemberMerged(merged.brand, into, merged.from_id, merged.merge_id, merged.at)

    async def decide() -> PostingRequest | None:
        return await _next(ctx, merged)

    count = 0
    first, second = sorted((merged.from_id, merged.member_id))
    async with ctx.locks.of(merged.brand, first), ctx.locks.of(merged.brand, second):
        while True:
            retried = (RecordChanged, LotsChanged)
            posted = await post_decided(ctx.ledger, None, decide, retry_on=retried)
            if not isinstance(posted, Posted):
                return count
            count += 1


async def _next(ctx: PointsContext, merged: MemberMerged) -> PostingRequest | None:
    """The next posting of the merge; None when nothing is left."""
    brand, into = merged.brand, merged.member_id
    found = await ctx.ledger.record(brand, MERGE, merged.merge_id)
    known = found or Versioned(Merge(merged.from_id, into), 0)
    accounts = await ctx.ledger.accounts_of(brand, merged.from_id)
    names = [(into, account.key.asset) for account in accounts]
    own = await ctx.ledger.account_state(brand, names) if names else {}
    for account in accounts:
        asset = account.key.asset
        part = moving(account, own[into, asset], ctx.clock.now())
        if part is not None:
            return account_posting(merged, known, asset, part)
    records = await _records(ctx, merged, known.value)
    if records:
        return records_posting(merged, known, records)
    return None if known.value.done else done_posting(merged, known)


async def _records(ctx: PointsContext, merged: MemberMerged, known: Merge) -> list[MovingRecord]:
    """Records of the old id that have not moved as they are now: so many as a posting takes."""
    brand, waiting = merged.brand, list[tuple[Kept[Any], str, Versioned[Any]]]()
    since = await _counting_since(ctx, brand)
    for kept in KEPT:
        prefix = merged.from_id + kept.separator
        if kept.separator:
            found = await ctx.ledger.records_of(brand, kept.kind, prefix, RECORDS_READ)
        else:
            found = await ctx.ledger.records(brand, kept.kind, [merged.from_id])
        for record_id, record in found.items():
            name = record_name(kept.kind, record_id)
            if known.records.get(name) == record.version:
                continue
            if kept.kind is CAP and _is_over(record_id, since):
                continue
            waiting.append((kept, record_id.removeprefix(merged.from_id), record))
    moved = []
    for kept, name, old in waiting[:RECORDS_AT_ONCE]:
        survivor = await ctx.ledger.record(brand, kept.kind, merged.member_id + name)
        moved.append(MovingRecord(kept, name, old, survivor))
    return moved


async def _counting_since(ctx: PointsContext, brand: str) -> Sequence[str]:
    """The keys of the oldest periods to which an activity may still come."""
    try:
        zone = (await ctx.programmes.get(brand)).zone
    except ProgrammeMissing:
        return ()
    oldest = ctx.clock.now() - COUNTS_FOR
    return [period_key(period, oldest, zone) for period in Period]


def _is_over(record_id: str, since: Sequence[str]) -> bool:
    key = record_id.rpartition("/")[2]
    kind = key.partition(":")[0]
    return any(key < oldest for oldest in since if oldest.partition(":")[0] == kind)


class RecentMerges(Protocol):
    """The redirects of all brands."""

    async def since(self, at: datetime) -> Sequence[MemberMerged]:
        """The merges that points took in after that time."""
        ...


class MergeSweep:
    """Moves what came to old accounts after their merge, on the worker that holds the lease."""

    def __init__(
        self, ctx: PointsContext, merges: RecentMerges, lease: Lease, pause_s: float = PAUSE_S
    ) -> None:
        self._ctx = ctx
        self._merges = merges
        self._lease = lease
        self._pause_s = pause_s
        self._long_at: datetime | None = None

    async def run(self) -> None:
        """Go on until cancelled."""
        await run_leased(self.sweep, self._lease, self._pause_s, _log, "merges_wait")

    async def sweep(self) -> int:
        """Move what is left of recent merges; once an hour of all that a hold may have kept. How
        many postings that took. One that fails is told in the log and stops no other."""
        now, count = self._ctx.clock.now(), 0
        long = self._long_at is None or now >= self._long_at + LONG_PAUSE
        for merged in await self._merges.since(now - (SWEPT_LONG_FOR if long else SWEPT_FOR)):
            try:
                count += await move_rest(self._ctx, merged)
            except Exception as error:
                _log.error("merge_waits", brand=merged.brand, error=repr(error))
        if long:
            self._long_at = now
        return count
