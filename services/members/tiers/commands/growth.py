"""Counting growth: entries of the ledger of points raise and lower tiers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.members.context import MembersContext
from services.members.programme.domain.rules import Rules
from services.members.tiers.commands.judge import Judge
from services.members.tiers.commands.unit import JudgingUnit
from services.members.tiers.domain.ladder import Source, kept_days
from services.members.tiers.domain.standing import Standing
from services.members.transactions import Transactions


@dataclass(frozen=True, slots=True)
class GrowthEntry:
    """An entry of a member's growth: its number in the account, and what it adds or takes.

    Only a `refund` demotes; what anything else takes is missed at the end of the window. An entry
    that `moves` growth between the two members of a merge counts for nothing: the merge itself
    counted the growth on the days of its own. `order_at`: of a refund, as of when its order counts.
    """

    member_id: str
    sequence: int
    amount: int
    effective_at: datetime
    refund: bool = False
    moves: bool = False
    order_at: datetime | None = None

    @property
    def counts_at(self) -> datetime:
        """A refund takes its growth off the day on which the order had brought it."""
        return self.order_at or self.effective_at


async def count_growth(
    ctx: MembersContext[Transactions[JudgingUnit]], brand: str, entries: Sequence[GrowthEntry]
) -> int:
    """Count the entries that are new and judge after each; how many were new.

    An entry counts once by its number, whatever the feed repeats or brings out of order. Owners
    that are no members of the brand are passed over; one who was merged counts for the survivor.
    """
    rules = await ctx.rulebook.of(brand)

    async def work(unit: JudgingUnit) -> int:
        return await _count(unit, rules, ctx.clock.now(), brand, entries)

    return await ctx.store.transact(work)


async def _count(
    unit: JudgingUnit, rules: Rules, now: datetime, brand: str, entries: Sequence[GrowthEntry]
) -> int:
    owners = {entry.member_id for entry in entries}
    enrolled = dict(await unit.identities.enrolled(brand, owners))
    survivors: Mapping[str, str] = {}
    if gone := owners - enrolled.keys():
        survivors = await unit.identities.survivors(brand, gone)
        enrolled |= await unit.identities.enrolled(brand, set(survivors.values()))
    judge = Judge(rules, brand, now, enrolled)
    ids = owners | set(survivors.values())
    known = dict(await unit.tiers.standings(brand, Source.GROWTH, ids))
    changed: dict[str, Standing] = {}
    numbered: dict[str, Standing] = {}
    counted = 0
    for entry in entries:
        member_id = survivors.get(entry.member_id, entry.member_id)
        if member_id not in judge.enrolled:
            continue
        # Entries are numbered in the account that they are of.
        account = known.setdefault(entry.member_id, Standing())
        if not account.take(entry.sequence):
            continue
        if member_id != entry.member_id:
            numbered[entry.member_id] = account
        standing = known.setdefault(member_id, Standing())
        if member_id not in changed:
            judge.settle(member_id, standing, Source.GROWTH)
            changed[member_id] = standing
        if entry.moves:
            continue
        judge_entry(judge, member_id, standing, entry)
        counted += 1
    next_judgements = await judge.close(unit, Source.GROWTH, changed)
    await unit.tiers.keep_standings(brand, Source.GROWTH, changed, next_judgements)
    if numbered:
        await unit.tiers.keep_numbers(brand, numbered)
    return counted


def judge_entry(judge: Judge, member_id: str, standing: Standing, entry: GrowthEntry) -> None:
    """Count an entry in a settled `standing`, and judge after it."""
    rules = judge.rules
    today = judge.time(member_id).today
    # The ledger's clock may be ahead of ours: such growth must not be out of today's reach.
    day = min(rules.local_day(entry.counts_at), today)
    standing.totals.add(day, entry.amount, today, kept_days(rules))
    taken = entry.amount < 0
    standing.set_aside(entry.amount, of=None if taken and not entry.refund else day)
    judge.judge(
        member_id,
        standing,
        Source.GROWTH,
        taken=taken and entry.refund,
        counted_at=entry.effective_at,
    )
