"""Whether an issue comes up more or less than in the weeks before, and whether that is chance.

A week is the seven whole local days up to yesterday. Each of its days is compared with its like of
up to eight weeks before: a usual day with the usual days of the same weekday; a holiday with
holidays, or where there are not two, with all days off; a day that is worked instead of one with
such days, or else with all working days. So the season of a week and its holidays are in both. The
expected number E is the sum of the means of the like days.

More than chance: with x this week and b in k weeks before, and nothing changed, x is of a binomial
distribution of x + b with 1/(k + 1) (Przyborowski and Wilenski 1940, the exact test of two Poisson
rates); the trend is told where the probability of an x so far from its mean is below 1 %. Where a
day before stands for several, E = Σ w·count, and its variance is Σ w²·count: then k = E ÷ variance
and b = k·E, which are the plain ones where each day before stands for one.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from services.feedback.calendar.domain.business_hours import PublicDay

WEEKS_BEFORE = 8
LEAST_WEEKS = 2
LEAST_DAYS = 2
"""Like days before, without which a day is compared with wider ones, or with none."""
WEEK_DAYS = 7
SATURDAY = 6
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
class DayCount:
    """`count` items of an issue on a local day."""

    issue: str
    day: date
    count: int


SortOf = Callable[[date], PublicDay]
"""The sort of a local day."""


def all_usual(day: date) -> PublicDay:
    """Of a brand without a calendar."""
    return PublicDay.USUAL


@dataclass(frozen=True)
class IssueTrend:
    """An issue; `expected` is what the like days before lead to expect, `change_percent` rounds
    toward 0, and is None where nothing was expected. `before` has the weeks before, the latest
    first."""

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


def weeks_known(days: Sequence[DayCount], starts: Sequence[date], watched: int) -> int:
    """How many weeks before the last of `starts` can be compared with, one after the other.

    Items were taken in through `watched` of them. Older words that came by file make a week known
    only where they fill it and the week before it too: one old review is no history, and the first
    week with words is not whole.
    """
    weeks = [any(start <= each.day < end for each in days) for start, end in pairwise(starts)]
    known = watched
    while known + 1 < len(weeks) and weeks[-1 - known] and weeks[-2 - known]:
        known += 1
    return known


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(ZoneInfo("UTC"))


def like_days(day: date, before: Sequence[date], sort_of: SortOf) -> list[date]:
    """Those of the days `before` with which `day` is compared; fewer than two for want of them."""
    sort, off = sort_of(day), _is_off(day, sort_of)
    same = [each for each in before if sort_of(each) is sort]
    if sort is PublicDay.USUAL:
        same = [each for each in same if each.isoweekday() == day.isoweekday()]
    if len(same) >= LEAST_DAYS:
        return same
    return [each for each in before if _is_off(each, sort_of) is off]


def _is_off(day: date, sort_of: SortOf) -> bool:
    sort = sort_of(day)
    return sort is PublicDay.HOLIDAY or (sort is PublicDay.USUAL and day.isoweekday() >= SATURDAY)


def special_days(today: date, sort_of: SortOf) -> list[date]:
    """The days of this week that are no usual ones, oldest first."""
    days = [today - timedelta(days=back) for back in range(WEEK_DAYS, 0, -1)]
    return [day for day in days if sort_of(day) is not PublicDay.USUAL]


def trends_of(
    days: Iterable[DayCount], today: date, known_weeks: int, sort_of: SortOf = all_usual
) -> list[IssueTrend]:
    """The trend of each issue that came up, those that rose most first.

    `known_weeks` is how many weeks before this one the brand has had feedback, at most 8: weeks
    without any, before its first item, are no baseline.
    """
    counts: dict[str, dict[date, int]] = {}
    for each in days:
        of_issue = counts.setdefault(each.issue, {})
        of_issue[each.day] = of_issue.get(each.day, 0) + each.count
    weights = _weights(today, known_weeks, sort_of)
    found = [_trend(issue, each, today, known_weeks, weights) for issue, each in counts.items()]
    return sorted(found, key=_place)


def _weights(today: date, known_weeks: int, sort_of: SortOf) -> Mapping[date, float] | None:
    """For how many days of this week each day before stands; None where a day of this week has no
    two like it, or there are too few weeks."""
    if known_weeks < LEAST_WEEKS:
        return None
    before = [
        today - timedelta(days=back)
        for back in range(WEEK_DAYS + 1, WEEK_DAYS * (known_weeks + 1) + 1)
    ]
    weights: dict[date, float] = {}
    for back in range(1, WEEK_DAYS + 1):
        like = like_days(today - timedelta(days=back), before, sort_of)
        if len(like) < LEAST_DAYS:
            return None
        for each in like:
            weights[each] = weights.get(each, 0) + 1 / len(like)
    return weights


def _place(trend: IssueTrend) -> tuple[int, float, str]:
    rank = [Trend.UP, Trend.DOWN, Trend.STEADY, Trend.TOO_FEW].index(trend.trend)
    return rank, -abs(trend.count - trend.expected), trend.issue


def _trend(
    issue: str,
    counts: Mapping[date, int],
    today: date,
    known_weeks: int,
    weights: Mapping[date, float] | None,
) -> IssueTrend:
    weeks = [0] * (known_weeks + 1)
    for day, count in counts.items():
        back = ((today - day).days - 1) // WEEK_DAYS
        if 0 <= back <= known_weeks:
            weeks[back] += count
    this, before = weeks[0], tuple(weeks[1:])
    if weights is None:
        expected = sum(before) / known_weeks if known_weeks else 0.0
        change = _change(this, expected)
        return IssueTrend(issue, this, expected, change, Trend.TOO_FEW, before)
    expected = sum(weight * counts.get(day, 0) for day, weight in weights.items())
    variance = sum(weight**2 * counts.get(day, 0) for day, weight in weights.items())
    in_weeks = expected / variance if variance else 1 / max(weights.values())
    trend = _judged(this, expected, in_weeks)
    return IssueTrend(issue, this, expected, _change(this, expected), trend, before)


def _percent(this: int, expected: float) -> float:
    # Rounded, so that seven sevenths of a hundred are a hundred.
    return round((this - expected) * 100 / expected, 6)


def _change(this: int, expected: float) -> int | None:
    return math.trunc(_percent(this, expected)) if expected else None


def _judged(this: int, expected: float, weeks: float) -> Trend:
    if this + expected < VOLUME_MIN:
        return Trend.TOO_FEW
    # Without any before, a volume is a rise, however many percent that is.
    if expected and abs(_percent(this, expected)) < CHANGE_PERCENT:
        return Trend.STEADY
    if chance(this, round(expected * weeks), weeks) > CHANCE_MAX:
        return Trend.STEADY
    return Trend.UP if this > expected else Trend.DOWN


def chance(this: int, total: int, weeks: float) -> float:
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
