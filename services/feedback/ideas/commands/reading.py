"""Read ideas and trials."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.feedback.ideas.commands.context import IdeasContext, local_day, may
from services.feedback.ideas.domain.idea import Idea, IdeaNotFound, State
from services.feedback.ideas.domain.idea_filter import IdeaFilter
from services.feedback.ideas.domain.section import IdeaPlan
from services.feedback.ideas.domain.trial import Answer, Trial, TrialNotFound

INVITATIONS_MAX = 20


@dataclass(frozen=True, slots=True)
class Standing:
    """The plan, and how many ideas and votes a member has left."""

    plan: IdeaPlan
    proposals_left: int
    votes_left: int


@dataclass(frozen=True, slots=True)
class SeenIdea:
    """An idea as one member sees it."""

    idea: Idea
    voted: bool
    mine: bool


async def standing(ctx: IdeasContext, brand: str, member_id: str) -> Standing:
    """What the member may do now. Raises IdeasNotOffered."""
    programme, plan = await ctx.plan_of(brand)
    today = local_day(programme, ctx.clock.now())
    may_propose, may_vote = await may(ctx, programme, member_id)
    proposals, votes = await ctx.store.used(brand, member_id, f"{today:%Y-%m}", today.isoformat())
    return Standing(
        plan,
        max(0, plan.proposals_per_month - proposals) if may_propose else 0,
        max(0, plan.votes_per_day - votes) if may_vote else 0,
    )


async def list_ideas(
    ctx: IdeasContext, brand: str, member_id: str, only: IdeaFilter, before: str, limit: int
) -> list[tuple[str, SeenIdea]]:
    """A page of ideas, each with its place, as `member_id` sees them ("" for nobody's eyes)."""
    found = await ctx.store.page(brand, only, before, limit)
    seen = await _seen(ctx, brand, member_id, [idea for _, idea in found])
    return list(zip((place for place, _ in found), seen, strict=True))


async def find_idea(
    ctx: IdeasContext, brand: str, member_id: str, idea_id: str, *, sees_all: bool
) -> SeenIdea:
    """The idea as the member sees it. Raises IdeaNotFound."""
    idea = await ctx.store.find(brand, idea_id)
    shown = idea is not None and (
        sees_all
        or idea.state in (State.OPEN, State.MERGED)
        or (bool(member_id) and idea.member_id == member_id)
    )
    if idea is None or not shown:
        raise IdeaNotFound(idea_id)
    [seen] = await _seen(ctx, brand, member_id, [idea])
    return seen


async def _seen(
    ctx: IdeasContext, brand: str, member_id: str, ideas: Sequence[Idea]
) -> list[SeenIdea]:
    voted: set[str] = set()
    if member_id and ideas:
        asked = {each for idea in ideas for each in idea.all_ids}
        voted = await ctx.store.voted(brand, member_id, asked)
    return [
        SeenIdea(
            idea,
            not voted.isdisjoint(idea.all_ids),
            bool(member_id) and idea.member_id == member_id,
        )
        for idea in ideas
    ]


@dataclass(frozen=True, slots=True)
class SeenTrial:
    """A trial, with those who take part (for operators), or what one member said."""

    trial: Trial
    is_open: bool
    answer: Answer = Answer.NONE
    member_ids: Sequence[str] = ()


async def list_trials(
    ctx: IdeasContext, brand: str, idea_id: str, before: str, limit: int
) -> list[SeenTrial]:
    """Trials older than the id `before`, with the members who take part."""
    today = await ctx.zone_day(brand)
    found = await ctx.store.trials(brand, idea_id, before, limit)
    return [SeenTrial(trial, trial.is_open(today), member_ids=members) for trial, members in found]


async def find_trial(ctx: IdeasContext, brand: str, trial_id: str) -> SeenTrial:
    """The trial. Raises TrialNotFound."""
    trial = await ctx.store.trial(brand, trial_id)
    if trial is None:
        raise TrialNotFound(trial_id)
    return SeenTrial(trial, trial.is_open(await ctx.zone_day(brand)))


async def invitations(ctx: IdeasContext, brand: str, member_id: str) -> list[SeenTrial]:
    """The trials that the member is invited to."""
    today = await ctx.zone_day(brand)
    found = await ctx.store.invitations(brand, member_id, INVITATIONS_MAX)
    return [SeenTrial(trial, trial.is_open(today), answer) for trial, answer in found]
