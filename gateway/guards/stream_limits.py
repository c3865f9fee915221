"""The limits of open streams (websockets and event streams): of the process, and of a caller.

A socket *waits* until it has brought its token. Sockets that wait are counted apart from streams,
for the process and for each address: without a token nobody takes the place of a subscriber.
"""

import asyncio
from collections import Counter
from typing import TypeVar

from gateway.guards.rate_limit import network
from services.common.auth import Caller

STREAMS_MAX = 5_000
"""The most of a process: some 250 MB, by `python -m bench subscriptions`."""
STREAMS_PER_CALLER_MAX = 10
"""The most of a caller: phone, car and browser with a page or two each; a page needs one stream."""
WAITING_MAX = 1_000
"""The most sockets of a process that wait. A front end sends its token at once, so that so many
wait only for an attacker, or in the first second after an outage."""
WAITING_PER_ADDRESS_MAX = 50
"""The most of an address, which many members may share behind a carrier's NAT."""


K = TypeVar("K")


class StreamLimits:
    """Counts the open streams, and ends the event streams when the process drains."""

    def __init__(
        self,
        *,
        total: int = STREAMS_MAX,
        per_caller: int = STREAMS_PER_CALLER_MAX,
        waiting: int = WAITING_MAX,
        waiting_per_address: int = WAITING_PER_ADDRESS_MAX,
    ) -> None:
        self._total = total
        self._per_caller = per_caller
        self._waiting_max = waiting
        self._waiting_per_address = waiting_per_address
        self._open = 0
        self._callers: Counter[tuple[str, str]] = Counter()
        self._waiting = 0
        self._addresses: Counter[str] = Counter()
        self._ends: set[asyncio.Future[None]] = set()

    def wait(self, address: str) -> bool:
        """Count a socket that waits. False when there are too many, which are not counted."""
        of = network(address)
        if self._waiting >= self._waiting_max or self._addresses[of] >= self._waiting_per_address:
            if not self._addresses[of]:
                del self._addresses[of]
            return False
        self._waiting += 1
        self._addresses[of] += 1
        return True

    def wait_no_more(self, address: str) -> None:
        """A socket that was counted by `wait` has brought its token, or is closed."""
        self._waiting -= 1
        _less(self._addresses, network(address))

    def enter(self) -> bool:
        """Count one more stream. False when the process has too many; leave in any case."""
        self._open += 1
        return self._open <= self._total

    def leave(self) -> None:
        """One stream has ended."""
        self._open -= 1

    def claim(self, caller: Caller) -> bool:
        """Count a stream for its caller. False when that has too many; release in any case."""
        who = _who(caller)
        self._callers[who] += 1
        return self._callers[who] <= self._per_caller

    def release(self, caller: Caller) -> None:
        """A stream of the caller has ended."""
        _less(self._callers, _who(caller))

    def end_with(self, stream: "asyncio.Future[None]") -> None:
        """Have `drain` cancel this stream."""
        self._ends.add(stream)
        stream.add_done_callback(self._ends.discard)

    def drain(self) -> None:
        """End the event streams: their front ends connect again, to another process, and resume."""
        for stream in list(self._ends):
            stream.cancel()


class SocketPlace:
    """The place of one socket among those that wait, then among the streams of its caller."""

    __slots__ = ("_address", "_caller", "_limits", "_waits")

    def __init__(self, limits: StreamLimits, address: str) -> None:
        self._limits = limits
        self._address = address
        self._waits = limits.wait(address)
        self._caller: Caller | None = None

    @property
    def waits(self) -> bool:
        """True when the socket may wait for its token."""
        return self._waits

    def take(self, caller: Caller) -> tuple[bool, bool]:
        """Go from those that wait to the streams. False for a process, or a caller, of too many."""
        self._stop_waiting()
        self._caller = caller
        return self._limits.enter(), self._limits.claim(caller)

    def leave(self) -> None:
        """The socket is closed."""
        self._stop_waiting()
        if self._caller is not None:
            self._limits.leave()
            self._limits.release(self._caller)
            self._caller = None

    def _stop_waiting(self) -> None:
        if self._waits:
            self._waits = False
            self._limits.wait_no_more(self._address)


def _less(counter: Counter[K], key: K) -> None:
    counter[key] -= 1
    if counter[key] <= 0:
        del counter[key]


def _who(caller: Caller) -> tuple[str, str]:
    return caller.brand, caller.member_id or caller.subject
