"""What a fix brought is measured from what members did, against members like those who reported."""

from datetime import UTC, date, datetime, timedelta

import pytest

from services.common.clock import ManualClock
from services.common.mongo import Database
from services.feedback.audience.domain import Enrolled, TierReached
from services.feedback.audience.storage import MongoAudience
from services.feedback.follow_up.api.member_events import follow_members
from services.feedback.follow_up.api.messages import FixWire
from services.feedback.follow_up.commands.fixing import Announcement, FixDesk, Request
from services.feedback.follow_up.commands.measuring import (
    MeasureContext,
    choose_cohorts,
    measure_effects,
)
from services.feedback.follow_up.domain.fix import Fix
from services.feedback.follow_up.storage import cohorts as storage
from services.feedback.follow_up.storage.activity_days import MongoActivityDays
from services.feedback.follow_up.storage.cohorts import MongoCohorts
from services.feedback.follow_up.storage.fixes import COHORT_TIMER, EFFECT_TIMER, MongoFixes
from services.feedback.items.domain.item import Feedback, Submission
from services.feedback.items.storage.documents import to_document
from services.feedback.programme.commands import Programmes
from services.feedback.programme.domain import Publication, Text
from services.feedback.programme.storage import MongoProgrammeStore
from services.feedback.sections import SECTIONS
from services.feedback.surveys.domain.member import MemberChange
from services.feedback.surveys.storage.members import MongoMembers
from services.feedback.timers.storage import MongoTimers
from services.feedback.wiring import migrate
from tessera.members.v1 import events_pb2
from tessera.types.v1 import types_pb2

# 20:00 in Shanghai, the zone of the brand.
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
REPORTERS, OTHERS = 32, 64


def activity(
    member_id: str, at: datetime, kind: "types_pb2.ActivityType.ValueType", brand: str = "tea"
) -> events_pb2.Event:
    done = types_pb2.Activity(member_id=member_id, type=kind)
    done.occur_time.FromDatetime(at)
    recorded = events_pb2.ActivityRecorded(activity=done)
    return events_pb2.Event(brand=brand, member_id=member_id, activity_recorded=recorded)


ORDER, VISIT = types_pb2.ACTIVITY_TYPE_ORDER, types_pb2.ACTIVITY_TYPE_VISIT
MESSAGE_OPEN = types_pb2.ACTIVITY_TYPE_MESSAGE_OPEN


class Shop:
    """Measuring on real MongoDB, with a brand whose members are known since long ago."""

    def __init__(self, db: Database) -> None:
        self.db, self.clock = db, ManualClock(NOON)
        self.days = MongoActivityDays(db)
        programmes = Programmes(MongoProgrammeStore(db), SECTIONS)
        self.ctx = MeasureContext(MongoCohorts(db), self.days, programmes, self.clock)
        self.follow = follow_members(self.ctx, self.days)
        self.fixes = MongoFixes(db, FixWire(), self.clock)

    async def enrol(self, *ids: str, at: datetime = NOON - 90 * DAY, tier: str = "gold") -> None:
        told = [MemberChange("tea", id_, at, tier=tier) for id_ in ids]
        await MongoMembers(self.db).know(told)
        audience = MongoAudience(self.db)
        await audience.keep([Enrolled("tea", id_, at) for id_ in ids])
        await audience.keep([TierReached("tea", id_, tier, at, "evt_1") for id_ in ids])

    async def report(self, *ids: str) -> None:
        items = [
            Feedback(f"fbk_{id_}", Submission("app", "异物", id_), NOON - DAY, group="alk_1")
            for id_ in ids
        ]
        await self.db["feedback"].insert_many([to_document("tea", item) for item in items])
        key = {"_id": "tea/alk_1"}
        await self.db["alike_groups"].update_one(key, {"$set": {"brand": "tea"}}, upsert=True)

    async def announce(self) -> None:
        words = Text("好了", "Done")
        request = Request("tea", "f1", b"x", "ann")
        asked = Announcement("alk_1", words, words, False)
        await FixDesk(self.fixes, self.clock).announce(request, asked)
        due = await MongoTimers(self.db).due([COHORT_TIMER], self.clock.now(), 9)
        assert len(await choose_cohorts(self.ctx, due)) == 1
        # Another worker that read the same timer takes nothing.
        assert not await choose_cohorts(self.ctx, due)

    async def measure(self) -> Fix:
        due = await MongoTimers(self.db).due([EFFECT_TIMER], self.clock.now(), 9)
        await measure_effects(self.ctx, due)
        [fix] = await self.fixes.page("tea", "", 9)
        return fix


@pytest.fixture
async def shop(db: Database, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.setattr(storage, "SLICE", 25)
    await migrate(db)
    published = Publication("tea", "1", {"timezone": "Asia/Shanghai"})
    await MongoProgrammeStore(db).keep(published)
    return Shop(db)


async def test_an_effect_is_measured_after_7_days_and_complete_after_30(shop: Shop) -> None:
    reporters = [f"mem_r{n:02}" for n in range(REPORTERS)]
    others = [f"mem_o{n:02}" for n in range(OTHERS)]
    await shop.enrol(*reporters, *others)
    # Nobody is like these: another tier, and members since a moment ago.
    await shop.enrol("mem_plain", tier="member")
    await shop.enrol("mem_fresh", "mem_young", at=NOON - 2 * DAY)
    await shop.report(*reporters, "mem_fresh")
    before = [activity(id_, NOON - 10 * DAY, ORDER) for id_ in reporters + others]
    await shop.follow(before)
    await shop.announce()
    kept = await shop.db["fix_cohorts"].find({}).to_list(None)
    found = {each[0]: each[1] for document in kept for each in document["members"]}
    assert found == dict.fromkeys(others, False) | dict.fromkeys(reporters, True)

    assert (await shop.measure()).effect is None
    # Half of those who reported buy again within the week, and a quarter of the others.
    after = [activity(id_, NOON + 3 * DAY, ORDER) for id_ in reporters[::2] + others[::4]]
    # The day itself, opening the news of the fix, and days to come count for nobody.
    after += [activity(id_, NOON, ORDER) for id_ in others]
    after += [activity(id_, NOON + 2 * DAY, MESSAGE_OPEN) for id_ in reporters]
    after += [activity(id_, NOON + 20 * DAY, VISIT) for id_ in reporters]
    await shop.follow(after)
    await shop.follow(after)  # the feed comes again

    shop.clock.set(datetime(2026, 3, 9, 16, 0, tzinfo=UTC) + timedelta(hours=5, minutes=59))
    assert (await shop.measure()).effect is None
    shop.clock.advance(timedelta(minutes=1))
    first = (await shop.measure()).effect
    assert first is not None
    assert (first.days, first.is_complete) == (7, False)
    # The end of 9 March in Shanghai.
    assert first.as_of == datetime(2026, 3, 9, 16, 0, tzinfo=UTC)
    assert (first.matched, first.compared, first.unmatched) == (REPORTERS, OTHERS, 0)
    assert first.repurchase is not None
    # Their orders ten days before are outside of seven days.
    assert (first.repurchase.reported_before, first.repurchase.others_before) == (0, 0)
    assert first.repurchase.difference == pytest.approx(0.25)
    assert first.repurchase.low < 0.25 < first.repurchase.high

    last = first
    for days in (14, 21, 30):
        shop.clock.set(datetime(2026, 3, 2, 22, 0, tzinfo=UTC) + days * DAY)
        measured = (await shop.measure()).effect
        assert measured is not None
        assert measured.days == days
        last = measured
    assert last.is_complete
    assert last.repurchase is not None
    assert last.repurchase.reported_before == pytest.approx(1)
    assert last.repurchase.difference == pytest.approx(0.25)
    assert last.activity is not None
    assert last.activity.difference == pytest.approx(1 + 0.25)
    assert await shop.db["fix_cohorts"].count_documents({}) == 0
    assert await shop.db["timers"].count_documents({"kind": EFFECT_TIMER}) == 0


async def test_who_is_erased_leaves_the_measure_and_who_merges_brings_their_days(
    shop: Shop,
) -> None:
    reporters = [f"mem_r{n:02}" for n in range(31)]
    await shop.enrol(*reporters, "mem_o1", "mem_o2", "mem_old")
    await shop.report(*reporters)
    await shop.announce()
    await shop.follow([activity("mem_old", NOON + DAY, ORDER), activity("mem_r00", NOON, VISIT)])
    merged = events_pb2.MemberMerged(from_member_id="mem_old", into_member_id="mem_o1")
    gone = events_pb2.MemberErased()
    await shop.follow(
        [
            events_pb2.Event(brand="tea", member_id="mem_o1", member_merged=merged),
            events_pb2.Event(brand="tea", member_id="mem_r00", member_erased=gone),
            # What comes after an erasure is not kept.
            activity("mem_r00", NOON + DAY, ORDER),
            activity("mem_o1", NOON + DAY, ORDER, brand="retail"),
        ]
    )
    kept = await shop.days.of("tea", ["mem_o1", "mem_old", "mem_r00"])
    assert {id_: days.ordered for id_, days in kept.items()} == {"mem_o1": {date(2026, 3, 3)}}
    shop.clock.set(NOON + 8 * DAY)
    effect = (await shop.measure()).effect
    assert effect is not None
    assert (effect.matched, effect.compared) == (30, 2)
    assert effect.repurchase is not None
    assert effect.repurchase.others_after == 0.5
    # A second erasure leaves too few.
    await shop.follow([events_pb2.Event(brand="tea", member_id="mem_r01", member_erased=gone)])
    shop.clock.set(NOON + 15 * DAY)
    effect = (await shop.measure()).effect
    assert effect is not None
    assert (effect.matched, effect.repurchase, effect.activity) == (29, None, None)


async def test_days_long_ago_go(shop: Shop) -> None:
    await shop.follow([activity("mem_1", NOON - n * DAY, ORDER) for n in (0, 75, 76, 400)])
    days = (await shop.days.of("tea", ["mem_1"]))["mem_1"]
    assert days.ordered == {date(2026, 3, 2), date(2026, 3, 2) - 75 * DAY}
