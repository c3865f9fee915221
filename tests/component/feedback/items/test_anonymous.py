"""Anonymous words: nothing that the service keeps or publishes leads to their writer."""

from typing import Any

from services.common.auth import Caller, Role
from services.common.mongo import Database
from tessera.feedback.v1 import feedback_pb2 as pb
from tests.component.feedback.conftest import Feedback, submission
from tests.component.feedback.items.test_loop import move, refusal

WRITER = "mem_secret"
SAID: dict[str, Any] = {"text": "喝完拉肚子，店员还骂人", "store_id": "SH001", "anonymous": True}


async def test_nothing_kept_or_published_leads_to_the_writer(
    feedback: Feedback, db: Database
) -> None:
    member, operator = feedback.member(WRITER), feedback.operator()
    gateway = feedback.items(Caller("tea", "gateway", Role.SERVICE))
    # Whoever sends it: the gateway, which tells nobody's name, or a member by themselves.
    first = await gateway.SubmitFeedback(submission(request_id="g-1", **SAID))
    item = (await member.SubmitFeedback(submission(request_id="m-1", **SAID))).feedback
    assert (item.member_id, item.anonymous, item.team, item.assignee) == ("", True, "quality", "")
    assert [entry.actor for entry in item.timeline] == ["anonymous", "system"]
    # For the member that the gateway speaks for, it is a member's view.
    assert not first.feedback.clocks
    assert not first.feedback.HasField("sentiment")

    again = await member.SubmitFeedback(submission(request_id="m-1", **SAID))
    assert (again.replayed, again.feedback.id) == (True, item.id)
    other = submission(request_id="m-1", **(SAID | {"text": "没事"}))
    assert await refusal(member.SubmitFeedback(other)) == ("REQUEST_ID_REUSED", "request_id")

    get = pb.GetFeedbackRequest(feedback_id=item.id)
    assert (await refusal(member.GetFeedback(get)))[0] == "FEEDBACK_NOT_FOUND"
    mine = pb.BatchListMemberFeedbackRequest(member_ids=[WRITER])
    assert not (await member.BatchListMemberFeedback(mine)).members[0].feedback
    rate = pb.RateFeedbackRequest(request_id="rate", feedback_id=item.id, score=1)
    assert (await refusal(member.RateFeedback(rate)))[0] == "FEEDBACK_NOT_FOUND"

    leading: dict[str, Any] = {
        "member_id": WRITER,
        "order_id": "o-1",
        "channel_event_id": "e-1",
        "attachment_urls": [f"upload:tea/feedback/{WRITER}/0a.jpg"],
    }
    for field, value in leading.items():
        leads = submission(request_id="no", **SAID | {field: value})
        reason, told = await refusal(gateway.SubmitFeedback(leads))
        assert (reason, told.partition("[")[0]) == ("FEEDBACK_ANONYMOUS", field)

    # The team answers by what it does: nobody can be written to.
    reply = pb.ReplyFeedbackRequest(request_id="a1", feedback_id=item.id, message="抱歉")
    assert (await refusal(operator.ReplyFeedback(reply)))[0] == "FEEDBACK_ANONYMOUS"
    done = move(item.id, pb.FEEDBACK_STATE_RESOLVED, "m0", message="抱歉")
    assert await refusal(operator.MoveFeedback(done)) == ("FEEDBACK_ANONYMOUS", "message")
    taken = await operator.MoveFeedback(move(item.id, pb.FEEDBACK_STATE_ASSIGNED, "m1"))
    assert taken.feedback.HasField("first_response_time")
    assert pb.CLOCK_KIND_FIRST_RESPONSE not in {clock.kind for clock in taken.feedback.clocks}
    waits = move(item.id, pb.FEEDBACK_STATE_WAITING, "m2")
    assert await refusal(operator.MoveFeedback(waits)) == ("FEEDBACK_ANONYMOUS", "state")
    solved = await operator.MoveFeedback(move(item.id, pb.FEEDBACK_STATE_RESOLVED, "m3"))
    assert [entry.message for entry in solved.feedback.timeline[2:]] == ["", ""]

    kept: dict[str, str] = {}
    for name in await db.list_collection_names():
        async for document in db[name].find({}):
            kept[name] = kept.get(name, "") + repr(document)
    assert item.id in kept["feedback"]
    assert item.id.encode() in repr(kept["requests"]).encode()
    assert not [name for name, text in kept.items() if WRITER in text]
