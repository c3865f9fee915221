"""Reports: the numbers of a period as they were when they were told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from services.feedback.insight.domain.metrics import Number
from services.feedback.insight.domain.period import Grain, Period, last_complete
from services.feedback.insight.domain.report_message import ReportMessage

READY_AT: Mapping[Grain, time] = {Grain.DAY: time(6), Grain.WEEK: time(7), Grain.MONTH: time(8)}
"""The local time on the day after a period from which its report is made."""


@dataclass(frozen=True, slots=True)
class Restatement:
    """A number that a late happening changed; None where it is unknown."""

    metric: str
    old: Number | None
    new: Number | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Report:
    """`numbers` never change: a later one is a restatement. None: it could not be known."""

    brand: str
    period: Period
    made_at: datetime
    numbers: Mapping[str, Number | None]
    restatements: tuple[Restatement, ...] = ()
    messages: tuple[ReportMessage, ...] = ()
    """To operators, as the programme wished when the report was made."""

    def latest(self) -> Mapping[str, Number | None]:
        """The numbers with all restatements."""
        return {**self.numbers, **{each.metric: each.new for each in self.restatements}}

    def restated(
        self, numbers: Mapping[str, Number | None], at: datetime
    ) -> tuple[Restatement, ...]:
        """What has changed since it was told last."""
        return tuple(
            Restatement(metric, old, numbers[metric], at)
            for metric, old in self.latest().items()
            if metric in numbers and numbers[metric] != old
        )


def due(grain: Grain, now: datetime, zone: ZoneInfo) -> Period:
    """The latest period whose report is due `now`."""
    local = now.astimezone(zone)
    period = last_complete(grain, local.date())
    ready = datetime.combine(period.until, READY_AT[grain], zone)
    return period if local >= ready else period.before
