"""The context in which every command of ideas works."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from services.common.cel import Condition, compile_condition
from services.common.clock import Clock
from services.common.telemetry import log
from services.feedback.audience.commands import Audience
from services.feedback.fact_store.commands import MemberFacts
from services.feedback.ideas.commands.store import IdeaStore
from services.feedback.ideas.domain.section import ALWAYS, IdeaPlan, idea_plan
from services.feedback.ideas.domain.vote import IdeasNotOffered
from services.feedback.programme.commands import Programmes
from services.feedback.programme.domain import Programme

_log = log("feedback.ideas")


class _Conditions(NamedTuple):
    may_propose: Condition
    may_vote: Condition
    may_try: Condition


@dataclass(frozen=True, slots=True)
class IdeasContext:
    """The store, the programmes in force, what is known of members, and the time."""

    store: IdeaStore
    programmes: Programmes
    audience: Audience
    member_facts: MemberFacts
    clock: Clock

    async def plan_of(self, brand: str) -> tuple[Programme, IdeaPlan]:
        """The brand's programme and its plan. Raises IdeasNotOffered."""
        programme = await self.programmes.of(brand)
        plan = None if programme is None else programme.section(idea_plan).plan
        if programme is None or plan is None:
            raise IdeasNotOffered(brand)
        return programme, plan

    async def zone_day(self, brand: str) -> date:
        """The day of the brand now."""
        programme = await self.programmes.of(brand) or Programme(brand)
        return local_day(programme, self.clock.now())


async def may(ctx: IdeasContext, programme: Programme, member_id: str) -> tuple[bool, bool]:
    """Whether the member may propose, and whether they may vote. Facts that are not known yet make
    a condition false."""
    conditions = programme.section(_conditions)
    if conditions is _EVERYBODY:
        return True, True
    facts = await _facts(ctx, programme, member_id)
    return conditions.may_propose(facts), conditions.may_vote(facts)


async def may_try(ctx: IdeasContext, programme: Programme, member_id: str) -> bool:
    """Whether the member may be invited to a trial; facts are as for `may`."""
    conditions = programme.section(_conditions)
    if conditions is _EVERYBODY:
        return True
    return conditions.may_try(await _facts(ctx, programme, member_id))


async def _facts(ctx: IdeasContext, programme: Programme, member_id: str) -> Mapping[str, Any]:
    reached = await ctx.audience.of(programme.brand, member_id)
    told = await ctx.member_facts.of(programme.brand, member_id)
    return {
        "member": {
            **told.at(ctx.clock.now(), programme.zone),
            "tier": "" if reached is None else reached.tier,
        }
    }


def local_day(programme: Programme, at: datetime) -> date:
    """The day of the brand at `at`."""
    return at.astimezone(programme.zone).date()


def _conditions(programme: Programme) -> _Conditions:
    plan = idea_plan(programme).plan
    written = plan and (plan.may_propose, plan.may_vote, plan.may_try)
    if not written or set(written) == {ALWAYS}:
        return _EVERYBODY
    return _Conditions(*(_condition(each, programme.brand) for each in written))


def _condition(when: str, brand: str) -> Condition:
    try:
        return compile_condition(when, brand)
    except ValueError as error:
        # Members refuses such a programme; if one comes all the same, nobody may, and others go on.
        _log.error("ideas_not_compiled", condition=when, error=str(error))
        return lambda facts: False


_EVERYBODY = _Conditions(*[lambda facts: True] * 3)
