"""Attachments are looked for behind the taking in, in this machine's object store."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

from services.common.clock import ManualClock
from services.common.mongo import Database
from services.common.s3 import Bucket
from services.common.watch import Feed
from services.feedback.items.adapters.uploads import ObjectStore
from services.feedback.items.api.messages import FeedbackWire, from_message, to_message
from services.feedback.items.commands.check_attachments import (
    CheckingContext,
    Uploads,
    check_attachments,
)
from services.feedback.items.commands.store import Items
from services.feedback.items.domain.attachments import AWAITED_FOR, Attachment, AttachmentState
from services.feedback.items.domain.item import Feedback, Submission, take_in
from services.feedback.items.storage.attachments import MongoAnnounced
from services.feedback.items.storage.collections import ATTACHMENT_TIMER
from services.feedback.items.storage.items import MongoFeedbackStore
from services.feedback.privacy.api import WordlessMessages
from services.feedback.privacy.domain import Erased
from services.feedback.privacy.storage import MongoErasedMembers
from services.feedback.timers.commands import TimerJob
from services.feedback.timers.storage import MongoTimers
from services.feedback.wiring import migrate
from tests.component.feedback.bucket import bucket, put  # noqa: F401 - `bucket` is a fixture
from tests.component.feedback.conftest import NOON

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
MAX = 1_000


class World:
    """Items of tea, and the job that looks for their attachments."""

    def __init__(self, db: Database, uploads: Uploads | None) -> None:
        self.db = db
        self.clock = ManualClock(NOON)
        self.store = MongoFeedbackStore(db, Feed(db), FeedbackWire(), self.clock)
        self.ctx = CheckingContext(MongoAnnounced(db, self.store), uploads, MAX, self.clock)
        effects = {ATTACHMENT_TIMER: partial(check_attachments, self.ctx)}
        self.job = TimerJob(MongoTimers(db), effects, self.clock)

    async def said(self, id_: str, *names: str, member: str = "mem_1") -> Feedback:
        urls = tuple(name if ":" in name else f"upload:tea/feedback/{name}" for name in names)
        item = take_in(
            id_, Submission("app", "外卖洒了", member, attachment_urls=urls), member, NOON
        )

        async def change(items: Items) -> Feedback:
            await items.add(item)
            return item

        return await self.store.change("tea", change)

    async def seen(self, id_: str) -> Sequence[Attachment]:
        item = await self.store.find("tea", id_)
        assert item is not None
        assert from_message(to_message(item)).attachments == item.attachments
        return item.attachments

    async def timers(self) -> int:
        return await self.db["timers"].count_documents({"kind": ATTACHMENT_TIMER})


class Away:
    async def read(self, key: str, bytes_max: int) -> None:
        raise TimeoutError


async def test_what_arrived_is_judged_and_what_never_came_is_told(
    db: Database,
    bucket: Bucket,  # noqa: F811
) -> None:
    await migrate(db)
    world = World(db, ObjectStore(bucket, ManualClock(NOON)))
    files = {"good": PNG, "page": b"<html><script>", "video": b"\0\0\0\x20ftypisom", "big": PNG * 9}
    for name, content in files.items():
        await put(bucket, f"tea/feedback/mem_1/{name}.png", content)
    await put(bucket, "retail/feedback/mem_1/theirs.png", PNG)
    names = [f"mem_1/{name}.png" for name in (*files, "late", "never")]
    link = "https://cdn.example.com/a.jpg"
    await world.said("fbk_1", link, *names, "upload:retail/feedback/mem_1/theirs.png")
    await world.said("fbk_2", link)
    assert await world.timers() == 1

    await world.job.fire_due()
    seen = {each.reference.rpartition("/")[2]: each for each in await world.seen("fbk_1")}
    assert {
        name: (each.state.value, each.problem and each.problem.value) for name, each in seen.items()
    } == {
        "good.png": ("arrived", None),
        "page.png": ("wrong", "type_unknown"),
        "video.png": ("wrong", "type_other"),
        "big.png": ("wrong", "too_large"),
        "late.png": ("checking", None),
        "never.png": ("checking", None),
        "theirs.png": ("checking", None),
    }
    good = seen["good.png"]
    assert (good.content_type, good.size_bytes, len(good.sha256)) == ("image/png", len(PNG), 64)
    told = await db["events"].count_documents({})
    # It is looked for again, later and later: nothing is told while nothing is new.
    await world.job.fire_due()
    world.clock.advance(timedelta(seconds=6))
    await world.job.fire_due()
    assert await db["events"].count_documents({}) == told
    await put(bucket, "tea/feedback/mem_1/late.png", PNG)
    world.clock.advance(AWAITED_FOR)
    await world.job.fire_due()
    after = {
        each.reference.rpartition("/")[2]: each.state.value for each in await world.seen("fbk_1")
    }
    assert (after["late.png"], after["never.png"], after["theirs.png"]) == (
        "arrived",
        "missing",
        "missing",
    )
    assert await world.timers() == 0
    assert await db["events"].count_documents({}) == told + 1


async def test_a_store_that_is_away_or_absent_holds_up_nothing(db: Database) -> None:
    await migrate(db)
    away = World(db, Away())
    await away.said("fbk_1", "mem_1/a.png")
    (timer,) = await MongoTimers(db).due([ATTACHMENT_TIMER], NOON, 9)
    assert await away.job.fire_due() == 0
    assert [each.state for each in await away.seen("fbk_1")] == [AttachmentState.CHECKING]
    # It comes again, however long the store is away.
    assert await MongoTimers(db).due([ATTACHMENT_TIMER], NOON, 9) == []
    away.clock.advance(timedelta(minutes=2))
    assert [
        each.tries for each in await MongoTimers(db).due([ATTACHMENT_TIMER], away.clock.now(), 9)
    ] == [1]
    # Another worker that read it before has nothing to settle.
    assert not await away.ctx.items.settle(timer, {}, None)

    without = World(db, None)
    without.clock.advance(timedelta(minutes=2))
    assert await without.job.fire_due() == 1
    assert [each.state for each in await without.seen("fbk_1")] == [AttachmentState.UNCHECKED]
    assert await without.timers() == 0


async def test_an_erased_members_attachments_are_gone_whenever_the_look_ends(db: Database) -> None:
    await migrate(db)
    world = World(db, None)
    item = await world.said("fbk_1", "mem_1/a.png", "staff/b.png")
    (timer,) = await MongoTimers(db).due([ATTACHMENT_TIMER], NOON, 9)
    erased, members = Erased("tea", "mem_1"), MongoErasedMembers(db, WordlessMessages())
    assert await members.staff_files(erased) == ["tea/feedback/staff/b.png"]
    await members.take_words(erased, NOON)
    seen = {each.reference: replace(each, sha256="aa") for each in item.attachments}
    assert await world.ctx.items.settle(timer, seen, NOON + timedelta(seconds=5))
    assert await world.seen("fbk_1") == ()
    assert await world.timers() == 0
    events = await db["events"].find({}).to_list(None)
    assert not [each for each in events if b"upload:" in bytes(each["payload"])]
