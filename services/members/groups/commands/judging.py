"""Who takes part: messages as they come, silence as time passes, and the KOC of each month."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial

from services.common import telemetry
from services.members.context import MembersContext
from services.members.due_members import DueJob, Lease, Waiting, judge_by_brand
from services.members.events.domain import GroupStandingChanged, MemberEvent
from services.members.groups.commands.joining import GROUP_READ
from services.members.groups.commands.unit import GroupStore, GroupUnit
from services.members.groups.domain.membership import Membership, Role, Standing, kocs_of
from services.members.groups.domain.section import group_kinds
from services.members.programme.domain.rules import Rules

SLICE = 100
MONTHS_SLICE = 20
"""Groups whose month is closed in one run."""
_log = telemetry.log("groups")


@dataclass(frozen=True, slots=True)
class Message:
    """A group message: who wrote it and when, `name` of the activity, and the group that it names
    ("" for none)."""

    member_id: str
    name: str
    at: datetime
    group_id: str


async def count_messages(
    ctx: MembersContext[GroupStore], rules: Rules, brand: str, messages: Sequence[Message]
) -> None:
    """Count messages, each once, for the group that it names, or for the only one of the member.
    Those of nobody's group count for nothing."""
    for message in messages:

        async def work(unit: GroupUnit, message: Message = message) -> None:
            within = [m for m in await unit.groups.memberships(brand, message.member_id) if m.is_in]
            named = [m for m in within if m.group_id == message.group_id]
            meant = named if message.group_id else within
            if len(meant) != 1:
                return
            [before] = meant
            await unit.groups.count(before, message.name, message.at)
            await _judge(unit, rules, before, before.wrote(message.at), ctx.clock.now())

        await ctx.store.transact(work)


async def judge_members(
    ctx: MembersContext[GroupStore], rules: Rules, brand: str, ids: Collection[str]
) -> int:
    """Judge the members' silence in all their groups; how many members were given."""
    for member_id in sorted(set(ids)):

        async def work(unit: GroupUnit, member_id: str = member_id) -> None:
            for each in await unit.groups.memberships(brand, member_id):
                await _judge(unit, rules, each, each, ctx.clock.now(), anew=True)

        await ctx.store.transact(work)
    return len(ids)


async def _judge(
    unit: GroupUnit,
    rules: Rules,
    before: Membership,
    now_is: Membership,
    now: datetime,
    *,
    anew: bool = False,
) -> None:
    """Judge `now_is` and keep it, where it is not as `before`, or its day is to be set anew."""
    kind = group_kinds(rules).get(before.kind)
    after = now_is if kind is None else now_is.judged(kind, now)
    if after == before and not anew:
        return
    # A kind that the programme has no more lets nobody fall silent.
    await unit.groups.keep(after, None if kind is None else after.due_at(kind))
    if after.standing is before.standing or after.standing is Standing.ACTIVE:
        return
    told = GroupStandingChanged(
        *(after.member_id, after.group_id, after.kind, after.store),
        *(after.standing.value, str(after.silences), now),
    )
    await unit.events.publish(after.brand, [told], now)


async def close_months(ctx: MembersContext[GroupStore], rules: Rules, brand: str) -> int:
    """Tell the KOC of the month before, and who ran each group; how many groups there were."""
    today = rules.local_day(ctx.clock.now())
    first = today.replace(day=1)
    month = (first - timedelta(days=1)).isoformat()[:7]
    found = await ctx.store.groups.open_months(brand, month, MONTHS_SLICE)
    for group_id in found:
        await ctx.store.transact(partial(_close, ctx, rules, brand, group_id, first))
    return len(found)


async def _close(
    ctx: MembersContext[GroupStore],
    rules: Rules,
    brand: str,
    group_id: str,
    first: date,
    unit: GroupUnit,
) -> None:
    """`first`: the day on which the month is over."""
    last = first - timedelta(days=1)
    month, ended_at = last.isoformat()[:7], rules.midnight(first)
    if not await unit.groups.close_month(brand, group_id, month):
        return
    within = await unit.groups.within(brand, group_id, "", GROUP_READ)
    kind = group_kinds(rules).get(within[0].kind) if within else None
    if kind is None:
        return
    began_at = rules.midnight(last.replace(day=1))
    writers = await unit.groups.writers(brand, group_id, began_at, ended_at)
    best = kocs_of(kind, [each.member_id for each in within], writers)
    events: list[MemberEvent] = []
    for each in within:
        said = ["koc"] if each.member_id in best else []
        said += ["run"] if each.role is not Role.MEMBER else []
        events += [
            GroupStandingChanged(
                each.member_id, group_id, each.kind, each.store, what, month, ended_at
            )
            for what in said
        ]
        if each.member_id in best:
            await unit.groups.keep(replace(each, koc_month=month), each.due_at(kind))
    await unit.events.publish(brand, events, ctx.clock.now())


async def judge_due(ctx: MembersContext[GroupStore], waiting: Waiting, limit: int = SLICE) -> int:
    """Judge up to `limit` memberships that time may change; how many there were."""
    due = await ctx.store.groups.due(ctx.clock.now(), limit, waiting.brands, waiting.members)
    await judge_by_brand(ctx, due, partial(judge_members, ctx), waiting)
    return len(due)


async def close_all(ctx: MembersContext[GroupStore], lease: Lease) -> int:
    """Close the month of groups of every brand; a brand that fails stops no other."""
    closed = 0
    for brand in await ctx.store.groups.brands():
        if not await lease.acquire():
            break
        try:
            closed += await close_months(ctx, await ctx.rulebook.of(brand), brand)
        except Exception as error:
            # Whatever one brand's programme or data do, the others have their KOC.
            _log.error("groups_wait", brand=brand, error=repr(error))
    return closed


def groups_job(ctx: MembersContext[GroupStore], lease: Lease, pause_s: float) -> DueJob:
    """Judges who is due and, once nobody is, closes months."""

    async def judge(waiting: Waiting) -> bool:
        if await judge_due(ctx, waiting) >= SLICE:
            return True
        return await close_all(ctx, lease) >= MONTHS_SLICE

    return DueJob("groups", judge, lease, pause_s)
