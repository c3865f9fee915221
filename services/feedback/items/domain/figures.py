"""Figures of a team's work: how much it answered, how much in time, and what it has now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from services.feedback.items.domain.rating import SATISFIED_FROM

DAYS_MAX = 92
DAYS_USUAL = 30


class Outcome(StrEnum):
    """What became of an item's first response, as of now."""

    IN_TIME = "in_time"
    LATE = "late"
    MISSED = "missed"
    """Not given, and past its due time."""
    PENDING = "pending"
    """Not given, and not due yet; or nothing is due."""


@dataclass(frozen=True)
class Answered:
    """So many items of a team and a person with an outcome, answered after `minutes`, whole ones.

    The person is the one who answered, or else the one who has the item; "" is nobody. `minutes` is
    None where there is no answer, `score` where the member did not rate the outcome.
    """

    team: str
    person: str
    outcome: Outcome
    minutes: int | None
    count: int
    score: int | None = None


@dataclass(frozen=True)
class OpenNow:
    """So many open items of a team and a person; `waiting`: for the member; `late`: a breach that
    is not made good."""

    team: str
    person: str
    waiting: bool
    late: bool
    count: int


@dataclass
class Figure:
    """The work of all, of a team, or of a person of a team.

    `taken` items came in the time that is asked about, whatever became of them. The others are as
    of now.
    """

    taken: int = 0
    answered: int = 0
    in_time: int = 0
    due: int = 0
    """Items whose first response was given or missed."""
    open: int = 0
    waiting: int = 0
    late: int = 0
    rated: int = 0
    satisfied: int = 0
    """Rated 4 or 5."""
    _minutes: dict[int, int] = field(default_factory=dict)

    @property
    def in_time_percent(self) -> int | None:
        """in_time ÷ due, rounded down; None where nothing was due."""
        return self.in_time * 100 // self.due if self.due else None

    @property
    def csat_percent(self) -> int | None:
        """satisfied ÷ rated, rounded down; None without a rating."""
        return self.satisfied * 100 // self.rated if self.rated else None

    @property
    def median_response(self) -> timedelta | None:
        """The median time to the first response in whole minutes, the lower of two in the middle;
        None without an answer."""
        middle, seen = (self.answered + 1) // 2, 0
        for minutes in sorted(self._minutes):
            seen += self._minutes[minutes]
            if seen >= middle:
                return timedelta(minutes=minutes)
        return None

    def add(self, row: Answered) -> None:
        """Count `row`."""
        self.taken += row.count
        if row.outcome is not Outcome.PENDING:
            self.due += row.count
        if row.outcome is Outcome.IN_TIME:
            self.in_time += row.count
        if row.score is not None:
            self.rated += row.count
            self.satisfied += row.count if row.score >= SATISFIED_FROM else 0
        if row.minutes is not None:
            self.answered += row.count
            self._minutes[row.minutes] = self._minutes.get(row.minutes, 0) + row.count

    def add_open(self, row: OpenNow) -> None:
        """Count `row`."""
        self.open += row.count
        self.waiting += row.count if row.waiting else 0
        self.late += row.count if row.late else 0


@dataclass(frozen=True)
class Figures:
    """All together, by team, and by team and person; in the order of the codes."""

    since: datetime
    until: datetime
    total: Figure
    teams: Mapping[str, Figure]
    people: Mapping[tuple[str, str], Figure]


def figures_of(
    since: datetime, until: datetime, answered: Iterable[Answered], open_now: Iterable[OpenNow]
) -> Figures:
    """The figures of rows; their order does not matter."""
    total = Figure()
    teams: dict[str, Figure] = {}
    people: dict[tuple[str, str], Figure] = {}

    def all_of(team: str, person: str) -> Iterable[Figure]:
        yield total
        yield teams.setdefault(team, Figure())
        if person:
            yield people.setdefault((team, person), Figure())

    for row in answered:
        for figure in all_of(row.team, row.person):
            figure.add(row)
    for now in open_now:
        for figure in all_of(now.team, now.person):
            figure.add_open(now)
    return Figures(since, until, total, dict(sorted(teams.items())), dict(sorted(people.items())))
