"""A broadcast from its draft to the inboxes of a segment, and its stop."""

from datetime import timedelta
from typing import Any

from services.common.mongo import Database, Session, transact
from services.feedback.broadcasts.storage.broadcasts import SLICE_TIMER
from services.feedback.timers.domain import Timer
from services.feedback.timers.storage import set_timers
from tessera.feedback.v1 import broadcasts_pb2 as pb
from tessera.feedback.v1 import reach_pb2
from tests.component.feedback.broadcasts.conftest import (
    VIPS,
    SegmentsServer,
    draft,
    figures,
    known,
    refused,
)
from tests.component.feedback.conftest import STEADY, Feedback, until
from tests.component.feedback.members_server import MembersFeedServer

GATHERED = timedelta(minutes=11)


async def test_a_broadcast_is_previewed_approved_by_another_and_sent_once_to_each(
    feedback: Feedback, members: tuple[MembersFeedServer, str], db: Database
) -> None:
    feed, _ = members
    await known(feed, db, agreed=9)
    ann, ben = feedback.broadcasts("ann"), feedback.broadcasts("ben")
    drafted = await ann.DraftBroadcast(draft())
    id_ = drafted.broadcast.id
    assert (await ann.DraftBroadcast(draft())).broadcast == drafted.broadcast
    preview = await ann.PreviewBroadcast(pb.PreviewBroadcastRequest(broadcast_id=id_))
    assert (preview.members, preview.decided) == (12, 12)
    # Those without consent, and a few who are held out as the measure.
    assert [(each.check, each.count) for each in preview.figures.refused] == [("consent", 3)]
    assert preview.figures.sent + preview.figures.control == 9
    assert await db["touches"].count_documents({"broadcast": id_}) == 0
    approval = pb.ApproveBroadcastRequest(request_id="a1", broadcast_id=id_)
    assert await refused(ann.ApproveBroadcast, approval) == ("BROADCAST_OWN", "broadcast_id")
    approval.request_id = "a2"
    approved = await ben.ApproveBroadcast(approval)
    assert approved.broadcast.approved_by == "ben"
    again = pb.ApproveBroadcastRequest(request_id="a3", broadcast_id=id_)
    assert (await refused(ben.ApproveBroadcast, again))[0] == "BROADCAST_STATE"

    async def gone_through() -> bool:
        return (await figures(feedback, id_)).broadcast.state == pb.BROADCAST_STATE_SENT

    await until(gone_through)
    feedback.clock.advance(GATHERED)

    async def all_ended() -> bool:
        open_ones = {"broadcast": id_, "ended_at": None}
        return await db["touches"].count_documents(open_ones) == 0

    await until(all_ended)
    told = await figures(feedback, id_)
    # The preview was the decision.
    assert told.figures.sent == preview.figures.sent
    assert told.figures.control == preview.figures.control
    assert told.figures.refused == preview.figures.refused
    assert told.broadcast.members == 12
    assert await db["inbox"].count_documents({"broadcast": id_}) == told.figures.sent
    # Both operators stand in the audit log, with what they did.
    kept = await db["audit"].find({"kind": "audit"}).to_list(None)
    assert sorted((each["body"]["subject"], each["body"]["action"]) for each in kept) == [
        ("ann", "feedback.Broadcasts.DraftBroadcast"),
        ("ben", "feedback.Broadcasts.ApproveBroadcast"),
    ]
    # One of them reads it.
    sent = await db["touches"].find_one({"broadcast": id_, "state": "delivered"})
    assert sent is not None
    opening = reach_pb2.OpenMessageRequest(request_id="o1", message_id=sent["_id"])
    await feedback.reach(sent["member_id"]).OpenMessage(opening)
    assert (await figures(feedback, id_)).figures.opened == 1
    explained = await feedback.reach().ExplainTouch(
        reach_pb2.ExplainTouchRequest(touch_id=sent["_id"])
    )
    assert explained.touch.broadcast_id == id_


async def test_as_many_approve_as_the_programme_says_each_once_and_then_it_is_sent(
    feedback: Feedback, members: tuple[MembersFeedServer, str], db: Database
) -> None:
    feed, _ = members
    one = (await feedback.broadcasts("ann").DraftBroadcast(draft("d0"))).broadcast
    assert (one.approvals_needed, list(one.approvals)) == (1, [])
    cautious = {**STEADY["reach"], "approvals": {"marketing": 3}}
    await feed.publish("tea", {**STEADY, "reach": cautious})
    drafts: list[pb.Broadcast] = []

    async def is_in_force() -> bool:
        asked = draft(f"d{len(drafts) + 1}")
        drafts.append((await feedback.broadcasts("ann").DraftBroadcast(asked)).broadcast)
        return drafts[-1].approvals_needed == 3

    await until(is_in_force)
    id_ = drafts[-1].id

    async def approve(by: str, request_id: str) -> pb.ApproveBroadcastResponse:
        request = pb.ApproveBroadcastRequest(request_id=request_id, broadcast_id=id_)
        return await feedback.broadcasts(by).ApproveBroadcast(request)

    for count, by in enumerate(("ben", "cat"), 1):
        told = (await approve(by, by)).broadcast
        assert (told.state, told.approved_by) == (pb.BROADCAST_STATE_DRAFT, "")
        assert [each.operator for each in told.approvals] == ["ben", "cat"][:count]
        again = await approve(by, by)
        assert (again.replayed, again.broadcast) == (True, told)
    for by, reason in (("ann", "BROADCAST_OWN"), ("ben", "BROADCAST_APPROVED_BEFORE")):
        twice = pb.ApproveBroadcastRequest(request_id="twice", broadcast_id=id_)
        found = await refused(feedback.broadcasts(by).ApproveBroadcast, twice)
        assert found == (reason, "broadcast_id")
    # Nobody was gone through, whatever is said with too few words.
    assert (await figures(feedback, id_)).broadcast == told
    assert await db["touches"].count_documents({"broadcast": id_}) == 0
    last = (await approve("dan", "dan")).broadcast
    assert (last.state, last.approved_by) == (pb.BROADCAST_STATE_SENDING, "dan")
    assert [each.operator for each in last.approvals] == ["ben", "cat", "dan"]
    # The draft of before keeps the number of its day.
    on_one = pb.ApproveBroadcastRequest(request_id="one", broadcast_id=one.id)
    sent = (await feedback.broadcasts("ben").ApproveBroadcast(on_one)).broadcast
    assert sent.state == pb.BROADCAST_STATE_SENDING
    # A broadcast of a release before names the one who approved it.
    await db["broadcasts"].update_one({"_id": one.id}, {"$unset": {"approvals": 1, "needed": 1}})
    kept = (await figures(feedback, one.id)).broadcast
    assert [each.operator for each in kept.approvals] == ["ben"]


async def test_a_stop_ends_what_was_not_handed_over(
    feedback: Feedback, members: tuple[MembersFeedServer, str], db: Database
) -> None:
    feed, _ = members
    await known(feed, db, agreed=12)
    id_ = (await feedback.broadcasts("ann").DraftBroadcast(draft(spread_minutes=60))).broadcast.id
    ben = feedback.broadcasts("ben")
    await ben.ApproveBroadcast(pb.ApproveBroadcastRequest(request_id="a", broadcast_id=id_))

    async def gone_through() -> bool:
        return await db["touches"].count_documents({"broadcast": id_}) == len(VIPS)

    await until(gone_through)
    # Each member's message has a time of its own within the hour.
    wakes = {each["wake_at"] async for each in db["touches"].find({"broadcast": id_})}
    assert len(wakes) > len(VIPS) // 2
    assert max(wakes) <= feedback.clock.now() + timedelta(minutes=70)
    stop = pb.StopBroadcastRequest(request_id="s", broadcast_id=id_)
    assert (await refused(ben.StopBroadcast, stop))[0] == "BROADCAST_STATE"
    # A draft that is stopped is never sent; one on its way ends where it is.
    await db["broadcasts"].update_one({"_id": id_}, {"$set": {"state": "sending"}})
    stop.request_id = "s2"
    assert (await ben.StopBroadcast(stop)).broadcast.state == pb.BROADCAST_STATE_STOPPED

    async def all_ended() -> bool:
        told = (await figures(feedback, id_)).figures
        return [(each.check, each.count) for each in told.refused] == [("stopped", len(VIPS))]

    await until(all_ended)
    feedback.clock.advance(timedelta(hours=2))
    ended = [each["_id"] async for each in db["touches"].find({"broadcast": id_})]
    assert await db["timers"].count_documents({"key": {"$in": ended}}) == 0
    assert await db["inbox"].count_documents({"broadcast": id_}) == 0


async def test_a_trial_goes_to_one_member_and_a_segment_that_is_gone_ends_it(
    feedback: Feedback,
    members: tuple[MembersFeedServer, str],
    segments: SegmentsServer,
    db: Database,
) -> None:
    feed, _ = members
    await known(feed, db, agreed=12)
    ann, ben = feedback.broadcasts("ann"), feedback.broadcasts("ben")
    id_ = (await ann.DraftBroadcast(draft())).broadcast.id
    trial = pb.TestBroadcastRequest(request_id="t", broadcast_id=id_, member_id=VIPS[0])
    touch_id = (await ann.TestBroadcast(trial)).touch_id
    assert (await ann.TestBroadcast(trial)).replayed
    feedback.clock.advance(GATHERED)

    async def is_decided() -> bool:
        request = reach_pb2.ExplainTouchRequest(touch_id=touch_id)
        touch = (await feedback.reach().ExplainTouch(request)).touch
        return touch.HasField("end_time")

    await until(is_decided)
    assert (await figures(feedback, id_)).figures == pb.BroadcastFigures()
    listed = await ann.ListBroadcasts(pb.ListBroadcastsRequest())
    assert [each.id for each in listed.broadcasts] == [id_]
    await db["broadcasts"].update_one({"_id": id_}, {"$set": {"segment": "gone"}})
    await ben.ApproveBroadcast(pb.ApproveBroadcastRequest(request_id="a", broadcast_id=id_))

    async def is_stopped() -> bool:
        return (await figures(feedback, id_)).broadcast.state == pb.BROADCAST_STATE_STOPPED

    await until(is_stopped)
    for call, request, reason in (
        (ann.DraftBroadcast, draft("x1", segment="none"), ("SEGMENT_NOT_FOUND", "segment")),
        (ann.DraftBroadcast, draft("x2", message="none"), ("MESSAGE_NOT_FOUND", "message")),
        (ann.DraftBroadcast, draft("x3", name=""), ("INVALID_ARGUMENT", "name")),
        (
            ann.DraftBroadcast,
            draft("x4", spread_minutes=241),
            ("INVALID_ARGUMENT", "spread_minutes"),
        ),
        (ann.DraftBroadcast, draft(""), ("INVALID_ARGUMENT", "request_id")),
        (ann.DraftBroadcast, draft("d1", name="Other"), ("REQUEST_ID_REUSED", "request_id")),
        (
            ann.GetBroadcast,
            pb.GetBroadcastRequest(broadcast_id="brc_9"),
            ("BROADCAST_NOT_FOUND", "broadcast_id"),
        ),
    ):
        assert await refused(call, request) == reason


async def test_what_changed_behind_its_approval_is_not_sent_and_is_approved_anew(
    feedback: Feedback, members: tuple[MembersFeedServer, str], db: Database
) -> None:
    feed, _ = members
    await known(feed, db, agreed=12)
    id_ = (await feedback.broadcasts("ann").DraftBroadcast(draft(spread_minutes=60))).broadcast.id
    read = (await figures(feedback, id_)).content
    approval = pb.ApproveBroadcastRequest(request_id="a", broadcast_id=id_, content="0" * 32)
    ben = feedback.broadcasts("ben")
    assert await refused(ben.ApproveBroadcast, approval) == ("BROADCAST_CHANGED", "broadcast_id")
    approval.request_id, approval.content = "b", read
    sending = (await ben.ApproveBroadcast(approval)).broadcast
    assert (sending.approved_content, sending.members_max) == (read, 112)
    again = await ben.ApproveBroadcast(approval)
    assert (again.replayed, again.broadcast) == (True, sending)

    async def gone_through() -> bool:
        return (await figures(feedback, id_)).broadcast.state == pb.BROADCAST_STATE_SENT

    await until(gone_through)
    message = (await figures(feedback, id_)).broadcast.message
    others = [each for each in STEADY["reach"]["messages"] if each["code"] != message]
    [own] = [each for each in STEADY["reach"]["messages"] if each["code"] == message]
    changed = {**own, "text": {"zh": "别的话", "en": "Other words"}}
    reach = {**STEADY["reach"], "messages": [changed, *others]}
    await feed.publish("tea", {**STEADY, "reach": reach})

    async def is_in_force() -> bool:
        return (await figures(feedback, id_)).content != read

    await until(is_in_force)
    # They wait within the hour over which they are spread, and are judged by what was approved.
    feedback.clock.advance(GATHERED + timedelta(hours=1))

    async def all_ended() -> bool:
        open_ones = {"broadcast": id_, "ended_at": None}
        return await db["touches"].count_documents(open_ones) == 0

    await until(all_ended)
    told = (await figures(feedback, id_)).figures
    assert told.sent == 0
    assert [(each.check, each.count) for each in told.refused] == [("approved", 12)]
    assert told.refused[0].text.en.endswith("approve the broadcast anew")
    # One that is on its way is a draft again.
    await db["broadcasts"].update_one({"_id": id_}, {"$set": {"state": "sending"}})
    first = Timer("tea", SLICE_TIMER, id_, feedback.clock.now())

    async def wake(session: Session) -> None:
        await set_timers(db, session, [first])

    await transact(db, wake)

    async def waits() -> bool:
        return (await figures(feedback, id_)).broadcast.state == pb.BROADCAST_STATE_DRAFT

    await until(waits)
    held = (await figures(feedback, id_)).broadcast
    assert (held.change, list(held.approvals)) == (pb.BROADCAST_CHANGE_CONTENT, [])
    assert held.HasField("change_time")
    anew = pb.ApproveBroadcastRequest(request_id="c", broadcast_id=id_)
    after = (await ben.ApproveBroadcast(anew)).broadcast
    assert (after.state, after.HasField("change_time")) == (pb.BROADCAST_STATE_SENDING, False)


async def test_a_broadcast_waits_while_its_message_is_off_and_goes_on_after(
    feedback: Feedback, members: tuple[MembersFeedServer, str], db: Database
) -> None:
    feed, _ = members
    await known(feed, db, agreed=12)
    reach = feedback.reach()
    off = reach_pb2.SwitchMessageRequest(
        request_id="off", message="we_miss_you", off=True, reason="a wrong price"
    )
    told = (await reach.SwitchMessage(off)).message
    assert (told.code, told.switched_off.reason) == ("we_miss_you", "a wrong price")
    again = await reach.SwitchMessage(off)
    assert (again.replayed, again.message) == (True, told)
    # Whoever comes second changes nothing.
    second = reach_pb2.SwitchMessageRequest()
    second.CopyFrom(off)
    second.request_id, second.reason = "off too", "another"
    assert (await reach.SwitchMessage(second)).message == told
    for wrong, found in (
        ({"message": "unknown"}, ("MESSAGE_NOT_FOUND", "message")),
        ({"reason": ""}, ("INVALID_ARGUMENT", "reason")),
        ({"instead": "unknown"}, ("MESSAGE_NOT_FOUND", "instead")),
        ({"instead": "we_miss_you"}, ("INVALID_ARGUMENT", "instead")),
        ({"instead": "welcome"}, ("INVALID_ARGUMENT", "instead")),
        ({"off": False, "instead": "birthday"}, ("INVALID_ARGUMENT", "instead")),
    ):
        asked: Any = {"message": "we_miss_you", "off": True, "reason": "why", **wrong}
        request = reach_pb2.SwitchMessageRequest(request_id="wrong", **asked)
        assert await refused(reach.SwitchMessage, request) == found
    id_ = (await feedback.broadcasts("ann").DraftBroadcast(draft())).broadcast.id
    ben = feedback.broadcasts("ben")
    await ben.ApproveBroadcast(pb.ApproveBroadcastRequest(request_id="a", broadcast_id=id_))

    async def waits() -> bool:
        later = {"kind": SLICE_TIMER, "due": {"$gt": feedback.clock.now()}}
        return await db["timers"].count_documents(later) == 1

    await until(waits)
    assert await db["touches"].count_documents({"broadcast": id_}) == 0
    assert (await figures(feedback, id_)).broadcast.state == pb.BROADCAST_STATE_SENDING
    on = reach_pb2.SwitchMessageRequest(request_id="on", message="we_miss_you", off=False)
    assert not (await reach.SwitchMessage(on)).message.HasField("switched_off")
    feedback.clock.advance(timedelta(hours=1))

    async def gone_through() -> bool:
        return (await figures(feedback, id_)).broadcast.state == pb.BROADCAST_STATE_SENT

    await until(gone_through)
    assert await db["touches"].count_documents({"broadcast": id_}) == 12
