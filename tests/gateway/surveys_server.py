"""Surveys as the gateway sees them."""

from typing import Any

from services.common.errors import Refusal
from tessera.feedback.v1 import surveys_pb2 as pb
from tessera.feedback.v1 import surveys_pb2_grpc
from tessera.types.v1 import types_pb2
from tests.gateway.fake_backend import FakeBackend, at, refuse

NAME = types_pb2.LocalizedText(zh="推荐", en="Recommend")
QUESTIONS = [
    pb.SurveyQuestion(
        code="likely", kind=pb.QUESTION_KIND_SCORE, text=NAME, required=True, highest=10
    ),
    pb.SurveyQuestion(
        code="wrong",
        kind=pb.QUESTION_KIND_CHOICE,
        text=NAME,
        options=[pb.SurveyOption(code="taste", name=NAME)],
        show_when=pb.ShowWhen(question="likely", at_most=6),
    ),
]
SURVEY = pb.Survey(
    code="recommend",
    kind=pb.SURVEY_KIND_NPS,
    name=NAME,
    trigger="order",
    opens="2026-01-01",
    open=True,
    offered=9,
    answered=3,
)


def offer(member_id: str, *, answered: bool = False) -> pb.SurveyOffer:
    """The offer of a member, of which a part is answered."""
    return pb.SurveyOffer(
        id=f"svo_{member_id}",
        survey="recommend",
        kind=pb.SURVEY_KIND_NPS,
        name=NAME,
        questions=QUESTIONS,
        replies=[] if answered else [pb.SurveyReply(question="likely", number=6)],
        answered=answered,
        offer_time=at(0),
        expire_time=at(60),
    )


class Surveys(surveys_pb2_grpc.SurveysServicer):
    """One survey, which each member is asked to answer."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend
        self.made: set[tuple[str, str]] = set()
        self.asked: list[Any] = []

    async def ListMemberSurveys(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListMemberSurveys", request, context)
        return pb.ListMemberSurveysResponse(surveys=[offer(request.member_id)])

    async def AnswerSurvey(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("AnswerSurvey", request, context)
        if not request.offer_id.startswith("svo_"):
            await refuse(context, Refusal("SURVEY_OFFER_NOT_FOUND", field="offer_id"))
        key = (caller.brand, request.request_id)
        replayed = key in self.made
        self.made.add(key)
        answered = offer(request.member_id, answered=request.complete)
        return pb.AnswerSurveyResponse(offer=answered, replayed=replayed)

    async def ListSurveys(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListSurveys", request, context)
        return pb.ListSurveysResponse(surveys=[SURVEY])

    async def GetSurveyResults(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetSurveyResults", request, context)
        figure = pb.SurveyFigure(value=45, low=30.5, high=59.5, answers=100)
        counts = [pb.ReplyCount(value="9", count=60)]
        replies = pb.QuestionResult(question=QUESTIONS[0], replies=100, counts=counts)
        alone = pb.SurveyFigure(value=100, answers=1, few=True)
        gold = pb.SurveyGroup(
            grouping=pb.SURVEY_GROUPING_TIER, code="gold", answers=1, figure=alone
        )
        return pb.GetSurveyResultsResponse(
            survey=SURVEY,
            answers=1 if request.from_day else 100,
            figure=figure,
            questions=[replies],
            groups=[gold],
        )

    async def ListSurveyComments(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListSurveyComments", request, context)
        comment = pb.SurveyComment(
            question="words", text="好喝", score=9, member_id="mem_1", day="2026-03-02"
        )
        return pb.ListSurveyCommentsResponse(comments=[comment], next_page_token="more")
