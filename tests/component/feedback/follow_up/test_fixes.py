"""Everyone who reported is told that it is fixed, once, and a public notice says so."""

from __future__ import annotations

import asyncio
import random
from datetime import timedelta
from typing import Any

import grpc
import pytest

from services.common.auth import Caller, Role
from services.common.clock import ManualClock
from services.common.errors import reason_of
from services.common.mongo import Database
from services.feedback.follow_up.api.messages import FixWire
from services.feedback.follow_up.commands.fixing import (
    Announcement,
    FixDesk,
    Request,
    tell_reporters,
)
from services.feedback.follow_up.domain.fix import Fix
from services.feedback.follow_up.storage import fixes as storage
from services.feedback.follow_up.storage.fixes import TIMER, MongoFixes
from services.feedback.items.domain.item import Feedback as Item
from services.feedback.items.domain.item import Submission
from services.feedback.items.storage.documents import to_document
from services.feedback.programme.domain import Text
from services.feedback.timers.storage import MongoTimers
from services.feedback.wiring import migrate
from tessera.feedback.v1 import follow_up_pb2 as pb
from tessera.feedback.v1 import follow_up_pb2_grpc
from tests.component.feedback.conftest import NOON, Feedback, submission, until
from tests.component.feedback.members_server import MembersFeedServer
from tests.component.feedback.reach.test_touches import enrolled, inbox

TEXT = "在人民广场店买的芋泥奶茶里喝到一小片塑料，太吓人了，简直是异物，第 {} 次"


def announcement(group: str, request_id: str = "f1", **more: Any) -> pb.AnnounceFixRequest:
    asked = pb.AnnounceFixRequest(request_id=request_id, group=group, **more)
    asked.title.zh, asked.title.en = "异物问题已解决", "No more plastic"
    asked.text.zh, asked.text.en = "已更换全部封口机 {新}", "All sealing machines are new"
    return asked


async def grouped(feedback: Feedback, db: Database, count: int) -> str:
    """The group of so many alike items of members, with one anonymous item more."""
    for number in range(count):
        said = submission(TEXT.format(number), f"r{number}")
        await feedback.member(f"mem_{number % 3}").SubmitFeedback(said)
    nobody = submission(TEXT.format(99), "r99", channel="wecom")
    await feedback.till().SubmitFeedback(nobody)

    async def all_in_it() -> bool:
        return await db["alike_groups"].count_documents({"count": count + 1}) == 1

    await until(all_in_it)
    found = await db["alike_groups"].find_one({"brand": "tea"})
    assert found is not None
    return str(found["_id"].removeprefix("tea/"))


async def refusal(call: Any) -> tuple[str, str]:
    with pytest.raises(grpc.aio.AioRpcError) as failed:
        await call
    reason = reason_of(failed.value)
    assert reason is not None, failed.value
    return reason.reason, reason.field


async def test_all_who_reported_are_told_once_and_everyone_reads_the_notice(
    feedback: Feedback, db: Database, members: tuple[MembersFeedServer, str]
) -> None:
    feed, _ = members
    for number in range(3):
        await enrolled(feed, f"mem_{number}")
    group = await grouped(feedback, db, 4)
    operator = feedback.follow_up()
    preview = await operator.PreviewFix(pb.PreviewFixRequest(group=group))
    assert (preview.reports, preview.reporters, preview.anonymous) == (5, 3, 1)
    assert not preview.HasField("fix")

    made = (await operator.AnnounceFix(announcement(group, is_public=True))).fix
    assert (made.told, made.announced_by, made.is_public) == (0, "ann", True)
    again = await operator.AnnounceFix(announcement(group, is_public=True))
    assert (again.fix.id, again.replayed) == (made.id, True)

    async def is_told() -> bool:
        return fixes_of(await operator.ListFixes(pb.ListFixesRequest()))[0].HasField(
            "complete_time"
        )

    await until(is_told)
    [told] = fixes_of(await operator.ListFixes(pb.ListFixesRequest()))
    assert told.told == 3
    for number in range(3):
        await until(lambda number=number: has_message(feedback, f"mem_{number}"))  # type: ignore[misc]
        own = [
            each
            for each in (await inbox(feedback, f"mem_{number}")).messages
            if each.message == "issue_fixed"
        ]
        assert [each.text.zh for each in own] == ["已更换全部封口机 {新}"]
        assert own[0].why.en.startswith("Because a problem that you told us of is solved.")
        assert own[0].feedback_id

    # It is told once, whoever asks, and whoever reports later is told nothing of it.
    refused = await refusal(operator.AnnounceFix(announcement(group, "f2")))
    assert refused == ("FIX_ANNOUNCED", "")
    shown = await operator.PreviewFix(pb.PreviewFixRequest(group=group))
    assert shown.fix.id == made.id

    everyone = [feedback.follow_up("mem_9"), feedback.follow_up(), _service(feedback)]
    for front in everyone:
        [notice] = (await front.ListNotices(pb.ListNoticesRequest())).notices
        assert (notice.id, notice.title.en) == (made.id, "No more plastic")
    other = await feedback.follow_up("mem_9", "retail").ListNotices(pb.ListNoticesRequest())
    assert not other.notices
    withdrawn = pb.WithdrawNoticeRequest(request_id="w1", fix_id=made.id)
    assert (await operator.WithdrawNotice(withdrawn)).fix.HasField("withdraw_time")
    assert (await operator.WithdrawNotice(withdrawn)).replayed
    for front in everyone:
        assert not (await front.ListNotices(pb.ListNoticesRequest())).notices


async def test_bad_input_other_brands_and_members_are_refused(
    feedback: Feedback, db: Database
) -> None:
    group = await grouped(feedback, db, 1)
    operator, other = feedback.follow_up(), feedback.follow_up(brand="retail")
    preview = pb.PreviewFixRequest
    assert await refusal(operator.PreviewFix(preview(group=""))) == ("INVALID_ARGUMENT", "group")
    for stub, named in ((operator, "alk_none"), (other, group)):
        found = await refusal(stub.PreviewFix(preview(group=named)))
        assert found == ("FEEDBACK_GROUP_NOT_FOUND", "group")
        found = await refusal(stub.AnnounceFix(announcement(named)))
        assert found == ("FEEDBACK_GROUP_NOT_FOUND", "group")
    for field in ("title.zh", "title.en", "text.zh", "text.en"):
        for words in ("", " ", "长" * 501):
            asked = announcement(group)
            setattr(getattr(asked, field[:-3]), field[-2:], words)
            assert await refusal(operator.AnnounceFix(asked)) == ("INVALID_ARGUMENT", field)
    missing = announcement(group, request_id="")
    assert await refusal(operator.AnnounceFix(missing)) == ("INVALID_ARGUMENT", "request_id")
    made = (await operator.AnnounceFix(announcement(group))).fix
    reused = announcement(group, is_public=True)
    assert await refusal(operator.AnnounceFix(reused)) == ("REQUEST_ID_REUSED", "request_id")
    # A fix without a notice has none to withdraw; nor has another brand's.
    for stub, named in ((operator, made.id), (other, made.id), (operator, "fix_none")):
        back = pb.WithdrawNoticeRequest(request_id=f"w{named}", fix_id=named)
        assert await refusal(stub.WithdrawNotice(back)) == ("FIX_NOT_FOUND", "fix_id")
    member = feedback.follow_up("mem_1")
    for call in (
        member.PreviewFix(preview(group=group)),
        member.AnnounceFix(announcement(group)),
        member.ListFixes(pb.ListFixesRequest()),
        member.WithdrawNotice(pb.WithdrawNoticeRequest(request_id="w", fix_id=made.id)),
    ):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await call
        assert refused.value.code() is grpc.StatusCode.PERMISSION_DENIED


async def test_workers_that_are_killed_tell_each_member_once(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "SLICE", 7)
    await migrate(db)
    clock = ManualClock(NOON)
    # Forty members with two items each, many of one instant, and one that comes too late.
    items = [
        Item(
            f"fbk_{number:03}",
            Submission("app", "异物", f"mem_{number % 40}"),
            NOON - timedelta(seconds=number // 9),
            group="alk_1",
        )
        for number in range(80)
    ]
    items.append(
        Item(
            "fbk_late",
            Submission("app", "异物", "mem_late"),
            NOON + timedelta(seconds=1),
            group="alk_1",
        )
    )
    await db["feedback"].insert_many([to_document("tea", item) for item in items])
    await db["alike_groups"].insert_one({"_id": "tea/alk_1", "brand": "tea", "count": 80})
    fixes = MongoFixes(db, FixWire(), clock)
    words = Text("已解决", "Fixed")
    asked = Announcement("alk_1", words, words, False)
    racing = [
        FixDesk(fixes, clock).announce(Request("tea", f"f{n}", b"x", "ann"), asked)
        for n in range(4)
    ]
    made = await asyncio.gather(*racing, return_exceptions=True)
    assert sum(not isinstance(each, BaseException) for each in made) == 1, made

    async def work() -> None:
        while due := await MongoTimers(db).due([TIMER], clock.now(), 100):
            await tell_reporters(fixes, clock, due)

    for _ in range(8):
        workers = [asyncio.create_task(work()) for _ in range(2)]
        await asyncio.sleep(random.uniform(0, 0.03))
        for worker in workers:
            worker.cancel()
        await asyncio.wait(workers)
    await asyncio.gather(work(), work())
    [fix] = await fixes.page("tea", "", 10)
    assert isinstance(fix, Fix)
    assert (fix.told, fix.completed_at) == (40, NOON)
    touches = await db["touches"].find({}).to_list(None)
    assert sorted(each["member_id"] for each in touches) == sorted(f"mem_{n}" for n in range(40))


def fixes_of(answer: pb.ListFixesResponse) -> list[pb.Fix]:
    return list(answer.fixes)


async def has_message(feedback: Feedback, member_id: str) -> bool:
    found = (await inbox(feedback, member_id)).messages
    return any(each.message == "issue_fixed" for each in found)


def _service(feedback: Feedback) -> follow_up_pb2_grpc.FollowUpAsyncStub:
    caller = Caller("tea", "gateway", Role.SERVICE)
    return follow_up_pb2_grpc.FollowUpStub(feedback._channel(caller))
