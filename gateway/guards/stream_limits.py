"""The limits of open streams (websockets and event streams): of the process, and of a caller."""

import asyncio
from collections import Counter

from services.common.auth import Caller

STREAMS_MAX = 5_000
"""The most of a process: some 250 MB, by `python -m bench subscriptions`."""
STREAMS_PER_CALLER_MAX = 10
"""The most of a caller: phone, car and browser with a page or two each; a page needs one stream."""


class StreamLimits:
    """Counts the open streams, and ends the event streams when the process drains."""

    def __init__(
        self, *, total: int = STREAMS_MAX, per_caller: int = STREAMS_PER_CALLER_MAX
    ) -> None:
        self._total = total
        self._per_caller = per_caller
        self._open = 0
        self._callers: Counter[tuple[str, str]] = Counter()
        self._ends: set[asyncio.Future[None]] = set()

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
        who = _who(caller)
        self._callers[who] -= 1
        if self._callers[who] <= 0:
            del self._callers[who]

    def end_with(self, stream: "asyncio.Future[None]") -> None:
        """Have `drain` cancel this stream."""
        self._ends.add(stream)
        stream.add_done_callback(self._ends.discard)

    def drain(self) -> None:
        """End the event streams: their front ends connect again, to another process, and resume."""
        for stream in list(self._ends):
            stream.cancel()


def _who(caller: Caller) -> tuple[str, str]:
    return caller.brand, caller.member_id or caller.subject
