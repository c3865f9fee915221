"""A member's permission for one message, or a place of the month of WeCom, held while a provider is
asked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from services.feedback.providers.domain.outgoing import Kind
from services.feedback.reach.domain.touch import Attempt, Touch

NOT_SUBSCRIBED = "not_subscribed"
HELD_FOR = timedelta(days=31)
"""Longer than any attempt takes; then it is the member's again by itself."""


class End(StrEnum):
    """What becomes of a permission: TAKEN by a message that was sent or may have been, KEPT, or
    REVOKED with all others of its kind, because WeChat knows of none."""

    TAKEN = "taken"
    KEPT = "kept"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Use:
    """One of `asset` for attempt `number` of a touch."""

    touch_id: str
    number: int
    member_id: str
    asset: str
    held_until: datetime
    end: End | None = None
    """None while the provider is asked."""

    @property
    def id(self) -> str:
        """The name of the hold."""
        return f"touch/{self.touch_id}/{self.number}"


def use_of(touch: Touch, attempt: Attempt) -> Use:
    """The use of an attempt that holds a permission."""
    until = attempt.at + HELD_FOR
    end = _end(attempt)
    return Use(touch.id, attempt.number, touch.wish.member_id, attempt.quota, until, end)


def _end(attempt: Attempt) -> End | None:
    if not attempt.answer:
        return None
    if attempt.answer in (Kind.ACCEPTED, Kind.LOST):
        return End.TAKEN
    return End.REVOKED if attempt.code == NOT_SUBSCRIBED else End.KEPT
