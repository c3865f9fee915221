"""A span of time that is sent again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.feedback.partners.domain.message import Message

UNFINISHED_MAX = 3
"""Replays of an endpoint that may go on at one time."""
DELIVERIES_MAX = 200_000
"""Deliveries of one replay."""


class ReplaySpanInvalid(Exception):
    """The span is empty, or reaches beyond the present."""

    reason = "REPLAY_SPAN_INVALID"

    def __init__(self, now: datetime, field: str) -> None:
        super().__init__("a replay begins before it ends, and ends not later than now")
        self.field = field
        self.metadata = {"now": now.isoformat()}


class TooManyReplays(Exception):
    """The endpoint has as many unfinished replays as it may have."""

    reason = "TOO_MANY_REPLAYS"

    def __init__(self) -> None:
        super().__init__(f"at most {UNFINISHED_MAX} replays of an endpoint go on at one time")
        self.metadata = {"limit": str(UNFINISHED_MAX)}


class ReplayState(StrEnum):
    """What becomes of a replay."""

    GATHERING = "gathering"
    SENDING = "sending"
    DONE = "done"
    TOO_LARGE = "too_large"


@dataclass(frozen=True, slots=True)
class Replay:
    """Sends what was recorded from `begin` until before `end`; `types` empty for the endpoint's."""

    id: str
    brand: str
    endpoint: str
    begin: datetime
    end: datetime
    types: tuple[str, ...]
    made_at: datetime
    state: ReplayState = ReplayState.GATHERING
    deliveries: int = 0

    def has(self, message: Message) -> bool:
        """Whether the message is of this span and these types."""
        wanted = not self.types or message.type in self.types
        return (
            wanted and message.brand == self.brand and self.begin <= message.recorded_at < self.end
        )


def checked_span(begin: datetime, end: datetime | None, now: datetime) -> tuple[datetime, datetime]:
    """The span; without an end, until `now`. Raises ReplaySpanInvalid."""
    until = now if end is None else end
    if until > now:
        raise ReplaySpanInvalid(now, "to_time")
    if begin >= until:
        raise ReplaySpanInvalid(now, "from_time")
    return begin, until
