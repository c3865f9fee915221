"""Offer surveys: on what happens, and by the month's round."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from services.common.cel import Condition, compile_condition
from services.common.setting_aside import passes_by_itself
from services.common.telemetry import log
from services.feedback.programme.domain import Programme
from services.feedback.surveys.commands.context import SurveysContext, local_day
from services.feedback.surveys.domain.member import POINTS_OF_CIRCLE, point_of
from services.feedback.surveys.domain.offer import FRESH, Happening, is_drawn, offer_of
from services.feedback.surveys.domain.section import On, Survey, surveys

SLICE = 200
BRANDS_PER_READ = 100

_log = log("feedback.surveys")


async def offer_on(ctx: SurveysContext, happenings: Sequence[Happening]) -> None:
    """Offer on each happening the first survey whose trigger and condition fit, if its member may
    be asked. What happened long ago is passed over."""
    for happening in happenings:
        programme, known = await ctx.surveys_of(happening.brand)
        if happening.at + FRESH < ctx.clock.now() or not happening.member_id:
            continue
        for survey in known.values():
            if _fits(survey, happening) and await _offer(ctx, programme, survey, happening):
                break


def _fits(survey: Survey, happening: Happening) -> bool:
    return survey.on is happening.on and (
        survey.on is not On.OCCASION or happening.occasion in survey.occasions
    )


async def _offer(
    ctx: SurveysContext, programme: Programme, survey: Survey, happening: Happening
) -> bool:
    now = ctx.clock.now()
    today = local_day(programme, now)
    if not survey.is_open(today) or not is_drawn(survey, happening):
        return False
    facts = await _facts(ctx, programme, happening.member_id)
    if not programme.section(_conditions)[survey.code]({"member": facts}):
        return False
    offer = offer_of(survey, happening, now)
    return await ctx.store.offer(programme.brand, survey, offer, f"{today:%Y-%m}")


async def _offer_or_pass(
    ctx: SurveysContext, programme: Programme, survey: Survey, happening: Happening
) -> None:
    """A member who can't be judged is told in the log, is not asked this month, and stops none
    behind. Raises what passes by itself."""
    try:
        await _offer(ctx, programme, survey, happening)
    except Exception as error:
        if passes_by_itself(error):
            raise
        told = {"brand": programme.brand, "survey": survey.code, "member": happening.member_id}
        _log.error("round_passes_over", **told, error=repr(error))


async def _facts(ctx: SurveysContext, programme: Programme, member_id: str) -> dict[str, Any]:
    told = await ctx.member_facts.of(programme.brand, member_id)
    member = await ctx.store.member(programme.brand, member_id)
    return {**told.at(ctx.clock.now(), programme.zone), "tier": member.tier}


def _conditions(programme: Programme) -> Mapping[str, Condition]:
    return {
        code: _condition(survey, programme.brand)
        for code, survey in programme.section(surveys).items()
    }


def _condition(survey: Survey, brand: str) -> Condition:
    try:
        return compile_condition(survey.when, brand)
    except ValueError as error:
        # Members refuses such a programme; if one comes all the same, the other surveys go on.
        _log.error("survey_not_compiled", condition=survey.when, error=str(error))
        return lambda facts: False


async def go_round(ctx: SurveysContext, may_go_on: Callable[[], Awaitable[bool]]) -> None:
    """Go on with the round of each survey on schedule until enough are asked, or all were looked
    at. It may stop anywhere and begin again: a member's offer of one month is one."""
    after = ""
    while brands := await ctx.programmes.brands(after, BRANDS_PER_READ):
        for brand in brands:
            try:
                await _rounds_of(ctx, brand, may_go_on)
            except Exception as error:
                if passes_by_itself(error):
                    raise
                # One brand's surveys stop no other's.
                _log.error("rounds_wait", brand=brand, error=repr(error))
        after = brands[-1]


async def _rounds_of(
    ctx: SurveysContext, brand: str, may_go_on: Callable[[], Awaitable[bool]]
) -> None:
    programme, known = await ctx.surveys_of(brand)
    for survey in known.values():
        if survey.on is On.SCHEDULE:
            await _round(ctx, programme, survey, may_go_on)


async def _round(
    ctx: SurveysContext,
    programme: Programme,
    survey: Survey,
    may_go_on: Callable[[], Awaitable[bool]],
) -> None:
    now = ctx.clock.now()
    today = local_day(programme, now)
    if not survey.is_open(today) or today.day < survey.day:
        return
    brand, month = programme.brand, f"{today:%Y-%m}"
    start = point_of(f"{brand}/{survey.code}/{month}")
    point, last, done = await ctx.store.round_place(brand, survey.code, month) or (start, "", False)
    while not done and await may_go_on():
        # From the month's point to the end of the circle, and from its beginning to the point.
        wrapped = point < start
        until = start if wrapped else POINTS_OF_CIRCLE
        found = await ctx.store.around(brand, (point, last), until, SLICE)
        for _, member_id in found:
            happening = Happening(brand, member_id, On.SCHEDULE, f"schedule/{month}", now)
            await _offer_or_pass(ctx, programme, survey, happening)
        if found:
            point, last = found[-1]
        if len(found) < SLICE:
            done = wrapped or start == 0
            point, last = (point, last) if done else (-1, "")
        done = done or await ctx.store.is_full(brand, survey, month)
        await ctx.store.move_round(brand, survey.code, month, (point, last), done=done)
