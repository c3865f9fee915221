"""R8 at the gateway: at twice its capacity it answers as many cards as ever, and refuses quickly.

The capacity of the gateway's process is measured in the same run, right before: first with callers
that wait for each answer, then with that rate of requests sent without waiting. The second costs
more work, because fewer requests are gathered into one call. Answers are counted for each second of
processor time of the gateway, and refusals by its share of a processor, so that other work of the
machine does not matter. On a quiet machine both equal the time on the wall.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import httptools
import pytest

from bench.cards import Requests
from deploy.local import ports
from deploy.local.process import Child
from tests.chaos.fleet import Fleet, Process

CONNECTIONS = 600
CALLERS = 64
"""The callers that measure the capacity; each waits for its answer before the next request."""
WAITING_S = 1.0
SLICE_S = 0.5
SLICES = 5
"""Slices of each rate, in turns, so that other work of the machine affects both."""
TICK_S = 0.005
GOODPUT_MIN = 0.9
REFUSED_WITHIN_S = 0.05
ALONE = 0.8
"""With this share of a processor, no other work disturbed the gateway."""
ROUNDS = 8
"""Other work of the machine only makes a round worse, so the best round counts."""


@dataclass
class Outcome:
    """The results of the requests of one run."""

    answered: int = 0
    refused_after_s: list[float] = field(default_factory=list)

    def refused_within_s(self, share: float) -> float:
        """The seconds within which this share of the refusals was answered."""
        waited = sorted(self.refused_after_s)
        return waited[int(len(waited) * share)] if waited else 0.0


class Line(asyncio.Protocol):
    """One connection, with one request at a time."""

    def __init__(self) -> None:
        self.outcome = Outcome()
        self.done: asyncio.Future[None] | None = None
        self._sent_at = 0.0

    def connection_made(self, transport: Any) -> None:
        self._transport: asyncio.Transport = transport
        self._parser = httptools.HttpResponseParser(self)

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def connection_lost(self, error: Exception | None) -> None:
        if self.done is not None and not self.done.done():
            self.done.set_exception(error or ConnectionResetError())

    def send(self, request: bytes, outcome: Outcome) -> asyncio.Future[None]:
        self.outcome = outcome
        self.done = asyncio.get_running_loop().create_future()
        self._sent_at = time.perf_counter()
        self._transport.write(request)
        return self.done

    def on_message_complete(self) -> None:
        status = self._parser.get_status_code()
        # A parser reads one response, unless the connection is kept alive explicitly.
        self._parser = httptools.HttpResponseParser(self)
        if status == 200:
            self.outcome.answered += 1
        else:
            assert status == 503, status
            self.outcome.refused_after_s.append(time.perf_counter() - self._sent_at)
        assert self.done is not None
        self.done.set_result(None)

    def close(self) -> None:
        self._transport.close()


@pytest.fixture
def services(chaos_keys: Path, tmp_path: Path) -> Iterator[dict[str, Any]]:
    """Stub services that answer at once."""
    at = {name: ports.free_port() for name in ("members", "points", "feedback")}
    command = [sys.executable, "-m", "bench.stub_services", str(chaos_keys)]
    child = Child("services", [*command, *map(str, at.values())], tmp_path / "services.log")
    child.launch()
    yield {f"{name}_address": f"{ports.HOST}:{port}" for name, port in at.items()}
    child.kill()


@pytest.fixture
async def gateway(fleet: Fleet, services: dict[str, Any]) -> Process:
    process = fleet.start("gateway", **services)
    await process.ready()
    return process


@pytest.fixture
async def lines(gateway: Process) -> AsyncIterator[list[Line]]:
    """Connections to the gateway."""
    loop = asyncio.get_running_loop()
    made = [
        (await loop.create_connection(Line, ports.HOST, gateway.port))[1]
        for _ in range(CONNECTIONS)
    ]
    yield made
    for line in made:
        line.close()


async def waiting_for_each(lines: list[Line], requests: list[bytes]) -> float:
    """Answers a second, to callers that each wait for their answer."""
    outcome = Outcome()
    began = time.perf_counter()

    async def caller(line: Line, number: int) -> None:
        while time.perf_counter() - began < WAITING_S:
            await line.send(requests[number % len(requests)], outcome)
            number += CALLERS

    await asyncio.gather(*(caller(line, n) for n, line in enumerate(lines[:CALLERS])))
    return outcome.answered / (time.perf_counter() - began)


def processor_s(process: Process) -> float:
    """The processor time that the process has used so far."""
    fields = Path(f"/proc/{process.child.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _append(free: list[Line], line: Line, _: object) -> None:
    free.append(line)


async def flood(lines: list[Line], requests: list[bytes], rate: float, outcome: Outcome) -> None:
    """Sends this many requests a second, without waiting for answers."""
    free, at_work, sent = list(lines), list[asyncio.Future[None]](), 0
    began = time.perf_counter()
    while (passed := time.perf_counter() - began) < SLICE_S:
        for _ in range(int(rate * passed) - sent):
            sent += 1
            if not free:
                continue
            line = free.pop()
            answer = line.send(requests[sent % len(requests)], outcome)
            answer.add_done_callback(partial(_append, free, line))
            at_work.append(answer)
        await asyncio.sleep(TICK_S)
    await asyncio.gather(*at_work)


@dataclass
class Part:
    """The results of one rate, in slices that take turns with those of another."""

    outcome: Outcome = field(default_factory=Outcome)
    wall_s: float = 0.0
    had_s: float = 0.0

    async def add(
        self, gateway: Process, lines: list[Line], requests: list[bytes], rate: float
    ) -> None:
        began, had_s = time.perf_counter(), processor_s(gateway)
        await flood(lines, requests, rate, self.outcome)
        self.wall_s += time.perf_counter() - began
        self.had_s += processor_s(gateway) - had_s

    @property
    def answered_per_s(self) -> float:
        return self.outcome.answered / self.wall_s

    @property
    def per_processor_s(self) -> float:
        """Answers for a second of processor time."""
        return self.outcome.answered / self.had_s

    @property
    def share(self) -> float:
        """The used share of one processor, at most 1."""
        return min(1.0, self.had_s / self.wall_s)


async def test_r8_at_twice_the_capacity_the_gateway_answers_as_much_and_refuses_at_once(
    gateway: Process, lines: list[Line], chaos_keys: Path
) -> None:
    requests = Requests(chaos_keys).at_random()[:500]
    await waiting_for_each(lines, requests)
    said = []
    for _ in range(ROUNDS):
        most = await waiting_for_each(lines, requests)
        once, twice = Part(), Part()
        for _ in range(SLICES):
            await once.add(gateway, lines, requests, most)
            await twice.add(gateway, lines, requests, 2 * most)
        goodput = twice.per_processor_s / once.per_processor_s
        on_the_wall = twice.answered_per_s / once.answered_per_s
        outcome = twice.outcome
        p50_s, p99_s = outcome.refused_within_s(0.5), outcome.refused_within_s(0.99)
        said.append(
            f"asked {most:.0f}/s: {once.answered_per_s:.0f}/s on {once.share:.2f} of a processor;"
            f" twice that: {twice.answered_per_s:.0f}/s on {twice.share:.2f}, goodput"
            f" {goodput:.2f}; {len(outcome.refused_after_s)} refused"
            f" within {p50_s * 1e3:.0f} ms (p50), {p99_s * 1e3:.0f} ms (p99)"
        )
        print(said[-1])
        assert outcome.refused_after_s
        is_alone = twice.share > ALONE
        if (
            on_the_wall if is_alone else goodput
        ) > GOODPUT_MIN and p99_s * twice.share < REFUSED_WITHIN_S:
            return
    raise AssertionError("\n".join(said))
