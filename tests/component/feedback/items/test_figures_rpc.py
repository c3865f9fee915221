"""Figures over gRPC, and items that go to whoever has the least to do."""

from copy import deepcopy
from datetime import timedelta

import grpc
import pytest

from services.common.auth import Caller, Role
from services.common.mongo import Database
from tessera.feedback.v1 import feedback_pb2 as pb
from tessera.feedback.v1 import figures_pb2, figures_pb2_grpc
from tests.component.feedback.conftest import NOON, TEA, Feedback, submission, until
from tests.component.feedback.members_server import MembersFeedServer
from tests.scopes import EVERY_SCOPE

ASKED = figures_pb2.GetFeedbackFiguresRequest()


def stub(
    feedback: Feedback, brand: str = "tea", role: Role = Role.OPERATOR
) -> "figures_pb2_grpc.FeedbackFiguresAsyncStub":
    member = "mem_1" if role is Role.MEMBER else None
    scopes = EVERY_SCOPE if role is Role.OPERATOR else frozenset()
    return figures_pb2_grpc.FeedbackFiguresStub(
        feedback._channel(Caller(brand, "ann", role, member, scopes=scopes))
    )


async def test_items_are_given_by_load_and_counted_by_team_and_person(
    feedback: Feedback, members: tuple[MembersFeedServer, str]
) -> None:
    document = deepcopy(TEA)
    for team in document["feedback"]["teams"]:
        team.update(people=["ann", "bob"])
        if team["code"] == "store_operations":
            team["assign"] = "least_load"
    await members[0].publish("tea", document)
    figures = stub(feedback)

    async def has_people() -> bool:
        return len((await figures.GetFeedbackFigures(ASKED)).people) == 8

    await until(has_people)
    taken = []
    for number in range(4):
        said = submission("配送太慢", request_id=f"s{number}", member_id=f"mem_{number}")
        taken.append((await feedback.till().SubmitFeedback(said)).feedback)
        feedback.clock.advance(timedelta(minutes=1))
    assert {item.state for item in taken} == {pb.FEEDBACK_STATE_ASSIGNED}
    assert sorted(item.assignee for item in taken) == ["ann", "ann", "bob", "bob"]
    assert [moment.actor for moment in taken[0].timeline] == ["wecom", "system", "system"]
    praise = await feedback.till().SubmitFeedback(submission("好喝", request_id="p"))
    assert praise.feedback.state == pb.FEEDBACK_STATE_TRIAGED, "nothing is owed for it"

    staff = feedback.operator()
    first = next(item for item in taken if item.assignee == "ann")
    await staff.ReplyFeedback(
        pb.ReplyFeedbackRequest(request_id="r1", feedback_id=first.id, message="抱歉")
    )
    feedback.clock.advance(timedelta(minutes=40))
    found = await figures.GetFeedbackFigures(ASKED)
    total = found.total
    assert (total.taken, total.answered, total.due, total.in_time) == (5, 1, 4, 1)
    assert (total.in_time_percent, total.open) == (25, 5)
    by_person = {(each.team, each.person): each for each in found.people}
    ann = by_person["store_operations", "ann"]
    assert (ann.taken, ann.answered, ann.in_time_percent, ann.open) == (2, 1, 50, 2)
    assert 60 <= ann.median_response_seconds <= 240
    assert by_person["store_operations", "bob"].in_time_percent == 0
    assert not by_person["quality", "ann"].HasField("in_time_percent")
    team = next(each for each in found.teams if each.team == "store_operations")
    assert (team.team_name.en, team.taken, team.open) == ("Store operations", 4, 4)

    earlier = figures_pb2.GetFeedbackFiguresRequest()
    earlier.until_time.FromDatetime(NOON)
    past = await figures.GetFeedbackFigures(earlier)
    assert (past.total.taken, past.total.open) == (0, 5), "what is open is as of now"
    assert (await stub(feedback, "retail").GetFeedbackFigures(ASKED)).total.open == 0


async def test_a_wrong_time_is_named_and_members_see_no_figures(feedback: Feedback) -> None:
    figures = stub(feedback)
    for since, end in ((0, 0), (1, 0), (0, 93)):
        asked = figures_pb2.GetFeedbackFiguresRequest()
        asked.from_time.FromDatetime(NOON + timedelta(days=since))
        asked.until_time.FromDatetime(NOON + timedelta(days=end))
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await figures.GetFeedbackFigures(asked)
        assert refused.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    for role in (Role.MEMBER, Role.CHANNEL):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await stub(feedback, role=role).GetFeedbackFigures(ASKED)
        assert refused.value.code() is grpc.StatusCode.PERMISSION_DENIED


async def test_trends_compare_this_week_with_those_before(feedback: Feedback, db: Database) -> None:
    wish = submission("太甜", request_id="now")
    await feedback.member("mem_1").SubmitFeedback(wish)
    [today] = await db["feedback"].find({"brand": "tea"}).to_list(None)

    def said(number: int, days: int, **more: object) -> dict[str, object]:
        at = today["created_at"] - timedelta(days=days)
        return {**today, "_id": f"fbk_{days}_{number}", "created_at": at, **more}

    others = [said(n, days) for days in (10, 17) for n in range(20)]
    others += [said(n, 3, topics=["taste", "price"]) for n in range(50)]
    # Neither counts: too old for a whole week, and an item about items.
    others += [said(0, 24), said(99, 3, channel="crisis")]
    await db["feedback"].insert_many(others)
    found = await stub(feedback).GetFeedbackTrends(figures_pb2.GetFeedbackTrendsRequest())
    assert found.weeks_before == 2
    assert not found.special_days
    # 50 where none came before is the larger rise.
    price, taste = found.trends
    assert (taste.topic, taste.topic_name.en, taste.count) == ("taste", "Taste", 50)
    assert (list(taste.before), taste.expected_hundredths) == ([20, 20], 2_000)
    assert (taste.change_percent, taste.direction) == (150, figures_pb2.TREND_DIRECTION_UP)
    assert (price.topic, price.count, price.HasField("change_percent")) == ("price", 50, False)
    assert not (
        await stub(feedback, "retail").GetFeedbackTrends(figures_pb2.GetFeedbackTrendsRequest())
    ).trends
