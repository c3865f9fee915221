"""Accounts as this process wrote them last, so that a batch need not read them again.

They may be stale: another replica may have written since. That does no harm to a write, which is
conditional on the versions, and Preparation reads them again before it refuses a posting because of
them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from services.points.ledger.domain.account import Account, AccountKey

ACCOUNTS_MAX = 10_000
"""About a kilobyte each."""
LOTS_MAX = 50
"""Larger accounts are not cached."""
APART_S = 1.0
"""After a lost race another replica writes the same accounts: nothing is cached for so long."""


class AccountCache:
    """The accounts written last; the oldest is dropped first."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._accounts: dict[AccountKey, Account] = {}
        self._monotonic = monotonic
        self._apart_until = 0.0

    def of(self, keys: Iterable[AccountKey]) -> dict[AccountKey, Account]:
        """Those of `keys` that are cached."""
        accounts = self._accounts
        return {key: accounts[key] for key in keys if key in accounts}

    def keep(self, accounts: Iterable[Account]) -> None:
        """These were written."""
        if self._apart_until and self._monotonic() < self._apart_until:
            return
        kept = self._accounts
        for account in accounts:
            kept.pop(account.key, None)
            if len(account.lots) + len(account.holds) <= LOTS_MAX:
                kept[account.key] = account
        while len(kept) > ACCOUNTS_MAX:
            del kept[next(iter(kept))]

    def forget(self) -> None:
        """Another writer changed one of them, or may have."""
        self._accounts.clear()
        self._apart_until = self._monotonic() + APART_S
