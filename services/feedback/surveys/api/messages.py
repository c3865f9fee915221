"""Surveys as messages and back."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import cast

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from services.feedback.programme.domain import Text
from services.feedback.surveys.commands.reading import Counted
from services.feedback.surveys.domain.figure import Figure
from services.feedback.surveys.domain.offer import Offer
from services.feedback.surveys.domain.reply import Reply
from services.feedback.surveys.domain.results import Comment, Grouping, QuestionResult, Results
from services.feedback.surveys.domain.section import (
    Question,
    QuestionKind,
    ShowWhen,
    Survey,
    SurveyKind,
)
from tessera.feedback.v1 import feedback_pb2
from tessera.feedback.v1 import surveys_pb2 as pb
from tessera.types.v1 import types_pb2

_KINDS = {kind: pb.SurveyKind.Value(f"SURVEY_KIND_{kind.name}") for kind in SurveyKind}
_QUESTIONS = {kind: pb.QuestionKind.Value(f"QUESTION_KIND_{kind.name}") for kind in QuestionKind}
_GROUPINGS = {each: pb.SurveyGrouping.Value(f"SURVEY_GROUPING_{each.name}") for each in Grouping}


class SurveyWire:
    """Writes offers in kept answers, without replies, and in events."""

    def answer(self, offer: Offer) -> Message:
        return kept_message(offer)

    def from_answer(self, answer: Message) -> Offer:
        kept = cast("pb.SurveyOffer", answer)
        offered_at = kept.offer_time.ToDatetime(UTC)
        # The time of answering is not kept with it: that it was answered is enough for a repeat.
        answered_at = offered_at if kept.answered else None
        expires_at = kept.expire_time.ToDatetime(UTC)
        return Offer(kept.id, "", kept.survey, offered_at, expires_at, answered_at=answered_at)

    def offered(self, event_id: str, brand: str, at: datetime, offer: Offer) -> bytes:
        told = feedback_pb2.SurveyOffered(
            offer_id=offer.id, survey=offer.survey, expire_time=_timestamp(offer.expires_at)
        )
        event = _event(event_id, brand, at, offer)
        event.survey_offered.CopyFrom(told)
        return event.SerializeToString()

    def answered(
        self,
        event_id: str,
        brand: str,
        at: datetime,
        offer: Offer,
        survey: Survey,
        score: int | None,
    ) -> bytes:
        event = _event(event_id, brand, at, offer)
        told = event.survey_answered
        told.offer_id, told.survey, told.anonymous = offer.id, offer.survey, survey.anonymous
        told.kind = _KINDS[survey.kind]
        if score is not None:
            told.score = score
        return event.SerializeToString()


def _event(event_id: str, brand: str, at: datetime, offer: Offer) -> feedback_pb2.Event:
    return feedback_pb2.Event(
        id=event_id, brand=brand, member_id=offer.member_id, record_time=_timestamp(at)
    )


def kept_message(offer: Offer) -> pb.SurveyOffer:
    """The offer without its survey's words and without replies."""
    return pb.SurveyOffer(
        id=offer.id,
        survey=offer.survey,
        answered=offer.answered_at is not None,
        offer_time=_timestamp(offer.offered_at),
        expire_time=_timestamp(offer.expires_at),
    )


def offer_message(offer: Offer, survey: Survey) -> pb.SurveyOffer:
    """The offer with its survey."""
    message = kept_message(offer)
    message.kind = _KINDS[survey.kind]
    message.name.CopyFrom(_text(survey.name))
    message.questions.extend(map(_question, survey.questions))
    message.replies.extend(map(_reply, offer.replies))
    message.anonymous = survey.anonymous
    if survey.thanks is not None:
        message.thanks.CopyFrom(_text(survey.thanks))
    return message


def replies_of(messages: Sequence[pb.SurveyReply]) -> tuple[Reply, ...]:
    """The replies as they were sent."""
    return tuple(
        Reply(
            each.question,
            each.number if each.HasField("number") else None,
            tuple(each.options),
            each.text,
        )
        for each in messages
    )


def survey_message(counted: Counted) -> pb.Survey:
    """A survey as operators see it."""
    survey = counted.survey
    return pb.Survey(
        code=survey.code,
        kind=_KINDS[survey.kind],
        name=_text(survey.name),
        anonymous=survey.anonymous,
        trigger=survey.on.value,
        opens=survey.opens.isoformat() if survey.opens else "",
        closes=survey.closes.isoformat() if survey.closes else "",
        open=counted.is_open,
        offered=counted.offered,
        answered=counted.answered,
    )


def results_message(counted: Counted, results: Results) -> pb.GetSurveyResultsResponse:
    """The results as operators see them."""
    return pb.GetSurveyResultsResponse(
        survey=survey_message(counted),
        answers=results.answers,
        figure=_figure(results.figure),
        questions=map(_result, results.questions),
        groups=[
            pb.SurveyGroup(
                grouping=_GROUPINGS[group.grouping],
                code=group.code,
                answers=group.answers,
                figure=_figure(group.figure),
            )
            for group in results.groups
        ],
        hidden_groups=results.hidden_groups,
        hidden=results.is_hidden,
    )


def comment_message(comment: Comment) -> pb.SurveyComment:
    """A comment as operators see it."""
    return pb.SurveyComment(
        question=comment.question,
        text=comment.text,
        score=comment.score,
        member_id=comment.member_id,
        day=comment.day,
    )


def _figure(figure: Figure | None) -> pb.SurveyFigure | None:
    if figure is None:
        return None
    return pb.SurveyFigure(
        value=figure.value,
        low=figure.low,
        high=figure.high,
        answers=figure.answers,
        few=figure.is_of_few,
    )


def _result(result: QuestionResult) -> pb.QuestionResult:
    counts = [pb.ReplyCount(value=value, count=count) for value, count in result.counts]
    question = _question(result.question)
    return pb.QuestionResult(question=question, replies=result.replies, counts=counts)


def _question(question: Question) -> pb.SurveyQuestion:
    options = (question.options or {}).items()
    return pb.SurveyQuestion(
        code=question.code,
        kind=_QUESTIONS[question.kind],
        text=_text(question.text),
        required=question.required,
        lowest=question.lowest,
        highest=question.highest,
        options=[pb.SurveyOption(code=code, name=_text(name)) for code, name in options],
        characters_max=question.characters_max if question.kind is QuestionKind.TEXT else 0,
        show_when=_show_when(question.show_when),
    )


def _show_when(rule: ShowWhen | None) -> pb.ShowWhen | None:
    if rule is None:
        return None
    return pb.ShowWhen(
        question=rule.question,
        at_least=rule.at_least,
        at_most=rule.at_most,
        any_of=sorted(rule.any_of),
    )


def _reply(reply: Reply) -> pb.SurveyReply:
    return pb.SurveyReply(
        question=reply.question, number=reply.number, options=reply.options, text=reply.text
    )


def _text(text: Text) -> types_pb2.LocalizedText:
    return types_pb2.LocalizedText(zh=text.zh, en=text.en)


def _timestamp(at: datetime) -> Timestamp:
    stamp = Timestamp()
    stamp.FromDatetime(at)
    return stamp
