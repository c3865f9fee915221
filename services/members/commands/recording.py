"""Recording what members did, and what that makes of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from services.common.clock import Clock
from services.members.commands.rulebook import RuleBook
from services.members.commands.standings import Judge
from services.members.commands.unit import StandingsUnit, Transactions
from services.members.domain import activity as telling
from services.members.domain.activity import Activity, ActivityConflict, ActivityKey
from services.members.domain.events import ActivityRecorded
from services.members.domain.facts import Facts
from services.members.domain.ladder import Basis
from services.members.domain.member import MemberNotFound
from services.members.domain.rules import Rules


class RecordState(StrEnum):
    RECORDED = "recorded"
    REPEATED = "repeated"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of an activity; `refusal` says why when it was refused."""

    state: RecordState
    refusal: Exception | None = None


class RecordingUnit(StandingsUnit, Protocol):
    async def told(self, brand: str, keys: Collection[ActivityKey]) -> Mapping[ActivityKey, bytes]:
        """The content of those that were recorded before."""

    async def record(self, brand: str, activities: Sequence[Activity], at: datetime) -> None:
        """Write new activities."""


async def record(
    store: Transactions[RecordingUnit],
    rulebook: RuleBook,
    clock: Clock,
    brand: str,
    activities: Sequence[Activity],
) -> list[Recorded]:
    """What became of each activity, in order. Raises ProgrammeMissing.

    Refuses INVALID_ARGUMENT, ACTIVITY_TIME_INVALID, MEMBER_NOT_FOUND and ACTIVITY_CONFLICT, each
    alone. What is recorded, its facts, decisions and events are written together.
    """
    rules = await rulebook.required(brand)
    now = clock.now()
    wrong = {n: error for n, one in enumerate(activities) if (error := _wrong(one, now, rules))}
    valid = [one for n, one in enumerate(activities) if n not in wrong]

    async def work(unit: RecordingUnit) -> list[Recorded]:
        return await _record(unit, rules, now, brand, valid)

    made = iter(await store.transact(work) if valid else ())
    return [
        Recorded(RecordState.REFUSED, wrong[n]) if n in wrong else next(made)
        for n in range(len(activities))
    ]


def _wrong(activity: Activity, now: datetime, rules: Rules) -> Exception | None:
    try:
        telling.check(activity, now, rules.currency)
    except (telling.ActivityInvalid, telling.ActivityTimeInvalid) as refusal:
        return refusal
    return None


async def _record(
    unit: RecordingUnit, rules: Rules, now: datetime, brand: str, activities: Sequence[Activity]
) -> list[Recorded]:
    told = dict(await unit.told(brand, {(one.channel, one.event_id) for one in activities}))
    ids = {one.member_id for one in activities}
    enrolled = await unit.enrolled(brand, ids)
    results, new = [], []
    for one in activities:
        result = _compared(one, told, enrolled)
        if result.state is RecordState.RECORDED:
            told[one.channel, one.event_id] = one.content
            new.append(one)
        results.append(result)
    if new:
        await unit.record(brand, new, now)
        known = await unit.facts(brand, {one.member_id for one in new})
        judge = Judge(rules, brand, now, enrolled)
        facts = _counted(judge, new, dict(known))
        events = [ActivityRecorded(one.member_id, one.content) for one in new]
        await judge.close(unit, facts=facts, events=events)
    return results


def _compared(
    activity: Activity, told: Mapping[ActivityKey, bytes], enrolled: Collection[str]
) -> Recorded:
    before = told.get((activity.channel, activity.event_id))
    if before == activity.content:
        return Recorded(RecordState.REPEATED)
    if before is not None:
        return Recorded(RecordState.REFUSED, ActivityConflict(before))
    if activity.member_id not in enrolled:
        return Recorded(RecordState.REFUSED, MemberNotFound(f"no member {activity.member_id}"))
    return Recorded(RecordState.RECORDED)


def _counted(
    judge: Judge, activities: Sequence[Activity], facts: dict[str, Facts]
) -> dict[str, Facts]:
    rules = judge.rules
    today = rules.local_day(judge.now)
    settled: set[str] = set()
    for one in activities:
        known = facts.setdefault(one.member_id, Facts())
        if one.member_id not in settled:
            judge.settle(one.member_id, known.standing, Basis.SPEND)
            settled.add(one.member_id)
        assert one.occurred_at is not None, "checked before"
        known.see(one, rules.local_day(one.occurred_at), today, rules.kept_days)
        if one.spent_minor:
            taken = one.spent_minor < 0
            judge.judge(one.member_id, known.standing, Basis.SPEND, taken=taken)
    return facts
