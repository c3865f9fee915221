"""Who works for certain stores sees and answers what is said about these alone."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from google.protobuf.message import Message

from services.common.auth import Caller, Role
from services.feedback.wiring import PROTO_SERVICES
from tessera.feedback.v1 import feedback_pb2 as pb
from tessera.feedback.v1 import figures_pb2, insight_pb2, presence_pb2, reach_pb2
from tests.component.feedback.conftest import Feedback
from tests.component.stores import MANAGER, OURS, THEIRS, Asked, check_stores
from tests.scopes import EVERY_SCOPE

STORES = (OURS, THEIRS, "")
NOT_FOUND = "FEEDBACK_NOT_FOUND", ""
NOT_YOURS = "STORE_NOT_YOURS", "store_id"


async def test_a_manager_of_a_store_sees_and_answers_the_feedback_of_this_store(
    feedback: Feedback,
) -> None:
    till = feedback.items(Caller("tea", "pos", Role.CHANNEL))
    ids = {}
    for store in STORES:
        request = pb.SubmitFeedbackRequest(
            request_id=f"s-{store}",
            channel="pos",
            text="三分糖还是太甜",
            member_id="mem_ann",
            store_id=store,
        )
        ids[store] = (await till.SubmitFeedback(request)).feedback.id

    def of_item(make: Callable[[str, str], Message]) -> Mapping[str, Message]:
        return {store: make(id_, f"r-{store}") for store, id_ in ids.items()}

    said = {
        store: pb.SubmitFeedbackRequest(
            request_id=f"t-{store}", channel="pos", text="排队太久", store_id=store
        )
        for store in STORES
    }
    several = {
        store: pb.SubmitFeedbackBatchRequest(
            items=[
                pb.FeedbackSubmission(
                    channel="pos", channel_event_id=f"e-{store}", text="太吵", store_id=store
                )
            ]
        )
        for store in STORES
    }
    asked: Asked = {
        "FeedbackItems.SubmitFeedback": (said, *NOT_YOURS),
        "FeedbackItems.SubmitFeedbackBatch": (several, *NOT_YOURS),
        "FeedbackItems.GetFeedback": (
            of_item(lambda id_, _: pb.GetFeedbackRequest(feedback_id=id_)),
            *NOT_FOUND,
        ),
        "FeedbackItems.ListFeedback": (
            {s: pb.ListFeedbackRequest(store_id=s) for s in (OURS, THEIRS)},
            *NOT_YOURS,
        ),
        "FeedbackItems.CountFeedback": ({OURS: pb.CountFeedbackRequest()}, *NOT_YOURS),
        "FeedbackItems.BatchListMemberFeedback": (
            {OURS: pb.BatchListMemberFeedbackRequest(member_ids=["mem_ann"])},
            *NOT_YOURS,
        ),
        "FeedbackItems.MoveFeedback": (
            of_item(
                lambda id_, key: pb.MoveFeedbackRequest(
                    request_id=f"m{key}", feedback_id=id_, state=pb.FEEDBACK_STATE_CLOSED
                )
            ),
            *NOT_FOUND,
        ),
        "FeedbackItems.ContinueFeedback": (
            of_item(
                lambda id_, key: pb.ContinueFeedbackRequest(
                    request_id=f"c{key}", feedback_id=id_, text="还有"
                )
            ),
            *NOT_FOUND,
        ),
        "FeedbackItems.RerouteFeedback": (
            of_item(
                lambda id_, key: pb.RerouteFeedbackRequest(
                    request_id=f"q{key}",
                    feedback_id=id_,
                    priority=pb.PRIORITY_URGENT,
                )
            ),
            *NOT_FOUND,
        ),
        "FeedbackItems.NoteFeedback": (
            of_item(
                lambda id_, key: pb.NoteFeedbackRequest(
                    request_id=f"n{key}", feedback_id=id_, note="查"
                )
            ),
            *NOT_FOUND,
        ),
        "FeedbackItems.ReplyFeedback": (
            of_item(
                lambda id_, key: pb.ReplyFeedbackRequest(
                    request_id=f"p{key}", feedback_id=id_, message="抱歉"
                )
            ),
            *NOT_FOUND,
        ),
        # A member's messages; those of all members are the brand's.
        "Reach.ListTouches": (
            {
                OURS: reach_pb2.ListTouchesRequest(member_id="mem_ann"),
                "": reach_pb2.ListTouchesRequest(message="birthday"),
            },
            *("STORES_ONLY", ""),
        ),
        "FeedbackFigures.GetFeedbackFigures": (
            {OURS: figures_pb2.GetFeedbackFiguresRequest()},
            *NOT_YOURS,
        ),
        "Insight.GetMetric": (
            {
                store: insight_pb2.GetMetricRequest(metric="orders", store_id=store)
                for store in STORES
            },
            *NOT_YOURS,
        ),
        "Presence.ListReaders": (
            of_item(lambda id_, _: presence_pb2.ListReadersRequest(feedback_id=id_)),
            *NOT_FOUND,
        ),
    }
    await check_stores(feedback.running.address, feedback.issuer, PROTO_SERVICES, asked)
    manager = feedback.items(MANAGER)
    listed = (await manager.ListFeedback(pb.ListFeedbackRequest())).feedback
    assert ids[OURS] in {each.id for each in listed}
    assert {each.store_id for each in listed} == {OURS}
    counted = (await manager.CountFeedback(pb.CountFeedbackRequest())).counts
    whole = (await feedback.operator().CountFeedback(pb.CountFeedbackRequest())).counts
    assert 0 < sum(each.count for each in counted) < sum(each.count for each in whole)
    feedback.clock.advance(timedelta(minutes=1))
    head_office = Caller("tea", "ann", Role.OPERATOR, scopes=EVERY_SCOPE)
    ours, brands = [
        await feedback.figures(each).GetFeedbackFigures(figures_pb2.GetFeedbackFiguresRequest())
        for each in (MANAGER, head_office)
    ]
    # Two were said to this store by the manager, who was refused at the others.
    assert (ours.total.taken, brands.total.taken) == (3, 5)
    assert (ours.total.open, brands.total.open) == (2, 4)
    assert [each.team for each in ours.teams if not each.taken] == []
    read = pb.BatchListMemberFeedbackRequest(member_ids=["mem_ann"])
    (member,) = (await manager.BatchListMemberFeedback(read)).members
    assert [each.id for each in member.feedback] == [ids[OURS]]
