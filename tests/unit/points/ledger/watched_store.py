"""A storage in memory that counts what is asked of it, and a ledger on it."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

from services.common.clock import ManualClock
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.domain.batch import RequestKey, Writes
from services.points.ledger.domain.posting import Posting, PostingResult, Refused
from tests.builders import NEW_YEAR
from tests.fakes import FakeLedgerStore


class WatchedStore(FakeLedgerStore):
    """Counts what is asked of it, and fails as told: before a commit, or after it."""

    def __init__(self) -> None:
        super().__init__()
        self.batches: list[int] = []
        self.finds = 0
        self.fail_before: list[BaseException] = []
        self.fail_after: list[BaseException] = []
        self.commit_takes_s = 0.0

    async def find(self, requests: Collection[RequestKey]) -> dict[RequestKey, Posting]:
        self.finds += 1
        return await super().find(requests)

    async def commit(self, writes: Writes) -> None:
        if self.fail_before:
            raise self.fail_before.pop()
        await asyncio.sleep(self.commit_takes_s)
        await super().commit(writes)
        self.batches.append(len(writes.postings))
        if self.fail_after:
            raise self.fail_after.pop()


def ledger_on(store: FakeLedgerStore, queue_max: int = 20_000) -> Ledger:
    return Ledger(store, ManualClock(NEW_YEAR), queue_max=queue_max)


def reason_of(result: PostingResult) -> str:
    return getattr(result.error, "reason", "") if isinstance(result, Refused) else ""


async def balance(ledger: Ledger, owner: str = "mem_ann") -> int:
    return (await ledger.balances("tea", [(owner, "POINTS")], NEW_YEAR))[0].posted
