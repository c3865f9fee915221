"""What a member wrote is gone after their erasure: from items, events, answers and uploads."""

from pathlib import Path

import pytest

from deploy.local.objects import ACCESS_KEY, REGION
from services.common.clock import ManualClock
from services.common.mongo import Database
from services.common.s3 import Bucket
from services.feedback.items.adapters.uploads import ObjectStore
from services.feedback.wiring import migrate
from tessera.feedback.v1 import feedback_pb2 as pb
from tessera.feedback.v1 import privacy_pb2
from tests.component.feedback.bucket import bucket, put  # noqa: F401 - `bucket` is a fixture
from tests.component.feedback.conftest import NOON, Feedback, submission, until
from tests.component.feedback.members_server import MembersFeedServer
from tests.component.members.conftest import refused
from tests.component.members.vault.test_privacy import dump

SAID, NOTE, REPLY, ORDER = "我住在春熙路九号", "called her at home", "亲爱的王小姐", "order-4711"


async def test_words_go_and_what_is_counted_stays(
    feedback: Feedback, members: tuple[MembersFeedServer, str], db: Database
) -> None:
    feed, _ = members
    her, other = feedback.member("mem_1"), feedback.member("mem_2")
    sent = submission(
        SAID, order_id=ORDER, store_id="SH001", attachment_urls=["upload:tea/x/y.png"]
    )
    item = (await her.SubmitFeedback(sent)).feedback
    await feedback.operator().ReplyFeedback(
        pb.ReplyFeedbackRequest(request_id="r2", feedback_id=item.id, message=REPLY)
    )
    await feedback.operator().MoveFeedback(
        pb.MoveFeedbackRequest(
            request_id="r3", feedback_id=item.id, state=pb.FEEDBACK_STATE_WAITING, note=NOTE
        )
    )
    theirs = (await other.SubmitFeedback(submission("谢谢", request_id="r4"))).feedback
    secrets = (SAID, REPLY, ORDER, "upload:tea/x/y.png")
    before = await dump(db)
    assert all(secret in before for secret in secrets)
    await feed.tell_language("tea", "mem_1", "zh")
    copied = privacy_pb2.ExportMemberRequest(member_id="mem_1")
    records = (await feedback.privacy("mem_1").ExportMember(copied)).records
    copy = "".join(each.json for each in records)
    assert records[0].part == "items"
    assert all(secret in copy for secret in secrets)
    # The team's notes and another member's words are nobody's copy.
    assert NOTE not in copy
    assert "谢谢" not in copy
    assert (await refused(feedback.privacy("mem_2").ExportMember(copied))).reason == (
        "PERMISSION_DENIED"
    )
    await feed.erase("tea", "mem_1")

    async def gone() -> bool:
        return not await db.heard_members.count_documents({"left": True}) and bool(
            await db.heard_members.count_documents({"erased_at": {"$exists": True}})
        )

    await until(gone)
    text = await dump(db)
    assert not [secret for secret in secrets if secret in text]
    # The reason of a move is an operator's word in the audit log, which nothing changes.
    assert NOTE not in str(await db.feedback.find({}).to_list(None))
    left = (
        await feedback.operator().GetFeedback(pb.GetFeedbackRequest(feedback_id=item.id))
    ).feedback
    assert (left.state, left.text, left.member_id) == (pb.FEEDBACK_STATE_CLOSED, "", "mem_1")
    assert (left.category, left.store_id, left.create_time) == (
        item.category,
        "SH001",
        item.create_time,
    )
    # A repeat gets its first answer, without the words; and nothing more is taken in.
    assert (await her.SubmitFeedback(sent)).feedback.text == ""
    late = submission("还有", request_id="r5")
    assert (await refused(her.SubmitFeedback(late))).reason == "MEMBER_ERASED"
    assert (await feedback.till().SubmitFeedback(submission("匿名", request_id="r6"))).feedback
    # Facts that were on their way are not kept either.
    await feed.tell_language("tea", "mem_1", "en")
    await feed.tell_language("tea", "mem_3", "en")

    async def told() -> bool:
        return bool(await db.member_facts.count_documents({"member_id": "mem_3"}))

    await until(told)
    assert await db.member_facts.find_one({"_id": "tea/mem_1"}) == {
        "_id": "tea/mem_1",
        "erased": True,
    }
    unread = pb.GetFeedbackRequest(feedback_id=theirs.id)
    assert (await other.GetFeedback(unread)).feedback.text == "谢谢"


async def test_a_member_of_another_brand_with_the_same_id_keeps_their_words(
    feedback: Feedback, members: tuple[MembersFeedServer, str], db: Database
) -> None:
    feed, _ = members
    theirs = feedback.member("mem_1", "retail")
    kept = (await theirs.SubmitFeedback(submission(SAID))).feedback
    # Answers that an earlier release kept name no member: migrate names them.
    await feedback.member("mem_1").SubmitFeedback(submission("老话", request_id="r9"))
    await db.requests.update_many({}, {"$unset": {"subject": ""}})
    await migrate(db)
    await feed.erase("tea", "mem_1")

    async def gone() -> bool:
        return "老话" not in await dump(db)

    await until(gone)
    found = await theirs.GetFeedback(pb.GetFeedbackRequest(feedback_id=kept.id))
    assert found.feedback.text == SAID


async def test_all_files_of_an_owner_are_deleted_and_no_others(
    bucket: Bucket,  # noqa: F811
    tmp_path: Path,
) -> None:
    keys = [f"tea/feedback/{owner}/{n}.png" for owner in ("mem_1", "mem_12") for n in range(3)]
    for key in keys:
        await put(bucket, key, b"abc")
    objects = ObjectStore(bucket, ManualClock(NOON))
    await objects.forget("tea", "mem_1")
    await objects.forget("tea", "mem_1")
    left = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.png"))
    assert left == [key for key in keys if "/mem_12/" in key]
    assert not list((tmp_path / "tea/feedback/mem_1").iterdir())
    forger = ObjectStore(Bucket(bucket.url, REGION, ACCESS_KEY, "other"), ManualClock(NOON))
    with pytest.raises(OSError, match="403"):
        await forger.forget("tea", "mem_12")
