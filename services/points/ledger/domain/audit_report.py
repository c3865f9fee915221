"""The report of a verification: what was looked at, what is wrong, what is late, where to go on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

from services.points.ledger.domain.account_audit import AuditState, Problem
from services.points.ledger.domain.hold_audit import HoldAudit

PROBLEMS_MAX = 100
LAG_MAX = timedelta(minutes=5)
"""An idle follower says every few seconds where it stands."""
UNSWEPT = "unswept"
AHEAD = "recorded_in_the_future"
"""The count of postings by a clock that was ahead: until then sums and holds are not compared."""
SET_ASIDE = "events set aside"
WAITING = "waiting"
WAITING_MAX = timedelta(days=3)
"""A refund that waits for its order for longer named the wrong channel, or the order is lost."""


class Colour(StrEnum):
    """How the ledger stands, at one look."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


class Phase(StrEnum):
    """What is looked at next."""

    ACCOUNTS = "accounts"
    POSTINGS = "postings"
    TOTALS = "totals"
    DONE = "done"


@dataclass(slots=True)
class Report:
    """What was looked at, what is wrong (the first 100), what is late; and where to go on."""

    counts: dict[str, int] = field(
        default_factory=lambda: {"accounts": 0, "entries": 0, "postings": 0, "backlog": 0}
    )
    problems: list[Problem] = field(default_factory=list)
    ages_s: dict[str, int] = field(default_factory=dict)
    """Of each backlog, by name: since when points lie unswept, a refund waits for its order, an
    event is set aside, a follower was not heard of."""
    phase: Phase = Phase.ACCOUNTS
    after: str = ""
    within: AuditState | None = None
    """The account behind `after` has so many entries that it is looked at in several steps."""
    sums: dict[str, int] = field(default_factory=dict)
    """By asset: what members, rewards and house have together."""
    holds: HoldAudit = field(default_factory=HoldAudit)
    newest: str | None = None
    """The last posting when this began; None where the sums are not known any more."""
    red_before: bool = False
    """Whether something was wrong in a part whose problems were reported before."""

    @property
    def colour(self) -> Colour:
        """Red when something is wrong, yellow when a backlog is old or a clock was ahead."""
        if self.problems or self.red_before:
            return Colour.RED
        own = (UNSWEPT, WAITING, SET_ASIDE)
        lags = (age for name, age in self.ages_s.items() if name not in own)
        late = self.counts["backlog"] or any(age > LAG_MAX.total_seconds() for age in lags)
        late = late or self.ages_s.get(WAITING, 0) > WAITING_MAX.total_seconds()
        late = late or SET_ASIDE in self.ages_s or bool(self.counts.get(AHEAD))
        return Colour.YELLOW if late else Colour.GREEN

    @property
    def full(self) -> bool:
        """Whether enough problems are known."""
        return len(self.problems) >= PROBLEMS_MAX

    def add(self, problem: Problem | None) -> None:
        """Note it, if it is one."""
        if problem is not None and not self.full:
            self.problems.append(problem)

    def go_on_with(self, phase: Phase) -> None:
        """Begin with the next phase."""
        self.phase, self.after = phase, ""


class CheckedTotals(NamedTuple):
    """Totals that are kept: their name, and what is wrong with them ("": nothing)."""

    name: str
    wrong: str
