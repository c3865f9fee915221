"""What operators approve of a broadcast, and why that is no longer what would be sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from services.feedback.broadcasts.domain.comparison import HUNDRED
from services.feedback.reach.domain.content import digest_of

ROOM_PERCENT, ROOM_LEAST = 20, 100


@dataclass(frozen=True, slots=True)
class Content:
    """`digest` is of what it says, and to whom; `messages` has that of each message by its code, ""
    of one that the programme has no more. It may go to `members_max`, a little more than the
    segment has, because segments grow by themselves."""

    digest: str
    members: int = 0
    members_max: int = 0
    messages: Mapping[str, str] = field(default_factory=dict)

    def takes(self, other: "Content") -> bool:
        """Whether the approval of this one is good for the other."""
        return self.digest == other.digest and other.members <= self.members_max


def content_from(segment: str, rule: str, messages: Mapping[str, str], members: int) -> Content:
    """The content of a broadcast to a segment of this rule, which has so many members."""
    room = max(ROOM_LEAST, members * ROOM_PERCENT // HUNDRED)
    digest = digest_of(segment, rule, dict(messages))
    return Content(digest, members, members + room, messages)


class ChangeCause(StrEnum):
    """What is not as it was approved: CONTENT, the words or the rule of the segment; SIZE, that the
    segment has more members than were approved."""

    CONTENT = "content"
    SIZE = "size"


@dataclass(frozen=True, slots=True)
class Change:
    """Found at `at`, while it was on its way."""

    cause: ChangeCause
    at: datetime
