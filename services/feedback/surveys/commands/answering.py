"""Take a member's answer, or a part of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from services.common.errors import Refusal, invalid
from services.common.text import checked, prose
from services.feedback.programme.domain import Programme
from services.feedback.surveys.commands.context import SurveysContext, local_day
from services.feedback.surveys.commands.store import Answering, Request
from services.feedback.surveys.domain.member import Standing
from services.feedback.surveys.domain.offer import (
    KeepsNoPart,
    Offer,
    OfferNotFound,
    SurveyAnswered,
    SurveyExpired,
)
from services.feedback.surveys.domain.reply import (
    REPLIES_MAX,
    Reply,
    check_complete,
    checked_replies,
)
from services.feedback.surveys.domain.section import Survey

TEXT_CHARS_MAX = 2_000
CODE_CHARS_MAX = 48
OPTIONS_MAX = 20


@dataclass(frozen=True, slots=True)
class Answer:
    """What a member sends: `complete`, or the replies so far."""

    member_id: str
    offer_id: str
    replies: tuple[Reply, ...]
    complete: bool


async def offer_for(ctx: SurveysContext, brand: str, member_id: str, offer_id: str) -> Offer:
    """The member's offer. Raises OfferNotFound, of another member's too."""
    offer = await ctx.store.find(brand, offer_id)
    if offer is None or offer.member_id != member_id:
        raise OfferNotFound(offer_id)
    return offer


async def survey_for(ctx: SurveysContext, brand: str, code: str) -> Survey:
    """The survey of an offer. Raises SurveyExpired when the programme has it no more."""
    _, known = await ctx.surveys_of(brand)
    if code not in known:
        raise SurveyExpired(code)
    return known[code]


async def answer_survey(
    ctx: SurveysContext, request: Request, answer: Answer
) -> tuple[Offer, Survey, bool]:
    """Keep the answer: the offer then, its survey, and whether that is the first answer again.

    Raises OfferNotFound, SurveyExpired, SurveyAnswered, KeepsNoPart, ReplyInvalid,
    AnswerIncomplete, and INVALID_ARGUMENT and REQUEST_ID_REUSED refusals.
    """
    replies = in_form(answer.replies)
    programme, known = await ctx.surveys_of(request.brand)
    found = await offer_for(ctx, request.brand, answer.member_id, answer.offer_id)
    survey = known.get(found.survey)
    if survey is None:
        raise SurveyExpired(found.survey)
    told = await ctx.member_facts.of(request.brand, answer.member_id)
    segments = told.segments.segments if told.segments else ()

    async def change(answering: Answering) -> Offer:
        now = ctx.clock.now()
        offer = await answering.get(answer.offer_id)
        if offer is None:
            raise OfferNotFound(answer.offer_id)
        if offer.answered_at is not None:
            raise SurveyAnswered(offer.survey)
        if offer.is_over(now) or survey.is_closed(local_day(programme, now)):
            raise SurveyExpired(offer.survey)
        member = await answering.member(answer.member_id)
        if member.erased:
            raise Refusal("MEMBER_ERASED", "the member was erased", field="member_id")
        kept = checked_replies(survey, replies)
        if not answer.complete:
            if survey.anonymous:
                raise KeepsNoPart
            await answering.keep_part(offer, kept)
            return offer
        check_complete(survey, kept)
        offer = replace(offer, answered_at=_told_time(programme, survey, now), replies=())
        standing = Standing(member.tier, offer.store_id, segments)
        await answering.finish(offer, survey, kept, standing, local_day(programme, now))
        return offer

    offer, replayed = await ctx.store.once(request.brand, request.id, request.content, change)
    return offer, survey, replayed


def _told_time(programme: Programme, survey: Survey, now: datetime) -> datetime:
    """The time that is kept beside the member: of an anonymous survey the day's beginning."""
    if not survey.anonymous:
        return now
    return datetime.combine(local_day(programme, now), time(), programme.zone)


def in_form(replies: Sequence[Reply]) -> tuple[Reply, ...]:
    """The replies with their texts in their form. Raises INVALID_ARGUMENT."""
    if len(replies) > REPLIES_MAX:
        raise invalid("replies", f"at most {REPLIES_MAX}")
    return tuple(_in_form(index, reply) for index, reply in enumerate(replies))


def _in_form(index: int, reply: Reply) -> Reply:
    at = f"replies[{index}]"
    if len(reply.options) > OPTIONS_MAX:
        raise invalid(f"{at}.options", f"at most {OPTIONS_MAX}")
    for option in reply.options:
        checked(f"{at}.options", option, CODE_CHARS_MAX, form=str)
    checked(f"{at}.question", reply.question, CODE_CHARS_MAX, form=str)
    return replace(reply, text=checked(f"{at}.text", reply.text, TEXT_CHARS_MAX, form=prose))
