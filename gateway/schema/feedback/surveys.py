"""Surveys for members: what they are asked, and their answers."""

from enum import Enum
from typing import Annotated, Any

import strawberry

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, column, read
from gateway.schema.core.inputs import INPUT, member_id, optional, request_id, required
from gateway.schema.core.named import Named, NamedCode
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import DateTime, Lang, enum_value, moment, text
from gateway.schema.core.selections import Args, Inner
from gateway.schema.core.user_errors import UserError
from gateway.upstream.batching import Need
from services.common.errors import invalid
from tessera.feedback.v1 import surveys_pb2 as pb

REPLIES_MAX = 30


@strawberry.enum(description="The thing that a survey measures.")
class SurveyKind(Enum):
    """As tessera.feedback.v1.SurveyKind."""

    NPS = enum_value(pb.SURVEY_KIND_NPS, "Net promoter score: would you recommend us, 0 to 10.")
    CSAT = enum_value(pb.SURVEY_KIND_CSAT, "Satisfaction, 1 to 5.")
    CES = enum_value(pb.SURVEY_KIND_CES, "Effort: how easy was it, 1 to 7.")
    FORM = enum_value(pb.SURVEY_KIND_FORM, "A form of questions, without a score.")


@strawberry.enum(description="The thing that a question asks for.")
class SurveyQuestionKind(Enum):
    """As tessera.feedback.v1.QuestionKind."""

    SCORE = enum_value(pb.QUESTION_KIND_SCORE, "The score of the survey: a number.")
    RATING = enum_value(pb.QUESTION_KIND_RATING, "A number from 1 to 5.")
    CHOICE = enum_value(pb.QUESTION_KIND_CHOICE, "One of the options.")
    CHOICES = enum_value(pb.QUESTION_KIND_CHOICES, "One or more of the options.")
    TEXT = enum_value(pb.QUESTION_KIND_TEXT, "Words.")


@strawberry.type(description="A question is shown when an earlier one has such a reply.")
class SurveyShowWhen:
    """Source: tessera.feedback.v1.ShowWhen."""

    question: str = column("The code of the earlier question.")
    at_least: int | None = read(
        lambda rule: rule.at_least if rule.HasField("at_least") else None,
        "Its number is at least this one; null for any.",
    )
    at_most: int | None = read(
        lambda rule: rule.at_most if rule.HasField("at_most") else None,
        "Its number is at most this one; null for any.",
    )
    any_of: list[str] = column("One of these options was chosen; empty for any.")


def _question_text(question: Any, context: RequestContext, lang: Lang = None) -> str:
    return text(question.text, context, lang)


@strawberry.type(description="A question of a survey.")
class SurveyQuestion:
    """Source: tessera.feedback.v1.SurveyQuestion."""

    code: str = column("The code.")
    kind: SurveyQuestionKind = column("The thing that it asks for.")
    text: str = read(_question_text, "The words of the question.")
    required: bool = column("True when a complete answer has a reply to it, where it is shown.")
    lowest: int | None = read(
        lambda question: question.lowest if question.highest else None,
        "The smallest number; null where no number is asked for.",
    )
    highest: int | None = read(
        lambda question: question.highest or None,
        "The largest number; null where no number is asked for.",
    )
    options: list[Named] = read(
        lambda question: [NamedCode(each.code, each.name) for each in question.options],
        "The options of a choice, in order.",
        size=4,
    )
    characters_max: int | None = read(
        lambda question: question.characters_max or None,
        "The characters that a text has at most; null where no words are asked for.",
    )
    show_when: SurveyShowWhen | None = read(
        lambda question: question.show_when if question.HasField("show_when") else None,
        "When the question is shown; null for always.",
    )


@strawberry.type(description="A reply to one question.")
class SurveyReply:
    """Source: tessera.feedback.v1.SurveyReply."""

    question: str = column("The code of the question.")
    number: int | None = read(
        lambda reply: reply.number if reply.HasField("number") else None,
        "The number; null where none was asked for.",
    )
    options: list[str] = column("The codes of the options that were chosen.")
    text: str | None = read(lambda reply: reply.text or None, "The words; null for none.")


def _name(offer: Any, context: RequestContext, lang: Lang = None) -> str:
    return text(offer.name, context, lang)


def _thanks(offer: Any, context: RequestContext, lang: Lang = None) -> str | None:
    return text(offer.thanks, context, lang) if offer.HasField("thanks") else None


@strawberry.type(description="A survey that a member is asked to answer.")
class SurveyOffer:
    """Source: tessera.feedback.v1.SurveyOffer."""

    id: strawberry.ID = column("The id by which it is answered.")
    survey: str = column("The code of the survey.")
    kind: SurveyKind = column("The thing that it measures.")
    name: str = read(_name, "The name.")
    anonymous: bool = column(
        "True when nobody learns who answered what. Its replies are sent all at once."
    )
    answered: bool = column("True when it is answered.")
    offered_at: DateTime = read(
        lambda offer: moment(offer.offer_time), "The time at which the member was asked."
    )
    expires_at: DateTime = read(
        lambda offer: moment(offer.expire_time), "The time until which it can be answered."
    )
    thanks: str | None = read(_thanks, "The words after answering; null for none.")
    questions: list[SurveyQuestion] = column("The questions, in order.", size=4)
    replies: list[SurveyReply] = column(
        "The replies that are kept of an answer that is not complete.", size=2
    )


def surveys_need(args: Args, inner: Inner) -> Need:
    """What `Member.surveys` needs."""
    return Need()


def pick_surveys(listed: pb.ListMemberSurveysResponse) -> Any:
    """The offers of a member."""
    return list(listed.surveys)


@strawberry.input(description="A reply to one question: a number, options, or words.")
class SurveyReplyInput:
    """As SurveyReply."""

    question: str = required("The code of the question.")
    number: int | None = optional("The number, where one is asked for.")
    options: list[str] = strawberry.field(
        default_factory=list,
        description="The codes of the options: one of a choice; none when left out.",
    )
    text: str | None = optional("The words, where these are asked for.")


@strawberry.input(description="The answer to a survey, or a part of it.")
class AnswerSurveyInput:
    """Members answer for themselves; operators name the member."""

    request_id: strawberry.ID = request_id()
    offer_id: strawberry.ID = required("The `id` of the offer.")
    replies: list[SurveyReplyInput] = required(
        f"All replies so far, at most {REPLIES_MAX}: they take the place of those that were kept. A"
        " reply to a question that is not shown is left out."
    )
    complete: bool = optional(
        "False to keep a part of the answer, which an anonymous survey does not; true when left"
        " out.",
        True,
    )
    member_id: strawberry.ID | None = member_id()


@strawberry.type(description="The survey after the answer, or the reasons for the refusal.")
class AnswerSurveyPayload:
    """Source: Outcome of an offer."""

    survey: SurveyOffer | None = read(
        lambda outcome: outcome.result, "The survey, without the replies; null when refused."
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _answer(context: RequestContext, input: Annotated[AnswerSurveyInput, INPUT]) -> Outcome:
    services = context.services

    def request() -> pb.AnswerSurveyRequest:
        if len(input.replies) > REPLIES_MAX:
            raise invalid("replies", f"at most {REPLIES_MAX}")
        return pb.AnswerSurveyRequest(
            request_id=input.request_id,
            member_id=context.member_id(input.member_id),
            offer_id=input.offer_id,
            replies=[
                pb.SurveyReply(
                    question=each.question,
                    number=each.number,
                    options=each.options,
                    text=each.text or "",
                )
                for each in input.replies
            ],
            complete=input.complete,
        )

    return await perform(context, "answerSurvey", services.surveys.AnswerSurvey, request, "offer")


@strawberry.type
class SurveyMutations:
    """The field of Mutation."""

    answer_survey: AnswerSurveyPayload | None = mutation(
        "answerSurvey",
        _answer,
        "Answers a survey that the member is asked to answer, or keeps a part of the answer.",
        rule=Rule.SIGNED_IN,
    )
