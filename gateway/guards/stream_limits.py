"""What the process may have open: requests, and streams, sockets and event streams alike, of which
there is a limit for each caller too."""

import asyncio
from collections import Counter

from services.common.auth import Caller

STREAMS_MAX = 5_000
"""Of a process: some 250 MB, by `python -m bench subscriptions`."""
STREAMS_PER_CALLER_MAX = 10
"""A member's phone, car and browser, each with a page or two; a front end needs one a page."""


class StreamLimits:
    """Counts the streams that are open, and ends those that can be ended by us."""

    def __init__(
        self, *, total: int = STREAMS_MAX, per_caller: int = STREAMS_PER_CALLER_MAX
    ) -> None:
        self._total = total
        self._per_caller = per_caller
        self._open = 0
        self._callers: Counter[tuple[str, str]] = Counter()
        self._ends: set[asyncio.Future[None]] = set()

    def enter(self) -> bool:
        """Open one more, of whomever. False when there are too many; leave anyway."""
        self._open += 1
        return self._open <= self._total

    def leave(self) -> None:
        """One has ended."""
        self._open -= 1

    def claim(self, caller: Caller) -> bool:
        """One that is open is this caller's. False when it has too many; release anyway."""
        who = _who(caller)
        self._callers[who] += 1
        return self._callers[who] <= self._per_caller

    def release(self, caller: Caller) -> None:
        """One that was the caller's has ended."""
        who = _who(caller)
        self._callers[who] -= 1
        if self._callers[who] <= 0:
            del self._callers[who]

    def end_with(self, stream: "asyncio.Future[None]") -> None:
        """`drain` is to cancel this."""
        self._ends.add(stream)
        stream.add_done_callback(self._ends.discard)

    def drain(self) -> None:
        """End the event streams: their front ends connect again, elsewhere, and go on."""
        for stream in list(self._ends):
            stream.cancel()


def _who(caller: Caller) -> tuple[str, str]:
    return caller.brand, caller.member_id or caller.subject
