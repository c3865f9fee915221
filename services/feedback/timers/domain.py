"""A timer, and how long one waits that could not fire."""

from dataclasses import dataclass
from datetime import datetime, timedelta

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
DOUBLINGS_MAX = 10


@dataclass(frozen=True, slots=True)
class Timer:
    """An effect of `kind` on `key`, such as an item's id, that is due. `tries` counts failures."""

    brand: str
    kind: str
    key: str
    due: datetime
    tries: int = 0

    @property
    def id(self) -> str:
        """A brand has no slash in its name, and neither has a kind."""
        return f"{self.brand}/{self.kind}/{self.key}"


def wait_after(tries: int) -> timedelta:
    """How long a timer waits after it failed so many times: twice as long each time, up to an
    hour."""
    doublings: int = min(tries - 1, DOUBLINGS_MAX)
    return min(LONGEST_WAIT, FIRST_WAIT * (1 << doublings))
