"""Figures over gRPC, and items that go to whoever has the least to do."""

from copy import deepcopy
from datetime import timedelta

import grpc
import pytest

from services.common.auth import Caller, Role
from services.common.mongo import Database
from services.feedback.fact_store.domain import FactsChanged, SegmentFacts
from services.feedback.fact_store.storage import MongoMemberFacts
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


async def test_segments_are_compared_by_members_and_not_by_items(
    feedback: Feedback, db: Database
) -> None:
    await feedback.member("mem_1").SubmitFeedback(submission("你好", request_id="now"))
    [first] = await db["feedback"].find({"brand": "tea"}).to_list(None)
    since = NOON - timedelta(days=10)
    kept: list[dict[str, object]] = []

    def said(member: str, at: timedelta = timedelta(), **more: object) -> None:
        plain = {**first, "topics": [], "category": "", "sentiment": None, "state": "closed"}
        at_time = {"_id": f"fbk_{len(kept)}", "member_id": member, "created_at": since + at}
        kept.append({**plain, **at_time, **more})

    def label(text: str) -> dict[str, object]:
        return {"label": text, "score": 0.0, "confidence": 0.9, "model": "m"}

    for n in range(40):
        sentiment = None if n >= 30 else label("negative" if n < 12 else "neutral")
        topics = ["fit", "fabric"] if n < 20 else []
        said(f"t{n}", topics=topics, category="quality" if n < 10 else "", sentiment=sentiment)
    for n in range(60):
        sentiment = None if n >= 50 else label("negative" if n < 5 else "positive")
        topics = ["fit"] if n < 15 else []
        said(f"o{n}", topics=topics, category="quality" if n < 30 else "", sentiment=sentiment)
    for n in range(3):
        said(f"b{n}", topics=["fit"])
    for n in range(10):
        said(f"n{n}", topics=["fit"])
    for _ in range(20):
        said("t0", topics=["fit"], category="quality", sentiment=label("negative"))
    # None counts: another time or brand, no name, no words of members, an erased member.
    said("t39", at=-timedelta(milliseconds=1), topics=["price"])
    said("t39", at=timedelta(days=9), topics=["price"])
    said("t39", brand="retail", topics=["price"])
    said("t39", anonymous=True, topics=["price"])
    said("", topics=["price"])
    said("t39", channel="crisis", topics=["price"])
    said("gone", topics=["price"])
    await db["feedback"].insert_many(kept)
    facts = MongoMemberFacts(db)
    codes = {"t": ("teens",), "o": ("office",), "b": ("office", "teens")}
    members = sorted(
        {str(each["member_id"]) for each in kept}
        & {f"{letter}{n}" for letter in codes for n in range(60)}
    )
    await facts.keep(
        [FactsChanged("tea", m, segments=SegmentFacts((1,), codes[m[0]])) for m in members]
    )
    await facts.forget("tea", "gone")
    figures = stub(feedback)
    asked = figures_pb2.GetFeedbackDifferencesRequest(segment="teens", against="office")
    asked.from_time.FromDatetime(since)
    asked.until_time.FromDatetime(since + timedelta(days=9))
    found = await figures.GetFeedbackDifferences(asked)
    assert (found.segment_members, found.against_members, found.both_members) == (40, 60, 3)
    rows = {each.code or "negative": each for each in found.differences}
    counts = {
        code: (one.segment_spoke, one.segment_members, one.against_spoke, one.against_members)
        for code, one in rows.items()
    }
    assert counts == {
        "fabric": (20, 40, 0, 60),
        "fit": (20, 40, 15, 60),
        "negative": (12, 30, 5, 50),
        "quality": (10, 40, 30, 60),
    }
    # Four intervals at 0.05 ÷ 4, z = 2.497705, by the score test itself (see the unit test).
    assert (rows["fit"].difference, rows["fit"].low, rows["fit"].high) == pytest.approx(
        (0.25, 0.007402, 0.464809), abs=1e-6
    )
    assert {code: one.reading for code, one in rows.items()} == {
        "fabric": figures_pb2.DIFFERENCE_READING_HIGHER,
        "fit": figures_pb2.DIFFERENCE_READING_HIGHER,
        "negative": figures_pb2.DIFFERENCE_READING_HIGHER,
        "quality": figures_pb2.DIFFERENCE_READING_LOWER,
    }
    assert rows["fit"].name.en == "fit"
    assert not rows["negative"].HasField("name")
    asked.against = ""
    all_others = await figures.GetFeedbackDifferences(asked)
    assert (all_others.segment_members, all_others.against_members) == (43, 70)
    fit = next(each for each in all_others.differences if each.code == "fit")
    assert (fit.segment_spoke, fit.against_spoke, all_others.both_members) == (23, 25, 0)
    asked.segment = "nobody"
    assert not (await figures.GetFeedbackDifferences(asked)).differences
    asked.segment = "no segment"
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await figures.GetFeedbackDifferences(asked)
    assert refused.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    asked.segment = "teens"
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await stub(feedback, role=Role.MEMBER).GetFeedbackDifferences(asked)
    assert refused.value.code() is grpc.StatusCode.PERMISSION_DENIED
