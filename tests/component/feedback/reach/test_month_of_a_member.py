"""A month of a member of each brand: what the example programmes say to them, and when.

The clock goes from one thing that happens, or that is due, to the next. Times are the brand's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from services.common.mongo import Database
from services.feedback.timers import commands as jobs
from services.feedback.timers import storage as timers
from tessera.members.v1 import consents_pb2, events_pb2, lifecycle_pb2
from tessera.points.v1 import ledger_pb2
from tessera.types.v1 import types_pb2
from tests.activities import document
from tests.component.feedback.conftest import NOON, Feedback, started, until
from tests.component.feedback.members_server import MembersFeedServer
from tests.component.feedback.points_server import PointsFeedServer

SHANGHAI, LONDON = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/London")
ZONES = {"tea": SHANGHAI, "retail": LONDON, "fashion": SHANGHAI, "car": SHANGHAI}
DUE = {"$regex": "^(reach_(wish|send|hand_over)|journey_step)$"}
END = NOON + timedelta(days=31)


class World(NamedTuple):
    feedback: Feedback
    members: MembersFeedServer
    points: PointsFeedServer
    db: Database


Tell = Callable[[World, str, datetime], Any]


def agreed(*purposes: str) -> Tell:
    async def tell(world: World, brand: str, at: datetime) -> None:
        for purpose in purposes:
            said = events_pb2.ConsentChanged(
                purpose=consents_pb2.ConsentPurpose.Value(f"CONSENT_PURPOSE_{purpose}"),
                channel=consents_pb2.CONTACT_CHANNEL_ALL,
                granted=True,
            )
            said.occur_time.FromDatetime(at)
            await world.members.tell(brand, f"mem_{brand}", at, consent_changed=said)

    return tell


def member(**kind: Any) -> Tell:
    return lambda world, brand, at: world.members.tell(brand, f"mem_{brand}", at, **kind)


def joined() -> Tell:
    return member(member_enrolled=events_pb2.MemberEnrolled(channel="app"))


def ordered() -> Tell:
    async def tell(world: World, brand: str, at: datetime) -> None:
        order = types_pb2.Activity(
            channel="pos",
            event_id=f"{brand}-1",
            member_id=f"mem_{brand}",
            type=types_pb2.ACTIVITY_TYPE_ORDER,
        )
        order.occur_time.FromDatetime(at)
        recorded = events_pb2.ActivityRecorded(activity=order)
        await world.members.tell(brand, f"mem_{brand}", at, activity_recorded=recorded)

    return tell


def birthday(on: date, lead_days: int) -> Tell:
    kind = events_pb2.OCCASION_KIND_BIRTHDAY
    key = f"birthday/{on.year}"
    due = events_pb2.OccasionDue(kind=kind, on=on.isoformat(), lead_days=lead_days, key=key)
    return member(occasion_due=due)


def silver() -> Tell:
    name = types_pb2.LocalizedText(zh="银卡", en="Silver")
    changed = events_pb2.TierChanged(
        main=True, from_tier="basic", to_tier="silver", to_tier_name=name
    )
    return member(tier_changed=changed)


def semi_active() -> Tell:
    level = lifecycle_pb2.ACTIVITY_LEVEL_SEMI_ACTIVE
    return member(stage_entered=events_pb2.StageEntered(level=level))


def expiring(points: int, on: str, days: int) -> Tell:
    async def tell(world: World, brand: str, at: datetime) -> None:
        told = ledger_pb2.PointsExpiring(
            member_id=f"mem_{brand}",
            asset="POINTS",
            points=points,
            on=on,
            days=days,
            remind_days=days,
        )
        await world.points.post(
            ledger_pb2.Posting(id=f"pst_{brand}_{on}_{days}", brand=brand, expiring=told), at
        )

    return tell


def woken(until_day: str) -> Tell:
    async def tell(world: World, brand: str, at: datetime) -> None:
        opened = ledger_pb2.WakeUpOpened(member_id=f"mem_{brand}", until=until_day)
        await world.points.post(
            ledger_pb2.Posting(id=f"pst_{brand}_wake", brand=brand, wake_up=opened), at
        )

    return tell


HAPPENS: Sequence[tuple[str, str, Tell]] = (
    ("tea", "03-02 20:00", agreed("MARKETING")),
    ("tea", "03-02 20:00", joined()),
    ("tea", "03-11 12:00", ordered()),
    ("tea", "03-11 12:01", silver()),
    ("tea", "03-20 00:05", birthday(date(2026, 3, 23), 3)),
    ("tea", "03-23 00:05", birthday(date(2026, 3, 23), 0)),
    ("tea", "03-25 06:00", expiring(36, "2026-03-31", 7)),
    ("tea", "03-30 06:00", expiring(20, "2026-03-31", 1)),
    ("retail", "03-02 12:00", agreed("MARKETING")),
    ("retail", "03-02 12:00", joined()),
    ("retail", "03-08 00:05", birthday(date(2026, 3, 15), 7)),
    ("retail", "03-15 00:05", birthday(date(2026, 3, 15), 0)),
    ("retail", "03-28 09:30", woken("2026-04-27")),
    ("fashion", "03-02 20:00", agreed("MARKETING", "PROFILING")),
    ("fashion", "03-02 20:00", joined()),
    ("fashion", "03-05 09:00", semi_active()),
    ("fashion", "03-16 15:00", woken("2026-04-15")),
    ("fashion", "03-20 18:00", ordered()),
    ("car", "03-02 20:00", joined()),
    ("car", "03-04 15:00", ordered()),
)
"""Brand, local time in 2026, and what is told then."""
SAID = {
    "tea": [
        ("03-02 20h", "welcome", "欢迎加入茶饮会员！完善资料即可获得50积分。"),
        # The first week: on the third day at ten, and four days later to who has ordered nothing.
        ("03-05 10h", "first_cup", "还没想好喝什么？店员为您推荐本周新茶。"),
        ("03-09 10h", "first_cup_again", "您的新人礼还在等您。"),
        ("03-11 12h", "tier", "您现在是银卡会员。"),
        ("03-18 20h", "how_was_it", "您的第一单满意吗？有话请告诉我们。"),
        # Reminders wait for their hours, other offers for the end of the night.
        ("03-20 10h", "birthday_soon", "还有3天就是您的生日，生日当天有66积分。"),
        ("03-23 08h", "birthday", "生日快乐！66积分已送到。"),
        ("03-25 10h", "points_expiring", "您有36积分将于2026-03-31到期，别忘了使用。"),
        ("03-30 10h", "points_expiring", "您有20积分将于2026-03-31到期，别忘了使用。"),
    ],
    "retail": [
        ("03-02 12h", "welcome", "欢迎加入！首周任务正在等您。"),
        ("03-08 08h", "birthday_week", "还有7天就是您的生日。"),
        ("03-15 08h", "birthday", "生日快乐！"),
        ("03-18 10h", "birthday_gift", "生日过得好吗？欢迎来店坐坐。"),
        ("03-28 09h", "wake_up", "好久不见！您有一张老友券，2026-04-27前可用。"),
    ],
    "fashion": [
        ("03-06 11h", "new_collection", "新一季已到店，欢迎试穿。"),
        # A week later there is no reminder: the member has ordered, and two a month are enough.
        ("03-16 15h", "wake_up", "2026-04-15前下单，积分翻倍。"),
    ],
    # Who agreed to nothing hears what belongs to the car, and no offer.
    "car": [("03-11 10h", "first_drive", "提车一周，用车有疑问请随时告诉我们。")],
}
"""To the hour: within it messages are spread by their ids."""


async def test_a_month_of_a_member_of_each_brand(
    db: Database,
    keys_dir: Path,
    members: tuple[MembersFeedServer, str],
    points: tuple[PointsFeedServer, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Jobs look often: the clock of this test jumps from one due time to the next.
    monkeypatch.setattr(jobs, "PAUSE_S", 0.02)
    monkeypatch.setattr(timers, "LOOK_S", 0.01)
    (feed, address), (ledger, points_address) = members, points
    for brand in ZONES:
        source = dict(document(brand))
        # Nobody is held out: who is follows from the member's id.
        source["reach"] = {**source["reach"], "holdout_percent": 0}
        source.pop("topics", None)
        await feed.publish(brand, source)
    async with started(db, keys_dir, address, points_address) as feedback:
        world = World(feedback, feed, ledger, db)
        await until(lambda: _are_published(world))
        await _live(world)
        said = {brand: await _said(world, brand) for brand in ZONES}
    assert said == SAID


async def _live(world: World) -> None:
    happens = sorted(
        (datetime.fromisoformat(f"2026-{at}").replace(tzinfo=ZONES[brand]).astimezone(UTC), n)
        for n, (brand, at, _) in enumerate(HAPPENS)
    )
    while True:
        due = await world.db["timers"].find_one({"kind": DUE}, sort=[("due", 1)])
        times = [at for at, _ in happens[:1]] + ([due["due"]] if due else [])
        now = min(times, default=END)
        if now >= END:
            return
        world.feedback.clock.set(max(now, world.feedback.clock.now()))
        while happens and happens[0][0] <= now:
            at, number = happens.pop(0)
            brand, _, tell = HAPPENS[number]
            await tell(world, brand, at)
        await until(lambda: _is_quiet(world))


async def _is_quiet(world: World) -> bool:
    """Whether all that was told is taken in, and all that was due is done."""
    followed = {
        each["_id"]: each["token"] for each in await world.db["watch_tokens"].find().to_list(99)
    }
    if int(followed.get("reach", 0)) < len(world.members._events):
        return False
    if int(followed.get("reach_points", 0)) < len(world.points._postings):
        return False
    due = {"kind": DUE, "due": {"$lte": world.feedback.clock.now()}}
    return await world.db["timers"].find_one(due) is None


async def _are_published(world: World) -> bool:
    return await world.db["programmes"].count_documents({}) == len(ZONES)


async def _said(world: World, brand: str) -> list[tuple[str, str, str]]:
    """What the member of the brand got: when, which message, and its words in Chinese."""
    found = await world.db["inbox"].find({"brand": brand}).sort("sent_at", 1).to_list(99)
    return [
        (
            f"{each['sent_at'].astimezone(ZONES[brand]):%m-%d %Hh}",
            each["message"],
            each["text"][0],
        )
        for each in found
    ]
