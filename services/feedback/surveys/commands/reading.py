"""Read surveys: what a member can answer, and what operators learn."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.common.errors import Refusal, invalid
from services.common.timestamps import civil_day
from services.feedback.surveys.commands.context import SurveysContext, local_day
from services.feedback.surveys.domain.offer import Offer
from services.feedback.surveys.domain.results import (
    SMALLEST_GROUP,
    Comment,
    Results,
    results_of,
)
from services.feedback.surveys.domain.section import Survey


@dataclass(frozen=True, slots=True)
class Counted:
    """A survey of the programme in force; how many were asked and answered."""

    survey: Survey
    is_open: bool
    offered: int
    answered: int


async def open_surveys(
    ctx: SurveysContext, brand: str, member_id: str
) -> list[tuple[Offer, Survey]]:
    """What the member can answer now, the one that ends next first."""
    programme, known = await ctx.surveys_of(brand)
    now = ctx.clock.now()
    today = local_day(programme, now)
    offers = await ctx.store.open_offers(brand, member_id, now)
    found = ((offer, known.get(offer.survey)) for offer in offers)
    return [
        (offer, survey)
        for offer, survey in found
        if survey is not None and not survey.is_closed(today)
    ]


async def list_surveys(ctx: SurveysContext, brand: str) -> Sequence[Counted]:
    """The surveys of the programme in force, in its order."""
    programme, known = await ctx.surveys_of(brand)
    today = local_day(programme, ctx.clock.now())
    counts = await ctx.store.counts(brand)
    return [
        Counted(survey, survey.is_open(today), *counts.get(code, (0, 0)))
        for code, survey in known.items()
    ]


async def find_survey(ctx: SurveysContext, brand: str, code: str) -> Counted:
    """The survey. Raises a SURVEY_NOT_FOUND refusal."""
    for each in await list_surveys(ctx, brand):
        if each.survey.code == code:
            return each
    raise Refusal("SURVEY_NOT_FOUND", f"no survey {code[:48]}", field="survey")


async def survey_results(
    ctx: SurveysContext, brand: str, code: str, since: str, until: str
) -> tuple[Counted, Results]:
    """The results; `since` and `until` are local days, or "". Raises SURVEY_NOT_FOUND and
    INVALID_ARGUMENT refusals."""
    found = await find_survey(ctx, brand, code)
    first, last = civil_day(since, "from_day"), civil_day(until, "until_day")
    if first and last and last < first:
        raise invalid("until_day", "must not be before from_day")
    if found.survey.anonymous and (first or last):
        # The difference of two ranges would tell of few.
        raise invalid("from_day", "leave days out: an anonymous survey keeps none")
    total, groups = await ctx.store.tallies(brand, found.survey, first, last)
    return found, results_of(found.survey, total, groups)


async def survey_comments(
    ctx: SurveysContext, brand: str, code: str, after: str, limit: int
) -> list[Comment]:
    """Comments behind the id `after`. Raises a SURVEY_NOT_FOUND refusal."""
    found = await find_survey(ctx, brand, code)
    if found.survey.anonymous and found.answered < SMALLEST_GROUP:
        return []
    return await ctx.store.comments(brand, found.survey, after, limit)
