"""Open trials, and take what invited members say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.common.errors import invalid
from services.common.ids import new_id
from services.common.text import checked
from services.common.timestamps import needed_day
from services.feedback.ideas.commands.context import IdeasContext, local_day, may_try
from services.feedback.ideas.commands.moderating import NAME_CHARS_MAX, two
from services.feedback.ideas.commands.store import Changing
from services.feedback.ideas.domain.idea import IdeaMoveNotAllowed, IdeaNotFound, Shelf, State
from services.feedback.ideas.domain.notice import Notice
from services.feedback.ideas.domain.request import Request
from services.feedback.ideas.domain.section import TRIAL
from services.feedback.ideas.domain.trial import (
    DAYS_MAX,
    INVITED_MAX,
    PLACES_MAX,
    Answer,
    Trial,
    TrialNotFound,
    places_after,
)
from services.feedback.programme.domain import Text

MEMBER_ID_CHARS_MAX = 128


@dataclass(frozen=True, slots=True)
class Opening:
    """What an operator sends; `closes` is YYYY-MM-DD."""

    idea_id: str
    name: Text
    places: int
    closes: str
    member_ids: Sequence[str]


async def open_trial(ctx: IdeasContext, request: Request, opening: Opening) -> tuple[str, bool]:
    """Open a trial and invite its members: its id, and whether the request is a repeat.

    Raises IdeasNotOffered, IdeaNotFound, IdeaMoveNotAllowed, and INVALID_ARGUMENT and
    REQUEST_ID_REUSED refusals.
    """
    programme, _ = await ctx.plan_of(request.brand)
    name = two("name", opening.name, NAME_CHARS_MAX)
    if not 1 <= opening.places <= PLACES_MAX:
        raise invalid("places", f"1 to {PLACES_MAX}")
    members = _members(opening.member_ids)

    async def change(changing: Changing) -> str:
        # Here, since a repeat is judged by no later day and by no later facts.
        closes = _day(opening.closes, local_day(programme, ctx.clock.now()))
        for index, each in enumerate(members):
            if not await may_try(ctx, programme, each):
                raise invalid(
                    f"member_ids[{index}]", "ideas.trial.when does not hold for the member"
                )
        idea = await changing.idea(opening.idea_id)
        if idea is None:
            raise IdeaNotFound(opening.idea_id)
        if idea.state is not State.OPEN or idea.shelf is not Shelf.INCUBATING:
            raise IdeaMoveNotAllowed(idea, TRIAL)
        now = ctx.clock.now()
        trial = Trial(
            id=new_id("itr"),
            idea_id=idea.id,
            name=name,
            places=opening.places,
            closes=closes,
            opened_at=now,
            invited=len(members),
        )
        await changing.open_trial(trial, members)
        notice = Notice(trial.id, request.brand, TRIAL, name, now, trial_id=trial.id)
        await changing.notify(notice)
        return trial.id

    return await ctx.store.once(request, change)


async def answer_trial(
    ctx: IdeasContext, request: Request, member_id: str, trial_id: str, *, accepts: bool
) -> tuple[str, bool]:
    """Take a place or give it up: the trial's id, and whether the request is a repeat.

    Raises TrialNotFound, TrialOver, and REQUEST_ID_REUSED and MEMBER_ERASED refusals.
    """
    today = await ctx.zone_day(request.brand)
    said = Answer.ACCEPTED if accepts else Answer.DECLINED

    async def change(changing: Changing) -> str:
        await changing.meet(member_id)
        trial = await changing.trial(trial_id)
        before = None if trial is None else await changing.answer_of(trial_id, member_id)
        if trial is None or before is None:
            raise TrialNotFound(trial_id)
        taken = places_after(trial, before, said, today)
        await changing.answer(trial, member_id, said, taken)
        return trial.id

    return await ctx.store.once(request, change)


def _day(told: str, today: date) -> date:
    day = needed_day(told, "closes")
    if not today <= day <= today + timedelta(days=DAYS_MAX):
        raise invalid("closes", f"today or within {DAYS_MAX} days")
    return day


def _members(told: Sequence[str]) -> list[str]:
    if not 1 <= len(told) <= INVITED_MAX:
        raise invalid("member_ids", f"1 to {INVITED_MAX} members")
    for i, each in enumerate(told):
        checked(f"member_ids[{i}]", each, MEMBER_ID_CHARS_MAX, least=1, form=str)
    if len(set(told)) < len(told):
        raise invalid("member_ids", "each member once")
    return list(told)
