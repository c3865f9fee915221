"""What others are yet to be told of a post."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class LetterKind(StrEnum):
    """OPENED and PRAISED go to members, which records an activity; URGENT to the team."""

    OPENED = "opened"
    PRAISED = "praised"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Letter:
    """Takes effect once, whenever it is told: its id follows from the post's."""

    kind: LetterKind
    brand: str
    post_id: str
    member_id: str
    topic: str
    at: datetime

    @property
    def id(self) -> str:
        return f"{self.post_id}/{self.kind.value}"
