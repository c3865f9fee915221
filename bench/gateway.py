"""The gateway against Apollo Server 5 and GraphQL Yoga 5 on Node, over the same gRPC services.

The servers take turns within each round, so that other work of the machine affects all of them. A
figure is the median of the rounds, a ratio the median of the rounds' own ratios.
"""

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import uvloop

from bench import cards, load, report
from bench.fleet import Fleet, Server

WARM_SHARE = 0.2
"""Seconds of a turn that do not count: connections are opened, processor caches are filled."""
WARM_UP = {"card": 3_000, "cards": 100}
"""Requests before the first turn. V8 compiles a function well only after thousands of calls: over
the first 3,000 cards Apollo's processor time for one falls to a third."""
WARM_UP_S_MAX = 8.0
WARM_UP_SLICE_S = 0.5
CHECKED = 20
PEERS = ("apollo", "yoga")
GATEWAY = "gateway"
CORE = "core"


@dataclass(frozen=True)
class Case:
    """One case. Each server has one turn in each of `rounds`."""

    name: str
    requests: str
    callers: int
    rounds: int
    turn_s: float
    quick: bool = False
    """True if it is part of a quick run."""
    core: bool = False
    """True if plain graphql-core takes part."""


CASES = (
    Case("card", "card", 16, rounds=5, turn_s=1.1, quick=True, core=True),
    Case("50 cards", "cards", 16, rounds=5, turn_s=1.3, quick=True, core=True),
    Case("own card", "own", 16, rounds=5, turn_s=0.9, quick=True),
    Case("card", "card", 1, rounds=3, turn_s=0.7),
    Case("card", "card", 64, rounds=3, turn_s=0.9),
    Case("50 cards", "cards", 1, rounds=3, turn_s=0.7),
    Case("50 cards", "cards", 64, rounds=3, turn_s=1.5),
)
QUICK_ROUNDS = 2
RUN_S_MAX = 120.0
"""No case begins after this time; on a quiet machine all cases end before it."""


@dataclass
class Turns:
    """The results of one server in its turns of a case."""

    per_second: list[float] = field(default_factory=list)
    latencies_ms: list[float] = field(default_factory=list)
    cpu_s: float = 0.0
    answers: int = 0

    def add(self, measured: load.Load, cpu_s: float) -> None:
        """Add a turn."""
        self.per_second.append(measured.per_second)
        self.latencies_ms += measured.latencies_ms
        self.cpu_s += cpu_s
        self.answers += measured.answers

    @property
    def median(self) -> float:
        """Answers a second, the median of the turns."""
        return statistics.median(self.per_second)

    @property
    def cpu_us(self) -> float:
        """The server's processor time for one answer; 0 if the system has no /proc."""
        return self.cpu_s / self.answers * 1e6

    def figures(self) -> dict[str, Any]:
        """Latencies, and answers a second of one core: p50_ms, p99_ms, cpu_us, per_core_s."""
        cuts = statistics.quantiles(self.latencies_ms, n=100)
        found = {"p50_ms": cuts[49], "p99_ms": cuts[98]}
        if self.cpu_s:
            found |= {"cpu_us": self.cpu_us, "per_core_s": 1e6 / self.cpu_us}
        return found


def run(quick: bool) -> None:
    """Measure and print; two minutes at most, or half of one when `quick`."""
    with tempfile.TemporaryDirectory(prefix="tessera-bench-") as folder:
        uvloop.run(_run(Path(folder), quick))


async def _run(folder: Path, quick: bool) -> None:
    until = time.monotonic() + RUN_S_MAX
    with Fleet(folder) as fleet:
        servers = await fleet.start()
        requests = cards.Requests(fleet.keys_dir)
        await _first_answers(servers, requests)
        await _check_alike(servers, requests)
        made = {
            "card": requests.at_random(),
            "cards": requests.lists_at_random(),
            "own": requests.own_at_random(),
        }
        for server in servers:
            await _warm_up(server, made)
        for case in CASES:
            if time.monotonic() > until:
                print(f"bench: no time left for {case.name}, {case.callers}", file=sys.stderr)
            elif case.quick or not quick:
                rounds = QUICK_ROUNDS if quick else case.rounds
                _print(case, servers, await _measure(case, rounds, servers, made[case.requests]))
        for server in servers:
            if server.memory_mb is not None:
                report.line(f"gateway/memory after the load/{server.title}", server.memory_mb, "MB")


async def _first_answers(servers: Sequence[Server], requests: cards.Requests) -> None:
    """Print the time of the first query after the start, and of the second."""
    for server in servers:
        times_ms = [time.perf_counter()]
        for index in (0, 1):
            await load.ask(server.port, requests.card(index))
            times_ms.append(time.perf_counter())
        cold, warm = ((after - before) * 1e3 for before, after in pairwise(times_ms))
        report.line(f"gateway/first card/{server.title}", cold, "ms", second_ms=warm)


async def _check_alike(servers: Sequence[Server], requests: cards.Requests) -> None:
    """Raises RuntimeError unless all servers answer the same data with the expected fields."""
    asked = [requests.card(index) for index in range(CHECKED)]
    asked.append(requests.cards(list(range(cards.LIST_SIZE))))
    for request in asked:
        answers = {s.name: json.loads(await load.ask(s.port, request))["data"] for s in servers}
        expected = answers[servers[0].name]
        for name, data in answers.items():
            if data != expected:
                raise RuntimeError(f"{name} answers {data}, {servers[0].name} {expected}")
    for card in expected["members"]:
        count = sum(1 for _ in cards.values(card))
        if count != cards.FIELDS:
            raise RuntimeError(f"{count} fields, not {cards.FIELDS}: {card}")


async def _warm_up(server: Server, requests: Mapping[str, Sequence[bytes]]) -> None:
    """Warm each server up with the same queries, at most 8 s for each kind."""
    for kind, answers_least in WARM_UP.items():
        answers, until = 0, time.monotonic() + WARM_UP_S_MAX
        while answers < answers_least and time.monotonic() < until:
            measured = await load.measure(
                server.port, requests[kind], callers=16, warm_s=0, seconds=WARM_UP_SLICE_S
            )
            answers += measured.answers


async def _measure(
    case: Case, rounds: int, servers: Sequence[Server], requests: Sequence[bytes]
) -> dict[str, Turns]:
    found = {s.name: Turns() for s in servers if case.core or s.name != CORE}
    for _ in range(rounds):
        for server in servers:
            if server.name not in found:
                continue
            cpu_s = server.cpu_s
            measured = await load.measure(
                server.port,
                requests,
                callers=case.callers,
                warm_s=case.turn_s * WARM_SHARE,
                seconds=case.turn_s * (1 - WARM_SHARE),
            )
            found[server.name].add(measured, (server.cpu_s or 0.0) - (cpu_s or 0.0))
    return found


def _print(case: Case, servers: Sequence[Server], found: Mapping[str, Turns]) -> None:
    prefix = f"gateway/{case.name}/{case.callers} callers"
    titles = {server.name: server.title for server in servers}
    for name, turns in found.items():
        report.line(f"{prefix}/{titles[name]}", turns.median, "requests/s", **turns.figures())
    ours = found[GATEWAY]
    present = [name for name in PEERS if name in found]
    if present:
        faster = max(present, key=lambda name: found[name].median)
        _print_ratio(f"{prefix}/against Node", ours, titles[faster], found[faster])
    if CORE in found:
        _print_ratio(f"{prefix}/against graphql-core", ours, titles[CORE], found[CORE])


def _print_ratio(name: str, ours: Turns, title: str, theirs: Turns) -> None:
    ratios = [a / b for a, b in zip(ours.per_second, theirs.per_second, strict=True)]
    more: dict[str, Any] = {"lowest": min(ratios), "highest": max(ratios)}
    if ours.cpu_s and theirs.cpu_s:
        more["by_cpu"] = theirs.cpu_us / ours.cpu_us
    divisor = f"{title} ({report.significant(theirs.median):,} requests/s)"
    report.line(name, statistics.median(ratios), "x", divided_by=divisor, **more)
