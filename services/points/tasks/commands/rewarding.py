"""Counting activities for chains and streaks, each once, with the rewards that they bring."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import date

from services.points.activities.domain.activity import Activity
from services.points.badges.commands import NO_BADGES, FactsOf, badges_of
from services.points.badges.domain.held import MemberBadges
from services.points.calendar.domain.local_time import local_day
from services.points.context import PointsContext
from services.points.grants.commands import grant_all
from services.points.ledger.commands.post_decided import post_decided
from services.points.ledger.domain.posting import Posted, PostingRequest
from services.points.ledger.domain.record import Versioned
from services.points.ledger.domain.refusal import is_final
from services.points.ledger.domain.repeat import Asked
from services.points.programme.domain.programme import Programme
from services.points.tasks.domain import progress, streak
from services.points.tasks.domain.chain import Chain, Step, task_section
from services.points.tasks.domain.progress import Counted, MemberTasks
from services.points.tasks.domain.reward import Due, badges_in
from services.points.tasks.domain.reward_posting import (
    STREAKS,
    TASKS,
    asking_return,
    asking_streak,
    asking_task,
    coupons_of,
    return_posting,
    reward_posting,
)
from services.points.tasks.domain.streak import MemberStreaks, Streak, streak_section

IsGivenBack = Callable[[PointsContext, Activity], Awaitable[bool]]
"""Whether nothing is left to the member of the order that an activity is, or gives back."""
NO_TASKS = Versioned(MemberTasks(), 0)
NO_STREAKS = Versioned(MemberStreaks(), 0)


async def count_for_tasks(
    ctx: PointsContext, activity: Activity, facts_of: FactsOf, is_given_back: IsGivenBack
) -> None:
    """Count `activity` for the steps whose condition it meets, on its own day.

    Nothing is written where it counts for no step that is still to be done, nor for a chain that
    begins with an enrolment which is not known yet: the event of the activity comes after that.
    An order that was given back already, by a refund that came before it, counts for none. What the
    brand did for the member, such as praise for a post, counts: a step may ask for it, as rules do.
    Raises ProgrammeMissing, REQUEST_ID_REUSED and OVERLOADED.
    """
    programme = await ctx.programmes.get(activity.brand)
    section = task_section(programme)
    chains = [(chain, chain.steps_on(activity.type)) for chain in section.chains]
    looking = [(chain, steps) for chain, steps in chains if steps]
    if not looking:
        return
    enrolled_on = await _enrolled_on(ctx, activity, programme) if section.needs_enrolment else None
    day = local_day(activity.occurred_at, programme.zone)
    # The days first: most activities are in those of no chain, and so cost no further read.
    dated = [(chain, steps) for chain, steps in looking if chain.counts_on(day, enrolled_on)]
    if not dated or await is_given_back(ctx, activity):
        return
    facts = await facts_of(ctx, activity, programme)
    for chain, steps in dated:
        met = [step for step in steps if step.when(facts)]
        if met:
            await _count(ctx, activity, chain, met)


async def count_for_streaks(ctx: PointsContext, activity: Activity, facts_of: FactsOf) -> None:
    """Count the day of `activity` for the streaks whose condition it meets.

    Nothing is written where the day counts already, or comes too late to. Raises as
    `count_for_tasks`.
    """
    programme = await ctx.programmes.get(activity.brand)
    looking = streak_section(programme).on(activity.type)
    # A day counts by what the member did on it.
    if not looking or activity.by_brand:
        return
    facts = await facts_of(ctx, activity, programme)
    for each in looking:
        if each.when(facts):
            await _lengthen(ctx, activity, each)


async def take_back(ctx: PointsContext, refund: Activity, is_given_back: IsGivenBack) -> None:
    """Count the order of `refund` no more for steps that are not done, where nothing is left of it.

    Raises ProgrammeMissing, REQUEST_ID_REUSED and OVERLOADED.
    """
    programme = await ctx.programmes.get(refund.brand)
    if not task_section(programme).offered or not await is_given_back(ctx, refund):
        return

    async def decide() -> PostingRequest | None:
        known = await _tasks(ctx, refund)
        after = known.value.without(_order_ref(refund))
        if after == known.value:
            return None
        kept = TASKS.record(
            refund.member_id, known.version, progress.to_body(refund.member_id, after)
        )
        return return_posting(refund, kept, min(refund.occurred_at, ctx.clock.now()))

    async with ctx.locks.of(refund.brand, refund.member_id):
        await post_decided(ctx.ledger, asking_return(refund), decide)


async def _count(ctx: PointsContext, activity: Activity, chain: Chain, met: list[Step]) -> None:
    asked = asking_task(activity, chain.code)

    async def decide() -> PostingRequest | None:
        programme = await ctx.programmes.get(activity.brand)
        known = await _tasks(ctx, activity)
        before = known.value.chain(chain.code)
        if all(before.step(step.code).done is not None for step in met):
            return None
        advanced = before.with_activity(chain, met, _counted(activity))
        after = known.value.with_chain(chain.code, advanced.progress)
        return reward_posting(
            asked,
            activity,
            rule=chain.rule,
            kept=TASKS.record(
                activity.member_id, known.version, progress.to_body(activity.member_id, after)
            ),
            due=advanced.due,
            badges=await _badges_for(ctx, activity, advanced.due),
            programme=programme,
            at=min(activity.occurred_at, ctx.clock.now()),
        )

    await _post(ctx, activity, asked, decide)


async def _lengthen(ctx: PointsContext, activity: Activity, looking: Streak) -> None:
    asked = asking_streak(activity, looking.code)

    async def decide() -> PostingRequest | None:
        programme = await ctx.programmes.get(activity.brand)
        known = await ctx.ledger.record(activity.brand, STREAKS, activity.member_id) or NO_STREAKS
        at = min(activity.occurred_at, ctx.clock.now())
        day = local_day(at, programme.zone)
        if not known.value.of(looking.code).takes(day):
            return None
        lengthened = known.value.with_day(looking, day)
        body = streak.to_body(activity.member_id, lengthened.streaks)
        return reward_posting(
            asked,
            activity,
            rule=looking.rule,
            kept=STREAKS.record(activity.member_id, known.version, body),
            due=lengthened.due,
            badges=await _badges_for(ctx, activity, lengthened.due),
            programme=programme,
            at=at,
        )

    await _post(ctx, activity, asked, decide)


async def _post(
    ctx: PointsContext,
    activity: Activity,
    asked: Asked,
    decide: Callable[[], Awaitable[PostingRequest | None]],
) -> None:
    """Post what `decide` makes, and grant the coupons that the posting names.

    They are granted after a repeat too: the first attempt may have ended before them. A coupon that
    its type refuses is not given.
    """
    async with ctx.locks.of(activity.brand, activity.member_id):
        posted = await post_decided(ctx.ledger, asked, decide)
    if not isinstance(posted, Posted):
        return
    for granted in await grant_all(ctx, coupons_of(posted.posting, activity)):
        if granted.error is not None and not is_final(granted.error):
            raise granted.error


async def _badges_for(
    ctx: PointsContext, activity: Activity, due: Sequence[Due]
) -> Versioned[MemberBadges]:
    """What the member has; not read where no badge is due."""
    if not badges_in(due):
        return NO_BADGES
    return await badges_of(ctx, activity.brand, activity.member_id)


def _counted(activity: Activity) -> Counted:
    ref = _order_ref(activity) if activity.order is not None else f"event:{activity.key}"
    return Counted(activity.occurred_at, ref)


def _order_ref(activity: Activity) -> str:
    return f"order:{activity.order_key}"


async def _tasks(ctx: PointsContext, activity: Activity) -> Versioned[MemberTasks]:
    return await ctx.ledger.record(activity.brand, TASKS, activity.member_id) or NO_TASKS


async def _enrolled_on(ctx: PointsContext, activity: Activity, programme: Programme) -> date | None:
    found = await ctx.standings.standings(activity.brand, [activity.member_id])
    standing = found.get(activity.member_id)
    return standing.enrolled_on(programme.zone) if standing else None
