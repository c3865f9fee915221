"""Feedback follows the programmes of members, and takes in without them."""

from copy import deepcopy

from services.common.auth import ALL_BRANDS, Role
from services.common.mongo import Database
from tessera.feedback.v1 import feedback_pb2 as pb
from tests.component.feedback.conftest import TEA, Feedback, submission, until
from tests.component.feedback.members_server import MembersFeedServer

Members = tuple[MembersFeedServer, str]


async def test_while_members_is_down_feedback_is_taken_in(alone: Feedback) -> None:
    item = (await alone.member("mem_1").SubmitFeedback(submission())).feedback
    assert item.state == pb.FEEDBACK_STATE_NEW
    assert (item.category, item.priority) == ("", pb.PRIORITY_UNSPECIFIED)
    assert await alone.member("mem_1").GetFeedback(pb.GetFeedbackRequest(feedback_id=item.id))


async def test_a_waiting_item_is_routed_when_the_programme_arrives(
    feedback: Feedback, members: Members
) -> None:
    item = (await feedback.member("mem_1", "car").SubmitFeedback(submission())).feedback
    assert item.state == pb.FEEDBACK_STATE_NEW
    await members[0].enrol("car", "mem_1")
    await members[0].publish("car", TEA)
    routed = await feedback.routed(item.id, "car")
    assert (routed.state, routed.category) == (pb.FEEDBACK_STATE_TRIAGED, "store_service")
    assert [m.message for m in routed.timeline] == ["", "您的反馈已收到，我们会尽快处理。"]
    assert members[0].callers == {(ALL_BRANDS, Role.SERVICE)}


async def test_a_new_version_routes_from_then_on(
    feedback: Feedback, members: Members, db: Database
) -> None:
    changed = deepcopy(TEA)
    changed["feedback"]["routing"] = [
        {"when": "feedback.anonymous", "category": "x", "priority": "urgent", "team": "y"}
    ]
    before = await db["programmes"].find_one({"_id": "tea"})
    await members[0].publish("tea", changed, version=2)

    async def changed_over() -> bool:
        return await db["programmes"].find_one({"_id": "tea"}) != before

    await until(changed_over)
    anonymous = await feedback.till().SubmitFeedback(submission("Nice"))
    assert (anonymous.feedback.category, anonymous.feedback.team) == ("x", "y")
    # No rule wants this one, so a person has to look.
    named = await feedback.member("mem_1").SubmitFeedback(submission("Nice", "r2"))
    assert (named.feedback.category, named.feedback.priority) == ("", pb.PRIORITY_COMPLEX)
    # Retail still has its own.
    retail = await feedback.till("retail").SubmitFeedback(submission("Nice"))
    assert retail.feedback.category == "general"


async def test_a_programme_that_cannot_be_read_stops_neither_taking_in_nor_other_brands(
    feedback: Feedback, members: Members, db: Database
) -> None:
    await members[0].publish("car", "{not json")
    await members[0].publish("fashion", {"feedback": {"routing": [{"when": "true"}]}})
    broken_rule = {"when": "1 +", "category": "a", "priority": "urgent", "team": "b"}
    document = {"feedback": {"routing": [broken_rule, *TEA["feedback"]["routing"]]}}
    await members[0].publish("dealer", document)

    async def all_came() -> bool:
        # The last one published; the unreadable ones are not kept.
        return await db["programmes"].count_documents({"_id": "dealer"}) == 1

    await until(all_came)
    assert await db["programmes"].distinct("_id") == ["dealer", "retail", "tea"]
    states = {}
    for brand in ("car", "fashion", "dealer"):
        item = (await feedback.till(brand).SubmitFeedback(submission("Nice"))).feedback
        states[brand] = (item.state, item.category)
    assert states == {
        "car": (pb.FEEDBACK_STATE_NEW, ""),
        "fashion": (pb.FEEDBACK_STATE_NEW, ""),
        "dealer": (pb.FEEDBACK_STATE_TRIAGED, "general"),
    }
