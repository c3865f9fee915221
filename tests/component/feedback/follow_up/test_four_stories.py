"""Four brands, one story each, by their example programmes: from a report to what its fix brought.

A member reports; the brand's rules route it and start its clocks; a person answers and resolves it;
the member says that it helped. What the member proposed becomes a product, and brings points once.
All who reported hear of the fix, and a month later the brand reads whether it helped.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.common import server
from services.common.cel import compile_condition
from services.common.clock import ManualClock
from services.common.mongo import Database
from services.common.settings import ServerSettings
from services.points.context import PointsContext
from services.points.intake.api import to_member_events
from services.points.intake.commands import follow_members
from services.points.ledger.commands.ledger import Ledger
from services.points.programme.commands import Programmes
from services.points.programme.domain.published import ProgrammePublished
from services.points.sections import SECTIONS
from tessera.feedback.v1 import feedback_pb2 as pb
from tessera.feedback.v1 import figures_pb2, follow_up_pb2, ideas_pb2
from tessera.members.v1 import activities_pb2_grpc, contacts_pb2_grpc, events_pb2, events_pb2_grpc
from tessera.types.v1 import types_pb2
from tests.activities import document
from tests.component.feedback.conftest import started, submission, until
from tests.component.feedback.follow_up.four_brands import (
    ADA,
    DAY,
    OTHERS,
    REPORTERS,
    STORIES,
    Story,
    Told,
)
from tests.component.feedback.ideas.co_creation import ActivitiesServer
from tests.component.feedback.members_server import MembersFeedServer
from tests.fakes import FakeLedgerStore
from tests.fakes_points import FakeProgrammeStore, FakeStandingStore

POINTS = "POINTS"


@pytest.fixture(params=STORIES, ids=lambda story: story.brand)
async def told(request: Any, db: Database, keys_dir: Path) -> AsyncIterator[Told]:
    """A brand's service, with its example programme in force."""
    story: Story = request.param
    feed, activities = MembersFeedServer(), ActivitiesServer()  # type: ignore[abstract]
    running = await server.start(
        name="members",
        settings=ServerSettings(keys_dir=keys_dir),
        register=[
            lambda s: events_pb2_grpc.add_EventsServicer_to_server(feed, s),
            lambda s: activities_pb2_grpc.add_ActivitiesServicer_to_server(activities, s),
            lambda s: contacts_pb2_grpc.add_ContactsServicer_to_server(feed.contacts, s),
        ],
    )
    await feed.publish(story.brand, document(story.brand))

    async def in_force() -> bool:
        return await db["programmes"].count_documents({}) == 1

    async with started(db, keys_dir, running.address) as feedback:
        await until(in_force)
        yield Told(story, feed, activities, feedback, db)
    await running.stop(0)


async def test_a_report_goes_all_the_way_to_what_its_fix_brought(told: Told) -> None:
    await told.enrol_all()
    item = await _reported_and_understood(told)
    await _answered_in_time(told, item)
    await _resolved_and_rated(told, item)
    await _an_idea_of_hers_is_rewarded_once(told)
    fix = await _everyone_who_reported_hears_of_the_fix(told, item)
    await _a_month_later_its_effect_is_known(told, fix)


async def _reported_and_understood(told: Told) -> pb.Feedback:
    story = told.story
    made = (await told.ada.SubmitFeedback(submission(story.words))).feedback
    await told.hears("feedback_received")
    item = await told.item(made.id)
    assert story.topic in item.topics
    assert item.intent == pb.INTENT_COMPLAINS
    told_of = (item.category, item.priority, item.team)
    assert told_of == (story.category, story.priority, story.team)
    # Of a team that shares by load, anyone: all have nothing to do.
    assert item.assignee in story.people
    assert item.response_due_time.ToDatetime(UTC) == story.respond_by
    assert item.resolution_due_time.ToDatetime(UTC) == story.resolve_by
    # The receipt was automatic: nobody has answered yet.
    assert not item.HasField("first_response_time")
    return item


async def _answered_in_time(told: Told, item: pb.Feedback) -> None:
    [first] = [each for each in item.clocks if each.kind == pb.CLOCK_KIND_FIRST_RESPONSE]
    told.clock.set(first.warn_time.ToDatetime(UTC))

    def is_warned(now: pb.Feedback) -> bool:
        return any(each.HasField("warned_time") for each in now.clocks)

    warned = await told.when(item.id, is_warned)
    assert not any(each.HasField("late_time") for each in warned.clocks)
    move = pb.MoveFeedbackRequest(
        request_id="m1",
        feedback_id=item.id,
        state=pb.FEEDBACK_STATE_ASSIGNED,
        assignee=item.assignee or "op-chen",
        note="calls the store",
    )
    await told.staff.MoveFeedback(move)
    reply = pb.ReplyFeedbackRequest(request_id="a1", feedback_id=item.id, message="我们正在核实")
    answered = (await told.staff.ReplyFeedback(reply)).feedback
    assert answered.first_response_time.ToDatetime(UTC) <= told.story.respond_by
    await told.hears("feedback_replied")


async def _resolved_and_rated(told: Told, item: pb.Feedback) -> None:
    move = pb.MoveFeedbackRequest(
        request_id="m2", feedback_id=item.id, state=pb.FEEDBACK_STATE_RESOLVED, message="已处理"
    )
    await told.staff.MoveFeedback(move)
    await told.hears("feedback_resolved")

    async def is_to_be_asked() -> bool:
        return await told.db["timers"].count_documents({"kind": "feedback_ask"}) == 1

    await until(is_to_be_asked)
    told.clock.advance(timedelta(hours=24))
    await told.hears("feedback_ask")
    rating = pb.RateFeedbackRequest(request_id="q1", feedback_id=item.id, score=5)
    assert (await told.ada.RateFeedback(rating)).feedback.rating == 5
    asked = figures_pb2.GetFeedbackFiguresRequest()
    total = (await told.figures.GetFeedbackFigures(asked)).total
    assert (total.rated, total.csat_percent) == (1, 100)
    assert (total.in_time, total.in_time_percent) == (1, 100)


async def _an_idea_of_hers_is_rewarded_once(told: Told) -> None:
    story = told.story
    wish = ideas_pb2.ProposeIdeaRequest(request_id="p1", title=story.idea[:20], text=story.idea)
    idea = (await told.ideas.ProposeIdea(wish)).idea
    if idea.state == ideas_pb2.IDEA_STATE_PENDING:
        opened = ideas_pb2.ModerateIdeaRequest(request_id="p2", idea_id=idea.id, open=True)
        await told.shelves.ModerateIdea(opened)
    for shelf in (ideas_pb2.IDEA_SHELF_INCUBATING, ideas_pb2.IDEA_SHELF_IMPLEMENTED):
        move = ideas_pb2.MoveIdeaRequest(
            request_id=f"p3/{shelf}",
            idea_id=idea.id,
            shelf=shelf,
            reason="很多会员想要",
            project=types_pb2.LocalizedText(zh="新品", en="New"),
        )
        await told.shelves.MoveIdea(move)
        assert (await told.shelves.MoveIdea(move)).replayed
    await told.hears("idea_made")
    [(brand, done)] = [each for each in told.activities.recorded if each[1].channel == "ideas"]
    assert (brand, done.member_id) == (story.brand, ADA)
    assert await _points_of(told, done) == story.reward


async def _points_of(told: Told, done: types_pb2.Activity) -> int:
    """What the ledger has of the member once the activity came to it, twice."""
    programmes = Programmes(FakeProgrammeStore(), compile_condition, SECTIONS)
    clock = ManualClock(told.clock.now())
    ledger = Ledger(FakeLedgerStore(), clock)
    ctx = PointsContext(ledger, programmes, FakeStandingStore(), clock)
    brand = told.story.brand
    published = ProgrammePublished(brand, 1, document(brand), clock.now())
    await follow_members(ctx, [published])
    recorded = events_pb2.ActivityRecorded(activity=done)
    event = events_pb2.Event(brand=brand, member_id=ADA, activity_recorded=recorded)
    event.record_time.FromDatetime(clock.now())
    for _ in range(2):
        await follow_members(ctx, to_member_events(event))
    [balance] = await ledger.balances(brand, [(ADA, POINTS)], clock.now())
    return balance.posted


async def _everyone_who_reported_hears_of_the_fix(told: Told, item: pb.Feedback) -> str:
    said = [
        pb.FeedbackSubmission(
            channel="review",
            channel_event_id=each,
            text=f"{told.story.words}，第 {number} 次",
            member_id=each,
        )
        for number, each in enumerate(REPORTERS[1:], start=2)
    ]
    batch = pb.SubmitFeedbackBatchRequest(items=said)
    results = (await told.staff.SubmitFeedbackBatch(batch)).results
    assert not [each for each in results if each.reason]
    group = (await told.when(item.id, lambda now: bool(now.group))).group
    asked = follow_up_pb2.PreviewFixRequest(group=group)

    async def all_are_alike() -> bool:
        return (await told.fixes.PreviewFix(asked)).reporters == len(REPORTERS)

    await until(all_are_alike)
    announced = follow_up_pb2.AnnounceFixRequest(request_id="f1", group=group, is_public=True)
    announced.title.zh, announced.title.en = "已解决", "Solved"
    announced.text.zh, announced.text.en = "问题已修复", "It is mended"
    fix = (await told.fixes.AnnounceFix(announced)).fix
    assert (await told.fixes.AnnounceFix(announced)).replayed
    await told.fix(lambda now: now.HasField("complete_time") and now.told == len(REPORTERS))
    for each in (ADA, REPORTERS[-1]):
        await told.hears("issue_fixed", each)
    [notice] = (await told.fixes.ListNotices(follow_up_pb2.ListNoticesRequest())).notices
    assert notice.id == fix.id
    return fix.id


async def _a_month_later_its_effect_is_known(told: Told, fix_id: str) -> None:
    # Half of those who reported buy again, and a quarter of the others.
    bought = [*REPORTERS[::2], *OTHERS[::4]]

    async def cohort_is_chosen() -> bool:
        return await told.db["fix_cohorts"].count_documents({}) > 0

    await until(cohort_is_chosen)
    for number, each in enumerate(bought):
        await told.order(each, told.clock.now() + 3 * DAY, f"after{number}")

    async def all_are_known() -> bool:
        known = [each async for each in told.db["activity_days"].find({})]
        return sum(len(each["ordered"]) for each in known) == len(REPORTERS + OTHERS + bought)

    await until(all_are_known)
    told.clock.advance(32 * DAY)
    fix = await told.fix(lambda now: now.effect.complete)
    assert fix.id == fix_id
    effect = fix.effect
    assert (effect.days, effect.matched, effect.compared) == (30, len(REPORTERS), len(OTHERS))
    repurchase = effect.repurchase
    assert repurchase.difference_millionths == 250_000
    assert repurchase.low_millionths < 250_000 < repurchase.high_millionths
