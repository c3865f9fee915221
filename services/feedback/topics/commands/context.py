"""The context in which every command of topics works."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.common.cel import Condition, compile_condition
from services.common.civil_calendar import china_day
from services.common.clock import Clock
from services.common.telemetry import log
from services.feedback.audience.commands import Audience
from services.feedback.calendar.domain.business_hours import PublicDay
from services.feedback.fact_store.commands import MemberFacts
from services.feedback.programme.commands import Programmes
from services.feedback.programme.domain import Programme
from services.feedback.topics.commands.store import TopicStore
from services.feedback.topics.domain.calendar import DayOf, day_of
from services.feedback.topics.domain.section import (
    ALWAYS,
    TopicPlan,
    TopicsNotOffered,
    topic_plan,
)

_log = log("feedback.topics")


@dataclass(frozen=True, slots=True)
class TopicsContext:
    """The store, the programmes in force, what is known of members, and the time."""

    store: TopicStore
    programmes: Programmes
    audience: Audience
    member_facts: MemberFacts
    clock: Clock

    async def plan_of(self, brand: str) -> tuple[Programme, TopicPlan]:
        """The brand's programme and its plan. Raises TopicsNotOffered."""
        programme = await self.programmes.of(brand)
        plan = None if programme is None else programme.section(topic_plan).plan
        if programme is None or plan is None:
            raise TopicsNotOffered(brand)
        return programme, plan


def sort_of_days(plan: TopicPlan) -> DayOf:
    """The sort of each day for this brand."""
    return day_of(plan, _of_china)


async def may_post(ctx: TopicsContext, programme: Programme, member_id: str) -> Mapping[str, bool]:
    """Under which topics the member may post. Facts that are not known yet make a condition
    false."""
    conditions = programme.section(_conditions)
    if all(each is _EVERYBODY for each in conditions.values()):
        return dict.fromkeys(conditions, True)
    reached = await ctx.audience.of(programme.brand, member_id)
    told = await ctx.member_facts.of(programme.brand, member_id)
    facts: Mapping[str, Any] = {
        "member": {
            **told.at(ctx.clock.now(), programme.zone),
            "tier": "" if reached is None else reached.tier,
        }
    }
    return {code: bool(condition(facts)) for code, condition in conditions.items()}


def local_day(programme: Programme, at: datetime) -> date:
    """The day of the brand at `at`."""
    return at.astimezone(programme.zone).date()


def _of_china(day: date) -> PublicDay | None:
    known = china_day(day)
    return None if known is None else PublicDay(known.value)


def _everybody(facts: Mapping[str, Any]) -> bool:
    return True


def _nobody(facts: Mapping[str, Any]) -> bool:
    return False


_EVERYBODY: Condition = _everybody


def _conditions(programme: Programme) -> dict[str, Condition]:
    plan = programme.section(topic_plan).plan
    topics = {} if plan is None else plan.topics
    return {code: _condition(each.when, programme.brand) for code, each in topics.items()}


def _condition(when: str, brand: str) -> Condition:
    if when == ALWAYS:
        return _EVERYBODY
    try:
        return compile_condition(when, brand)
    except ValueError as error:
        # Members refuses such a programme; if one comes all the same, nobody may, and others go on.
        _log.error("topic_not_compiled", condition=when, error=str(error))
        return _nobody
