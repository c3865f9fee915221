"""Recording activities: orders, facts, tiers and events follow in the same transaction."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from services.common import telemetry
from services.members.activities.commands.telling import Telling
from services.members.activities.domain.activity import (
    Activity,
    ActivityConflict,
    ActivityInvalid,
    ActivityKey,
    ActivityTimeInvalid,
    check,
    says_the_same,
)
from services.members.activities.domain.activity_type import ActivityType
from services.members.activities.domain.facts import Facts
from services.members.activities.domain.limits import ActivityOverLimit, check_size
from services.members.activities.domain.nearness import rough
from services.members.activities.domain.order import (
    REFUSALS,
    OrderKey,
    RefundableOrder,
    Unfit,
)
from services.members.activities.domain.order_book import OrderBook, Taken, order_key
from services.members.activities.domain.purchase import purchase_of
from services.members.consent.commands import ConsentsReader
from services.members.consent.domain.consents import NO_CONSENTS
from services.members.context import MembersContext
from services.members.identities.commands.unit import MembersReader
from services.members.identities.domain.member import MemberNotFound
from services.members.programme.domain.rules import Rules
from services.members.stores.domain.store import Coordinates
from services.members.tiers.commands.judge import Judge
from services.members.tiers.commands.unit import EnrolmentTimes, JudgingUnit
from services.members.tiers.domain.ladder import Basis, Source, kept_days, order_days_kept
from services.members.tiers.domain.standing import NextJudgement
from services.members.transactions import Transactions

_log = telemetry.log("recording")

_MONEY = frozenset({Basis.SPEND, Basis.LTV})


class RecordState(StrEnum):
    RECORDED = "recorded"
    REPEATED = "repeated"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Recorded:
    """The result of an activity; `refusal` says why when it was refused."""

    state: RecordState
    refusal: Exception | None = None


class Places(Protocol):
    """Knows which store is near."""

    async def nearest_one(self, brand: str, place: Coordinates) -> tuple[str, int] | None:
        """The code of the nearest store, and metres to it; None where there is none."""


class FactsReader(Protocol):
    async def facts(self, brand: str, ids: Collection[str]) -> Mapping[str, Facts]:
        """Facts by member, of those that have any."""


class ActivitiesUnit(FactsReader, Protocol):
    """This room's part of a transaction."""

    async def contents(
        self, brand: str, keys: Collection[ActivityKey]
    ) -> Mapping[ActivityKey, bytes]:
        """The content of activities that were recorded before."""

    async def add(self, brand: str, new: Sequence[Activity], at: datetime) -> None:
        """Write new activities."""

    async def orders(
        self, brand: str, keys: Collection[OrderKey]
    ) -> Mapping[OrderKey, RefundableOrder]:
        """Orders of which anything is known, to be written again when they change."""

    async def keep_orders(
        self,
        brand: str,
        added: Mapping[OrderKey, RefundableOrder],
        changed: Mapping[OrderKey, RefundableOrder],
    ) -> None:
        """Write orders: those of which nothing was known, and those of which something was."""

    async def keep_facts(
        self,
        brand: str,
        known: Mapping[str, Facts],
        next_judgements: Mapping[str, NextJudgement],
    ) -> None:
        """Write facts by member, each with the next judgement of its spending."""

    async def keep_told(self, brand: str, key: str) -> None:
        """All members of the brand were told the facts that `key` names."""

    async def mark_told(self, brand: str, known: Mapping[str, Facts]) -> None:
        """Write of facts only what was told, for members that have facts."""


class RecordingIdentities(EnrolmentTimes, MembersReader, Protocol):
    """Members, as recording needs them."""


class RecordingUnit(JudgingUnit, Protocol):
    """A transaction that records activities."""

    @property
    def activities(self) -> ActivitiesUnit: ...
    @property
    def identities(self) -> RecordingIdentities: ...
    @property
    def consents(self) -> ConsentsReader: ...


@dataclass(frozen=True, slots=True)
class _NewActivity:
    """An activity that is recorded now, and what it did to its order."""

    activity: Activity
    taken: Taken


@dataclass(frozen=True, slots=True)
class _Outcome:
    results: Sequence[Recorded]
    unfit: Sequence[tuple[OrderKey, Unfit]]


async def record_activities(
    ctx: MembersContext[Transactions[RecordingUnit]],
    brand: str,
    activities: Sequence[Activity],
    places: Places | None = None,
) -> list[Recorded]:
    """The result of each activity, in order. Raises ProgrammeMissing.

    Of the place of an activity stays how near `places` finds a store; nothing without them.

    Refuses INVALID_ARGUMENT, ACTIVITY_TIME_INVALID, MEMBER_NOT_FOUND, ACTIVITY_CONFLICT,
    ACTIVITY_OVER_LIMIT, ORDER_NOT_FOUND, REFUND_EXCEEDS_ORDER and TOO_MANY, each alone. A refund
    that comes before its order is recorded, and counts when the order comes. An activity is written
    together with its order, facts, decisions and events.
    """
    rules = await ctx.rulebook.required(brand)
    now = ctx.clock.now()
    wrong = {n: error for n, one in enumerate(activities) if (error := _refusal(one, now, rules))}
    valid = [await _near(one, brand, places) for n, one in enumerate(activities) if n not in wrong]

    async def work(unit: RecordingUnit) -> _Outcome:
        return await _record(unit, rules, now, brand, valid)

    outcome = await ctx.store.transact(work) if valid else _Outcome((), ())
    for (channel, order_id), unfit in outcome.unfit:
        order = {"brand": brand, "channel": channel, "order_id": order_id}
        _log.warning("waiting_refund_unfit", event_id=unfit.event_id, reason=unfit.reason, **order)
    made = iter(outcome.results)
    return [
        Recorded(RecordState.REFUSED, wrong[n]) if n in wrong else next(made)
        for n in range(len(activities))
    ]


def _refusal(activity: Activity, now: datetime, rules: Rules) -> Exception | None:
    try:
        check(activity, now, rules.currency)
    except (ActivityInvalid, ActivityTimeInvalid) as refusal:
        return refusal
    return None


async def _near(activity: Activity, brand: str, places: Places | None) -> Activity:
    if activity.place is None or places is None:
        return activity
    await asyncio.sleep(0)
    found = await places.nearest_one(brand, activity.place)
    return replace(activity, place=None, near=rough(*found) if found else None)


async def _record(
    unit: RecordingUnit, rules: Rules, now: datetime, brand: str, activities: Sequence[Activity]
) -> _Outcome:
    before = dict(await unit.activities.contents(brand, {_key(one) for one in activities}))
    activities, enrolled = await of_survivors(unit, brand, activities)
    # A repeat needs no order, and a batch may be nothing but repeats.
    needed = {order_key(one) for one in activities if _key(one) not in before}
    known_orders = await unit.activities.orders(brand, {key for key in needed if key is not None})
    book = OrderBook(await orders_of_survivors(unit, brand, known_orders, enrolled))
    results, new = [], []
    for one in activities:
        try:
            if is_repeat(one, before, enrolled):
                results.append(Recorded(RecordState.REPEATED))
                continue
            check_size(one, rules)
            new.append(_NewActivity(one, book.take(one)))
        except (ActivityConflict, ActivityOverLimit, MemberNotFound, *REFUSALS) as refusal:
            results.append(Recorded(RecordState.REFUSED, refusal))
        else:
            before[_key(one)] = one.content
            results.append(Recorded(RecordState.RECORDED))
    if new:
        await unit.activities.add(brand, [each.activity for each in new], now)
        await unit.activities.keep_orders(brand, book.added, book.changed)
        await _count(unit, Judge(rules, brand, now, enrolled), new)
    return _Outcome(results, book.unfit)


async def of_survivors(
    unit: RecordingUnit, brand: str, activities: Sequence[Activity]
) -> tuple[Sequence[Activity], Mapping[str, datetime]]:
    """The activities, of one who was merged as the survivor's; and when members were enrolled."""
    ids = {one.member_id for one in activities}
    enrolled = await unit.identities.enrolled(brand, ids)
    if not (gone := ids - enrolled.keys()):
        return activities, enrolled
    survivors = await unit.identities.survivors(brand, gone)
    known = {**enrolled, **await unit.identities.enrolled(brand, set(survivors.values()))}
    return [
        replace(one, member_id=survivors.get(one.member_id, one.member_id)) for one in activities
    ], known


async def orders_of_survivors(
    unit: RecordingUnit,
    brand: str,
    orders: Mapping[OrderKey, RefundableOrder],
    enrolled: Collection[str],
) -> Mapping[OrderKey, RefundableOrder]:
    """The orders, each with who stands now for the member who bought."""
    strangers = {member for order in orders.values() for member in order.members} - set(enrolled)
    if not strangers:
        return orders
    survivors = await unit.identities.survivors(brand, strangers)
    return {key: order.of_survivors(survivors) for key, order in orders.items()}


async def _count(unit: RecordingUnit, judge: Judge, new: Sequence[_NewActivity]) -> None:
    facts = dict(
        await unit.activities.facts(judge.brand, {each.activity.member_id for each in new})
    )
    for each in new:
        facts.setdefault(each.activity.member_id, Facts())
    new = await _as_agreed(unit, judge.brand, new, facts)
    telling = Telling(judge.rules, judge.rules.local_day(judge.now))
    due = telling.due(facts)
    profiles = await unit.identities.members(judge.brand, due) if due else {}
    telling.begin(facts, profiles)
    _counted(judge, new, facts, telling)
    standings = {member_id: each.standing for member_id, each in facts.items()}
    next_judgements = await judge.close(unit, Source.PURCHASES, standings, telling.events)
    await unit.activities.keep_facts(judge.brand, facts, next_judgements)


async def _as_agreed(
    unit: RecordingUnit, brand: str, new: Sequence[_NewActivity], facts: Mapping[str, Facts]
) -> Sequence[_NewActivity]:
    """`new`, without nearness of members who withdrew the consent to profiling: theirs goes."""
    placed = {each.activity.member_id for each in new if each.activity.near is not None}
    if not placed:
        return new
    consents = await unit.consents.consents(brand, placed)
    refusing = {each for each in placed if consents.get(each, NO_CONSENTS).refuse_profiling}
    for member_id in refusing:
        facts[member_id].near = {}
    return [
        _NewActivity(replace(each.activity, near=None), each.taken)
        if each.activity.member_id in refusing
        else each
        for each in new
    ]


def _key(activity: Activity) -> ActivityKey:
    return activity.channel, activity.event_id


def is_repeat(
    activity: Activity, before: Mapping[ActivityKey, bytes], enrolled: Collection[str]
) -> bool:
    """True when it was recorded before. Raises ActivityConflict and MemberNotFound."""
    content = before.get(_key(activity))
    if content is not None and not says_the_same(content, activity.content):
        raise ActivityConflict(content)
    if content is None and activity.member_id not in enrolled:
        raise MemberNotFound(f"no member {activity.member_id}")
    return content is not None


def _counted(
    judge: Judge, new: Sequence[_NewActivity], facts: Mapping[str, Facts], telling: Telling
) -> None:
    rules = judge.rules
    today = rules.local_day(judge.now)
    days_kept = kept_days(rules)
    settled: set[str] = set()
    for each in new:
        one, member_id = each.activity, each.activity.member_id
        known = facts[member_id]
        if member_id not in settled:
            judge.settle(member_id, known.standing, Source.PURCHASES)
            settled.add(member_id)
        assert one.occurred_at is not None, "checked before"
        known.see(one, rules.local_day(one.occurred_at), today, days_kept)
        # An order that was kept without its time counts on the day of what changes it.
        day = rules.local_day(each.taken.after.occurred_at or one.occurred_at)
        count_order(judge, known, each.taken, day, today)
        if one.type is ActivityType.ORDER:
            assert one.order is not None, "checked before"
            judge.set_aside(known.standing, one.order.total_minor, of=day, bases=_MONEY)
            judge.judge(
                member_id,
                known.standing,
                Source.PURCHASES,
                taken=False,
                counted_at=one.occurred_at,
            )
        count_refunds(judge, member_id, known, each.taken, day)
        telling.tell(one, known)


def count_refunds(judge: Judge, member_id: str, known: Facts, taken: Taken, day: date) -> None:
    """Take what refunds give back off the `day` of their order in settled facts, and judge after
    each."""
    rules = judge.rules
    today = rules.local_day(judge.now)
    for refund in taken.refunds:
        known.give_back(refund.total_minor, day, today, kept_days(rules))
        judge.set_aside(known.standing, -refund.total_minor, of=day, bases=_MONEY)
        judge.judge(member_id, known.standing, Source.PURCHASES, taken=True, counted_at=None)


def count_order(judge: Judge, facts: Facts, taken: Taken, day: date, today: date) -> None:
    """Count on its `day` what is left of an order after `taken`."""
    before, after = purchase_of(taken.before), purchase_of(taken.after)
    if before != after:
        facts.count(before, after, day, today, order_days_kept(judge.rules))
        change = after.orders - before.orders
        judge.set_aside(facts.standing, change, of=day, bases={Basis.ORDERS})
