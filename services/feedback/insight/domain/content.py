"""What members did with a content, or with a series of articles."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.feedback.insight.domain.metrics import Number

VIEWS = ("content_view", "browse")
"""A content is viewed, an article browsed."""
LIKE, COLLECT, SHARE, CART, ORDER = "like", "collect", "share", "add_to_cart", "order"
INTERACTIONS = (LIKE, COLLECT, SHARE, CART, ORDER)
"""More than looking."""
FINISHED_PERCENT = 90
"""A view that came so far read it through: few scroll to the last line."""


class Subject(StrEnum):
    """What figures are about."""

    CONTENT = "content"
    SERIES = "series"


@dataclass(frozen=True, slots=True)
class ContentFigure:
    """Members of some days by what they did, each once. `views` counts how often, and
    `read_percents` adds up the furthest view of each viewer. `week` is the Monday of the week; None
    for all of the days together."""

    code: str
    week: date | None = None
    viewers: int = 0
    views: int = 0
    read_percents: int = 0
    finished: int = 0
    liked: int = 0
    collected: int = 0
    shared: int = 0
    in_cart: int = 0
    ordered: int = 0
    interacted: int = 0

    @property
    def read_through(self) -> Number | None:
        """The viewers who read it through; None where nobody viewed it."""
        return Number(self.finished, self.viewers) if self.viewers else None

    @property
    def read_part(self) -> Number | None:
        """The part that viewers read, on average; None where nobody viewed it."""
        return Number(self.read_percents, 100 * self.viewers) if self.viewers else None

    def interaction_rate(self, members: int) -> Number | None:
        """Who did more than look, of all members; None where there are none."""
        return Number(self.interacted, members) if members > 0 else None
