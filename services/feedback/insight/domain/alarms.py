"""When a number has changed by more than 15 % and by more than chance.

A complete day is compared with the same weekday of the four weeks before. The interval is one for a
prediction of a new observation by a mean of n:

    counts   b ± 1.96 √(b (1 + 1/n)), b the mean: counts vary as Poisson's
    rates    Newcombe's interval of the difference (Statistics in Medicine 17, 1998, method 10)
    money    b ± t √(s² (1 + 1/n)), s the deviation of the n days, t of n − 1 degrees of freedom;
             also other quotients, such as shares by order, which vary as neither of the first two
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import sqrt
from statistics import fmean, stdev

from services.feedback.insight.domain.metrics import Metric, Number, Unit
from services.feedback.insight.domain.standing import Target
from services.feedback.insight.domain.threshold import Act, Became

WEEKS = 4
BASELINES_MIN = 3
Z = 1.959963984540054
T: Mapping[int, float] = {3: 4.302652729696142, 4: 3.182446305284263}
"""The 97.5 % point of Student's t by the number of days, which has one degree less."""
HUNDRED = 100
CHANGE_PERCENT_MAX = 1_000_000
"""A larger change is told as this one: from a test order to a day's sales it has no bounds."""
DAYS_LOOKED_AT_MAX = 31
"""Days of an outage that are looked at once it is over."""


@dataclass(frozen=True, slots=True)
class AlarmRules:
    """`metrics`: which are looked at; empty for all of the board."""

    change_percent: int = 15
    min_volume: int = 100
    clock_hours: int = 24
    metrics: tuple[str, ...] = ()

    @property
    def clock(self) -> timedelta:
        """How long an alarm may wait for somebody to take it."""
        return timedelta(hours=self.clock_hours)


@dataclass(frozen=True, slots=True)
class Finding:
    """A number that left its interval; `change_percent` against the mean, toward 0, and at most
    CHANGE_PERCENT_MAX either way."""

    value: float
    baseline: float
    low: float
    high: float
    change_percent: int


def days_to_look_at(looked: date | None, yesterday: date) -> list[date]:
    """The days that are over and were not looked at, the earliest first; of a long outage the
    latest.

    `looked` is the last day that was looked at; None before the first time, when yesterday alone
    is looked at.
    """
    missed = 1 if looked is None else (yesterday - looked).days
    most = min(missed, DAYS_LOOKED_AT_MAX)
    return [yesterday - timedelta(days=back) for back in reversed(range(most))]


def finding(
    metric: Metric, number: Number | None, before: Sequence[Number], rules: AlarmRules
) -> Finding | None:
    """What is wrong with the number of a day; None where nothing is, or too little is known.

    `before` are the same weekday's numbers, of at most four weeks.
    """
    if number is None or len(before) < BASELINES_MIN:
        return None
    baseline, low, high, volume = _interval(metric, number, before)
    if baseline <= 0 or volume < rules.min_volume:
        return None
    change = (number.value - baseline) / baseline * HUNDRED
    if abs(change) < rules.change_percent or low <= number.value <= high:
        return None
    return Finding(number.value, baseline, low, high, _told(change))


def shortfall(metric: Metric, number: Number, target: Target) -> Finding:
    """What is wrong with a number that misses its target, which stands as the mean and bounds."""
    wanted = target.value(metric.unit)
    change = (number.value - wanted) / wanted * HUNDRED if wanted else 0
    return Finding(number.value, wanted, wanted, wanted, _told(change))


def _told(change: float) -> int:
    return int(max(-CHANGE_PERCENT_MAX, min(change, CHANGE_PERCENT_MAX)))


def _interval(
    metric: Metric, number: Number, before: Sequence[Number]
) -> tuple[float, float, float, float]:
    """The mean, its bounds, and how much there is to judge by."""
    if metric.unit is Unit.PERCENT and metric.proportion:
        above, below = sum(n.numerator for n in before), sum(n.denominator for n in before)
        baseline = above / below
        low, high = newcombe(number, Number(above, below))
        # What chance explains: as far from the mean as zero is from the difference.
        return baseline, number.value - high, number.value - low, number.denominator
    values = [each.value for each in before]
    baseline, spread = fmean(values), 1 + 1 / len(values)
    if metric.unit is Unit.COUNT and all(each.denominator == 1 for each in (number, *before)):
        half = Z * sqrt(max(baseline, 0) * spread)
        return baseline, baseline - half, baseline + half, max(baseline, number.value)
    half = T[len(values)] * sqrt(stdev(values) ** 2 * spread)
    volume = float("inf") if metric.unit is Unit.MONEY else number.denominator
    return baseline, baseline - half, baseline + half, volume


def newcombe(one: Number, other: Number) -> tuple[float, float]:
    """The 95 % interval of the difference of two proportions."""
    (low_1, high_1), (low_2, high_2) = wilson(one), wilson(other)
    p_1, p_2 = one.value, other.value
    difference = p_1 - p_2
    return (
        difference - sqrt((p_1 - low_1) ** 2 + (high_2 - p_2) ** 2),
        difference + sqrt((high_1 - p_1) ** 2 + (p_2 - low_2) ** 2),
    )


def wilson(rate: Number) -> tuple[float, float]:
    """Wilson's 95 % interval of a proportion (Journal of the ASA 22, 1927)."""
    n, p = rate.denominator, min(max(rate.value, 0), 1)  # Who left may be above the line alone.
    middle = p + Z * Z / (2 * n)
    half = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    whole = 1 + Z * Z / n
    return (middle - half) / whole, (middle + half) / whole


class AlarmState(StrEnum):
    """What became of an alarm."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    EXPLAINED = "explained"
    CLOSED = "closed"


MOVES: Mapping[AlarmState, frozenset[AlarmState]] = {
    AlarmState.OPEN: frozenset({AlarmState.ACKNOWLEDGED, AlarmState.EXPLAINED, AlarmState.CLOSED}),
    AlarmState.ACKNOWLEDGED: frozenset({AlarmState.EXPLAINED, AlarmState.CLOSED}),
    AlarmState.EXPLAINED: frozenset({AlarmState.CLOSED}),
    AlarmState.CLOSED: frozenset(),
}


class AlarmMoved(Exception):
    """The alarm is in a state from which it can't go there."""

    reason = "METRIC_ALARM_MOVED"
    field = "state"


class AlarmNotFound(Exception):
    """No such alarm."""

    reason = "METRIC_ALARM_NOT_FOUND"
    field = "alarm_id"


@dataclass(frozen=True, slots=True)
class Note:
    """A move of an alarm: by which request, into which state, when, by whom, and the words."""

    request_id: str
    state: AlarmState
    at: datetime
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """One for each metric and day, and one where the target is missed. `answer_by` is when somebody
    should have taken it."""

    id: str
    brand: str
    metric: str
    day: date
    found: Finding
    at: datetime
    answer_by: datetime
    state: AlarmState = AlarmState.OPEN
    notes: tuple[Note, ...] = ()
    channel: str = ""
    """The channel of acquisition that it is about."""
    missed: bool = False
    """Whether it is about a target that is missed; the metric may have another, about a change."""
    acts: tuple[Act, ...] = ()
    """What thresholds did, or are about to do."""

    @property
    def due(self) -> bool:
        """Whether a threshold is about to act."""
        return any(each.became is Became.DUE for each in self.acts)

    def late(self, now: datetime) -> bool:
        """Whether nobody took it in time."""
        return self.state is AlarmState.OPEN and now > self.answer_by

    def check_move(self, state: AlarmState) -> None:
        """Raises AlarmMoved."""
        if state not in MOVES[self.state]:
            raise AlarmMoved(f"it is {self.state}, and can't become {state}")
