"""Runs: days one after the other on which a member did something, such as a check-in.

Runs depend on the set of days alone, not on the order in which the days were recorded, as long as
no day is recorded LATE_DAYS_MAX after a later one. Older runs are forgotten: they can change no
more, and `longest` remembers the longest of all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

LATE_DAYS_MAX = 92
"""A day may be recorded so many days after a later one. So at most 47 runs are kept."""
_DAY = timedelta(days=1)


class Run(NamedTuple):
    """All days from `first` to `last`. So many of them as `rewarded` have had their bonus."""

    first: date
    last: date
    rewarded: int = 0

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def days_without_bonus(self) -> int:
        """The days that no bonus was given for."""
        return self.days - self.rewarded

    def with_bonus(self, every: int) -> Run:
        """The run after a bonus for each whole `every` of its days."""
        return self._replace(rewarded=self.days - self.days_without_bonus % every)


@dataclass(frozen=True, slots=True)
class DayRuns:
    """A member's runs, the oldest first; no two touch. `made_up` are days that a card filled."""

    runs: tuple[Run, ...] = ()
    made_up: frozenset[date] = frozenset()
    longest: int = 0

    def run_of(self, day: date) -> Run | None:
        """The run that `day` is in."""
        return next((run for run in self.runs if run.first <= day <= run.last), None)

    def current_run(self, today: date) -> Run | None:
        """The run that holds today, or else yesterday: a streak breaks after a day without one."""
        return self.run_of(today) or self.run_of(today - _DAY)

    def streak(self, today: date) -> int:
        """The length of the current run; 0 where there is none."""
        run = self.current_run(today)
        return 0 if run is None else run.days

    def takes(self, day: date) -> bool:
        """True when `day` is not recorded yet, and not too late to be."""
        return self.run_of(day) is None and day >= self._earliest

    def with_day(self, day: date, every: int | None, *, made_up: bool = False) -> DayAdded:
        """The days and `day`, which `takes` has allowed.

        The bonus is due once when the run that `day` stands in has `every` days without one; None
        for no bonus. A day that joins two runs joins the days that either has left.
        """
        before, after = self.run_of(day - _DAY), self.run_of(day + _DAY)
        run = Run(
            first=before.first if before else day,
            last=after.last if after else day,
            rewarded=sum(joined.rewarded for joined in (before, after) if joined),
        )
        bonus_due = every is not None and run.days_without_bonus >= every
        if every is not None and bonus_due:
            run = run.with_bonus(every)
        others = [other for other in self.runs if other not in (before, after)]
        filled = self.made_up | {day} if made_up else self.made_up
        days = DayRuns(tuple(sorted((*others, run))), filled, max(self.longest, run.days))
        return DayAdded(days._without_forgotten(), bonus_due)

    def united(self, others: DayRuns) -> DayRuns:
        """The days of both. A bonus that either had for a day is not given for it again."""
        runs: list[Run] = []
        for run in sorted((*self.runs, *others.runs), key=lambda one: (one.first, one.last)):
            before = runs[-1] if runs else None
            if before is None or run.first > before.last + _DAY:
                runs.append(run)
                continue
            both = (before.rewarded, run.rewarded)
            # The days that are in both are one each. Either may have had its bonus for them.
            twice = max((min(before.last, run.last) - run.first).days + 1, 0)
            last = max(before.last, run.last)
            runs[-1] = Run(before.first, last, max(*both, sum(both) - twice))
        longest = max(self.longest, others.longest, *(run.days for run in runs), 0)
        days = DayRuns(tuple(runs), self.made_up | others.made_up, longest)
        return days._without_forgotten()

    @property
    def _earliest(self) -> date:
        return self.runs[-1].last - timedelta(days=LATE_DAYS_MAX) if self.runs else date.min

    def _without_forgotten(self) -> DayRuns:
        earliest = self._earliest
        return DayRuns(
            # A run that ended the day before the earliest can still grow by that day.
            tuple(run for run in self.runs if run.last >= earliest - _DAY),
            frozenset(day for day in self.made_up if day >= earliest),
            self.longest,
        )


class DayAdded(NamedTuple):
    """The days after one was added, and the answer to: is the bonus due now?"""

    days: DayRuns
    bonus_due: bool


def to_body(days: DayRuns) -> dict[str, Any]:
    """`days` as a document: days as YYYY-MM-DD, a run as first, last and its days with a bonus."""
    return {
        "runs": [[run.first.isoformat(), run.last.isoformat(), run.rewarded] for run in days.runs],
        "made_up": sorted(day.isoformat() for day in days.made_up),
        "longest": days.longest,
    }


def from_body(body: Mapping[str, Any]) -> DayRuns:
    return DayRuns(
        runs=tuple(_run(*run) for run in body["runs"]),
        made_up=frozenset(date.fromisoformat(day) for day in body["made_up"]),
        longest=body["longest"],
    )


def _run(first: str, last: str, rewarded: int | str | None) -> Run:
    """A run as it is kept. Older ones name the day of their last bonus, None for none, in place of
    how many days had one: all up to that day had."""
    begun = date.fromisoformat(first)
    if isinstance(rewarded, str):
        rewarded = (date.fromisoformat(rewarded) - begun).days + 1
    return Run(begun, date.fromisoformat(last), rewarded or 0)
