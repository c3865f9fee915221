"""Judging where members stand whose next day has come."""

from functools import partial

from services.common import telemetry
from services.members.context import MembersContext
from services.members.due_members import DueJob, Lease, judge_by_brand
from services.members.lifecycle.commands.judging import SLICE, LifecycleStore, judge_members

_log = telemetry.log("lifecycle")


async def judge_due(
    ctx: MembersContext[LifecycleStore], waiting: set[str], limit: int = SLICE
) -> int:
    """Judge up to `limit` members who are due; how many there were.

    Brands that can't be judged now, such as those without the section, are added to `waiting`, and
    those in it are passed over.
    """
    due = await ctx.store.lifecycles.due(ctx.clock.now(), limit, waiting)
    await judge_by_brand(
        ctx,
        due,
        partial(judge_members, ctx),
        waiting,
        lambda brand, error: _log.error("lifecycles_wait", brand=brand, error=str(error)),
    )
    return len(due)


def lifecycle_job(ctx: MembersContext[LifecycleStore], lease: Lease, pause_s: float) -> DueJob:
    """The job of this room."""

    async def judge(waiting: set[str]) -> bool:
        return await judge_due(ctx, waiting) >= SLICE

    return DueJob(judge, lease, pause_s)
