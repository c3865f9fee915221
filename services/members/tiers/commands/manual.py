"""Manual tiers: an operator gives one until a day, or ends it; a second one agrees where the brand
says so."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from services.common.approvals import Approval
from services.common.errors import Refusal, invalid
from services.common.ids import new_id
from services.members.context import MembersContext
from services.members.programme.domain.rules import Rules
from services.members.second_operator import (
    ID_PREFIX,
    KeepsWishes,
    SecondOperator,
    WaitingWishes,
    wait,
)
from services.members.tiers.commands.judge import Judge
from services.members.tiers.commands.unit import JudgingUnit, TiersUnit
from services.members.tiers.domain import held
from services.members.tiers.domain.ladder import Ladder, ladder_of
from services.members.tiers.domain.manual_tier import LadderNotFound, ManualTier, TierNotFound
from services.members.tiers.domain.section import parse_manual_tiers
from services.members.tiers.domain.standing import Judged, Standing
from services.members.tiers.domain.tiers import Decision
from services.members.transactions import (
    Answered,
    AnsweringUnit,
    Asked,
    Transactions,
    took_effect,
)

KIND = "members.Tiers.GrantTier"


@dataclass(frozen=True, slots=True)
class Grant:
    """Operator `by` gives a member `tier` on `ladder`, to the end of the local day `until`."""

    request_id: str
    member_id: str
    ladder: str
    tier: str
    until: date
    note: str
    by: str
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class EndOfGrant:
    """The manual tier of a member on `ladder` ends now."""

    request_id: str
    member_id: str
    ladder: str
    note: str


class ManualTiersUnit(TiersUnit, KeepsWishes, Protocol):
    """This room's part of a transaction."""


class GrantingUnit(JudgingUnit, AnsweringUnit, Protocol):
    """A transaction that gives tiers."""

    @property
    def tiers(self) -> ManualTiersUnit: ...


class GrantingStore(Transactions[GrantingUnit], Protocol):
    """The storage of these commands."""

    @property
    def tiers(self) -> WaitingWishes: ...


Context = MembersContext[GrantingStore]
Read = Callable[[Approval], Grant]
"""The grant in an approval's content."""


async def grant_tier(ctx: Context, brand: str, wish: Grant) -> tuple[Approval | None, bool]:
    """Give the tier: None, or the approval that it waits for; and whether that is a repeat.

    Refuses MEMBER_NOT_FOUND, REQUEST_ID_REUSED and a day that is past or too far. Raises
    LadderNotFound, TierNotFound, TierNotAbove.
    """
    rules = await ctx.rulebook.of(brand)
    section = rules.section(parse_manual_tiers)
    asked = Asked(wish.request_id, ("grant tier", *_told(wish), wish.by))
    made = new_id(ID_PREFIX)

    async def work(unit: GrantingUnit) -> tuple[Approval | None, bool]:
        known = (await unit.answers.recall(brand, [asked])).get(wish.request_id)
        if isinstance(known, Exception):
            raise known
        if known is not None:
            # The answer that is kept has room for one id: the member's, or the approval's.
            found = await unit.tiers.approval(brand, known.member_id)
            return (found[0] if found else None), True
        if not section.second_operator:
            await _grant(unit, rules, ctx, brand, wish)
            await unit.answers.remember(brand, [(asked, Answered(wish.member_id))])
            return None, False
        await _check(unit, rules, ctx, brand, wish)
        now = ctx.clock.now()
        approval = Approval(
            id=made,
            kind=KIND,
            request_id=wish.request_id,
            content=wish.content,
            subject_id=wish.member_id,
            asked_by=wish.by,
            asked_at=now,
            expires_at=now + section.approval_ttl,
            reason=wish.note,
        )
        await wait(unit, unit.tiers, brand, asked, approval)
        return approval, False

    return await ctx.store.transact(work)


async def end_tier(ctx: Context, brand: str, wish: EndOfGrant) -> bool:
    """End the manual tier; whether that is a repeat.

    Refuses MEMBER_NOT_FOUND and REQUEST_ID_REUSED. Raises LadderNotFound, ManualTierNotFound.
    """
    rules = await ctx.rulebook.of(brand)
    ladder = _ladder(rules, wish.ladder)
    asked = Asked(wish.request_id, ("end tier", wish.member_id, wish.ladder, wish.note))

    async def work(unit: GrantingUnit) -> bool:
        if await took_effect(unit, brand, asked):
            return True
        judge, standing = await _settled(unit, rules, ctx, brand, wish.member_id, ladder)
        time = judge.time(wish.member_id)
        position, made = held.end(
            ladder, standing.positions[ladder.code], wish.note, standing.amounts(ladder), time
        )
        standing.positions[ladder.code] = position
        await _keep(unit, judge, ladder, wish.member_id, standing, made)
        await unit.answers.remember(brand, [(asked, Answered(wish.member_id))])
        return False

    return await ctx.store.transact(work)


def tier_approvals(ctx: Context, read: Read) -> SecondOperator[GrantingUnit]:
    """Where manual tiers are decided. Approving raises as `grant_tier` too."""

    async def carry_out(unit: GrantingUnit, brand: str, approval: Approval, now: datetime) -> None:
        rules = await ctx.rulebook.of(brand)
        await _grant(unit, rules, ctx, brand, read(approval))

    kept = ctx.store.tiers
    return SecondOperator(ctx.store, kept, lambda unit: unit.tiers, carry_out, ctx.clock)


def _told(wish: Grant) -> tuple[str, ...]:
    return (wish.member_id, wish.ladder, wish.tier, wish.until.isoformat(), wish.note)


def _ladder(rules: Rules, code: str) -> Ladder:
    ladder = ladder_of(rules, code)
    if ladder is None:
        raise LadderNotFound(f"no ladder {code[:64]}")
    return ladder


async def _check(
    unit: GrantingUnit, rules: Rules, ctx: Context, brand: str, wish: Grant
) -> tuple[Ladder, Judge, Standing, Decision]:
    """All that a grant needs, settled; refuses what can't be given."""
    ladder = _ladder(rules, wish.ladder)
    if not ladder.has(wish.tier):
        raise TierNotFound(f"no tier {wish.tier[:64]} on {ladder.code}")
    now = ctx.clock.now()
    today, days_max = rules.local_day(now), rules.section(parse_manual_tiers).days_max
    last = today + timedelta(days=days_max - 1)
    if not today <= wish.until <= last:
        raise invalid("until", f"a day from {today} to {last}")
    judge, standing = await _settled(unit, rules, ctx, brand, wish.member_id, ladder)
    position, made = held.grant(
        ladder,
        standing.positions[ladder.code],
        ManualTier(wish.tier, now, wish.until, wish.note),
        standing.amounts(ladder),
        judge.time(wish.member_id),
    )
    standing.positions[ladder.code] = position
    return ladder, judge, standing, made


async def _grant(unit: GrantingUnit, rules: Rules, ctx: Context, brand: str, wish: Grant) -> None:
    ladder, judge, standing, made = await _check(unit, rules, ctx, brand, wish)
    await _keep(unit, judge, ladder, wish.member_id, standing, [made])


async def _settled(
    unit: GrantingUnit, rules: Rules, ctx: Context, brand: str, member_id: str, ladder: Ladder
) -> tuple[Judge, Standing]:
    enrolled = await unit.identities.enrolled(brand, [member_id])
    if member_id not in enrolled:
        raise Refusal("MEMBER_NOT_FOUND", f"no member {member_id[:64]}", field="member_id")
    judge = Judge(rules, brand, ctx.clock.now(), enrolled)
    source = ladder.basis.source
    known = await unit.tiers.standings(brand, source, [member_id])
    standing = known.get(member_id) or Standing()
    judge.settle(member_id, standing, source)
    return judge, standing


async def _keep(
    unit: GrantingUnit,
    judge: Judge,
    ladder: Ladder,
    member_id: str,
    standing: Standing,
    made: Sequence[Decision],
) -> None:
    judge.judged += [Judged(member_id, judge.rules.version, each) for each in made]
    source, standings = ladder.basis.source, {member_id: standing}
    following = await judge.close(unit, source, standings)
    await unit.tiers.keep_standings(judge.brand, source, standings, following)
