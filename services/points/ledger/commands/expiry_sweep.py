"""The sweep: records points past expiry on accounts that nobody touches.

Nothing depends on it: reads leave such points out, and the next posting on the account records them
first. It keeps the books up to date, in slices of bounded size. It may run twice, late, or on every
replica at once: the second sweep finds the account changed and leaves it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from services.common.clock import Clock
from services.common.ids import IdSequence
from services.points.ledger.commands.group_commit.ordered_commit import commit_in_line
from services.points.ledger.commands.store import LedgerStore
from services.points.ledger.domain.account import Account
from services.points.ledger.domain.apply import record_expiry
from services.points.ledger.domain.batch import (
    BatchTooLarge,
    LostRace,
    RequestSeen,
    Unwritable,
    Writes,
)

SLICE = 200
PAUSE_S = 60.0


class Sweep:
    """Sweeps all brands, and again after a pause."""

    def __init__(
        self,
        store: LedgerStore,
        clock: Clock,
        line: IdSequence,
        *,
        pause_s: float = PAUSE_S,
    ) -> None:
        self._store = store
        self._clock = clock
        self._line = line
        self._pause_s = pause_s

    async def run(self) -> None:
        """Sweep for ever."""
        while True:
            await self.once()
            await asyncio.sleep(self._pause_s)

    async def once(self) -> int:
        """Record everything that is past expiry now; on how many accounts."""
        now = self._clock.now()
        swept = 0
        after: Account | None = None
        while accounts := await self._store.expired_accounts(now, after, SLICE):
            after = accounts[-1]
            swept += await self._record(accounts)
        return swept

    async def _record(self, accounts: Sequence[Account]) -> int:
        writes = Writes()
        for account in accounts:
            applied = record_expiry(account, now=self._clock.now(), new_id=self._line.next)
            # Points that a hold protects wait for its end.
            if applied is not None:
                writes.accounts.append((account.version, applied.accounts[account.key]))
                writes.postings += applied.postings
        if not writes.accounts:
            return 0
        try:
            await commit_in_line(self._store, self._line, writes)
        except (LostRace, RequestSeen, BatchTooLarge, Unwritable):
            # Another writer changed one of them; alone, each of the others still goes through.
            if len(accounts) == 1:
                return 0
            return sum([await self._record([account]) for account in accounts])
        return len(writes.accounts)
