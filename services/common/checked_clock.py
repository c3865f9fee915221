"""The machine's clock, as long as it agrees with the database's.

A process whose clock is wrong writes times that hold up everyone who comes after. So it neither
writes nor judges while its clock differs by more than ten seconds from the primary's: whoever asks
for the present is refused, readiness says so, and the metric alarms. It goes on by itself once the
two agree again.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from prometheus_client import Counter, Gauge

from services.common import mongo, telemetry
from services.common.clock import Clock, SystemClock
from services.common.errors import Refusal
from services.common.mongo import Database, PyMongoError

WARN_S = 2.0
DIFFERENCE_S_MAX = 10.0
ANSWER_S_MAX = 1.0
"""An answer that took longer tells nothing about when it was given."""
WARN_EVERY_S = 60.0
RETRY_AFTER_MS = 2_000

DIFFERENCE = Gauge(
    "tessera_clock_difference_seconds", "By how much this clock is ahead of the database's."
)
DISAGREES = Gauge("tessera_clock_disagrees", "1 while nothing is written because of the clock.")
REFUSED = Counter("tessera_clock_refused_total", "Times the present was asked for and refused.")

_log = telemetry.log("clock")


async def server_time(db: Database) -> datetime:
    """What the primary's clock shows. Raises the driver's errors."""
    told: datetime = (await db.command("hello"))["localTime"]
    return told if told.tzinfo else told.replace(tzinfo=UTC)


class CheckedClock:
    """Tells the present, or raises CLOCK_DISAGREES. `ready` compares; ask it each second.

    Between two comparisons a step of the clock is seen at once, by the monotonic clock.
    """

    def __init__(
        self,
        db: Database,
        clock: Clock | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._db = db
        self._clock = clock or SystemClock()
        self._monotonic = monotonic
        self._compared: tuple[datetime, float] | None = None
        """The database's time, and the monotonic clock's at that moment."""
        self._warned_at = float("-inf")
        self._stopped = False

    def now(self) -> datetime:
        """The present. Raises CLOCK_DISAGREES."""
        now = self._clock.now()
        if self._compared is None:
            raise _refusal("not compared with the database's yet")
        ahead_s = self._ahead_s(now)
        if abs(ahead_s) > DIFFERENCE_S_MAX:
            self._tell(stopped=True, ahead_s=ahead_s)
            raise _refusal(f"{ahead_s:.1f} s ahead of the database's")
        return now

    async def ready(self) -> bool:
        """Compare: whether a primary answers, and its clock agrees."""
        asked_at = self._monotonic()
        try:
            told = await server_time(self._db)
        except PyMongoError:
            return False
        took_s = self._monotonic() - asked_at
        if took_s <= ANSWER_S_MAX:
            self._compared = told, asked_at + took_s / 2
        if self._compared is None:
            return False
        ahead_s = self._ahead_s(self._clock.now())
        self._tell(stopped=abs(ahead_s) > DIFFERENCE_S_MAX, ahead_s=ahead_s)
        return not self._stopped

    def _ahead_s(self, now: datetime) -> float:
        assert self._compared is not None
        told, at = self._compared
        expected = told + timedelta(seconds=self._monotonic() - at)
        return (now - expected).total_seconds()

    def _tell(self, *, stopped: bool, ahead_s: float) -> None:
        DIFFERENCE.set(ahead_s)
        DISAGREES.set(stopped)
        if stopped != self._stopped:
            self._stopped = stopped
            log = _log.error if stopped else _log.warning
            log("clock_disagrees" if stopped else "clock_agrees_again", ahead_s=round(ahead_s, 3))
        elif abs(ahead_s) > WARN_S and self._monotonic() - self._warned_at > WARN_EVERY_S:
            self._warned_at = self._monotonic()
            _log.warning("clock_differs", ahead_s=round(ahead_s, 3))


def _refusal(why: str) -> Refusal:
    REFUSED.inc()
    metadata = {"retry_after_ms": str(RETRY_AFTER_MS)}
    return Refusal("CLOCK_DISAGREES", f"the clock: {why}", metadata=metadata)


def readiness(db: Database, clock: Clock) -> Callable[[], Awaitable[bool]]:
    """What tells whether a process is ready: its clock, where it is a checked one."""
    return clock.ready if isinstance(clock, CheckedClock) else partial(mongo.ping, db)
