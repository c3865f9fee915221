"""How long the caller still waits.

grpc-python passes no deadline on by itself. The server keeps the deadline of the call at hand here,
and everything done for it (queries, calls to others) takes the rest of it.
"""

import asyncio
import time
from contextvars import ContextVar
from types import TracebackType

DEFAULT_UNARY_S = 10.0
"""For a unary call that names no deadline."""
MAX_UNARY_S = 30.0
"""No unary call gets longer, whatever it asks for."""
MAX_STREAM_REQUEST_S = 900.0
"""For a call that streams its request in, such as a bulk import."""

_deadline: ContextVar[float | None] = ContextVar("tessera_deadline", default=None)


class DeadlineExceeded(Exception):
    """The caller's time is up. Whether the work took effect is unknown: repeat with the same id."""

    reason = "DEADLINE_EXCEEDED"


def remaining_s() -> float | None:
    """Seconds left for the call at hand, never below 0; None outside a bounded call."""
    deadline = _deadline.get()
    return None if deadline is None else max(0.0, deadline - time.monotonic())


def check() -> None:
    """Raise DeadlineExceeded when nothing is left: call it before starting work again."""
    deadline = _deadline.get()
    if deadline is not None and deadline <= time.monotonic():
        raise DeadlineExceeded("the deadline of the call has passed")


def unbind() -> None:
    """Work begun here for several calls, in a task of its own, is not bound by the one at hand."""
    _deadline.set(None)


class within:  # noqa: N801 - reads as a word: `async with within(2):`
    """Bound the block to `seconds`, or to what is left already when that is less.

    The deadline is what `remaining_s` tells inside; the block itself is cut `grace_s` later, so
    that a driver which watches the deadline too can end its work in order. Raises DeadlineExceeded.
    """

    # A class because it surrounds every call, and a generator would cost each of them more.
    __slots__ = ("_at", "_grace_s", "_seconds", "_timeout", "_token")

    def __init__(self, seconds: float, *, grace_s: float = 0.0) -> None:
        self._seconds = seconds
        self._grace_s = grace_s

    async def __aenter__(self) -> None:
        now = time.monotonic()
        outer = _deadline.get()
        self._at = now + self._seconds if outer is None else min(now + self._seconds, outer)
        self._token = _deadline.set(self._at)
        self._timeout = asyncio.timeout(max(0.0, self._at - now) + self._grace_s)
        await self._timeout.__aenter__()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        _deadline.reset(self._token)
        try:
            await self._timeout.__aexit__(kind, error, trace)
        except TimeoutError as late:
            raise DeadlineExceeded(f"no answer within {self._seconds:.3f} s") from late


def unary_timeout_s(asked_s: float | None = None) -> float:
    """The timeout to give an outgoing unary call: what is asked within what is left.

    Outside a bounded call what is asked counts as it is, and 10 s where nothing is.
    """
    left = remaining_s()
    if left is None:
        return DEFAULT_UNARY_S if asked_s is None else asked_s
    return left if asked_s is None else min(asked_s, left)
