"""When alike items are a crisis, and which team hears of it, by the brand's section `crisis`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.feedback.programme.domain import Programme

ALIKE_USUAL = 10
PUBLIC_USUAL = 3
MINUTES_USUAL = 60
RESPOND_MINUTES_USUAL = 120
PUBLIC_CHANNELS_USUAL = ("social", "review")


@dataclass(frozen=True)
class CrisisTerms:
    """`alike` items in `within`, or `public` ones by channels that everybody reads, are a crisis;
    its
    team answers within `respond`, around the clock."""

    team: str
    alike: int = ALIKE_USUAL
    public: int = PUBLIC_USUAL
    within: timedelta = timedelta(minutes=MINUTES_USUAL)
    respond: timedelta = timedelta(minutes=RESPOND_MINUTES_USUAL)
    public_channels: frozenset[str] = frozenset(PUBLIC_CHANNELS_USUAL)

    def alike_at_once(self, said: Iterable[tuple[datetime, str]]) -> int | None:
        """How many items came within the time that is a crisis; None where none is.

        `said`: instant and channel of each item of one group, in any order.
        """
        items = sorted(said)
        start = public = 0
        for end, (at, channel) in enumerate(items, start=1):
            public += channel in self.public_channels
            while items[start][0] <= at - self.within:
                public -= items[start][1] in self.public_channels
                start += 1
            if end - start >= self.alike or public >= self.public:
                return end - start
        return None


def crisis_terms(programme: Programme) -> CrisisTerms | None:
    """The section `crisis`; None for a brand that names no team, and has none."""
    section: Mapping[str, Any] | None = programme.feedback.get("crisis")
    if section is None:
        return None
    return CrisisTerms(
        section["team"],
        section.get("alike", ALIKE_USUAL),
        section.get("public", PUBLIC_USUAL),
        timedelta(minutes=section.get("minutes", MINUTES_USUAL)),
        timedelta(minutes=section.get("respond_minutes", RESPOND_MINUTES_USUAL)),
        frozenset(section.get("public_channels", PUBLIC_CHANNELS_USUAL)),
    )
