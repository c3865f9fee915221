"""A run of RFM: all members with an order scored as of one local day, and what that came to."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from services.members.activities.domain.facts import Facts
from services.members.segments.domain.rfm import Cuts, RfmScores, RfmSection

RUNS_KEPT = 24
"""Runs of a brand that are kept: two years of monthly ones."""


class Cause(StrEnum):
    """Why there was a run. Documents carry the value, so it never changes."""

    MONTH = "month"
    PUBLISHED = "published"
    ASKED = "asked"


@dataclass(slots=True)
class Table:
    """Members by scores of recency, frequency and money; members and their value to date (minor
    units) by class; and all members by high value and activity."""

    members: Counter[tuple[int, int, int]] = field(default_factory=Counter)
    by_class: Counter[str] = field(default_factory=Counter)
    value_minor: Counter[str] = field(default_factory=Counter)
    by_value: Counter[tuple[bool, bool]] = field(default_factory=Counter)

    def count(self, facts: Facts, scores: RfmScores | None, section: RfmSection, on: date) -> None:
        """Count a member."""
        self.by_value[section.is_high(facts), section.is_active(facts, on)] += 1
        if scores is not None:
            self.members[scores.recency, scores.frequency, scores.monetary] += 1
            self.by_class[scores.value_class] += 1
            self.value_minor[scores.value_class] += facts.spent.total


@dataclass(frozen=True, slots=True)
class RfmRun:
    """`on`: the local day as of which members are scored. `key`: of the section that it was begun
    by. `terciles`: its cut points are. `after`: the last member that is judged. `ended_at`: None
    while it runs."""

    id: str
    brand: str
    on: date
    cause: Cause
    key: str
    begun_at: datetime
    cuts: Cuts | None = None
    terciles: bool = False
    after: str = ""
    table: Table = field(default_factory=Table)
    ended_at: datetime | None = None


def due(
    last: RfmRun | None, key: str, today: date, asked_at: datetime | None
) -> tuple[date, Cause] | None:
    """As of which day a brand needs a run, and why; None where it needs none.

    `last`: its last run, which has ended. A month is judged by its last day, however late that is.
    """
    if last is None or last.key != key:
        return today, Cause.PUBLISHED
    if asked_at is not None and asked_at > last.begun_at:
        return today, Cause.ASKED
    month_end = today.replace(day=1) - timedelta(days=1)
    judged = last.on > month_end or (last.on == month_end and last.cause is Cause.MONTH)
    return None if judged else (month_end, Cause.MONTH)
