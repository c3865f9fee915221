"""Ending tasks reliably."""

import asyncio
from typing import Any

PATIENCE_S = 1.0


async def end(*tasks: asyncio.Task[Any]) -> None:
    """Cancel `tasks` and wait until all have ended; their errors are ignored.

    A cancellation can get lost: `asyncio.wait_for` of Python 3.11, which drivers use, swallows one
    that arrives together with its result (https://github.com/python/cpython/issues/86296). So the
    cancellation is repeated each second. If the caller is cancelled, it still waits for the tasks.
    """
    running = {task for task in tasks if not task.done()}
    interrupted = False
    while running:
        for task in running:
            task.cancel()
        try:
            await asyncio.wait(running, timeout=PATIENCE_S)
        except asyncio.CancelledError:
            interrupted = True
        running = {task for task in running if not task.done()}
    for task in tasks:
        if not task.cancelled():
            task.exception()
    if interrupted:
        raise asyncio.CancelledError
