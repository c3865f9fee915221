"""A storage in memory that goes wrong in every way that a real one does, and remembers what was."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Collection
from random import Random
from typing import TypeVar

from services.points.ledger.domain.batch import (
    BatchTooLarge,
    LostRace,
    Needs,
    OutcomeUnknown,
    RequestKey,
    State,
    Writes,
)
from services.points.ledger.domain.posting import Posting
from tests.fakes import FakeLedgerStore

T = TypeVar("T")

MOMENT_S = 0.02
LONGER_THAN_ANYBODY_WAITS_S = 6.0


class StorageAway(Exception):
    """As a driver says it: not of our making, and without a reason."""


class FaultyStore(FakeLedgerStore):
    """Each command may be slow, fail before or after it took effect, or be cut off.

    A commit goes on when whoever asked for it has left, as a real one does. `history` has the
    balance of each owner after each posting.
    """

    def __init__(self, chance: Random, fault_rate: float, accounts_max: int) -> None:
        super().__init__()
        self.history: list[Counter[str]] = [Counter()]
        self._chance = chance
        self._fault_rate = fault_rate
        self._accounts_max = accounts_max
        self._at_work: set[asyncio.Task[None]] = set()

    async def heal(self) -> None:
        """From now on nothing goes wrong; what was begun comes to its end."""
        self._fault_rate = 0.0
        await asyncio.sleep(3 * LONGER_THAN_ANYBODY_WAITS_S)

    async def load(self, needs: Needs) -> State:
        return await self._read(lambda: super(FaultyStore, self).load(needs))

    async def find(self, requests: Collection[RequestKey]) -> dict[RequestKey, Posting]:
        return await self._read(lambda: super(FaultyStore, self).find(requests))

    async def commit(self, writes: Writes) -> None:
        if len(writes.accounts) > self._accounts_max:
            raise BatchTooLarge
        task = asyncio.create_task(self._write(writes))
        self._at_work.add(task)
        task.add_done_callback(self._ended)
        await asyncio.shield(task)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._at_work.discard(task)
        if not task.cancelled():
            task.exception()

    async def _read(self, read: Callable[[], Awaitable[T]]) -> T:
        await self._pause()
        self._fail(StorageAway(), asyncio.CancelledError())
        answer = await read()
        await self._pause()
        return answer

    async def _write(self, writes: Writes) -> None:
        await self._pause()
        self._fail(StorageAway(), OutcomeUnknown(), LostRace(), asyncio.CancelledError())
        await super().commit(writes)
        for posting in writes.postings:
            change = {entry.owner: entry.amount for entry in posting.entries}
            balances = self.history[-1].copy()
            balances.update(change)
            self.history.append(balances)
        await self._pause()
        self._fail(OutcomeUnknown(), asyncio.CancelledError())

    async def _pause(self) -> None:
        if self._goes_wrong():
            await asyncio.sleep(self._chance.choice((MOMENT_S, 1.0, LONGER_THAN_ANYBODY_WAITS_S)))
        else:
            await asyncio.sleep(self._chance.uniform(0, MOMENT_S))

    def _fail(self, *errors: BaseException) -> None:
        if self._goes_wrong():
            raise self._chance.choice(errors)

    def _goes_wrong(self) -> bool:
        return self._chance.random() < self._fault_rate
