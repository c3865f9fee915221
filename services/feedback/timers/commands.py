"""The job that fires what is due."""

import asyncio
import random
from collections import Counter as Counted
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from time import monotonic
from typing import Protocol
from zlib import crc32

from prometheus_client import Counter, Histogram

from services.common.clock import Clock
from services.common.setting_aside import passes_by_itself
from services.common.telemetry import log
from services.feedback.timers.domain import Timer, wait_after

READ_MAX = 2_000
TOGETHER_MAX = 100
"""Timers of one transaction."""
GROUPS = 32
LANES_AT_ONCE = 4
ROUND_S = 2.0
"""After it no group begins before the next look: a brand with much to do hides what others have."""
PAUSE_S = 1.0

FIRED = Counter("tessera_timers_fired_total", "Timers whose effect took place.", ["kind"])
FAILED = Counter("tessera_timers_failed_total", "Timers that could not fire, each try.", ["kind"])
LATENESS = Histogram(
    "tessera_timers_late_seconds",
    "How long after it was due a timer fired.",
    ["kind"],
    buckets=(0.5, 1, 2, 5, 15, 60, 300, 1800),
)

_log = log("feedback.timers")

Effect = Callable[[Sequence[Timer]], Awaitable[Sequence[Timer]]]
"""Carries timers of one kind out in a transaction that deletes them: which ones it took."""


class Timers(Protocol):
    """Timers that are set, of all brands."""

    async def may_be_due(self, kinds: Collection[str], now: datetime) -> bool:
        """Whether a look for `kinds` is worth its cost: another job may just have seen that
        nothing is due."""
        ...

    async def due(self, kinds: Collection[str], now: datetime, limit: int) -> list[Timer]:
        """The earliest timers of `kinds` that are due at `now`, up to `limit`; behind them those of
        brands that these hide, up to as many again."""
        ...

    async def postpone(self, timer: Timer, until: datetime) -> None:
        """Let a timer that could not fire come again, unless it was moved meanwhile."""
        ...


class TimerJob:
    """Fires timers by the effects of their kinds.

    Any number of workers may run it at once. Each goes through the lanes in an order of its own,
    so that they seldom want the same timers. A brand with many timers has a lane of its own, and
    lanes go side by side: its slow provider holds up no other brand.
    """

    def __init__(self, timers: Timers, effects: Mapping[str, Effect], clock: Clock) -> None:
        self._timers = timers
        self._effects = effects
        self._clock = clock

    async def run(self) -> None:
        """Fire until cancelled."""
        while True:
            try:
                if await self._timers.may_be_due(self._effects.keys(), self._clock.now()):
                    await self.fire_due()
            except Exception as error:
                # What passes by itself is met again after the pause, and nothing ends the job.
                _log.error("timers_wait", error=repr(error))
            await asyncio.sleep(PAUSE_S)

    async def fire_due(self) -> int:
        """Fire everything that is due: how many this worker fired.

        Raises what passes by itself, such as a store that is away.
        """
        fired = 0
        while due := await self._timers.due(self._effects.keys(), self._clock.now(), READ_MAX):
            lanes = _lanes(due)
            random.shuffle(lanes)
            done = await self._go(lanes)
            fired += done
            # The rest is with other workers, or waits.
            if not done:
                break
        return fired

    async def _go(self, lanes: Sequence[Sequence[Sequence[Timer]]]) -> int:
        slots, until = asyncio.Semaphore(LANES_AT_ONCE), monotonic() + ROUND_S

        async def go(groups: Sequence[Sequence[Timer]]) -> int:
            done = 0
            for group in groups:
                async with slots:
                    if monotonic() >= until:
                        break
                    done += await self._fire(group)
            return done

        done = await asyncio.gather(*map(go, lanes), return_exceptions=True)
        # One lane's failure ends no other before its end.
        for each in done:
            if isinstance(each, BaseException):
                raise each
        return sum(each for each in done if isinstance(each, int))

    async def _fire(self, timers: Sequence[Timer]) -> int:
        kind = timers[0].kind
        try:
            taken = await self._effects[kind](timers)
        except Exception as error:
            if passes_by_itself(error):
                raise
            if len(timers) == 1:
                await self._postpone(timers[0], error)
                return 0
            # One of them is at fault, and the others are not to wait for it.
            return sum([await self._fire([timer]) for timer in timers])
        now = self._clock.now()
        for timer in taken:
            LATENESS.labels(kind).observe(max(0.0, (now - timer.due).total_seconds()))
        FIRED.labels(kind).inc(len(taken))
        return len(taken)

    async def _postpone(self, timer: Timer, error: Exception) -> None:
        FAILED.labels(timer.kind).inc()
        until = self._clock.now() + wait_after(timer.tries + 1)
        _log.error(
            "timer_waits", brand=timer.brand, kind=timer.kind, key=timer.key, error=repr(error)
        )
        await self._timers.postpone(timer, until)


def _lanes(due: Sequence[Timer]) -> list[list[list[Timer]]]:
    """Timers in groups of one kind and one part of the ids, at most TOGETHER_MAX each, and these in
    lanes: the groups of a brand with many timers, one after the other, or a group of the others."""
    of_brand = Counted(timer.brand for timer in due)
    large = {brand for brand, count in of_brand.items() if count > TOGETHER_MAX}
    by_part: dict[tuple[str, str, int], list[Timer]] = {}
    for timer in due:
        lane = timer.brand if timer.brand in large else ""
        part = crc32(timer.id.encode()) % GROUPS
        by_part.setdefault((lane, timer.kind, part), []).append(timer)
    lanes: dict[str, list[list[Timer]]] = {brand: [] for brand in sorted(large)}
    shared: list[list[list[Timer]]] = []
    for (lane, _, _), timers in by_part.items():
        for start in range(0, len(timers), TOGETHER_MAX):
            group = timers[start : start + TOGETHER_MAX]
            if lane:
                lanes[lane].append(group)
            else:
                shared.append([group])
    return [*lanes.values(), *shared]
