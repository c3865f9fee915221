"""Thresholds of the programme: what acts when a figure gets worse, or misses its target."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from services.feedback.insight.domain.metrics import Metric, Number, Unit
from services.feedback.programme.domain import Text


class When(StrEnum):
    """WORSE: an alarm on a change that is no improvement. MISSED: the target is missed by more than
    its tolerance."""

    WORSE = "worse"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class TodoWish:
    """What operators are to do, and within which time."""

    title: Text
    within: timedelta


@dataclass(frozen=True, slots=True)
class Threshold:
    """Pauses the journey once, when the figure of a day gets there; or switches the message off,
    for `instead` where it has one; or opens the to-do."""

    code: str
    metric: str
    when: When
    journey: str = ""
    todo: TodoWish | None = None
    message: str = ""
    instead: str = ""


class Became(StrEnum):
    """What became of an act. BEFORE: the journey was paused, or the message off, before the alarm.
    NOT_DONE: the programme has the journey, message or threshold no longer. OPENED: a to-do."""

    DUE = "due"
    PAUSED = "paused"
    BEFORE = "before"
    NOT_DONE = "not_done"
    OPENED = "opened"
    SWITCHED_OFF = "switched_off"


@dataclass(frozen=True, slots=True)
class Act:
    """What a threshold does about an alarm: it pauses a journey, switches a message off, or opens a
    to-do where there is neither. `at` is None while it is due."""

    threshold: str
    journey: str
    became: Became = Became.DUE
    at: datetime | None = None
    message: str = ""
    instead: str = ""

    @property
    def opens_todo(self) -> bool:
        return not self.journey and not self.message


def acts_of(thresholds: Sequence[Threshold], metric: str, when: When) -> tuple[Act, ...]:
    """The acts that are due once the metric gets there."""
    return tuple(
        Act(each.code, each.journey, message=each.message, instead=each.instead)
        for each in thresholds
        if (each.metric, each.when) == (metric, when)
    )


def worse(metric: Metric, change_percent: int) -> bool:
    """Whether the change is no improvement."""
    return change_percent < 0 if metric.up else change_percent > 0


def enough(metric: Metric, number: Number | None, min_volume: int) -> bool:
    """Whether a number is told of enough to act on. A rate has so many below the line."""
    if number is None:
        return False
    return metric.unit is not Unit.PERCENT or number.denominator >= min_volume
