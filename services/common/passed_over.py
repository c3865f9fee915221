"""Whoever failed in a queue of work: passed over until all others had their turn.

A job asks for the oldest of a queue, a slice at a time. Without this, a slice full of those that
fail would be all that it ever asks for.
"""

from collections.abc import Collection, Hashable
from typing import Generic, TypeVar

KEPT_MAX = 5_000
"""Of more, all have their turn again: a query names no longer list of them."""

T = TypeVar("T", bound=Hashable)


class PassedOver(Generic[T]):
    """Those that failed since the queue was last at its end. Of one process: after a restart they
    have their turn sooner."""

    def __init__(self) -> None:
        self._failed: set[T] = set()

    @property
    def now(self) -> Collection[T]:
        """To be left out of the next slice."""
        return self._failed

    def add(self, key: T) -> None:
        """Pass this one over until the queue is at its end."""
        self._failed.add(key)

    def asked(self, found: int, limit: int) -> None:
        """A slice of at most `limit` had `found`. One that is not full is the last, and the next
        round begins with everybody."""
        if found < limit or len(self._failed) > KEPT_MAX:
            self._failed.clear()
