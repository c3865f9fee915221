"""Totals: what each month added to and took from each class of accounts.

Trial balance and breakage are both read from them. They can be kept for what is long written and
added to what came since, because nothing in the ledger is ever changed.
"""

from __future__ import annotations

from typing import NamedTuple

from services.points.calendar.domain.month import Month


class Total(NamedTuple):
    """A class of accounts in one asset and one month; `debits` as a positive number."""

    month: Month
    account_class: str
    asset: str
    credits: int
    debits: int
