"""Throughput: how fast postings were written lately, and so how long a new one will wait.

By Little's law the number of waiting postings is the rate of arrival times the waiting time. A
caller that would wait past its deadline is refused at once: a queue of callers that left before
their turn makes an overloaded ledger write less, not more.
"""

from __future__ import annotations

SAMPLE_POSTINGS_MIN = 16
"""A smaller batch shows only an upper bound of what a posting costs in a large one."""
SMOOTHING = 8
WAIT_SHARE_MAX = 0.5
"""A caller may spend this share of its time on waiting for a turn."""


class Throughput:
    """Seconds for each posting, smoothed over the last batches."""

    def __init__(self) -> None:
        self._posting_s = 0.0

    def observe(self, postings: int, seconds: float) -> None:
        """A batch of so many was written in so long."""
        if postings == 0:
            return
        sample = seconds / postings
        if postings >= SAMPLE_POSTINGS_MIN or sample < self._posting_s:
            self._posting_s += (sample - self._posting_s) / SMOOTHING

    def allows(self, postings: int, left_s: float) -> bool:
        """True if a caller with `left_s` may wait until `postings`, its own last, are written."""
        return postings * self._posting_s <= left_s * WAIT_SHARE_MAX
