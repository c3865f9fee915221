"""Which entries are a member's own earning, and the last of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from services.points.activities.domain.activity_type import ActivityType
from services.points.ledger.domain import request_ids
from services.points.ledger.domain.posting import BY_BRAND, Entry, Posting

_OCCASIONS = frozenset(
    {
        ActivityType.ENROLMENT,
        ActivityType.BIRTHDAY,
        ActivityType.ENROLMENT_ANNIVERSARY,
        ActivityType.FIRST_ORDER_ANNIVERSARY,
    }
)
_PREFIXES = (
    request_ids.AWARD,
    request_ids.RULE_GRANT,
    request_ids.CHECK_IN,
    request_ids.MAKE_UP,
    request_ids.TASK,
    request_ids.STREAK,
)
"""Of postings that something brings that the member did."""


def is_earning(posting: Posting, entry: Entry) -> bool:
    """Whether the entry is earned. What the brand gives by itself, such as a birthday's points or
    a grant, wakes nobody."""
    if entry.amount <= 0 or not posting.request_id.startswith(_PREFIXES):
        return False
    said = posting.metadata
    return said.get("activity", "") not in _OCCASIONS and BY_BRAND not in said


def last_earned(entries: Iterable[tuple[Posting, Entry]], since: datetime) -> datetime | None:
    """When the last earning among `entries` took effect; None where none did from `since` on."""
    times = (
        posting.effective_at
        for posting, entry in entries
        if posting.effective_at >= since and is_earning(posting, entry)
    )
    return max(times, default=None)
