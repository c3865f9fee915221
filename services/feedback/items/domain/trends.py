"""Whether an issue comes up more or less than in the weeks before, and whether that is chance.

A week is the seven whole local days up to yesterday, and each week before has the same weekdays: so
the
season of a week is in both. The expected number is the mean of the weeks before. More than chance:
with
x this week and b in k weeks before, and nothing changed, x is of a binomial distribution of x + b
with
1/(k + 1) (Przyborowski and Wilenski 1940, the exact test of two Poisson rates); the trend is told
where
the probability of an x so far from its mean is below 1 %.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

WEEKS_BEFORE = 8
LEAST_WEEKS = 2
WEEK_DAYS = 7
CHANGE_PERCENT = 15
VOLUME_MIN = 20
"""Of this week and the expected number together; below, nothing is told."""
CHANCE_MAX = 0.01


class Trend(StrEnum):
    """How this week stands to the weeks before."""

    UP = "up"
    DOWN = "down"
    STEADY = "steady"
    TOO_FEW = "too_few"
    """Too few items, or too few weeks, to say."""


@dataclass(frozen=True)
class Week:
    """`count` items of an issue in the week so many weeks back; 0 is this week."""

    issue: str
    weeks_back: int
    count: int


@dataclass(frozen=True)
class IssueTrend:
    """An issue; `expected` is the mean of the weeks before, `change_percent` rounds toward 0, and
    is
    None where nothing was expected. `before` has the weeks before, the latest first."""

    issue: str
    count: int
    expected: float
    change_percent: int | None
    trend: Trend
    before: tuple[int, ...]


def week_starts(now: datetime, zone: ZoneInfo, weeks: int = WEEKS_BEFORE) -> list[datetime]:
    """The instants at which this week and the weeks before begin, and the end of this week: oldest
    first. Local days, also where a day has 23 hours."""
    today = now.astimezone(zone).date()
    days = [today - timedelta(days=WEEK_DAYS * back) for back in range(weeks + 1, -1, -1)]
    return [_midnight(day, zone) for day in days]


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(ZoneInfo("UTC"))


def trends_of(weeks: Iterable[Week], known_weeks: int) -> list[IssueTrend]:
    """The trend of each issue that came up, those that rose most first.

    `known_weeks` is how many weeks before this one the brand has had feedback, at most 8: weeks
    without any, before its first item, are no baseline.
    """
    counts: dict[str, dict[int, int]] = {}
    for week in weeks:
        of_issue = counts.setdefault(week.issue, {})
        of_issue[week.weeks_back] = of_issue.get(week.weeks_back, 0) + week.count
    found = [_trend(issue, each, known_weeks) for issue, each in counts.items()]
    return sorted(found, key=_place)


def _place(trend: IssueTrend) -> tuple[int, float, str]:
    rank = [Trend.UP, Trend.DOWN, Trend.STEADY, Trend.TOO_FEW].index(trend.trend)
    return rank, -abs(trend.count - trend.expected), trend.issue


def _trend(issue: str, counts: Mapping[int, int], known_weeks: int) -> IssueTrend:
    before = tuple(counts.get(back, 0) for back in range(1, known_weeks + 1))
    this, total = counts.get(0, 0), sum(before)
    expected = total / known_weeks if known_weeks else 0.0
    change = (this * known_weeks - total) * 100 / total if total else None
    return IssueTrend(
        issue,
        this,
        expected,
        None if change is None else math.trunc(change),
        _judged(this, total, known_weeks, change),
        before,
    )


def _judged(this: int, total: int, weeks: int, change: float | None) -> Trend:
    if weeks < LEAST_WEEKS or this + total / weeks < VOLUME_MIN:
        return Trend.TOO_FEW
    # Without any before, a volume is a rise, however many percent that is.
    if change is not None and abs(change) < CHANGE_PERCENT:
        return Trend.STEADY
    if chance(this, total, weeks) > CHANCE_MAX:
        return Trend.STEADY
    return Trend.UP if this * weeks > total else Trend.DOWN


def chance(this: int, total: int, weeks: int) -> float:
    """The two-sided probability, at most 1, of a week at least so far out: twice the tail's."""
    share, trials = 1 / (weeks + 1), this + total
    if this * weeks >= total:
        tail = sum(_binomial(trials, x, share) for x in range(this, trials + 1))
    else:
        tail = sum(_binomial(trials, x, share) for x in range(this + 1))
    return min(1.0, 2 * tail)


def _binomial(trials: int, hits: int, share: float) -> float:
    logarithm = math.lgamma(trials + 1) - math.lgamma(hits + 1) - math.lgamma(trials - hits + 1)
    return math.exp(logarithm + hits * math.log(share) + (trials - hits) * math.log1p(-share))
