"""The deadline of the current call.

grpc-python does not pass a deadline on by itself. The server stores the deadline of the current
call here, and everything done for the call (queries, calls to other services) gets the time left.
"""

import asyncio
import time
from contextvars import ContextVar
from types import TracebackType

DEFAULT_UNARY_S = 10.0
"""The time for a unary call without a deadline."""
MAX_UNARY_S = 30.0
"""The longest time for a unary call, whatever its deadline."""
MAX_STREAM_REQUEST_S = 900.0
"""The longest time for a call that streams its request, such as a bulk import."""

_deadline: ContextVar[float | None] = ContextVar("tessera_deadline", default=None)


class DeadlineExceeded(Exception):
    """The caller's time is up. The work may have taken effect: repeat with the same request id."""

    reason = "DEADLINE_EXCEEDED"


def remaining_s() -> float | None:
    """The seconds left for the current call, at least 0; None outside a bounded call."""
    deadline = _deadline.get()
    return None if deadline is None else max(0.0, deadline - time.monotonic())


def check() -> None:
    """Raise DeadlineExceeded when no time is left: call it before each further step of work."""
    deadline = _deadline.get()
    if deadline is not None and deadline <= time.monotonic():
        raise DeadlineExceeded("the deadline of the call has passed")


def unbind() -> None:
    """Remove the current call's deadline: for a task that works for several calls."""
    _deadline.set(None)


class within:  # noqa: N801 - reads as a word: `async with within(2):`
    """Bound the block to `seconds`, or to the time left already if that is less.

    Inside, `remaining_s` counts down to this deadline. The block itself is cancelled `grace_s`
    later, so that a driver with the same deadline can end its work first. Raises DeadlineExceeded.
    """

    # A class, since it surrounds every call, and a generator would be slower.
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
    """The timeout for an outgoing unary call: `asked_s`, at most the time left of the current call.

    Outside a bounded call it is `asked_s`, or 10 s if that is None.
    """
    left = remaining_s()
    if left is None:
        return DEFAULT_UNARY_S if asked_s is None else asked_s
    return left if asked_s is None else min(asked_s, left)
