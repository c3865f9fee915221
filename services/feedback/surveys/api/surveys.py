"""tessera.feedback.v1.Surveys."""

from services.common import audit, pagination
from services.common.auth import (
    Role,
    brand_of,
    current_caller,
    meant_member,
    require_role,
)
from services.common.idempotency import fingerprint
from services.common.interceptors import ServicerContext
from services.feedback.surveys.api import messages
from services.feedback.surveys.commands.answering import (
    Answer,
    answer_survey,
    offer_for,
    survey_for,
)
from services.feedback.surveys.commands.context import SurveysContext
from services.feedback.surveys.commands.reading import (
    list_surveys,
    open_surveys,
    survey_comments,
    survey_results,
)
from services.feedback.surveys.commands.store import Request
from tessera.feedback.v1 import surveys_pb2 as pb
from tessera.feedback.v1 import surveys_pb2_grpc as pb_grpc


class SurveysServicer(pb_grpc.SurveysServicer):
    """Authorises callers, and passes their wishes on to the commands."""

    def __init__(self, ctx: SurveysContext, page_secret: bytes) -> None:
        self._ctx = ctx
        self._page_secret = page_secret

    async def ListMemberSurveys(
        self, request: pb.ListMemberSurveysRequest, context: ServicerContext
    ) -> pb.ListMemberSurveysResponse:
        caller = current_caller()
        member_id = meant_member(caller, request.member_id)
        found = await open_surveys(self._ctx, brand_of(caller), member_id)
        return pb.ListMemberSurveysResponse(
            surveys=[messages.offer_message(offer, survey) for offer, survey in found]
        )

    async def AnswerSurvey(
        self, request: pb.AnswerSurveyRequest, context: ServicerContext
    ) -> pb.AnswerSurveyResponse:
        caller = current_caller()
        brand, member_id = brand_of(caller), meant_member(caller, request.member_id)
        named = pb.AnswerSurveyRequest()
        named.CopyFrom(request)
        named.member_id = member_id
        # Asked before a repeat is looked for, so that nobody reads another member's answer by it.
        found = await offer_for(self._ctx, brand, member_id, request.offer_id)
        survey = await survey_for(self._ctx, brand, found.survey)
        # Scores are few: whoever keeps a digest of one can find which it is of.
        hidden = ("request_id", "replies") if survey.anonymous else ("request_id",)
        write = Request(brand, request.request_id, fingerprint(named, exclude=hidden))
        replies = messages.replies_of(request.replies)
        answer = Answer(member_id, request.offer_id, replies, request.complete)
        audit.changed(after={"offer_id": request.offer_id, "complete": str(request.complete)})
        offer, survey, replayed = await answer_survey(self._ctx, write, answer)
        return pb.AnswerSurveyResponse(
            offer=messages.offer_message(offer, survey), replayed=replayed
        )

    async def ListSurveys(
        self, request: pb.ListSurveysRequest, context: ServicerContext
    ) -> pb.ListSurveysResponse:
        brand = brand_of(require_role(current_caller(), Role.OPERATOR))
        found = await list_surveys(self._ctx, brand)
        return pb.ListSurveysResponse(surveys=map(messages.survey_message, found))

    async def GetSurveyResults(
        self, request: pb.GetSurveyResultsRequest, context: ServicerContext
    ) -> pb.GetSurveyResultsResponse:
        brand = brand_of(require_role(current_caller(), Role.OPERATOR))
        since, until = request.from_day, request.until_day
        found = await survey_results(self._ctx, brand, request.survey, since, until)
        return messages.results_message(*found)

    async def ListSurveyComments(
        self, request: pb.ListSurveyCommentsRequest, context: ServicerContext
    ) -> pb.ListSurveyCommentsResponse:
        caller = require_role(current_caller(), Role.OPERATOR)
        size = pagination.page_size(request.page_size)
        scope = {"list": "survey comments", "brand": caller.brand, "survey": request.survey}
        tokens = pagination.PlaceTokens(self._page_secret, scope)
        after = tokens.place(request.page_token, "")
        found = await survey_comments(self._ctx, brand_of(caller), request.survey, after, size + 1)
        answer = pb.ListSurveyCommentsResponse(comments=map(messages.comment_message, found[:size]))
        if len(found) > size:
            answer.next_page_token = tokens.token(found[size - 1].id)
        return answer
