"""Surveys over gRPC: members are asked, answer once, and operators see the results."""

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import grpc
import pytest

from services.common import server
from services.common.auth import Caller, Role, current_caller
from services.common.errors import reason_of
from services.common.mongo import Database
from services.common.settings import ServerSettings
from tessera.feedback.v1 import feedback_pb2
from tessera.feedback.v1 import surveys_pb2 as pb
from tessera.members.v1 import (
    activities_pb2,
    activities_pb2_grpc,
    consents_pb2,
    events_pb2,
    events_pb2_grpc,
)
from tessera.types.v1 import types_pb2
from tests.component.feedback.conftest import NOON, TEA, Feedback, started, submission, until
from tests.component.feedback.members_server import MembersFeedServer
from tests.component.members.vault.test_privacy import dump
from tests.scopes import EVERY_SCOPE

HONEST = next(each for each in TEA["surveys"] if each["code"] == "honest")


class ActivitiesServer(activities_pb2_grpc.ActivitiesServicer):
    """Keeps what is recorded, as members does."""

    def __init__(self) -> None:
        self.recorded: list[tuple[str, types_pb2.Activity]] = []

    async def RecordActivities(
        self, request: activities_pb2.RecordActivitiesRequest, context: Any
    ) -> activities_pb2.RecordActivitiesResponse:
        self.recorded += [(current_caller().brand, each) for each in request.activities]
        return activities_pb2.RecordActivitiesResponse(
            results=[
                activities_pb2.RecordActivityResult(event_id=each.event_id)
                for each in request.activities
            ]
        )


class Asked:
    """The service beside members, and what tests do with it."""

    def __init__(
        self,
        feed: MembersFeedServer,
        activities: ActivitiesServer,
        feedback: Feedback,
        db: Database,
    ) -> None:
        self.feed, self.activities, self.feedback, self.db = feed, activities, feedback, db

    def member(self, member_id: str, brand: str = "tea") -> Any:
        return self.feedback.surveys(Caller(brand, f"user:{member_id}", Role.MEMBER, member_id))

    @property
    def operator(self) -> Any:
        return self.feedback.surveys(Caller("tea", "ann", Role.OPERATOR, scopes=EVERY_SCOPE))

    async def order(self, member_id: str, event_id: str, at: datetime | None = None) -> None:
        at = at or self.feedback.clock.now()
        await self.feed.order("tea", member_id, at, event_id)

    async def tier(self, member_id: str, tier: str) -> None:
        changed = events_pb2.TierChanged(main=True, to_tier=tier)
        await self.feed.tell("tea", member_id, tier_changed=changed)

    async def offer(self, member_id: str) -> pb.SurveyOffer:
        """The survey that is offered to the member, as soon as it is."""
        found: list[pb.SurveyOffer] = []

        async def is_offered() -> bool:
            found[:] = (await self.member(member_id).ListMemberSurveys(_mine())).surveys
            return bool(found)

        await until(is_offered)
        return found[0]

    async def settled(self) -> None:
        """Everything that was published so far took its effect."""
        await self.order("mem_last", f"last-{len(self.feed._events)}", NOON - timedelta(days=9))
        token = str(len(self.feed._events))

        async def read() -> bool:
            kept = await self.db.watch_tokens.find_one({"_id": "surveys"})
            return kept is not None and kept["token"] == token

        await until(read)


def _mine() -> pb.ListMemberSurveysRequest:
    return pb.ListMemberSurveysRequest()


def answer(
    offer: pb.SurveyOffer, request_id: str, complete: bool = True, **replies: Any
) -> pb.AnswerSurveyRequest:
    said = []
    for question, value in replies.items():
        reply = pb.SurveyReply(question=question)
        if isinstance(value, int):
            reply.number = value
        elif isinstance(value, list):
            reply.options.extend(value)
        else:
            reply.text = value
        said.append(reply)
    return pb.AnswerSurveyRequest(
        request_id=request_id, offer_id=offer.id, replies=said, complete=complete
    )


async def refused(call: Any) -> tuple[str, str, Mapping[str, str]]:
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await call
    reason = reason_of(error.value)
    assert reason is not None
    return reason.reason, reason.field, reason.metadata


@pytest.fixture
async def asked(db: Database, keys_dir: Path) -> AsyncIterator[Asked]:
    feed, activities = MembersFeedServer(), ActivitiesServer()  # type: ignore[abstract]
    running = await server.start(
        name="members",
        settings=ServerSettings(keys_dir=keys_dir),
        register=[
            lambda s: events_pb2_grpc.add_EventsServicer_to_server(feed, s),
            lambda s: activities_pb2_grpc.add_ActivitiesServicer_to_server(activities, s),
        ],
    )
    # The form of the month for everybody, and on an order: a test need not wait for the 15th.
    honest = {**HONEST, "when": "true", "trigger": {"on": "order"}}
    nps, csat, _ = TEA["surveys"]
    await feed.publish("tea", {**TEA, "surveys": [nps, csat, honest]})

    async def has_programme() -> bool:
        return await db["programmes"].count_documents({}) == 1

    async with started(db, keys_dir, running.address) as feedback:
        await until(has_programme)
        yield Asked(feed, activities, feedback, db)
    await running.stop(0)


async def test_an_offer_is_answered_in_parts_and_once_and_members_is_told(asked: Asked) -> None:
    await asked.tier("mem_1", "gold")
    await asked.order("mem_1", "o1")
    offer = await asked.offer("mem_1")
    assert (offer.survey, offer.kind) == ("recommend", pb.SURVEY_KIND_NPS)
    assert [each.code for each in offer.questions] == ["likely", "wrong", "best", "words"]
    her, other = asked.member("mem_1"), asked.member("mem_2")
    # A part is kept, and completed later.
    await her.AnswerSurvey(answer(offer, "p1", complete=False, likely=6))
    kept = (await her.ListMemberSurveys(_mine())).surveys[0]
    assert [(reply.question, reply.number) for reply in kept.replies] == [("likely", 6)]
    # Another member has no such offer, and neither has another brand.
    for stub in (other, asked.member("mem_1", "retail")):
        found = await refused(stub.AnswerSurvey(answer(offer, "x1", likely=9)))
        assert found[0] == "SURVEY_OFFER_NOT_FOUND"
    reason, field, _ = await refused(her.AnswerSurvey(answer(offer, "b1", likely=11)))
    assert (reason, field) == ("SURVEY_ANSWER_INVALID", "replies[0].number")
    reason, _, metadata = await refused(her.AnswerSurvey(answer(offer, "b2", likely=3)))
    assert (reason, metadata["question"]) == ("SURVEY_INCOMPLETE", "wrong")
    final = answer(offer, "f1", likely=6, wrong=["waiting", "price"], words="排队太久")
    done = await her.AnswerSurvey(final)
    assert done.offer.answered
    assert not done.replayed
    again = await her.AnswerSurvey(final)
    assert again.replayed
    assert again.offer == done.offer
    assert (await refused(her.AnswerSurvey(answer(offer, "f1", likely=10))))[
        0
    ] == "REQUEST_ID_REUSED"
    assert (await refused(her.AnswerSurvey(answer(offer, "f2", likely=10))))[0] == "SURVEY_ANSWERED"
    assert not (await her.ListMemberSurveys(_mine())).surveys
    # Members learns of it once, for the rules of points.

    async def told() -> bool:
        return bool(asked.activities.recorded)

    await until(told)
    [(brand, activity)] = asked.activities.recorded
    assert (brand, activity.member_id, activity.event_id) == ("tea", "mem_1", offer.id)
    assert activity.type == types_pb2.ACTIVITY_TYPE_SURVEY
    # Results stand by tier and store as of the answer, and the words are listed.
    got = await asked.operator.GetSurveyResults(pb.GetSurveyResultsRequest(survey="recommend"))
    assert (got.survey.offered, got.survey.answered, got.answers) == (1, 1, 1)
    assert (got.figure.value, got.figure.few) == (-100, True)
    groups = {(group.grouping, group.code): group.answers for group in got.groups}
    assert groups == {(pb.SURVEY_GROUPING_TIER, "gold"): 1, (pb.SURVEY_GROUPING_STORE, "SH001"): 1}
    wrong = next(each for each in got.questions if each.question.code == "wrong")
    assert {each.value: each.count for each in wrong.counts if each.count} == {
        "waiting": 1,
        "price": 1,
    }
    early = pb.GetSurveyResultsRequest(survey="recommend", until_day="2026-03-01")
    assert (await asked.operator.GetSurveyResults(early)).answers == 0
    comments = (
        await asked.operator.ListSurveyComments(pb.ListSurveyCommentsRequest(survey="recommend"))
    ).comments
    assert [(each.text, each.score, each.member_id) for each in comments] == [
        ("排队太久", 6, "mem_1")
    ]
    unknown = asked.operator.GetSurveyResults(pb.GetSurveyResultsRequest(survey="none"))
    assert (await refused(unknown))[0] == "SURVEY_NOT_FOUND"
    member_asks = her.GetSurveyResults(pb.GetSurveyResultsRequest(survey="recommend"))
    assert (await refused(member_asks))[0] == "PERMISSION_DENIED"


async def test_a_member_is_asked_once_in_30_days_and_not_against_their_will(asked: Asked) -> None:
    clock = asked.feedback.clock
    await asked.order("mem_old", "old", NOON - timedelta(days=4))
    withdrawn = events_pb2.ConsentChanged(
        purpose=consents_pb2.CONSENT_PURPOSE_SURVEY, channel=consents_pb2.CONTACT_CHANNEL_ALL
    )
    withdrawn.occur_time.FromDatetime(NOON)
    await asked.feed.tell("tea", "mem_no", consent_changed=withdrawn)
    await asked.order("mem_no", "n1")
    for number in range(3):
        await asked.order("mem_1", f"o{number}")
    offer = await asked.offer("mem_1")
    # Their item is closed: a survey of another kind may not ask either.
    item = await asked.feedback.member("mem_1").SubmitFeedback(submission("谢谢"))
    await asked.feedback.routed(item.feedback.id)
    move = feedback_pb2.MoveFeedbackRequest(
        request_id="m1", feedback_id=item.feedback.id, state=feedback_pb2.FEEDBACK_STATE_CLOSED
    )
    await asked.feedback.operator().MoveFeedback(move)
    await asked.settled()
    offers = await asked.db.survey_offers.find({}).to_list(None)
    assert [(each["member_id"], each["survey"]) for each in offers] == [("mem_1", "recommend")]
    # The offer ends by itself, and after 30 days another survey asks.
    clock.advance(timedelta(days=15))
    assert not (await asked.member("mem_1").ListMemberSurveys(_mine())).surveys
    late = asked.member("mem_1").AnswerSurvey(answer(offer, "late", likely=9))
    assert (await refused(late))[0] == "SURVEY_EXPIRED"
    clock.advance(timedelta(days=16))
    await asked.order("mem_1", "o9")
    assert (await asked.offer("mem_1")).survey == "honest"


async def test_of_an_anonymous_survey_no_document_has_a_member_and_a_reply(asked: Asked) -> None:
    people = [f"mem_{number}" for number in range(1, 7)]
    for each in people:
        await asked.tier(each, "gold" if each != "mem_6" else "diamond")
        await asked.order(each, f"first-{each}")
    for each in people:
        await asked.offer(each)
    asked.feedback.clock.advance(timedelta(days=31))
    secret = "我讨厌排队"
    for number, each in enumerate(people):
        await asked.order(each, f"second-{each}")
        offer = await asked.offer(each)
        assert offer.anonymous
        part = asked.member(each).AnswerSurvey(answer(offer, f"p-{each}", False, stores=2))
        assert (await refused(part))[0] == "SURVEY_ANONYMOUS"
        said = answer(offer, f"a-{each}", stores=2, wish=["sugar"], words=f"{secret}{number}")
        await asked.member(each).AnswerSurvey(said)
        # The digest of few scores would tell which it was: other replies under the id are a repeat.
        other = answer(offer, f"a-{each}", stores=5, wish=["seats"])
        assert (await asked.member(each).AnswerSurvey(other)).replayed
        results = pb.GetSurveyResultsRequest(survey="honest")
        got = await asked.operator.GetSurveyResults(results)
        assert got.hidden == (number < 4)
        assert got.answers == (0 if number < 4 else number + 1)
        listed = pb.ListSurveyCommentsRequest(survey="honest")
        comments = (await asked.operator.ListSurveyComments(listed)).comments
        assert len(comments) == (0 if number < 4 else number + 1)
        assert not any(comment.member_id for comment in comments)
    # gold has 5, and diamond one: that one is not told, nor gold, which would tell of it.
    assert [(group.code, group.answers) for group in got.groups] == [("SH001", 6)]
    assert got.hidden_groups == 2
    stores = next(each for each in got.questions if each.question.code == "stores")
    assert {each.value: each.count for each in stores.counts} == {
        "1": 0,
        "2": 6,
        "3": 0,
        "4": 0,
        "5": 0,
    }
    ranged = pb.GetSurveyResultsRequest(survey="honest", from_day="2026-04-01")
    assert (await refused(asked.operator.GetSurveyResults(ranged)))[1] == "from_day"
    for name in await asked.db.list_collection_names():
        async for document in asked.db[name].find({}):
            text = repr(document)
            told = [each for each in (secret, "sugar") if each in text and name != "programmes"]
            assert not told or not any(each in text for each in people), (name, document)
    # Nothing of an answer has a time finer than its month.
    for name in ("survey_counts", "survey_comments"):
        async for document in asked.db[name].find({}):
            assert not any(isinstance(value, datetime) for value in document.values())
            assert document.get("day", "2026-04") == "2026-04"
    async for offer_kept in asked.db.survey_offers.find({"survey": "honest"}):
        local = offer_kept["answered_at"].replace(tzinfo=UTC) + timedelta(hours=8)
        assert (local.hour, local.minute, local.second) == (0, 0, 0)


async def test_an_erasure_takes_words_and_open_offers_and_nobody_asks_again(asked: Asked) -> None:
    await asked.order("mem_1", "o1")
    await asked.order("mem_2", "o2")
    offer, open_offer = await asked.offer("mem_1"), await asked.offer("mem_2")
    said = answer(offer, "f1", likely=9, best="春熙路的店员小李")
    await asked.member("mem_1").AnswerSurvey(said)
    kept = answer(open_offer, "p1", complete=False, likely=2, words="半句话")
    await asked.member("mem_2").AnswerSurvey(kept)
    assert "小李" in await dump(asked.db)
    for each in ("mem_1", "mem_2"):
        await asked.feed.erase("tea", each)
        await asked.order(each, f"after-{each}")
    await asked.settled()
    text = await dump(asked.db)
    assert "小李" not in text
    assert "半句话" not in text
    late = asked.member("mem_2").AnswerSurvey(answer(open_offer, "late", likely=9))
    assert (await refused(late))[0] == "SURVEY_OFFER_NOT_FOUND"
    got = await asked.operator.GetSurveyResults(pb.GetSurveyResultsRequest(survey="recommend"))
    assert (got.answers, got.figure.value) == (1, 100)
    assert await asked.db.survey_offers.count_documents({}) == 1
