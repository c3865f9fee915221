"""Where a member stands: the stage, the level of activity and the first steps, by facts and day."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from services.members.activities.domain.facts import Facts
from services.members.events.domain import ActivationStepTaken, StageEntered, StageFacts
from services.members.lifecycle.domain.activation import (
    ActivationRule,
    ActivationStep,
    Taken,
    furthest,
    news,
    steps_taken,
)
from services.members.lifecycle.domain.section import LifecycleSection
from services.members.programme.domain.rules import Rules


class Stage(StrEnum):
    """In their order. Documents carry the value, so it never changes."""

    AWARENESS = "awareness"
    INTEREST = "interest"
    PURCHASE = "purchase"
    LOYALTY = "loyalty"
    ADVOCACY = "advocacy"


class Level(StrEnum):
    """Of activity. Documents carry the value, so it never changes."""

    ACTIVE = "active"
    SEMI_ACTIVE = "semi_active"
    DORMANT = "dormant"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """`judged_next`: the local day on which time alone may change it; None for never.

    `taken`: the steps of activation, `told` those that were told as news.
    `revision` counts the changes, so that of two states the later is known.
    """

    stage: Stage
    stage_since: datetime
    level: Level
    level_since: datetime
    judged_next: date | None
    enrolled_on: date | None = None
    taken: Taken = field(default_factory=dict)
    told: frozenset[ActivationStep] = frozenset()
    revision: int = 1


def stage_of(facts: Facts, section: LifecycleSection, today: date) -> Stage:
    """The furthest stage whose rule holds on the local day `today`."""
    if facts.orders.total <= 0:
        return Stage.AWARENESS if facts.last_seen_at is None else Stage.INTEREST
    advocated = sum(facts.done.get(kind, 0) for kind in section.advocacy_on)
    if section.advocacy_times <= advocated:
        return Stage.ADVOCACY
    days = section.loyalty_days
    orders = facts.orders_in(days, today) if days else facts.orders.total
    return Stage.LOYALTY if orders >= section.loyalty_orders else Stage.PURCHASE


def level_of(last_day: date, section: LifecycleSection, today: date) -> Level:
    """The level so many local days after the latest activity, or the enrolment without one."""
    days = (today - last_day).days
    if days >= section.lost_days:
        return Level.LOST
    if days >= section.dormant_days:
        return Level.DORMANT
    return Level.SEMI_ACTIVE if days >= section.warn_days else Level.ACTIVE


def judge(
    before: Lifecycle | None,
    facts: Facts,
    enrolled_at: datetime,
    section: LifecycleSection,
    rules: Rules,
    now: datetime,
) -> Lifecycle:
    """Where the member stands `now`: the same object as `before` where nothing changed.

    `since` of what time alone brought about is the instant at which it fell due, however late this
    runs; of the first judgement, the enrolment.
    """
    today = rules.local_day(now)
    last_day = rules.local_day(facts.last_seen_at or enrolled_at)
    stage, level = stage_of(facts, section, today), level_of(last_day, section, today)
    taken = steps_taken(facts, section.activation)
    told = _told(before, taken)
    after = Lifecycle(
        stage,
        _stage_since(before, stage, enrolled_at, rules, now),
        level,
        _level_since(before, level, last_day, enrolled_at, section, rules, now),
        next_day(facts, last_day, section, today),
        rules.local_day(enrolled_at),
        taken,
        told.union(news(taken, told, today)),
    )
    if before is None:
        return after
    same = _shown(before) == _shown(after)
    return before if same and _finds_out(before, after, today) else _revised(after, before)


def _told(before: Lifecycle | None, taken: Taken) -> frozenset[ActivationStep]:
    """The steps that are no news. An earlier release judged without steps: what it had seen by
    then is history."""
    if before is None:
        return frozenset()
    return frozenset(taken) if before.enrolled_on is None else before.told


def _shown(lifecycle: Lifecycle) -> tuple[object, ...]:
    """All but what only the job reads, and the time of the stage, which is that of its finding."""
    return (
        *(lifecycle.stage, lifecycle.level, lifecycle.level_since),
        *(lifecycle.enrolled_on, lifecycle.taken, lifecycle.told),
    )


def _finds_out(before: Lifecycle, after: Lifecycle, today: date) -> bool:
    """True where the day that is kept is right, or comes earlier: then it is found out on that day,
    and not each activity is a write."""
    kept, right = before.judged_next, after.judged_next
    if kept is None or kept <= today:
        return kept == right
    return right is None or kept <= right


def _revised(after: Lifecycle, before: Lifecycle) -> Lifecycle:
    changed = facts_of(replace(after, revision=before.revision), 0) != facts_of(before, 0)
    return replace(after, revision=before.revision + changed)


def _stage_since(
    before: Lifecycle | None, stage: Stage, enrolled_at: datetime, rules: Rules, now: datetime
) -> datetime:
    if before is None:
        return enrolled_at if stage is Stage.AWARENESS else now
    if stage is before.stage:
        return before.stage_since
    order = list(Stage)
    fell_on = before.judged_next
    if fell_on is not None and order.index(stage) < order.index(before.stage):
        return min(now, rules.midnight(fell_on))
    return now


def _level_since(
    before: Lifecycle | None,
    level: Level,
    last_day: date,
    enrolled_at: datetime,
    section: LifecycleSection,
    rules: Rules,
    now: datetime,
) -> datetime:
    if level is Level.ACTIVE:
        if before is None:
            return enrolled_at
        return before.level_since if before.level is level else now
    days = {
        Level.SEMI_ACTIVE: section.warn_days,
        Level.DORMANT: section.dormant_days,
        Level.LOST: section.lost_days,
    }
    return rules.midnight(last_day + timedelta(days=days[level]))


def next_day(facts: Facts, last_day: date, section: LifecycleSection, today: date) -> date | None:
    """The next local day on which time alone changes the stage or the level; None for never."""
    terms = (section.warn_days, section.dormant_days, section.lost_days)
    coming = [last_day + timedelta(days=days) for days in terms]
    coming += _loyalty_ends(facts, section)
    return min((day for day in coming if day > today), default=None)


def _loyalty_ends(facts: Facts, section: LifecycleSection) -> Iterator[date]:
    """The days on which an order leaves the window of loyalty."""
    if section.loyalty_days:
        for day in facts.orders.by_day:
            yield day + timedelta(days=section.loyalty_days)


def entered(member_id: str, before: Lifecycle | None, after: Lifecycle) -> list[StageEntered]:
    """The events of a judgement: the stage and the level that were entered by it."""
    events = []
    if before is None or before.stage is not after.stage:
        from_stage = before.stage.value if before else ""
        events.append(
            StageEntered(member_id, after.stage_since, stage=after.stage.value, was=from_stage)
        )
    if before is None or before.level is not after.level:
        from_level = before.level.value if before else ""
        events.append(
            StageEntered(member_id, after.level_since, level=after.level.value, was=from_level)
        )
    return events


def facts_of(lifecycle: Lifecycle, programme_version: int) -> StageFacts:
    """As other services are told. A later change stands, then a later programme."""
    step = furthest(lifecycle.taken)
    return StageFacts(
        (lifecycle.revision, programme_version),
        lifecycle.stage.value,
        lifecycle.level.value,
        step.value if step else "",
    )


def activated(
    member_id: str, before: Lifecycle | None, after: Lifecycle, rule: ActivationRule
) -> list[ActivationStepTaken]:
    """The events of the steps that are news by a judgement."""
    was = _told(before, after.taken)
    assert after.enrolled_on is not None, "a judgement knows it"
    return [
        ActivationStepTaken(
            member_id, step.value, after.taken[step], rule.due_on(step, after.enrolled_on)
        )
        for step in ActivationStep
        if step in after.told - was
    ]
