"""Pressure: how many members were touched on days running, and when the brand says less for it.

A brake of so many days is pulled on the morning after a day by which at least a share of the
reachable members was touched on each of those days. It is let go after CALM_DAYS days in a row
below a lower share, so that it does not swing. Shares are compared as whole numbers, unrounded.
Marketing that was posted to a group of a member touched them too.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from services.feedback.reach.domain.section import Pressure

CALM_DAYS = 3
CATCH_UP_DAYS = 14
"""What is longer ago is judged no more: the days that count are kept for a month."""
SETTLED_AFTER = timedelta(minutes=10)
"""A day is judged so long after its end."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Of `reachable` members `touched` were touched on each of `days` days, `day` the last."""

    days: int
    day: date
    touched: int
    reachable: int

    def at_least(self, percent: int) -> bool:
        """Whether the share is at or above `percent`; that of nobody is below any."""
        return self.reachable > 0 and self.touched * 100 >= percent * self.reachable

    @property
    def percent(self) -> str:
        """The share with two decimals, rounded down."""
        hundredths = self.touched * 10_000 // self.reachable if self.reachable else 0
        return f"{hundredths // 100}.{hundredths % 100:02}"


@dataclass(frozen=True, slots=True)
class Brake:
    """A brake after the day that was measured: pulled since the morning `since`, or not."""

    measured: Measured
    since: date | None = None
    calm_days: int = 0


@dataclass(frozen=True, slots=True)
class PressureState:
    """The brakes of a brand by their days, as judged for the days until `day`."""

    day: date | None = None
    brakes: Mapping[int, Brake] | None = None

    def pulled(self, rules: Sequence[Pressure]) -> Iterator[tuple[Pressure, Brake]]:
        """The rules whose brake is pulled."""
        for rule in rules:
            brake = (self.brakes or {}).get(rule.days)
            if brake is not None and brake.since is not None:
                yield rule, brake


def after(rule: Pressure, before: Brake | None, measured: Measured) -> Brake:
    """The brake of `rule` after another day."""
    morning = measured.day + timedelta(days=1)
    since = None if before is None else before.since
    if measured.at_least(rule.percent):
        return Brake(measured, since or morning)
    if since is None or before is None:
        return Brake(measured)
    calm = 0 if measured.at_least(rule.recover_percent) else before.calm_days + 1
    return Brake(measured) if calm >= CALM_DAYS else Brake(measured, since, calm)


def settled_day(now: datetime, zone: ZoneInfo) -> date:
    """The latest day that can be judged."""
    return (now - SETTLED_AFTER).astimezone(zone).date() - timedelta(days=1)


def missing(state: PressureState, until: date) -> list[date]:
    """The days that are to be judged yet, the earliest first."""
    first = until - timedelta(days=CATCH_UP_DAYS - 1)
    if state.day is None:
        # Nobody knows how it was before: the latest day says whether a brake is pulled.
        first = until
    elif state.day >= first:
        first = state.day + timedelta(days=1)
    return [first + timedelta(days=number) for number in range((until - first).days + 1)]


def shown_brake(rule: Pressure, brake: Brake) -> tuple[tuple[str, str], ...]:
    """A brake as the inputs of a check name it."""
    measured = brake.measured
    return (
        ("lowered_since", brake.since.isoformat() if brake.since else ""),
        ("days_running", str(rule.days)),
        ("percent", measured.percent),
        ("limit_percent", str(rule.percent)),
        ("touched", str(measured.touched)),
        ("reachable", str(measured.reachable)),
        ("last_day", measured.day.isoformat()),
        ("calm_days", str(brake.calm_days)),
    )
