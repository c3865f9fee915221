"""How chains and streaks stand for a member now, as a card shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from services.points.calendar.domain.local_time import Window, end_of_day, local_day
from services.points.tasks.domain.chain import Chain, TaskSection
from services.points.tasks.domain.progress import MemberTasks
from services.points.tasks.domain.streak import MemberStreaks, Streak, StreakSection


@dataclass(frozen=True, slots=True)
class ChainStatus:
    """`done` has what counts for each step, in their order. `open`: activities count today."""

    chain: Chain
    done: tuple[int, ...]
    all_done: bool
    open: bool
    first_day: date | None
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class StreakStatus:
    """The reward comes after `in_days` more days without a miss."""

    streak: Streak
    current: int
    longest: int
    today: bool
    in_days: int


def chain_statuses(
    tasks: MemberTasks,
    section: TaskSection,
    enrolled_on: date | None,
    now: datetime,
    zone: ZoneInfo,
) -> Iterator[ChainStatus]:
    """Every chain but those that ended, or cannot begin, without anything done."""
    today = local_day(now, zone)
    for chain in section.chains:
        progress = tasks.chain(chain.code)
        done = tuple(progress.done_of(chain, step) for step in chain.steps)
        days = chain.days(enrolled_on)
        if days is None or _ended(days, today):
            if not any(done):
                continue
            days = days or Window()
        yield ChainStatus(
            chain,
            done,
            progress.done,
            days.contains(today) and not progress.done,
            days.first,
            end_of_day(days.last, zone) if days.last else None,
        )


def _ended(days: Window, today: date) -> bool:
    return days.last is not None and days.last < today


def streak_statuses(
    streaks: MemberStreaks, section: StreakSection, today: date
) -> Iterator[StreakStatus]:
    """Every streak of the section, in the programme's order."""
    for streak in section.streaks:
        days = streaks.of(streak.code)
        run = days.current_run(today)
        had = run.days_without_bonus if run else 0
        # A programme may have lowered `every` below what the run has: then the next day brings it.
        in_days = max(1, streak.every - had)
        on_today = days.run_of(today) is not None
        yield StreakStatus(streak, days.streak(today), days.longest, on_today, in_days)
