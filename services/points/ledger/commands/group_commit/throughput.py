"""How fast postings are written lately, and so how long one who comes now will wait.

By Little's law what waits is what arrives times how long it waits. Whoever would wait past the
deadline is better told at once: a queue full of callers who have left by the time of their turn
makes an overloaded ledger write less, not more.
"""

from __future__ import annotations

TELLING_MIN = 16
"""A smaller batch tells little of what a posting costs in a large one, save that it is no more."""
SMOOTHING = 8
WAIT_SHARE_MAX = 0.5
"""Of the time that a caller has, so much may be spent on waiting for a turn."""


class Pace:
    """Seconds for each posting, smoothed over the last batches."""

    def __init__(self) -> None:
        self._posting_s = 0.0

    def observe(self, postings: int, seconds: float) -> None:
        """A batch of so many was written in so long."""
        if postings == 0:
            return
        sample = seconds / postings
        if postings >= TELLING_MIN or sample < self._posting_s:
            self._posting_s += (sample - self._posting_s) / SMOOTHING

    def allows(self, postings: int, left_s: float) -> bool:
        """Whether a caller with `left_s` may wait until `postings`, its own last, are written."""
        return postings * self._posting_s <= left_s * WAIT_SHARE_MAX
