"""Brands do not wait for each other's timers."""

import asyncio
import random
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from services.common.clock import ManualClock
from services.common.errors import Refusal
from services.feedback.timers import commands
from services.feedback.timers.commands import TOGETHER_MAX, TimerJob
from services.feedback.timers.domain import Timer

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
SEND = "send"


class Due:
    """Timers in memory, all of them due."""

    def __init__(self, **brands: int) -> None:
        self.timers = {
            timer.id: timer
            for brand, count in brands.items()
            for timer in (Timer(brand, SEND, f"tch_{number}", NOON) for number in range(count))
        }

    async def may_be_due(self, kinds: Collection[str], now: datetime) -> bool:
        return True

    async def due(self, kinds: Collection[str], now: datetime, limit: int) -> list[Timer]:
        return list(self.timers.values())[:limit]

    async def postpone(self, timer: Timer, until: datetime) -> None:
        raise NotImplementedError

    def take(self, timers: Sequence[Timer]) -> list[Timer]:
        return [timer for timer in timers if self.timers.pop(timer.id, None) is not None]


@pytest.fixture(autouse=True)
def the_large_brand_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    def in_order(lanes: list[list[list[Timer]]]) -> None:
        lanes.sort(key=lambda each: each[0][0].brand)

    monkeypatch.setattr(random, "shuffle", in_order)
    # A round is over when all is fired, however busy the machine is.
    monkeypatch.setattr(commands, "ROUND_S", 600.0)


async def test_a_brand_whose_provider_hangs_holds_up_no_other() -> None:
    due, told = Due(a=3 * TOGETHER_MAX, b=1), asyncio.Event()

    async def send(timers: Sequence[Timer]) -> list[Timer]:
        if timers[0].brand == "a":
            await told.wait()
        else:
            told.set()
        return due.take(timers)

    fired = await TimerJob(due, {SEND: send}, ManualClock(NOON)).fire_due()
    assert (fired, due.timers) == (3 * TOGETHER_MAX + 1, {})


async def test_one_lane_that_fails_ends_no_other_before_its_end() -> None:
    due = Due(a=3 * TOGETHER_MAX, b=2, c=2)

    async def send(timers: Sequence[Timer]) -> list[Timer]:
        if timers[0].brand == "a":
            raise Refusal("OVERLOADED")
        return due.take(timers)

    with pytest.raises(Refusal):
        await TimerJob(due, {SEND: send}, ManualClock(NOON)).fire_due()
    assert {timer.brand for timer in due.timers.values()} == {"a"}


async def test_what_others_have_is_looked_for_before_a_large_brand_is_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    due, looks, sent = Due(a=20 * TOGETHER_MAX), 0, list[int]()
    now, look = 0.0, due.due

    async def looked(kinds: Collection[str], at: datetime, limit: int) -> list[Timer]:
        nonlocal looks
        looks += 1
        return await look(kinds, at, limit)

    async def slow(timers: Sequence[Timer]) -> list[Timer]:
        nonlocal now
        now += 30
        sent.append(looks)
        return due.take(timers)

    monkeypatch.setattr(commands, "monotonic", lambda: now)
    monkeypatch.setattr(commands, "ROUND_S", 60.0)
    monkeypatch.setattr(due, "due", looked)
    await TimerJob(due, {SEND: slow}, ManualClock(NOON + timedelta(hours=1))).fire_due()
    assert due.timers == {}
    assert max(sent.count(each) for each in set(sent)) == 2
