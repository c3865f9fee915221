"""What a timeline says to a member comes into their inbox, once, and says why."""

import asyncio
import random
from datetime import UTC, datetime, timedelta

from services.common.clock import ManualClock
from services.common.mongo import Database
from services.feedback.follow_up.commands.telling import FollowUpContext, tell_members
from services.feedback.follow_up.domain.loop import Said
from services.feedback.follow_up.storage.asks import MongoAsks
from services.feedback.items.domain.item import TimelineEntry
from services.feedback.items.domain.states import State
from services.feedback.programme.commands import Programmes
from services.feedback.programme.storage import MongoProgrammeStore
from services.feedback.reach.storage.touches import MongoTouches
from services.feedback.sections import SECTIONS
from services.feedback.wiring import migrate
from tessera.feedback.v1 import feedback_pb2 as items_pb
from tessera.feedback.v1 import reach_pb2 as pb
from tessera.members.v1 import events_pb2
from tests.component.feedback.conftest import NOON, Feedback, submission, until
from tests.component.feedback.members_server import MembersFeedServer
from tests.component.feedback.reach.test_touches import ended, enrolled, inbox

ABOUT_ITEMS = {
    pb.OCCASION_CODE_FEEDBACK_RECEIVED,
    pb.OCCASION_CODE_FEEDBACK_PROGRESS,
    pb.OCCASION_CODE_FEEDBACK_REPLIED,
    pb.OCCASION_CODE_FEEDBACK_RESOLVED,
    pb.OCCASION_CODE_FEEDBACK_ASK,
}


def move(
    item: items_pb.Feedback, state: "items_pb.FeedbackState.ValueType", request_id: str, text: str
) -> items_pb.MoveFeedbackRequest:
    return items_pb.MoveFeedbackRequest(
        request_id=request_id, feedback_id=item.id, state=state, message=text
    )


async def test_receipt_progress_answer_result_and_question_come_into_the_inbox_once(
    feedback: Feedback, db: Database, members: tuple[MembersFeedServer, str]
) -> None:
    feed, _ = members
    await enrolled(feed, "mem_1")
    await ended(feedback, "mem_1", 1)  # the welcome
    item = (await feedback.member("mem_1").SubmitFeedback(submission())).feedback
    operator = feedback.operator()
    await operator.MoveFeedback(move(item, items_pb.FEEDBACK_STATE_ASSIGNED, "m1", ""))
    words = "门店已退款 {安心}"
    reply = items_pb.ReplyFeedbackRequest(request_id="a1", feedback_id=item.id, message=words)
    await operator.ReplyFeedback(reply)
    await operator.MoveFeedback(move(item, items_pb.FEEDBACK_STATE_RESOLVED, "m2", ""))
    await ended(feedback, "mem_1", 5)

    async def asks() -> list[dict[str, object]]:
        return await db["timers"].find({"kind": "feedback_ask"}).to_list(None)

    async def is_set() -> bool:
        return len(await asks()) == 1

    await until(is_set)
    [timer] = await asks()
    assert timer["due"] == NOON + timedelta(hours=24)
    feedback.clock.advance(timedelta(hours=24))
    told = [each for each in await ended(feedback, "mem_1", 6) if each.occasion in ABOUT_ITEMS]
    assert {each.occasion for each in told} == ABOUT_ITEMS
    for touch in told:
        assert touch.state == pb.TOUCH_STATE_DELIVERED, touch
        assert touch.purpose == pb.MESSAGE_PURPOSE_SERVICE
        assert touch.feedback_id == item.id
        assert [check.name for check in touch.checks][:2] == ["alive", "fresh"]

    shown = {each.message: each for each in (await inbox(feedback, "mem_1")).messages}
    assert len(shown) == 6
    assert shown["feedback_replied"].text.zh == words
    assert shown["feedback_received"].text.zh == "您的反馈已收到，我们会尽快处理。"
    assert shown["feedback_ask"].name.en == "Did it help?"
    assert shown["feedback_ask"].feedback_id == item.id
    assert shown["feedback_resolved"].why.en.startswith("Because your feedback was dealt with.")
    assert await db["touches"].count_documents({"occasion.feedback_id": item.id}) == 5


async def test_nobody_is_asked_who_rated_opened_again_or_is_anonymous(
    feedback: Feedback, db: Database, members: tuple[MembersFeedServer, str]
) -> None:
    feed, _ = members
    operator = feedback.operator()
    for name in ("mem_1", "mem_2"):
        await enrolled(feed, name)
        await ended(feedback, name, 1)
    items = []
    for number, name in enumerate(("mem_1", "mem_2", "")):
        stub = feedback.member(name) if name else feedback.till()
        asked = submission(request_id=f"r{number}", channel="app" if name else "wecom")
        items.append((await stub.SubmitFeedback(asked)).feedback)
    for number, item in enumerate(items):
        done = move(item, items_pb.FEEDBACK_STATE_RESOLVED, f"m{number}", "")
        await operator.MoveFeedback(done)
    first, second = feedback.member("mem_1"), feedback.member("mem_2")
    rating = items_pb.RateFeedbackRequest(request_id="q1", feedback_id=items[0].id, score=5)
    await first.RateFeedback(rating)
    await second.MoveFeedback(move(items[1], items_pb.FEEDBACK_STATE_REOPENED, "m9", ""))

    async def followed() -> bool:
        return await db["touches"].count_documents({"occasion.code": "feedback_reopened"}) == 1

    await until(followed)
    feedback.clock.advance(timedelta(hours=25))

    async def fired() -> bool:
        return await db["timers"].count_documents({"kind": "feedback_ask"}) == 0

    await until(fired)
    assert await db["touches"].count_documents({"occasion.code": "feedback_ask"}) == 0
    assert await db["touches"].count_documents({"occasion.feedback_id": items[2].id}) == 0


async def test_a_follower_that_is_killed_at_any_point_says_all_and_nothing_twice(
    db: Database,
) -> None:
    await migrate(db)
    clock = ManualClock(NOON)
    programmes = Programmes(MongoProgrammeStore(db), SECTIONS)
    ctx = FollowUpContext(
        MongoTouches(db), MongoAsks(db), programmes, lambda brand, member_id: member_id, clock
    )
    changes = [said(number) for number in range(20)]
    for _ in range(12):
        killed = asyncio.create_task(tell_members(ctx, changes))
        await asyncio.sleep(random.uniform(0, 0.02))
        killed.cancel()
        await asyncio.wait([killed])
    await tell_members(ctx, changes)
    touches = await db["touches"].find({}).to_list(None)
    assert len(touches) == 40
    assert await db["timers"].count_documents({"kind": "reach_wish"}) == 40


def said(number: int, at: datetime = NOON) -> Said:
    timeline = (
        TimelineEntry(at.astimezone(UTC), f"mem_{number}", State.NEW),
        TimelineEntry(at, "system", State.TRIAGED, message="收到"),
        TimelineEntry(at, "team", State.RESOLVED, message="好了"),
    )
    return Said("tea", f"fbk_{number}", f"mem_{number}", State.RESOLVED, False, timeline, at)


async def test_an_erasure_takes_the_words_of_a_message_that_waits(
    feedback: Feedback, db: Database, members: tuple[MembersFeedServer, str]
) -> None:
    feed, _ = members
    await feedback.member("mem_7").SubmitFeedback(submission())

    async def waits() -> bool:
        return await db["touches"].count_documents({"words": {"$ne": None}, "open": True}) == 1

    async def wordless() -> bool:
        return await db["touches"].count_documents({"words": None, "open": True}) == 1

    # Nobody told of the member yet.
    await until(waits)
    await feed.tell("tea", "mem_7", NOON, member_erased=events_pb2.MemberErased())
    await until(wordless)
    feedback.clock.advance(timedelta(minutes=6))
    [touch] = await ended(feedback, "mem_7", 1)
    assert (touch.state, touch.HasField("text")) == (pb.TOUCH_STATE_REFUSED, False)
