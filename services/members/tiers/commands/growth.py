"""Counting growth: entries of the ledger of points raise and lower tiers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.members.context import MembersContext
from services.members.programme.domain.rules import Rules
from services.members.tiers.commands.judge import Judge
from services.members.tiers.commands.unit import JudgingUnit
from services.members.tiers.domain.ladder import Basis, kept_days
from services.members.tiers.domain.standing import Standing
from services.members.transactions import Transactions


@dataclass(frozen=True, slots=True)
class GrowthEntry:
    """An entry of a member's growth: its number in the account, and what it adds or takes.

    Only a `refund` demotes; what anything else takes is missed at the end of the window.
    """

    member_id: str
    sequence: int
    amount: int
    effective_at: datetime
    refund: bool = False


async def count_growth(
    ctx: MembersContext[Transactions[JudgingUnit]], brand: str, entries: Sequence[GrowthEntry]
) -> int:
    """Count the entries that are new and judge after each; how many were new.

    An entry counts once by its number, whatever the feed repeats or brings out of order. Owners
    that are no members of the brand are passed over.
    """
    rules = await ctx.rulebook.of(brand)

    async def work(unit: JudgingUnit) -> int:
        return await _count(unit, rules, ctx.clock.now(), brand, entries)

    return await ctx.store.transact(work)


async def _count(
    unit: JudgingUnit, rules: Rules, now: datetime, brand: str, entries: Sequence[GrowthEntry]
) -> int:
    ids = {entry.member_id for entry in entries}
    judge = Judge(rules, brand, now, await unit.identities.enrolled(brand, ids))
    known = dict(await unit.tiers.standings(brand, Basis.GROWTH, ids))
    changed: dict[str, Standing] = {}
    today = rules.local_day(now)
    days_kept = kept_days(rules)
    counted = 0
    for entry in entries:
        if entry.member_id not in judge.enrolled:
            continue
        standing = known.setdefault(entry.member_id, Standing())
        if not standing.take(entry.sequence):
            continue
        if entry.member_id not in changed:
            judge.settle(entry.member_id, standing, Basis.GROWTH)
            changed[entry.member_id] = standing
        # The ledger's clock may be ahead of ours: such growth must not be out of today's reach.
        day = min(rules.local_day(entry.effective_at), today)
        standing.totals.add(day, entry.amount, today, days_kept)
        taken = entry.amount < 0
        if taken and not entry.refund:
            standing.set_aside(entry.amount)
        judge.judge(
            entry.member_id,
            standing,
            Basis.GROWTH,
            taken=taken and entry.refund,
            counted_at=entry.effective_at,
        )
        counted += 1
    next_judgements = await judge.close(unit, Basis.GROWTH, changed)
    await unit.tiers.keep_standings(brand, Basis.GROWTH, changed, next_judgements)
    return counted
