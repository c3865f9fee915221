"""Judging where members stand whose next day has come."""

from functools import partial

from services.members.context import MembersContext
from services.members.due_members import DueJob, Lease, Waiting, judge_by_brand
from services.members.lifecycle.commands.judging import SLICE, LifecycleStore, judge_members


async def judge_due(
    ctx: MembersContext[LifecycleStore], waiting: Waiting, limit: int = SLICE
) -> int:
    """Judge up to `limit` members who are due; how many there were.

    Who can't be judged now, such as the members of a brand without the section, is added to
    `waiting`, and those in it are passed over.
    """
    due = await ctx.store.lifecycles.due(ctx.clock.now(), limit, waiting.brands, waiting.members)
    await judge_by_brand(ctx, due, partial(judge_members, ctx), waiting)
    return len(due)


def lifecycle_job(ctx: MembersContext[LifecycleStore], lease: Lease, pause_s: float) -> DueJob:
    """The job of this room."""

    async def judge(waiting: Waiting) -> bool:
        return await judge_due(ctx, waiting) >= SLICE

    return DueJob("lifecycle", judge, lease, pause_s)
