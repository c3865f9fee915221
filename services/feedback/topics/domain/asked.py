"""A write that takes effect once, and which posts a list has."""

from dataclasses import dataclass
from enum import StrEnum

from services.feedback.topics.domain.post import State


@dataclass(frozen=True, slots=True)
class Request:
    """Takes effect once for its id; `content` is a digest of what is compared."""

    brand: str
    id: str
    content: bytes


class Order(StrEnum):
    """QUEUE has those for a person first, then the oldest."""

    NEWEST = "newest"
    LIKES = "likes"
    QUEUE = "queue"


@dataclass(frozen=True, slots=True)
class PostFilter:
    """Empty fields select all."""

    member_id: str = ""
    topic: str = ""
    state: State | None = None
    order: Order = Order.NEWEST
