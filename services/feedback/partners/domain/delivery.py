"""A delivery, its attempts, and the lane in which it waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from services.feedback.partners.domain.message import Message

ATTEMPTS_KEPT = 10
KEPT_FOR = timedelta(days=30)
"""How long a delivery that ended is kept, so that it can be seen and sent again."""


class DeliveryNotFound(Exception):
    """The brand has no delivery of this id, or no longer."""

    reason = "DELIVERY_NOT_FOUND"
    field = "delivery_id"


class DeliveryState(StrEnum):
    """What became of a delivery."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class Attempt:
    """`status` is 0 where there was no answer, and `problem` says why."""

    at: datetime
    status: int
    problem: str
    duration_ms: int

    @property
    def arrived(self) -> bool:
        """Whether the receiver has taken the message; a redirect is a failure."""
        return 200 <= self.status < 300


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message on its way to an endpoint; `seq` is its number in the lane, 0 before it has one."""

    id: str
    lane: str
    endpoint: str
    message: Message
    seq: int
    replay: str
    queued_at: datetime
    state: DeliveryState = DeliveryState.WAITING
    tries: int = 0
    attempts: tuple[Attempt, ...] = ()


@dataclass(frozen=True, slots=True)
class Lane:
    """The deliveries of one endpoint about one member, in order. `last` counts what was queued."""

    id: str
    endpoint: str
    replay: str
    last: int
    due: datetime


def lane_id(endpoint: str, member: str, kind: str = "") -> str:
    """The id of a lane; `kind` is empty for what happens now, else a replay or AGAIN."""
    return f"{endpoint}/{kind}/{member}"


AGAIN = "again"
"""The kind of the lanes for deliveries that an operator sends again, beside the order."""
TEST = "test"
"""The kind of the lanes for messages by which an operator tries an endpoint, beside the order."""


def delivery_id(endpoint: str, replay: str, message_id: str) -> str:
    """The id of a delivery: a message is queued once for an endpoint, and once in each replay."""
    return f"{endpoint}/{replay}/{message_id}" if replay else f"{endpoint}/{message_id}"


def place(at: datetime, delivery_id: str) -> str:
    """Where a delivery stands in a list by time; texts in this order are in the order of time."""
    milliseconds = (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    return f"{milliseconds:015d}/{delivery_id}"
