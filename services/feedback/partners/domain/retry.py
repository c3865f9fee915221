"""When a delivery is tried again."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""After the first failure, the second, and so on; after the last one it is given up."""
TRIES_MAX = len(WAITS) + 1
RETRY_AFTER_MAX = timedelta(hours=24)
JITTER = 0.1


def wait_after(tries: int, chance: float, retry_after: timedelta | None) -> timedelta | None:
    """How long to wait when `tries` attempts have failed; None to give up.

    `chance` of [0, 1) spreads the wait by 10 % to each side; the receiver's own wish may make it
    longer, up to a day, and never shorter.
    """
    if tries >= TRIES_MAX:
        return None
    wait = WAITS[tries - 1] * (1 - JITTER + 2 * JITTER * chance)
    return wait if retry_after is None else max(wait, min(retry_after, RETRY_AFTER_MAX))


def retry_after(header: str, now: datetime) -> timedelta | None:
    """The wish in the header Retry-After, in seconds or as a date; None where it says nothing."""
    text = header.strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:9]), int(RETRY_AFTER_MAX.total_seconds())))
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at
    return max(timedelta(0), at - now)
