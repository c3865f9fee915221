"""Judging tiers at the end of their windows: a job that may run twice, late, or at once on many."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from services.members.context import MembersContext
from services.members.due_members import DueJob, Lease, Waiting, judge_by_brand
from services.members.programme.domain.rules import Rules
from services.members.tiers.commands.judge import Judge
from services.members.tiers.commands.unit import JudgingUnit
from services.members.tiers.domain.ladder import Source
from services.members.transactions import Transactions

SLICE = 200
"""Members judged in one transaction."""


class DueJudgements(Protocol):
    """Finds members to judge, outside of a transaction."""

    async def due(
        self,
        source: Source,
        now: datetime,
        limit: int,
        without: Collection[str] = (),
        passed_over: Collection[str] = (),
    ) -> Sequence[tuple[str, str]]:
        """Brand and id of members whose judgement on `source` is due, the longest waiting first.

        Those of the brands `without`, and the members `passed_over`, are left out.
        """

    async def outdated(self, source: Source, brand: str, version: int, limit: int) -> Sequence[str]:
        """Members of the brand whose last judgement on `source` was by an older programme."""


class JudgementStore(Transactions[JudgingUnit], Protocol):
    """The storage of this job."""

    @property
    def tiers(self) -> DueJudgements: ...


async def judge_due(
    ctx: MembersContext[JudgementStore], limit: int = SLICE, waiting: Waiting | None = None
) -> int:
    """Judge up to `limit` members on each source; how many were due. 0: nothing is left to do.

    Who can't be judged is added to `waiting`, and those in it are passed over. A member that is
    judged is due no more, so stopping anywhere loses nothing, and a second worker at the
    same members finds them judged.
    """
    found = 0
    waiting = waiting or Waiting("tiers")
    for source in Source:
        passed = waiting.part(source.value)
        due = await ctx.store.tiers.due(
            source, ctx.clock.now(), limit, passed.brands, passed.members
        )
        found += len(due)

        async def judge(
            rules: Rules, brand: str, ids: Sequence[str], source: Source = source
        ) -> bool:
            await _judge(ctx, rules, brand, ids, source)
            return True

        await judge_by_brand(ctx, due, judge, passed)
    return found


def judgement_job(ctx: MembersContext[JudgementStore], lease: Lease, pause_s: float) -> DueJob:
    """The job of this room."""

    async def judge(waiting: Waiting) -> bool:
        return await judge_due(ctx, waiting=waiting) >= SLICE

    return DueJob("tiers", judge, lease, pause_s)


async def judge_again(ctx: MembersContext[JudgementStore], brand: str, version: int) -> None:
    """Judge the brand's members by the programme `version` that was published, a slice at a time.

    A member that is judged is outdated no more, so it may stop anywhere and begin again.
    """
    rules = await ctx.rulebook.at_least(brand, version)
    for source in Source:
        while ids := await ctx.store.tiers.outdated(source, brand, version, SLICE):
            if await _judge(ctx, rules, brand, ids, source) == 0:
                break


async def _judge(
    ctx: MembersContext[JudgementStore],
    rules: Rules,
    brand: str,
    ids: Sequence[str],
    source: Source,
) -> int:
    """Bring members' positions up to now; how many members of the brand they were."""

    async def work(unit: JudgingUnit) -> int:
        judge = Judge(rules, brand, ctx.clock.now(), await unit.identities.enrolled(brand, ids))
        known = await unit.tiers.standings(brand, source, ids)
        enrolled = judge.enrolled
        standings = {each: standing for each, standing in known.items() if each in enrolled}
        for member_id, standing in standings.items():
            judge.settle(member_id, standing, source)
        next_judgements = await judge.close(unit, source, standings)
        await unit.tiers.keep_standings(brand, source, standings, next_judgements)
        return len(standings)

    return await ctx.store.transact(work)
