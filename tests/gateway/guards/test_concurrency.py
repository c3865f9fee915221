"""The limit of requests at work falls while the event loop is late."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from gateway.guards.concurrency import BEAT_S, BUSY_S, MORE, ConcurrencyLimit


class Loop:
    """An event loop whose clock the test sets, and which keeps the callbacks that are due."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.due: list[tuple[float, Callable[..., None], tuple[Any, ...]]] = []

    def time(self) -> float:
        return self.now_s

    def call_at(self, when: float, call: Callable[..., None], *given: Any) -> object:
        self.due.append((when, call, given))
        return object()

    def beat(self, late_s: float = 0.0) -> None:
        """Call what is due next, so late."""
        [(when, call, given)] = self.due
        self.due.clear()
        self.now_s = when + late_s
        call(*given)


@pytest.fixture
def loop(monkeypatch: pytest.MonkeyPatch) -> Loop:
    loop = Loop()
    monkeypatch.setattr(asyncio, "get_running_loop", lambda: loop)
    return loop


LATE_S = 2 * BUSY_S


def taken(concurrency: ConcurrencyLimit) -> int:
    """The number of requests that it takes until it is full."""
    count = 0
    while not concurrency.is_full:
        concurrency.enter()
        count += 1
    return count


def test_while_the_loop_is_in_time_it_takes_the_most(loop: Loop) -> None:
    concurrency = ConcurrencyLimit(at_work_max=100, busy_at_work_max=10)
    concurrency.enter()
    loop.beat(BUSY_S / 2)
    assert taken(concurrency) == 99
    concurrency.leave()
    assert not concurrency.is_full


def test_when_the_loop_is_late_the_limit_is_halved(loop: Loop) -> None:
    concurrency = ConcurrencyLimit(at_work_max=100, busy_at_work_max=10)
    assert taken(concurrency) == 100
    loop.beat(LATE_S)
    for _ in range(50):
        assert concurrency.is_full
        concurrency.leave()
    assert concurrency.is_full
    concurrency.leave()
    assert taken(concurrency) == 1


def test_however_late_the_loop_is_some_are_taken(loop: Loop) -> None:
    concurrency = ConcurrencyLimit(at_work_max=100, busy_at_work_max=10)
    taken(concurrency)
    for _ in range(10):
        loop.beat(LATE_S)
    for _ in range(100):
        concurrency.leave()
    assert taken(concurrency) == 10


def test_it_opens_by_and_by_when_the_loop_is_in_time_again(loop: Loop) -> None:
    concurrency = ConcurrencyLimit(at_work_max=100, busy_at_work_max=10)
    concurrency.enter()
    loop.beat(LATE_S)
    assert taken(concurrency) == 9
    loop.beat()
    assert taken(concurrency) == MORE
    for _ in range(100):
        loop.beat()
    assert taken(concurrency) == 100 - 10 - MORE


def test_without_work_there_is_no_beat(loop: Loop) -> None:
    concurrency = ConcurrencyLimit()
    concurrency.enter()
    concurrency.leave()
    loop.beat()
    assert not loop.due
    assert loop.now_s == BEAT_S
