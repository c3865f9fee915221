"""The limit of requests at work, which falls while the processor is busy."""

import asyncio

from prometheus_client import Counter, Gauge

AT_WORK_MAX = 512
"""The limit while the processor has time: most of these wait for a service."""
BUSY_AT_WORK_MAX = 64
"""The limit while the processor is busy. So many requests use it fully, and pass within some 30 ms:
a refusal waits no longer than that either."""
BUSY_S = 0.01
"""The event loop is busy when a callback runs that late."""
BEAT_S = 0.02
MORE = 8
"""The limit rises by so much with each beat in time: 512 at once would make the next one late."""

IN_FLIGHT = Gauge("tessera_gateway_in_flight", "Requests at work.")
SHED = Counter("tessera_gateway_shed_total", "Requests refused for overload.")


class ConcurrencyLimit:
    """Counts the requests at work, and says when the next one is refused."""

    def __init__(
        self, *, at_work_max: int = AT_WORK_MAX, busy_at_work_max: int = BUSY_AT_WORK_MAX
    ) -> None:
        self._max = self._most = at_work_max
        self._least = busy_at_work_max
        self._at_work = 0
        self._beat: asyncio.TimerHandle | None = None

    @property
    def is_full(self) -> bool:
        """True when the next request is refused."""
        return self._at_work >= self._max

    def enter(self) -> None:
        """One more request is at work."""
        self._at_work += 1
        IN_FLIGHT.set(self._at_work)
        if self._beat is None:
            self._wait()

    def leave(self) -> None:
        """One request is done."""
        self._at_work -= 1
        IN_FLIGHT.set(self._at_work)

    def _wait(self) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time() + BEAT_S
        self._beat = loop.call_at(due, self._look, loop, due)

    def _look(self, loop: asyncio.AbstractEventLoop, due: float) -> None:
        """Halve the limit when the loop is late, raise it when it is in time, and wait again."""
        if loop.time() - due > BUSY_S:
            self._max = max(self._least, min(self._max, self._at_work) // 2)
        else:
            self._max = min(self._most, self._max + MORE)
        self._beat = None
        if self._at_work:
            self._wait()
