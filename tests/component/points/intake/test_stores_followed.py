"""Points follow the register of stores: rules see the store that an activity names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from services.common.mongo import Database
from tessera.members.v1 import stores_pb2
from tessera.types.v1 import types_pb2
from tests.activities import NOON
from tests.component.points.conftest import Members, Points, followed, sent

SATURDAY = NOON + timedelta(days=3)
NIGHT = SATURDAY + timedelta(hours=13, minutes=30)
"""01:30 of Sunday in Shanghai."""


def store(
    code: str, version: int = 1, *, city: str = "上海", closed_from: str = "", until: int = 1320
) -> stores_pb2.Store:
    """A store that opens every day at ten, till the minute `until`."""
    return stores_pb2.Store(
        code=code,
        version=version,
        city=city,
        zone="Asia/Shanghai",
        closed_from=closed_from,
        hours=[
            stores_pb2.OpenInterval(weekday=day, open_minute=600, close_minute=until)
            for day in range(1, 8)
        ],
    )


def visits(code: str, *at: datetime) -> Sequence[types_pb2.Activity]:
    """A visit of a member of their own at each time, so that no cap stands between them."""
    made = []
    for number, time in enumerate(at):
        name = f"{code}-{number}"
        visit = sent("VISIT", event_id=name, member_id=f"mem_{name}", at=time)
        visit.store_id = code
        made.append(visit)
    return made


async def points_of(points: Points, *names: str) -> list[int]:
    return [(await points.till().balance(f"mem_{name}")).posted for name in names]


async def test_a_rule_sees_the_city_and_the_hours_of_the_store(
    points: Points, members: Members
) -> None:
    feed = members.feed
    await feed.change_store(
        "tea", store("SH001"), store("BJ001", city="北京"), store("bar", until=1560)
    )
    for code in ("SH001", "BJ001", "bar", "unknown", ""):
        await feed.record("tea", *visits(code, SATURDAY, NIGHT, NOON))
    await followed(points, members)
    assert await points_of(points, "SH001-0", "SH001-1", "SH001-2") == [5, 0, 0]
    assert await points_of(points, "BJ001-0", "unknown-0", "-0") == [0, 0, 0]
    assert await points_of(points, "bar-0", "bar-1", "bar-2") == [5, 5, 0]


async def test_a_store_closed_for_good_was_open_until_its_last_day(
    points: Points, members: Members
) -> None:
    await members.feed.change_store("tea", store("SH001", closed_from="2026-03-07"))
    await members.feed.record("tea", *visits("SH001", SATURDAY, SATURDAY - timedelta(days=7)))
    await followed(points, members)
    assert await points_of(points, "SH001-0", "SH001-1") == [0, 5]


async def test_a_change_that_comes_late_changes_nothing(points: Points, members: Members) -> None:
    await members.feed.change_store("tea", store("SH001", 2, city="北京"))
    await members.feed.change_store("tea", store("SH001", 1))
    await members.feed.record("tea", *visits("SH001", SATURDAY))
    await followed(points, members)
    assert await points_of(points, "SH001-0") == [0]


async def test_a_store_that_cannot_be_kept_is_set_aside_and_the_others_are_known(
    points: Points, members: Members, db: Database
) -> None:
    await members.feed.change_store("tea", store("bad", 0), store("SH001"))
    await members.feed.record("tea", *visits("SH001", SATURDAY))
    await followed(points, members)
    assert await points_of(points, "SH001-0") == [5]
    assert await db["stores"].count_documents({}) == 1
