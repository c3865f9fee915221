"""The bound on guessing: how many codes that no voucher has a caller may send."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta

BURST = 60
"""Slips of a whole brand's tills that share a token, in one bad minute."""
EACH = timedelta(seconds=1)
"""After so long a caller may send another one."""
CALLERS_MAX = 10_000


class VoucherGuesses(Exception):
    """The caller sent too many codes that no voucher has."""

    reason = "VOUCHER_GUESSES"

    def __init__(self, wait: timedelta) -> None:
        super().__init__("too many unknown codes")
        self.metadata = {"retry_after_ms": str(wait // timedelta(milliseconds=1))}


class Guesses:
    """A leaky bucket for each caller, in this process: replicas multiply the bound by their number.

    At a guess a second among a million live vouchers, the first hit takes 19 years on average.
    """

    def __init__(self) -> None:
        self._empty_at: OrderedDict[tuple[str, str], datetime] = OrderedDict()

    def check(self, brand: str, caller: str, now: datetime) -> None:
        """Raises VoucherGuesses while the caller's bucket is full."""
        over = self._empty_at.get((brand, caller), now) - now - (BURST - 1) * EACH
        if over > timedelta(0):
            raise VoucherGuesses(over)

    def note(self, brand: str, caller: str, now: datetime) -> None:
        """One more unknown code."""
        name = brand, caller
        self._empty_at[name] = max(self._empty_at.pop(name, now), now) + EACH
        if len(self._empty_at) > CALLERS_MAX:
            self._empty_at.popitem(last=False)
