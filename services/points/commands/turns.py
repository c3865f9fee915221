"""Turns: within this process, one change at a time to what concerns one member.

The ledger refuses a change that was decided on records since changed. Fifty
calls for one member at once would each decide anew up to fifty times; taking
turns, each decides once. Other replicas may still be faster: that is what
trying again is for.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turns:
    """A lock for each member with something under way, and none for the others."""

    def __init__(self) -> None:
        self._locks: dict[tuple[str, str], tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def of(self, brand: str, member_id: str) -> AsyncIterator[None]:
        """Wait for the turn of `member_id`."""
        key = (brand, member_id)
        lock, waiting = self._locks.get(key, (asyncio.Lock(), 0))
        self._locks[key] = (lock, waiting + 1)
        try:
            async with lock:
                yield
        finally:
            lock, waiting = self._locks.pop(key)
            if waiting > 1:
                self._locks[key] = (lock, waiting - 1)
