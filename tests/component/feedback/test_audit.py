"""What operators do with feedback stands in the audit log."""

from collections.abc import Awaitable
from datetime import timedelta
from typing import Any

import pytest

from services.common.auth import Caller, Role
from services.common.mongo import Database
from services.feedback.insight.domain.alarms import Alarm, Finding
from services.feedback.insight.domain.threshold import TodoWish
from services.feedback.insight.domain.todo import todo_of
from services.feedback.insight.storage.todos import MongoTodos
from services.feedback.insight.storage.told import MongoTold
from services.feedback.programme.domain import Text
from services.feedback.reach.domain.touch import State, Touch
from services.feedback.reach.domain.wish import Occasion, Wish
from services.feedback.reach.storage.documents import to_document
from services.feedback.wiring import PROTO_SERVICES
from tessera.feedback.v1 import (
    experiments_pb2,
    experiments_pb2_grpc,
    follow_up_pb2,
    ideas_pb2,
    ideas_pb2_grpc,
    insight_pb2,
    insight_pb2_grpc,
    journeys_pb2,
    journeys_pb2_grpc,
    offers_pb2,
    partners_pb2,
    partners_pb2_grpc,
    reach_pb2,
    reach_pb2_grpc,
    surveys_pb2,
)
from tessera.feedback.v1 import feedback_pb2 as pb
from tessera.feedback.v1.feedback_pb2_grpc import FeedbackItemsStub
from tessera.feedback.v1.surveys_pb2_grpc import SurveysStub
from tessera.types.v1 import types_pb2
from tests.component.audited import check_audited, entries
from tests.component.feedback.conftest import NOON, TEA, Feedback, until
from tests.component.feedback.imports.audited import feedback_files
from tests.component.feedback.members_server import MembersFeedServer
from tests.component.feedback.topics.audited import topic_acts
from tests.scopes import EVERY_SCOPE

TEXT = "我的奶茶里有头发"


@pytest.fixture
def programme() -> dict[str, Any]:
    """With the slots of its content calendar, since one is restored."""
    return TEA


async def test_every_method_that_writes_leaves_an_entry(
    feedback: Feedback, db: Database, members: tuple[MembersFeedServer, str]
) -> None:
    channel = feedback._channel(Caller("tea", "ann", Role.OPERATOR, scopes=EVERY_SCOPE))
    staff = FeedbackItemsStub(channel)
    made: list[str] = []
    # A member who answers by telephone, for whom an operator writes it down.
    surveys = SurveysStub(channel)
    await members[0].order("tea", "mem_1", NOON)
    offers: list[str] = []

    async def is_offered() -> bool:
        request = surveys_pb2.ListMemberSurveysRequest(member_id="mem_1")
        offers[:] = [each.id for each in (await surveys.ListMemberSurveys(request)).surveys]
        return bool(offers)

    await until(is_offered)
    reply = surveys_pb2.SurveyReply(question="likely", number=8)
    next_offers = feedback.offers()
    await members[0].enrol("tea", "mem_n")

    async def is_known() -> bool:
        asked = offers_pb2.ListNextOffersRequest(member_id="mem_n")
        return bool((await next_offers.ListNextOffers(asked)).offers)

    await until(is_known)

    async def submit() -> None:
        request = pb.SubmitFeedbackRequest(request_id="s1", channel="app", text=TEXT)
        made.append((await staff.SubmitFeedback(request)).feedback.id)
        await feedback.routed(made[0])

    partners: partners_pb2_grpc.PartnersAsyncStub = partners_pb2_grpc.PartnersStub(channel)
    experiments: experiments_pb2_grpc.ExperimentsAsyncStub = experiments_pb2_grpc.ExperimentsStub(
        channel
    )
    journeys: journeys_pb2_grpc.JourneysAsyncStub = journeys_pb2_grpc.JourneysStub(channel)
    hooks: list[str] = []

    async def hook() -> None:
        request = partners_pb2.CreateEndpointRequest(
            request_id="h1", url="https://crm.partner.example/"
        )
        hooks.append((await partners.CreateEndpoint(request)).endpoint.id)

    def replay() -> Awaitable[object]:
        asked = partners_pb2.ReplayRequest(request_id="h4", endpoint_id=hooks[0])
        asked.from_time.FromDatetime(feedback.clock.now() - timedelta(days=1))
        return partners.Replay(asked)

    async def resend() -> None:
        # The member's event is queued for the endpoint, whose name nobody knows.
        async def is_queued() -> bool:
            return await db.webhook_deliveries.count_documents({}) > 0

        await partners.UpdateEndpoint(
            partners_pb2.UpdateEndpointRequest(request_id="h5", endpoint_id=hooks[0], enabled=True)
        )
        await staff.SubmitFeedback(
            pb.SubmitFeedbackRequest(request_id="s9", channel="app", text="ok")
        )
        await until(is_queued)
        found = await db.webhook_deliveries.find_one({})
        assert found is not None
        await partners.ResendDelivery(
            partners_pb2.ResendDeliveryRequest(request_id="h6", delivery_id=found["_id"])
        )

    follow_up = feedback.follow_up()
    fixes: list[str] = []

    async def announce() -> None:
        async def is_grouped() -> bool:
            return await db.alike_groups.count_documents({}) > 0

        await until(is_grouped)
        found = await db.alike_groups.find_one({})
        assert found is not None
        asked = follow_up_pb2.AnnounceFixRequest(
            request_id="f1", group=found["_id"].removeprefix("tea/"), is_public=True
        )
        asked.title.zh, asked.title.en = "已解决", "Fixed"
        asked.text.zh, asked.text.en = "已更换设备", "New machines"
        fixes.append((await follow_up.AnnounceFix(asked)).fix.id)

    # Ideas of members who said them at a counter.
    ideas: ideas_pb2_grpc.IdeasAsyncStub = ideas_pb2_grpc.IdeasStub(channel)
    trials: ideas_pb2_grpc.TrialsAsyncStub = ideas_pb2_grpc.TrialsStub(channel)
    name = types_pb2.LocalizedText(zh="春茶", en="Spring tea")
    proposed: list[str] = []
    opened: list[str] = []

    async def propose() -> None:
        for n in range(2):
            request = ideas_pb2.ProposeIdeaRequest(
                request_id=f"i{n}", member_id="mem_1", title="少糖", text=TEXT
            )
            proposed.append((await ideas.ProposeIdea(request)).idea.id)

    async def moderate() -> None:
        request = ideas_pb2.ProposeIdeaRequest(
            request_id="i9", member_id="mem_1", title="快来", text="加微信"
        )
        waits = (await ideas.ProposeIdea(request)).idea.id
        await ideas.ModerateIdea(
            ideas_pb2.ModerateIdeaRequest(request_id="i10", idea_id=waits, open=True)
        )

    async def open_trial() -> None:
        request = ideas_pb2.OpenTrialRequest(
            request_id="i7",
            idea_id=proposed[0],
            name=name,
            places=1,
            closes="2026-03-09",
            member_ids=["mem_1"],
        )
        opened.append((await trials.OpenTrial(request)).trial.id)

    reach: reach_pb2_grpc.ReachAsyncStub = reach_pb2_grpc.ReachStub(channel)

    async def resend_touch() -> None:
        wish = Wish("tch_1", "mem_1", Occasion("birthday"), NOON, "birthday")
        failed = Touch(wish, NOON, State.FAILED, message="birthday")
        await db["touches"].insert_one(to_document("tea", failed))
        await reach.ResendTouch(reach_pb2.ResendTouchRequest(request_id="t9", touch_id="tch_1"))

    insight: insight_pb2_grpc.InsightAsyncStub = insight_pb2_grpc.InsightStub(channel)

    async def move_alarm() -> None:
        found = Finding(20, 10, 5, 15, 100)
        alarm = Alarm("a1", "tea", "orders", NOON.date(), found, NOON, NOON)
        await MongoTold(db, feedback.clock).add_alarm(alarm)
        await insight.MoveMetricAlarm(
            insight_pb2.MoveMetricAlarmRequest(
                request_id="alarm1",
                alarm_id="a1",
                state=insight_pb2.METRIC_ALARM_STATE_CLOSED,
                words="a holiday",
            )
        )

    async def move_todo() -> None:
        found = Finding(20, 10, 5, 15, 100)
        alarm = Alarm("a1", "tea", "orders", NOON.date(), found, NOON, NOON)
        wish = TodoWish(Text("致电", "Call"), timedelta(hours=1))
        await MongoTodos(db, feedback.clock).open(todo_of(alarm, "t", wish, NOON))
        state = insight_pb2.METRIC_TODO_STATE_DONE
        await insight.MoveMetricTodo(
            insight_pb2.MoveMetricTodoRequest(request_id="todo1", todo_id="a1-t", state=state)
        )

    await check_audited(
        channel,
        PROTO_SERVICES,
        {
            "feedback.Ideas.ProposeIdea": propose,
            "feedback.Ideas.VoteIdea": lambda: ideas.VoteIdea(
                ideas_pb2.VoteIdeaRequest(
                    request_id="i2", member_id="mem_1", idea_id=proposed[0], voted=True
                )
            ),
            "feedback.Ideas.AnswerIdea": lambda: ideas.AnswerIdea(
                ideas_pb2.AnswerIdeaRequest(request_id="i3", idea_id=proposed[0], answer=name)
            ),
            "feedback.Ideas.MergeIdeas": lambda: ideas.MergeIdeas(
                ideas_pb2.MergeIdeasRequest(
                    request_id="i4", idea_id=proposed[1], into_idea_id=proposed[0]
                )
            ),
            "feedback.Ideas.MoveIdea": lambda: ideas.MoveIdea(
                ideas_pb2.MoveIdeaRequest(
                    request_id="i5",
                    idea_id=proposed[0],
                    shelf=ideas_pb2.IDEA_SHELF_INCUBATING,
                    reason="many want it",
                    project=name,
                )
            ),
            **topic_acts(channel, db, TEXT),
            "feedback.Trials.OpenTrial": open_trial,
            "feedback.Trials.AnswerTrial": lambda: trials.AnswerTrial(
                ideas_pb2.AnswerTrialRequest(
                    request_id="i8", member_id="mem_1", trial_id=opened[0], accept=True
                )
            ),
            "feedback.Ideas.ModerateIdea": moderate,
            "feedback.Insight.MoveMetricAlarm": move_alarm,
            "feedback.Insight.MoveMetricTodo": move_todo,
            "feedback.Reach.ResendTouch": resend_touch,
            **feedback_files(channel),
            "feedback.Partners.CreateEndpoint": hook,
            "feedback.Partners.SendTest": lambda: partners.SendTest(
                partners_pb2.SendTestRequest(request_id="h8", endpoint_id=hooks[0])
            ),
            "feedback.Partners.UpdateEndpoint": lambda: partners.UpdateEndpoint(
                partners_pb2.UpdateEndpointRequest(request_id="h2", endpoint_id=hooks[0])
            ),
            "feedback.Partners.RotateSecret": lambda: partners.RotateSecret(
                partners_pb2.RotateSecretRequest(request_id="h3", endpoint_id=hooks[0])
            ),
            "feedback.Partners.ResendDelivery": resend,
            "feedback.Partners.Replay": replay,
            "feedback.Partners.DeleteEndpoint": lambda: partners.DeleteEndpoint(
                partners_pb2.DeleteEndpointRequest(request_id="h7", endpoint_id=hooks[0])
            ),
            "feedback.Experiments.StartExperiment": lambda: experiments.StartExperiment(
                experiments_pb2.StartExperimentRequest(request_id="x1", code="check_in_hint")
            ),
            "feedback.Experiments.AdvanceExperiment": lambda: experiments.AdvanceExperiment(
                experiments_pb2.AdvanceExperimentRequest(request_id="x2", code="check_in_hint")
            ),
            "feedback.Experiments.StopExperiment": lambda: experiments.StopExperiment(
                experiments_pb2.StopExperimentRequest(
                    request_id="x3", code="check_in_hint", words="It is decided"
                )
            ),
            "feedback.Journeys.PauseJourney": lambda: journeys.PauseJourney(
                journeys_pb2.PauseJourneyRequest(request_id="j1", journey="first_week")
            ),
            "feedback.Journeys.ResumeJourney": lambda: journeys.ResumeJourney(
                journeys_pb2.ResumeJourneyRequest(request_id="j2", journey="first_week")
            ),
            "feedback.Reach.SwitchMessage": lambda: feedback.reach().SwitchMessage(
                reach_pb2.SwitchMessageRequest(
                    request_id="switch1", message="birthday", off=True, reason="a wrong price"
                )
            ),
            "feedback.FeedbackItems.SubmitFeedback": submit,
            "feedback.FeedbackItems.SubmitFeedbackBatch": lambda: staff.SubmitFeedbackBatch(
                pb.SubmitFeedbackBatchRequest(
                    items=[pb.FeedbackSubmission(channel="review", channel_event_id="1", text=TEXT)]
                )
            ),
            "feedback.FeedbackItems.ReplyFeedback": lambda: staff.ReplyFeedback(
                pb.ReplyFeedbackRequest(request_id="r1", feedback_id=made[0], message="抱歉")
            ),
            "feedback.FeedbackItems.ContinueFeedback": lambda: staff.ContinueFeedback(
                pb.ContinueFeedbackRequest(request_id="g1", feedback_id=made[0], text=TEXT)
            ),
            "feedback.FeedbackItems.NoteFeedback": lambda: staff.NoteFeedback(
                pb.NoteFeedbackRequest(request_id="o1", feedback_id=made[0], note="老客")
            ),
            "feedback.FeedbackItems.RerouteFeedback": lambda: staff.RerouteFeedback(
                pb.RerouteFeedbackRequest(
                    request_id="t1",
                    feedback_id=made[0],
                    category="food_safety",
                    priority=pb.PRIORITY_URGENT,
                    team="quality",
                )
            ),
            "feedback.Insight.PutChannelCosts": lambda: insight.PutChannelCosts(
                insight_pb2.PutChannelCostsRequest(
                    request_id="c1",
                    month="2026-02",
                    costs=[insight_pb2.ChannelCost(channel="stores", minor_units=100)],
                )
            ),
            "feedback.NextOffers.ShowNextOffers": lambda: next_offers.ShowNextOffers(
                offers_pb2.ShowNextOffersRequest(
                    request_id="n1", member_id="mem_n", offers=["fruit_season"]
                )
            ),
            "feedback.NextOffers.DeclineNextOffer": lambda: next_offers.DeclineNextOffer(
                offers_pb2.DeclineNextOfferRequest(
                    request_id="n2", member_id="mem_n", offer="fruit_season"
                )
            ),
            "feedback.FollowUp.AnnounceFix": announce,
            "feedback.FollowUp.WithdrawNotice": lambda: follow_up.WithdrawNotice(
                follow_up_pb2.WithdrawNoticeRequest(request_id="f2", fix_id=fixes[0])
            ),
            "feedback.FeedbackItems.MoveFeedback": lambda: staff.MoveFeedback(
                pb.MoveFeedbackRequest(
                    request_id="m1",
                    feedback_id=made[0],
                    state=pb.FEEDBACK_STATE_ASSIGNED,
                    assignee="li",
                    note="to the store",
                )
            ),
            "feedback.Surveys.AnswerSurvey": lambda: surveys.AnswerSurvey(
                surveys_pb2.AnswerSurveyRequest(
                    request_id="v1",
                    member_id="mem_1",
                    offer_id=offers[0],
                    replies=[reply],
                    complete=True,
                )
            ),
        },
        exempt={
            **{
                f"feedback.Broadcasts.{each}": "it needs segments: broadcasts/"
                for each in (
                    *("DraftBroadcast", "TestBroadcast", "ApproveBroadcast", "StopBroadcast"),
                    "SendBroadcastWinner",
                )
            },
            "feedback.GroupPosts.PostToGroup": "it needs groups: group_posts/",
            "feedback.Experiments.UseExperiment": "a member's front end asks, and no operator",
            "feedback.Reach.OpenMessage": "a member opens it, and no operator",
            "feedback.Subscriptions.GrantSubscriptions": "members allow, and they are no operators",
            "feedback.Subscriptions.TakeWechatPush": "the gateway hands it on, and no operator",
            "feedback.Reach.TakeReceipts": "the gateway hands it on, and no operator",
            "feedback.Reach.TakeOptOut": "the gateway hands it on, and no operator",
            "feedback.FeedbackItems.RateFeedback": "members rate, and they are no operators",
        },
    )
    moved = (await entries(channel))[1]
    assert (moved.request_id, moved.reason) == ("m1", "to the store")
    assert [(one.name, one.value) for one in moved.objects] == [
        ("feedback_id", made[0]),
        ("state", "FEEDBACK_STATE_ASSIGNED"),
    ]
    assert [(one.name, one.value) for one in moved.after][-1] == ("state", "assigned")
    # No word of a member or to one.
    kept = str(await db.audit.find({}).to_list(None))
    assert TEXT not in kept
    assert "抱歉" not in kept


async def test_a_repeat_leaves_no_second_entry_and_a_member_none(feedback: Feedback) -> None:
    channel = feedback._channel(Caller("tea", "ann", Role.OPERATOR, scopes=EVERY_SCOPE))
    staff = FeedbackItemsStub(channel)
    request = pb.SubmitFeedbackRequest(request_id="s1", channel="app", text=TEXT)
    for _ in range(2):
        await staff.SubmitFeedback(request)
    await feedback.member("mem_1").SubmitFeedback(
        pb.SubmitFeedbackRequest(request_id="s2", channel="app", text=TEXT)
    )
    [entry] = await entries(channel)
    assert entry.request_id == "s1"
