"""Accounts whose points expire, read page by page."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from services.points.ledger.domain.account import Account
from services.points.ledger.domain.batch import Damaged


class Place(NamedTuple):
    """Where an account stands among those whose points expire: by the expiry, then by its id."""

    expires_at: datetime
    id: str


class ExpiringPage(NamedTuple):
    """Accounts by the expiry of their earliest lot; and, with that expiry, what stood among them
    and is no account: it keeps nobody from the others.

    `last` is the place of the last one; None where there was none.
    """

    accounts: list[Account]
    damaged: list[tuple[datetime, Damaged]]
    last: Place | None
