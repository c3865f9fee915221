"""When a provider that fails is left alone, and for how long."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

FAILURES = 5
"""So many failures in a row begin a pause."""
FIRST_PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(minutes=5)
DOUBLINGS_MAX = 8


@dataclass(slots=True)
class Health:
    """How one brand's provider answered of late. After a pause one message tries it."""

    failures: int = 0
    paused_until: datetime | None = None
    _trying: bool = field(default=False)

    def may_call(self, now: datetime) -> bool:
        """Whether a message may be handed over; of those after a pause, one until it ended."""
        if self.paused_until is None:
            return True
        if now < self.paused_until or self._trying:
            return False
        self._trying = True
        return True

    def answered(self) -> None:
        """The provider answered, whatever it said."""
        self.failures, self.paused_until, self._trying = 0, None, False

    def failed(self, now: datetime) -> None:
        """The provider was away, slow or broken."""
        self.failures += 1
        self._trying = False
        if self.failures >= FAILURES:
            doublings = min(self.failures - FAILURES, DOUBLINGS_MAX)
            self.paused_until = now + min(LONGEST_PAUSE, FIRST_PAUSE * (1 << doublings))
