"""How long the caller still waits.

grpc-python passes no deadline on by itself. The server keeps the deadline of the call at hand here,
and everything done for it (queries, calls to others) takes the rest of it.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar

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


@asynccontextmanager
async def within(seconds: float, *, grace_s: float = 0.0) -> AsyncIterator[None]:
    """Bound the block to `seconds`, or to what is left already when that is less.

    The deadline is what `remaining_s` tells inside; the block itself is cut `grace_s` later, so
    that a driver which watches the deadline too can end its work in order. Raises DeadlineExceeded.
    """
    deadline = time.monotonic() + seconds
    outer = _deadline.get()
    if outer is not None and outer < deadline:
        deadline = outer
    token = _deadline.set(deadline)
    try:
        async with asyncio.timeout(max(0.0, deadline - time.monotonic()) + grace_s):
            yield
    except TimeoutError as error:
        if deadline <= time.monotonic():
            raise DeadlineExceeded(f"no answer within {seconds:.3f} s") from error
        raise
    finally:
        _deadline.reset(token)


def unary_timeout_s() -> float:
    """The timeout to give an outgoing unary call: what is left, else the default."""
    left = remaining_s()
    return DEFAULT_UNARY_S if left is None else left
