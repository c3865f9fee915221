"""What is kept and read of experiments, beside the rules themselves."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.feedback.experiments.domain.running import Running
from services.feedback.experiments.domain.verdict import Look


@dataclass(frozen=True, slots=True)
class Write:
    """An operator's write as it was sent."""

    brand: str
    id: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Due:
    """An experiment whose look is due; `final` is the look that judged it."""

    brand: str
    running: Running
    final: Look | None


@dataclass(frozen=True, slots=True)
class Done:
    """Something that a member did: `minor` is money, below 0 of a refund."""

    member_id: str
    kind: str
    at: datetime
    minor: int


@dataclass(frozen=True, slots=True)
class Span:
    """From `since` until before `until`."""

    since: datetime
    until: datetime

    def wider(self, before: timedelta, after: timedelta) -> "Span":
        return Span(self.since - before, self.until + after)
