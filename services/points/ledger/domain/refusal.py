"""Refusals: those that the same request gets again, and those that pass."""

from __future__ import annotations

PASSING = frozenset(
    {
        "OVERLOADED",
        "DEADLINE_EXCEEDED",
        "STORAGE_UNAVAILABLE",
        "SERVICE_UNAVAILABLE",
        "RECORD_CHANGED",
        "INTERNAL",
    }
)


def is_final(error: BaseException) -> bool:
    """Whether asking again would bring the same answer."""
    reason = getattr(error, "reason", None)
    return reason is not None and reason not in PASSING
