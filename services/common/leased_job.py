"""A job that goes on for ever in one process at a time: on the worker that holds the lease."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, NoReturn, Protocol


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
    """Do `work` again and again until cancelled. A failure is told as `event`, and it goes on."""
    while True:
        try:
            if await lease.acquire():
                await work()
        except Exception as error:
            log.error(event, **fields, error=repr(error))
        await asyncio.sleep(pause_s)
