"""The sweep: records points past expiry on accounts that nobody touches.

Nothing depends on it: reads leave such points out, and the next posting on the account records them
first. It keeps the books up to date, in slices of bounded size. It may run twice, late, or on every
replica at once: the second sweep finds the account changed and leaves it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from services.common.clock import Clock
from services.common.ids import IdSequence
from services.common.telemetry import log
from services.points.ledger.commands.expiry_metrics import BACKLOG_SECONDS, DAMAGED
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
from services.points.ledger.domain.expiring_page import Place

SLICE = 200
PAUSE_S = 60.0
_log = log("ledger")


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
        """Record everything that is past expiry now; on how many accounts.

        An account that can't be read, or makes no sense, is told and left: it keeps no other of
        any brand from being swept.
        """
        now = self._clock.now()
        swept = damaged = 0
        left: datetime | None = None
        after: Place | None = None
        while True:
            page = await self._store.expired_accounts(now, after, SLICE)
            if page.last is None:
                break
            after = page.last
            for _, error in page.damaged:
                _log.error("account_damaged", account=error.where, detail=error.detail)
            recorded = await self._record(page.accounts)
            swept += recorded.accounts
            damaged += len(page.damaged) + recorded.damaged
            left = _earliest(left, recorded.left, *(since for since, _ in page.damaged))
            _tell_backlog(now, _earliest(left, recorded.since))
        _tell_backlog(now, left)
        DAMAGED.set(damaged)
        return swept

    async def _record(self, accounts: Sequence[Account]) -> _Recorded:
        writes = Writes()
        damaged = 0
        since: datetime | None = None
        broken: datetime | None = None
        for account in accounts:
            expires_at = account.lots[0].expire_at
            try:
                applied = record_expiry(account, now=self._clock.now(), new_id=self._line.next)
            except Exception as error:
                # Its lots and its sum don't fit: verify says more.
                _log.error("account_damaged", account=account.key.name, exc_info=error)
                damaged, broken = damaged + 1, _earliest(broken, expires_at)
                continue
            # Points that a hold protects wait for its end.
            if applied is not None:
                since = _earliest(since, expires_at)
                writes.accounts.append((account.version, applied.accounts[account.key]))
                writes.postings += applied.postings
        if not writes.accounts:
            return _Recorded(0, damaged, since, broken)
        try:
            await commit_in_line(self._store, self._line, writes)
        except (LostRace, RequestSeen, BatchTooLarge, Unwritable):
            # Another writer changed one of them; alone, each of the others still goes through.
            if len(accounts) == 1:
                return _Recorded(0, 0, since, since)
            each = [await self._record([account]) for account in accounts]
            return _Recorded(
                sum(one.accounts for one in each),
                sum(one.damaged for one in each),
                since,
                _earliest(*(one.left for one in each)),
            )
        return _Recorded(len(writes.accounts), damaged, since, broken)


class _Recorded(NamedTuple):
    """On how many accounts expiry was recorded, and how many made no sense.

    `since` is the earliest expiry of those looked at, `left` that of those that stay as they are;
    None for none.
    """

    accounts: int
    damaged: int
    since: datetime | None
    left: datetime | None


def _earliest(*instants: datetime | None) -> datetime | None:
    return min((one for one in instants if one is not None), default=None)


def _tell_backlog(now: datetime, since: datetime | None) -> None:
    BACKLOG_SECONDS.set((now - since).total_seconds() if since else 0)
