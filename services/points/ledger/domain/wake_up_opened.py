"""The posting of a wake-up as the feed tells it: what was opened for a member, in its metadata."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from services.points.ledger.domain import request_ids
from services.points.ledger.domain.posting import MEMBER_ID, Posting

WAKE_UP = "wake_up"
"""The key of metadata: id|percent|coupon type|until."""


class WakeUpOpened(NamedTuple):
    """`percent` is 0 for a coupon alone, `coupon_type` "" without one; `until` is the last day."""

    id: str
    member_id: str
    percent: int
    coupon_type: str
    until: date


def said_of(opened: WakeUpOpened) -> dict[str, str]:
    """What its posting says."""
    said = f"{opened.id}|{opened.percent}|{opened.coupon_type}|{opened.until.isoformat()}"
    return {MEMBER_ID: opened.member_id, WAKE_UP: said}


def opened_in(posting: Posting) -> WakeUpOpened | None:
    """The wake-up that `posting` opens; None where it is none of ours."""
    if not posting.request_id.startswith(request_ids.WAKE_UP):
        return None
    wake_up_id, percent, coupon_type, until = posting.metadata[WAKE_UP].split("|")
    member_id = posting.metadata[MEMBER_ID]
    return WakeUpOpened(wake_up_id, member_id, int(percent), coupon_type, date.fromisoformat(until))
