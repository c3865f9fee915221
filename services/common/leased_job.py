"""A job that goes on for ever in one process at a time: on the worker that holds the lease."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Any, NoReturn, Protocol

RENEWED_S = 1.0
"""Far below the time that a lease lasts."""


class Lease(Protocol):
    """Who works, of several workers; `services.common.lease` keeps it in the database."""

    async def acquire(self) -> bool:
        """Take the lease or renew it; False while another worker holds it."""
        ...


class Log(Protocol):
    """Where failures are told."""

    def error(self, event: str, **fields: Any) -> object:
        """Tell one."""
        ...


async def run_leased(
    work: Callable[[], Awaitable[object]],
    lease: Lease,
    pause_s: float,
    log: Log,
    event: str,
    **fields: str,
) -> NoReturn:
    """Do `work` again and again until cancelled. A failure is told as `event`, and it goes on.

    A lease that was renewed a moment ago is held: a job with a short pause writes it once a second.
    """
    held_until = 0.0
    while True:
        try:
            now = monotonic()
            held = now < held_until
            if not held and await lease.acquire():
                held, held_until = True, now + RENEWED_S
            if held:
                await work()
        except Exception as error:
            log.error(event, **fields, error=repr(error))
        await asyncio.sleep(pause_s)
