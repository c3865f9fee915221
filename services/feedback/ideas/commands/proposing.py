"""Take a member's idea, and a member's vote."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from services.common.ids import new_id
from services.common.text import checked, line, prose
from services.feedback.analysis.domain.published_words import found_words, hidden
from services.feedback.ideas.commands.context import IdeasContext, local_day, may
from services.feedback.ideas.commands.store import Changing
from services.feedback.ideas.domain.idea import (
    By,
    Idea,
    IdeaMoveNotAllowed,
    IdeaNotFound,
    State,
    proposed,
)
from services.feedback.ideas.domain.request import Request
from services.feedback.ideas.domain.vote import IdeaLimitReached, IdeaNotAllowed, Vote

TITLE_CHARS_MAX = 80
TEXT_CHARS_MAX = 4_000
ID_CHARS_MAX = 64
PROPOSE, VOTE = "propose", "vote"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a member sends."""

    member_id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Voting:
    """`voted` is False to take the vote back."""

    member_id: str
    idea_id: str
    voted: bool


async def propose(ctx: IdeasContext, request: Request, proposal: Proposal) -> tuple[str, bool]:
    """Keep the idea: its id, and whether the request is a repeat.

    Raises IdeasNotOffered, IdeaNotAllowed, IdeaLimitReached, and INVALID_ARGUMENT,
    REQUEST_ID_REUSED and MEMBER_ERASED refusals.
    """
    programme, plan = await ctx.plan_of(request.brand)
    limit = min(TEXT_CHARS_MAX, plan.text_characters_max)
    title = hidden(checked("title", proposal.title, TITLE_CHARS_MAX, least=1, form=line))
    text = hidden(checked("text", proposal.text, limit, least=1, form=prose))
    may_propose, _ = await may(ctx, programme, proposal.member_id)
    found = found_words(f"{title}\n{text}", plan.forbidden_words)

    async def change(changing: Changing) -> str:
        now = ctx.clock.now()
        month = f"{local_day(programme, now):%Y-%m}"
        await changing.meet(proposal.member_id)
        if not may_propose:
            raise IdeaNotAllowed(PROPOSE)
        if await changing.proposals(proposal.member_id, month) >= plan.proposals_per_month:
            raise IdeaLimitReached(PROPOSE, plan.proposals_per_month, "month")
        words, by = (title, text), By("", now)
        waits = plan.moderates_all
        idea = proposed(new_id("ide"), proposal.member_id, words, found, waits, by)
        await changing.add(idea, month)
        return idea.id

    return await ctx.store.once(request, change)


async def vote(ctx: IdeasContext, request: Request, voting: Voting) -> tuple[str, bool]:
    """Give the vote or take it back: the id of the idea that it counts for, and whether the request
    is a repeat.

    Raises IdeasNotOffered, IdeaNotFound, IdeaNotAllowed, IdeaLimitReached, IdeaMoveNotAllowed, and
    INVALID_ARGUMENT, REQUEST_ID_REUSED and MEMBER_ERASED refusals.
    """
    programme, plan = await ctx.plan_of(request.brand)
    checked("idea_id", voting.idea_id, ID_CHARS_MAX, least=1, form=str)
    _, may_vote = await may(ctx, programme, voting.member_id)

    async def change(changing: Changing) -> str:
        now = ctx.clock.now()
        day = local_day(programme, now).isoformat()
        await changing.meet(voting.member_id)
        idea = await counted_idea(changing.idea, voting.idea_id)
        if not idea.takes_votes:
            raise IdeaMoveNotAllowed(idea, VOTE)
        own = await changing.votes(voting.member_id, idea.all_ids)
        if not voting.voted:
            await changing.take_back(own)
        elif not own:
            if not may_vote:
                raise IdeaNotAllowed(VOTE)
            if await changing.votes_on(voting.member_id, day) >= plan.votes_per_day:
                raise IdeaLimitReached(VOTE, plan.votes_per_day, "day")
            await changing.add_vote(Vote(new_id("vot"), idea.id, voting.member_id), now, day)
        return idea.id

    return await ctx.store.once(request, change)


async def counted_idea(find: Callable[[str], Awaitable[Idea | None]], idea_id: str) -> Idea:
    """The open idea for which votes for `idea_id` count. Raises IdeaNotFound."""
    idea = await find(idea_id)
    if idea is not None and idea.state is State.MERGED:
        idea = await find(idea.into)
    if idea is None or idea.state is not State.OPEN:
        raise IdeaNotFound(idea_id)
    return idea
