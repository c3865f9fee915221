"""Judging referrals: by the invitee's orders and the time, with the events of what changed."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial

from services.members.context import MembersContext
from services.members.due_members import DueJob, Lease, Waiting, judge_by_brand
from services.members.events.domain import MemberEvent, ReferralQualified, ReferralReversed
from services.members.programme.domain.rules import Rules
from services.members.referral.commands.inviting import why_not
from services.members.referral.commands.unit import ReferralStore, ReferralUnit
from services.members.referral.domain.inviter import Inviter
from services.members.referral.domain.referral import Referral, State

INVITER, INVITEE = "inviter", "invitee"
SLICE = 100
"""Referrals judged in one transaction."""


async def judge_members(
    ctx: MembersContext[ReferralStore], rules: Rules, brand: str, ids: Collection[str]
) -> int:
    """Judge the referrals of these invitees, a slice at a time; how many members were given."""
    people = sorted(await ctx.store.referrals.people(brand, ids))
    found = sorted(await ctx.store.referrals.referrals(brand, people))
    for start in range(0, len(found), SLICE):
        await _judge(ctx, rules, brand, found[start : start + SLICE])
    return len(ids)


async def _judge(
    ctx: MembersContext[ReferralStore], rules: Rules, brand: str, ids: Sequence[str]
) -> None:
    now = ctx.clock.now()

    async def work(unit: ReferralUnit) -> None:
        found = (await unit.referrals.referrals(brand, ids)).values()
        # The one that settles first has the first place in the month.
        for referral in sorted(found, key=lambda each: each.settles_at or now):
            await _settle(ctx, unit, rules, referral)

    await ctx.store.transact(work)


async def _settle(
    ctx: MembersContext[ReferralStore], unit: ReferralUnit, rules: Rules, before: Referral
) -> None:
    brand, now = before.brand, ctx.clock.now()
    survivors = await unit.identities.survivors(brand, [before.invitee_id])
    person = survivors.get(before.invitee_id, before.invitee_id)
    accounts = await unit.referrals.people(brand, [person])
    after = before.judged(await unit.referrals.orders(brand, accounts), now)
    if before.is_live and not before.round:
        # Until it has counted once: what is found out later is for operators to put right.
        why = await why_not(unit, before)
        after = after if why is None else before.refused(why)
    if after == before:
        return
    if after.round == 1 > before.round:
        after = await _numbered(unit, rules, after)
    await unit.referrals.keep(after)
    await unit.events.publish(brand, _events(before, after, person), now)


async def _numbered(unit: ReferralUnit, rules: Rules, referral: Referral) -> Referral:
    """The referral with its number, and its place in the month of the inviter."""
    assert referral.qualified_at is not None, "it qualifies now"
    brand, month = referral.brand, rules.local_day(referral.qualified_at).isoformat()[:7]
    survivors = await unit.identities.survivors(brand, [referral.inviter_id])
    inviter_id = survivors.get(referral.inviter_id, referral.inviter_id)
    known = (await unit.referrals.inviters(brand, [inviter_id])).get(inviter_id)
    inviter = (known or Inviter(inviter_id)).one_more(month)
    await unit.referrals.keep_inviter(brand, inviter)
    place = inviter.months.get(month, inviter.qualified)
    return replace(
        referral,
        number=inviter.qualified,
        month_number=place,
        capped=place > referral.terms.monthly_cap,
    )


def _events(before: Referral, after: Referral, invitee: str) -> list[MemberEvent]:
    """The events of a judgement: to the invitee, and to the inviter unless they are capped."""
    told = [(invitee, INVITEE)]
    if not after.capped:
        told.append((after.inviter_id, INVITER))
    name = after.invitee_id
    if after.round > before.round and after.qualified_at is not None:
        return [
            ReferralQualified(
                *(each, name, role, after.round, after.qualified_at),
                *(after.number, after.month_number),
            )
            for each, role in told
        ]
    if before.state is State.QUALIFIED and after.state is State.REVERSED:
        return [ReferralReversed(each, name, role, after.round) for each, role in told]
    return []


async def judge_due(
    ctx: MembersContext[ReferralStore], waiting: Waiting, limit: int = SLICE
) -> int:
    """Judge up to `limit` referrals that settle by now; how many there were."""
    due = await ctx.store.referrals.due(ctx.clock.now(), limit, waiting.brands, waiting.members)
    await judge_by_brand(ctx, due, partial(judge_members, ctx), waiting)
    return len(due)


def referral_job(ctx: MembersContext[ReferralStore], lease: Lease, pause_s: float) -> DueJob:
    """The job of this room."""

    async def judge(waiting: Waiting) -> bool:
        return await judge_due(ctx, waiting) >= SLICE

    return DueJob("referral", judge, lease, pause_s)
