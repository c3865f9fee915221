"""Messages that went out become happenings, each once, in the order of their instants."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from services.common.clock import ManualClock
from services.feedback.insight.commands import messages_out
from services.feedback.insight.commands.messages_out import SETTLED_AFTER, take_messages_out
from services.feedback.insight.commands.taking import Taking
from services.feedback.insight.domain.gone_out import GoneOut, Place
from services.feedback.insight.domain.happening import Happening
from services.feedback.insight.storage.gone_out import FIRST

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def touch(
    number: int, ended_at: datetime, *, arrived: bool = False, marketing: bool = True
) -> GoneOut:
    return GoneOut(f"tch_{number}", "tea", "mem_1", "sms", marketing, arrived, ended_at, ended_at)


@dataclass
class World:
    """Touches in memory, and the happenings that were taken."""

    touches: list[GoneOut]
    at: Place = FIRST
    taken: list[Happening] = field(default_factory=list)
    rounds: int = 99
    heard: datetime | None = NOON + timedelta(days=1)

    async def heard_at(self) -> datetime | None:
        return self.heard

    async def place(self) -> Place:
        return self.at

    async def behind(self, place: Place, until: datetime, most: int) -> list[GoneOut]:
        found = (each for each in self.touches if place < each.place and each.ended_at <= until)
        return sorted(found, key=lambda each: each.place)[:most]

    async def counted(self, place: Place) -> None:
        assert place >= self.at
        self.at = place

    async def take(self, changes: list[Happening]) -> None:
        self.taken.extend(changes)

    async def goes_on(self) -> bool:
        self.rounds -= 1
        return self.rounds >= 0

    async def round(self, now: datetime) -> int:
        here = cast(Any, self)
        clock = ManualClock(now)
        return await take_messages_out(cast(Taking, here), here, here, clock, self.goes_on)


async def test_all_of_one_instant_are_taken_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages_out, "AT_ONCE", 3)
    world = World([touch(number, NOON) for number in range(7)])
    assert await world.round(NOON + SETTLED_AFTER) == 7
    assert await world.round(NOON + SETTLED_AFTER + SECOND) == 0
    assert [each.id for each in world.taken] == [f"tch_{number}/out" for number in range(7)]


async def test_what_may_still_come_before_another_waits() -> None:
    world = World([touch(1, NOON)])
    assert await world.round(NOON + SETTLED_AFTER - SECOND) == 0
    world.touches.append(touch(2, NOON - SECOND / 2))
    assert await world.round(NOON + SETTLED_AFTER) == 2


async def test_nothing_is_taken_of_a_time_whose_zones_are_unknown() -> None:
    world = World([touch(1, NOON), touch(2, NOON + SECOND)], heard=None)
    assert await world.round(NOON + timedelta(hours=1)) == 0
    world.heard = NOON
    assert await world.round(NOON + timedelta(hours=1)) == 1
    world.heard = NOON + timedelta(minutes=1)
    assert await world.round(NOON + timedelta(hours=1)) == 1


async def test_what_arrives_later_goes_out_once() -> None:
    world = World([touch(1, NOON)])
    await world.round(NOON + SETTLED_AFTER)
    later = NOON + timedelta(hours=1)
    world.touches = [GoneOut("tch_1", "tea", "mem_1", "sms", True, True, NOON, later)]
    await world.round(later + SETTLED_AFTER)
    assert [(each.id, each.kind, each.at) for each in world.taken] == [
        ("tch_1/out", "marketing_touch", NOON),
        ("tch_1/out", "marketing_touch", NOON),
        ("tch_1/arrived", "delivered", later),
    ]


async def test_another_worker_s_lease_ends_it_between_two_batches(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(messages_out, "AT_ONCE", 2)
    world = World([touch(number, NOON, marketing=False) for number in range(5)], rounds=2)
    assert await world.round(NOON + SETTLED_AFTER) == 4
    assert world.at == Place(NOON, "tch_3")
    assert {each.kind for each in world.taken} == {"touch"}
