"""A submission: what somebody said, as it comes in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

STARS_MAX = 5
NO_STARS = -1
"""Of a review that says that it has 0."""
SAID_WITHIN = timedelta(days=3653)
"""How long ago something may have been said that comes in now."""
CLOCKS_DIFFER = timedelta(minutes=5)
"""How far the clock of a channel may be ahead of ours."""


@dataclass(frozen=True)
class Submission:
    """An item as a channel sends it in. Fields without a value are empty.

    `anonymous`: the writer stays unknown, and nothing in it leads to them. Without it an item may
    have no member and yet a writer whom its channel knows. `stars`: of a review, 1 to 5, or 0.
    `said_at`: when it was said in its channel, where that is not now.
    """

    channel: str
    text: str
    member_id: str = ""
    order_id: str = ""
    store_id: str = ""
    attachment_urls: tuple[str, ...] = ()
    channel_event_id: str = ""
    anonymous: bool = False
    stars: int = 0
    said_at: datetime | None = None
