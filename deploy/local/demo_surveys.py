"""What members of the demo brand answered when they were asked; the first one has yet to answer.

Requests have the same ids every time, so sending them twice changes nothing.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Mapping

import grpc

from deploy.local import demo, loading, ports, tokens
from deploy.local.folder import Folder
from services.common import auth, channel
from tessera.feedback.v1 import surveys_pb2 as pb
from tessera.feedback.v1 import surveys_pb2_grpc

SURVEY = "recommend"
ASKED_AMONG = 60
"""Of so many people, those are asked who bought something of late."""
TIMEOUT_S = 15.0
POLL_S = 0.5
SCORES = (10, 10, 10, 9, 9, 9, 9, 8, 8, 7, 7, 6, 5, 3)
WORDS = ("排队有点久", "桂花乌龙很好喝", "希望少糖一点", "店员很热情", "", "", "")


async def show(folder: Folder, addresses: Mapping[str, int]) -> None:
    """Some people answered the survey that followed their order; the first one has yet to."""
    ids = await loading.ids_of(folder, addresses, range(1, ASKED_AMONG + 1))
    source = auth.TokenIssuer(folder.keys).source(tokens.caller(role="operator", brand=demo.BRAND))
    address = f"{ports.HOST}:{addresses['feedback']}"
    async with channel.connect(address, issuer_token=source) as desk:
        stub: surveys_pb2_grpc.SurveysAsyncStub = surveys_pb2_grpc.SurveysStub(desk)
        await _until_asked(stub, ids[1])
        for number, member_id in ids.items():
            if number > 1:
                await _answer(stub, number, member_id)


async def _until_asked(stub: surveys_pb2_grpc.SurveysAsyncStub, member_id: str) -> None:
    """Returns when the follower has come to the first person's order, or after 15 s if not."""
    deadline = time.monotonic() + TIMEOUT_S
    request = pb.ListMemberSurveysRequest(member_id=member_id)
    while time.monotonic() < deadline:
        if (await stub.ListMemberSurveys(request)).surveys:
            return
        await asyncio.sleep(POLL_S)


async def _answer(stub: surveys_pb2_grpc.SurveysAsyncStub, number: int, member_id: str) -> None:
    asked = await stub.ListMemberSurveys(pb.ListMemberSurveysRequest(member_id=member_id))
    for offer in asked.surveys:
        if offer.survey != SURVEY:
            continue
        request = pb.AnswerSurveyRequest(
            request_id=f"demo-survey-{number:04d}",
            member_id=member_id,
            offer_id=offer.id,
            replies=replies(number),
            complete=True,
        )
        try:
            await stub.AnswerSurvey(request)
        except grpc.aio.AioRpcError as error:
            # A brand that changed its questions since has no such answer.
            if error.code() is not grpc.StatusCode.INVALID_ARGUMENT:
                raise


def replies(number: int) -> list[pb.SurveyReply]:
    """The same replies of a person at every call."""
    draw = random.Random(demo.SEED + number)
    score, words = draw.choice(SCORES), draw.choice(WORDS)
    said = [pb.SurveyReply(question="likely", number=score)]
    if score <= 6:
        said.append(pb.SurveyReply(question="wrong", options=["waiting"]))
    if words:
        said.append(pb.SurveyReply(question="words", text=words))
    return said
