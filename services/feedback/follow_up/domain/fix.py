"""A fix of what a group of alike items reported: who is told of it, and by which words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.feedback.follow_up.domain.effect import Effect
from services.feedback.items.domain.crisis import CHANNEL as CRISIS
from services.feedback.items.domain.item import Feedback
from services.feedback.programme.domain import Text
from services.feedback.reach.domain.touch import Touch
from services.feedback.reach.domain.wish import Occasion, Wish, Words, touch_id

CODE = "issue_fixed"
SOURCE = "fix"
NOTICES_KEPT = timedelta(days=90)
"""How long a public notice is shown."""


class FixAnnounced(Exception):
    """The group has a fix: its reporters are told once."""

    reason = "FIX_ANNOUNCED"

    def __init__(self, fix_id: str) -> None:
        super().__init__(f"{fix_id} was announced before")
        self.metadata = {"fix_id": fix_id}


@dataclass(frozen=True, slots=True)
class Fix:
    """A fix as operators announced it. `told` counts the members for whom a message was wished for;
    `told_until` is the place of the last item that was looked at, its time and its id."""

    id: str
    brand: str
    group: str
    title: Text
    text: Text
    is_public: bool
    announced_at: datetime
    announced_by: str
    told: int = 0
    told_until: tuple[datetime, str] | None = None
    completed_at: datetime | None = None
    withdrawn_at: datetime | None = None
    effect: Effect | None = None

    def withdrawn(self, now: datetime) -> "Fix":
        """The fix without its notice; the first withdrawal stands."""
        return self if self.withdrawn_at else replace(self, withdrawn_at=now)


@dataclass(frozen=True, slots=True)
class Reach:
    """How many a fix concerns: items, the members who wrote them, and items of nobody."""

    reports: int
    reporters: int
    anonymous: int


def fix_touches(fix: Fix, items: Sequence[Feedback], now: datetime) -> list[Touch]:
    """A wish for each member who wrote one of `items`; the same member has the same wish."""
    first: dict[str, Feedback] = {}
    for item in items:
        if item.member_id and item.submission.channel != CRISIS:
            first.setdefault(item.member_id, item)
    return [_touch(fix, member_id, item.id, now) for member_id, item in first.items()]


def _touch(fix: Fix, member_id: str, feedback_id: str, now: datetime) -> Touch:
    id_ = touch_id(fix.brand, SOURCE, fix.id, member_id)
    occasion = Occasion(CODE, feedback_id=feedback_id)
    wish = Wish(id_, member_id, occasion, now, CODE, Words(fix.title, fix.text))
    return Touch(wish, now, wake_at=now)
