"""How much may be at work at once: calls, streams, and calls whose request has not come yet.

Each is counted apart, so that none of them keeps the others out. What stays open for as long as
the other side likes is limited by who opened it: the caller, its brand, its address.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager

from prometheus_client import Counter as Count
from prometheus_client import Gauge

from services.common.caller import ALL_BRANDS, Caller, Role
from services.common.errors import Refusal

FIRST_MESSAGE_S = 5.0
"""In which a request comes after its headers."""
BETWEEN_MESSAGES_S = 60.0
"""So long a stream of requests may stand still, and a reader leave an answer unread."""
RETRY_AFTER_MS = 500

STREAMS_PER_CALLER = {
    Role.MEMBER: 2,
    Role.OPERATOR: 8,
    Role.CHANNEL: 8,
    Role.SERVICE: 64,
    Role.PUBLIC: 0,
}
STREAMS_PER_BRAND = 64
STREAMS_PER_ADDRESS = 128
"""Calls from outside may all come through one address, that of a load balancer."""

OPEN_MAX = 512
"""Probes and the like, which bring no token."""
OPEN_PER_ADDRESS = 16

WAITING_MAX = 4_000
"""Calls whose request has not come. It comes with the headers, unless somebody holds it back."""
WAITING_CROWDED = 500
"""From here on nobody may hold back more than WAITING_PER_CALLER."""
WAITING_PER_CALLER = 50

STREAMS = Gauge("tessera_streams", "Streams being answered now.")
REFUSED = Count("tessera_admission_refused_total", "Calls turned away at the door.", ["limit"])

Limit = tuple[str, Hashable, int]
"""Its name, whom it counts, and how many that may have."""


class Admission:
    """The counts of one server."""

    def __init__(self, calls_max: int, streams_max: int) -> None:
        self._calls_max = calls_max
        self._streams_max = streams_max
        self._calls = 0
        self._waiting = 0
        self._waiting_of: Counter[Caller] = Counter()
        self._held: Counter[tuple[str, Hashable]] = Counter()

    @property
    def total_max(self) -> int:
        """More than all of these together are turned away unseen."""
        return self._calls_max + self._streams_max + OPEN_MAX + WAITING_MAX

    def check_call(self) -> None:
        """Raises OVERLOADED while there is no room for a call."""
        if self._calls >= self._calls_max:
            REFUSED.labels("calls").inc()
            raise _overloaded(f"{self._calls} calls are at work")

    @contextmanager
    def call(self) -> Iterator[None]:
        """A call whose request has come. Raises OVERLOADED."""
        self.check_call()
        self._calls += 1
        try:
            yield
        finally:
            self._calls -= 1

    @contextmanager
    def waiting(self, caller: Caller) -> Iterator[None]:
        """While the request of `caller` has not come. Raises OVERLOADED."""
        held = self._waiting_of[caller]
        if self._waiting >= WAITING_CROWDED and held >= WAITING_PER_CALLER:
            REFUSED.labels("waiting").inc()
            raise _overloaded(f"{held} requests of this caller have not come")
        self._waiting += 1
        self._waiting_of[caller] = held + 1
        try:
            yield
        finally:
            self._waiting -= 1
            self._waiting_of[caller] -= 1
            if not self._waiting_of[caller]:
                del self._waiting_of[caller]

    @contextmanager
    def stream(self, caller: Caller, peer: str) -> Iterator[None]:
        """A stream of `caller`, which came from `peer`. Raises TOO_MANY_STREAMS."""
        who = caller.brand, caller.subject, caller.role
        limits: list[Limit] = [
            ("streams", "", self._streams_max),
            ("streams_of_caller", who, STREAMS_PER_CALLER[caller.role]),
            ("streams_of_address", _address(peer), STREAMS_PER_ADDRESS),
        ]
        if caller.brand != ALL_BRANDS:
            limits.append(("streams_of_brand", caller.brand, STREAMS_PER_BRAND))
        with self._hold(limits), STREAMS.track_inprogress():
            yield

    @contextmanager
    def open(self, peer: str) -> Iterator[None]:
        """A call or stream without a token. Raises TOO_MANY_STREAMS."""
        address: Limit = ("open_of_address", _address(peer), OPEN_PER_ADDRESS)
        with self._hold([("open", "", OPEN_MAX), address]):
            yield

    @contextmanager
    def _hold(self, limits: Sequence[Limit]) -> Iterator[None]:
        for name, whose, most in limits:
            if self._held[name, whose] >= most:
                REFUSED.labels(name).inc()
                raise Refusal("TOO_MANY_STREAMS", f"{name}: {most}", metadata={"limit": str(most)})
        for name, whose, _ in limits:
            self._held[name, whose] += 1
        try:
            yield
        finally:
            for name, whose, _ in limits:
                self._held[name, whose] -= 1
                if not self._held[name, whose]:
                    del self._held[name, whose]


def _overloaded(message: str) -> Refusal:
    return Refusal("OVERLOADED", message, metadata={"retry_after_ms": str(RETRY_AFTER_MS)})


def _address(peer: str) -> str:
    """Of `ipv4:10.0.0.7:40123`, without the port."""
    return peer.rpartition(":")[0]
