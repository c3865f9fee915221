"""What the commands of journeys work with."""

from dataclasses import dataclass, replace
from datetime import datetime

from services.common.errors import Refusal
from services.feedback.audience.domain import Reached
from services.feedback.experiments.commands.context import ExperimentsContext
from services.feedback.journeys.commands.store import Entries
from services.feedback.journeys.domain.keeping import Kept
from services.feedback.journeys.domain.section import Journeys, journeys_section
from services.feedback.journeys.domain.walk import Moved
from services.feedback.reach.commands.context import ReachContext, rules_of
from services.feedback.reach.domain.case import Rules, Subject
from services.feedback.reach.domain.touch import Touch


@dataclass(frozen=True)
class JourneysContext:
    """`reach` has the programmes, the members' facts and the clock."""

    entries: Entries
    reach: ReachContext
    experiments: ExperimentsContext


@dataclass(frozen=True)
class JourneyRules:
    """The journeys of a brand, and the rules of its messages."""

    journeys: Journeys
    rules: Rules

    @property
    def read_members(self) -> bool:
        """True when a condition of a journey names a fact of the member."""
        return any(
            "member" in when
            for journey in self.journeys.values()
            for when in (
                *(each.when for each in journey.triggers),
                *(step.when for step in journey.steps),
                *(row.when for step in journey.steps for row in step.rows),
            )
        )


async def journey_rules(ctx: JourneysContext, brand: str) -> JourneyRules:
    """The brand's rules; a brand without a programme has no journey."""
    programme = await ctx.reach.programmes.of(brand)
    journeys = {} if programme is None else programme.section(journeys_section)
    rules = await rules_of(ctx.reach, brand)
    if any(step.split for journey in journeys.values() for step in journey.steps):
        rules = replace(rules, experiments=await ctx.experiments.standing(brand))
    return JourneyRules(journeys, rules)


async def subject_of(ctx: JourneysContext, reached: Reached | None, rules: JourneyRules) -> Subject:
    """A member with the facts that conditions may name, as they are known now."""
    if reached is None:
        return Subject(None)
    facts: dict[str, object] = {"tier": reached.tier}
    if rules.read_members:
        told = await ctx.reach.member_facts.of(rules.rules.brand, reached.member_id)
        facts |= told.at(ctx.reach.clock.now(), rules.rules.zone)
    return Subject(reached, facts)


def kept(moved: Moved, rules: Rules, now: datetime) -> Kept:
    """The entry with the touches of its wishes."""
    touches = tuple(
        Touch(each, now, wake_at=now + rules.reach.gathered(each.message)) for each in moved.wishes
    )
    return Kept(moved.entry, touches, moved.exposures, moved.deeds)


def journey_not_found(code: str, journeys: Journeys) -> Refusal:
    known = ", ".join(journeys) or "none"
    return Refusal("JOURNEY_NOT_FOUND", f"known: {known}", field="journey", metadata={"code": code})
