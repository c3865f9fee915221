"""How many requests may be at work: fewer while the processor has no time for them."""

import asyncio

from prometheus_client import Counter, Gauge

AT_WORK_MAX = 512
"""While the processor has time: most of these wait for a service, which may be slow."""
BUSY_AT_WORK_MAX = 64
"""While it has none: that many keep it at its best, and go through it within some 30 ms, so that a
refusal waits no longer than that either."""
BUSY_S = 0.01
"""The event loop is busy when it comes that late to what is due."""
BEAT_S = 0.02
MORE = 8
"""How many more may be at work for each beat in time: taking in 512 at once would make it late."""

IN_FLIGHT = Gauge("tessera_gateway_in_flight", "Requests at work.")
SHED = Counter("tessera_gateway_shed_total", "Requests refused for overload.")


class ConcurrencyLimit:
    """Counts requests at work."""

    def __init__(
        self, *, at_work_max: int = AT_WORK_MAX, busy_at_work_max: int = BUSY_AT_WORK_MAX
    ) -> None:
        self._max = self._most = at_work_max
        self._least = busy_at_work_max
        self._at_work = 0
        self._beat: asyncio.TimerHandle | None = None

    @property
    def is_full(self) -> bool:
        """Whether the next is to be refused."""
        return self._at_work >= self._max

    def enter(self) -> None:
        """One more is at work."""
        self._at_work += 1
        IN_FLIGHT.set(self._at_work)
        if self._beat is None:
            self._wait()

    def leave(self) -> None:
        """It is done."""
        self._at_work -= 1
        IN_FLIGHT.set(self._at_work)

    def _wait(self) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time() + BEAT_S
        self._beat = loop.call_at(due, self._look, loop, due)

    def _look(self, loop: asyncio.AbstractEventLoop, due: float) -> None:
        """See how late the loop is, as long as there is work: then half of it is enough."""
        if loop.time() - due > BUSY_S:
            self._max = max(self._least, min(self._max, self._at_work) // 2)
        else:
            self._max = min(self._most, self._max + MORE)
        self._beat = None
        if self._at_work:
            self._wait()
