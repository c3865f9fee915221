"""R8: overload is shed. At twice the capacity, goodput is nearly the peak and refusals are quick.

A slow stand-in for the storage sets the ledger's capacity, so that the test measures how the ledger
sheds load, and not the machine.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field

from services.common import deadlines
from services.common.clock import SystemClock
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.domain.batch import Writes
from tests import builders
from tests.fakes import FakeLedgerStore

CAPACITY = 500
"""Postings a second."""
CALLERS = 64
SECONDS = 3.0
ROUNDS = 4
"""Other work of the machine only makes a round worse, so the best round counts."""
DEADLINE_S = 1.0
TICK_S = 0.01
GOODPUT_MIN = 0.9
REFUSED_WITHIN_S = 0.05


class SlowStore(FakeLedgerStore):
    """Writes CAPACITY postings a second, whatever the size of the batches."""

    async def commit(self, writes: Writes) -> None:
        await asyncio.sleep(len(writes.postings) / CAPACITY)
        await super().commit(writes)


@dataclass
class Outcome:
    """The results of the calls of one run."""

    answered: int = 0
    refused_after_s: list[float] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)


async def call(ledger: Ledger, number: int, outcome: Outcome) -> None:
    """One posting of a member of its own, within the deadline of a call."""
    began = time.monotonic()
    try:
        async with deadlines.within(DEADLINE_S):
            await ledger.post(builders.earn(f"mem_{number}", 10))
        outcome.answered += 1
    except Exception as error:
        outcome.reasons[getattr(error, "reason", "")] += 1
        outcome.refused_after_s.append(time.monotonic() - began)


async def peak(ledger: Ledger) -> float:
    """Postings a second, by callers that each wait for their answer."""
    outcome = Outcome()
    ends = time.monotonic() + SECONDS / 3

    async def caller(first: int) -> None:
        number = first
        while time.monotonic() < ends:
            await call(ledger, number, outcome)
            number += CALLERS

    began = time.monotonic()
    await asyncio.gather(*(caller(n) for n in range(CALLERS)))
    assert not outcome.reasons
    return outcome.answered / (time.monotonic() - began)


async def flood(ledger: Ledger, rate: float) -> tuple[float, Outcome]:
    """Postings a second while `rate` are sent a second, without waiting for answers."""
    outcome = Outcome()
    sent = 0
    began = time.monotonic()
    async with asyncio.TaskGroup() as group:
        while (passed := time.monotonic() - began) < SECONDS:
            while sent < rate * passed:
                group.create_task(call(ledger, sent, outcome))
                sent += 1
            await asyncio.sleep(TICK_S)
        answered = outcome.answered / (time.monotonic() - began)
    return answered, outcome


async def test_r8_at_twice_the_capacity_the_ledger_writes_as_much_and_refuses_at_once() -> None:
    said = []
    for _ in range(ROUNDS):
        ledger = Ledger(SlowStore(), SystemClock())
        most = await peak(ledger)
        answered, outcome = await flood(ledger, 2 * most)
        waited = sorted(outcome.refused_after_s)
        p99_s = waited[int(len(waited) * 0.99)]
        said.append(
            f"peak {most:.0f}/s, twice that: {answered:.0f}/s,"
            f" {dict(outcome.reasons)} refused within {p99_s * 1e3:.0f} ms (p99)"
        )
        print(said[-1])
        overloaded = set(outcome.reasons) == {"OVERLOADED"}
        if overloaded and answered > GOODPUT_MIN * most and p99_s < REFUSED_WITHIN_S:
            return
    raise AssertionError("\n".join(said))
