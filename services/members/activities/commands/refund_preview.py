"""What a refund would do to tiers: counted and judged as recording does, and not kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from services.members.activities.commands.recording import (
    RecordingUnit,
    count_order,
    count_refunds,
    is_repeat,
    of_survivors,
    orders_of_survivors,
)
from services.members.activities.domain.activity import Activity, ActivityInvalid, check
from services.members.activities.domain.activity_type import ActivityType
from services.members.activities.domain.facts import Facts
from services.members.activities.domain.limits import check_size
from services.members.activities.domain.order_book import NOTHING_TAKEN, OrderBook, order_key
from services.members.context import MembersContext
from services.members.programme.domain.rules import Rules
from services.members.tiers.commands.growth import GrowthEntry, judge_entry
from services.members.tiers.commands.judge import Judge
from services.members.tiers.domain import tiers
from services.members.tiers.domain.held import held
from services.members.tiers.domain.ladder import Ladder, Source, TierRule, ladders_of
from services.members.tiers.domain.standing import Judged, Standing
from services.members.transactions import Transactions


@dataclass(frozen=True, slots=True)
class RefundedTier:
    """The tier held on a ladder, and what counts in its basis, before and after a refund.

    `judged` is the decision that the refund would make; None where it would make none.
    """

    ladder: Ladder
    before: TierRule
    after: TierRule
    counted_before: int
    counted_after: int
    judged: Judged | None


@dataclass(frozen=True, slots=True)
class RefundPreview:
    """A tier for each ladder, the main one first.

    `order_awaited`: the order has not come, so that its money and pieces are not judged yet.
    """

    rules: Rules
    tiers: tuple[RefundedTier, ...]
    order_awaited: bool


async def preview_refund(
    ctx: MembersContext[Transactions[RecordingUnit]],
    brand: str,
    refund: Activity,
    growth: int,
    grown_at: datetime | None = None,
) -> RefundPreview:
    """What recording `refund` now would do, and the ledger taking `growth` for it, which it counted
    as of `grown_at`: None for the time of the order.

    One that was recorded changes nothing more. Raises ProgrammeMissing, ActivityInvalid,
    ActivityTimeInvalid, ActivityConflict, ActivityOverLimit, MemberNotFound, and `order.REFUSALS`.
    """
    rules = await ctx.rulebook.required(brand)
    now = ctx.clock.now()
    check(refund, now, rules.currency)
    if refund.type is not ActivityType.REFUND:
        raise ActivityInvalid("type", "a refund")

    async def work(unit: RecordingUnit) -> RefundPreview:
        return await _preview(unit, rules, now, brand, refund, growth, grown_at)

    return await ctx.store.transact(work)


async def _preview(
    unit: RecordingUnit,
    rules: Rules,
    now: datetime,
    brand: str,
    refund: Activity,
    growth: int,
    grown_at: datetime | None,
) -> RefundPreview:
    before = await unit.activities.contents(brand, {(refund.channel, refund.event_id)})
    (refund,), enrolled = await of_survivors(unit, brand, [refund])
    key = order_key(refund)
    assert key is not None, "checked before"
    taken, awaited = NOTHING_TAKEN, False
    if is_repeat(refund, before, enrolled):
        growth = 0
    else:
        check_size(refund, rules)
        orders = await unit.activities.orders(brand, {key})
        taken = OrderBook(await orders_of_survivors(unit, brand, orders, enrolled)).take(refund)
        awaited = not taken.after.has_come
    member_id = refund.member_id
    judge = Judge(rules, brand, now, enrolled)
    facts = (await unit.activities.facts(brand, {member_id})).get(member_id) or Facts()
    grown = (await unit.tiers.standings(brand, Source.GROWTH, {member_id})).get(member_id)
    standings = {Source.PURCHASES: facts.standing, Source.GROWTH: grown or Standing()}
    for source, standing in standings.items():
        judge.settle(member_id, standing, source)
    settled, start = len(judge.judged), _places(judge, member_id, standings)
    occurred_at = refund.occurred_at
    assert occurred_at is not None, "checked before"
    order_at = taken.after.occurred_at
    day = rules.local_day(order_at or occurred_at)
    count_order(judge, facts, taken, day, rules.local_day(now))
    count_refunds(judge, member_id, facts, taken, day)
    if growth:
        at = min(occurred_at, now)
        entry = GrowthEntry(member_id, 0, -growth, at, refund=True, order_at=grown_at or order_at)
        judge_entry(judge, member_id, standings[Source.GROWTH], entry)
    end = _places(judge, member_id, standings)
    return RefundPreview(rules, tuple(_told(start, end, judge.judged[settled:])), awaited)


@dataclass(frozen=True, slots=True)
class _Place:
    ladder: Ladder
    tier: TierRule
    counted: int


def _places(
    judge: Judge, member_id: str, standings: Mapping[Source, Standing]
) -> Mapping[str, _Place]:
    time = judge.time(member_id)
    places = {}
    for ladder in ladders_of(judge.rules):
        standing = standings[ladder.basis.source]
        position = standing.position(ladder, judge.enrolled[member_id], time.enrolled_on)
        counted = tiers.counted(ladder, standing.amounts(ladder), time)
        places[ladder.code] = _Place(ladder, held(ladder, position, time.today), counted)
    return places


def _told(
    start: Mapping[str, _Place], end: Mapping[str, _Place], judged: Iterable[Judged]
) -> Iterable[RefundedTier]:
    made = {each.decision.ladder: each for each in judged}
    for code, before in start.items():
        after = end[code]
        yield RefundedTier(
            before.ladder, before.tier, after.tier, before.counted, after.counted, made.get(code)
        )
