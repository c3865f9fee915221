"""How long an item may take, by four clocks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from services.feedback.calendar.domain.business_hours import (
    BusinessHours,
    Due,
    add_business,
    business_between,
)

WARNED_AFTER_PERCENT = 80


class Priority(StrEnum):
    """How much an item hurries; the values are those of programmes."""

    GENERAL = "general"
    COMPLEX = "complex"
    URGENT = "urgent"
    PUBLIC_COMPLAINT = "public_complaint"


class ClockKind(StrEnum):
    """The clocks of an item; the values are those of programmes."""

    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    RESOLUTION = "resolution"
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True)
class ResponseTimes:
    """The time from taking in to the first response, and to the resolution; from what the member
    adds to the next response; from the resolution to the follow-up. None where no clock is set.

    `in_business` are the clocks that run in business hours only.
    """

    first_response: timedelta
    resolution: timedelta | None = None
    next_response: timedelta | None = None
    follow_up: timedelta | None = None
    in_business: frozenset[ClockKind] = frozenset()


DEFAULTS = {
    Priority.GENERAL: ResponseTimes(timedelta(0)),
    Priority.COMPLEX: ResponseTimes(timedelta(minutes=30)),
    Priority.URGENT: ResponseTimes(timedelta(minutes=15)),
    Priority.PUBLIC_COMPLAINT: ResponseTimes(
        timedelta(hours=1), timedelta(hours=24), follow_up=timedelta(hours=72)
    ),
}
"""For a priority that the programme sets no times for."""


@dataclass(frozen=True)
class EscalationStep:
    """From `after` the first breach on, the item is also `team`'s; "" stays with its own."""

    after: timedelta = timedelta(0)
    team: str = ""


@dataclass(frozen=True)
class Terms:
    """What the programme sets for an item: its times, the hours that count, who hears of a breach.

    Without `hours` every clock runs around the clock.
    """

    times: ResponseTimes = DEFAULTS[Priority.COMPLEX]
    hours: BusinessHours | None = None
    steps: tuple[EscalationStep, ...] = (EscalationStep(),)

    def deadline(self, kind: ClockKind, start: datetime, length: timedelta | None) -> "Deadline":
        """A clock of `kind` that starts to run; one without a due time when there is no length."""
        if length is None:
            return Deadline()
        in_business = kind in self.times.in_business and self.hours is not None
        hours = self.hours if in_business else None
        due = later(hours, start, length)
        warn_at = later(hours, start, length * WARNED_AFTER_PERCENT // 100).at
        return Deadline(
            due.at,
            warn_at=warn_at,
            in_business=in_business,
            calendar_unknown=due.calendar_unknown,
        )


def later(hours: BusinessHours | None, start: datetime, length: timedelta) -> Due:
    """The instant at which `length` is over since `start`, in business time where there are
    hours."""
    return Due(start + length) if hours is None else add_business(hours, start, length)


def between(hours: BusinessHours | None, start: datetime, end: datetime) -> timedelta:
    """The time from `start` until `end`, in business time where there are hours; never negative."""
    if hours is None:
        return max(end - start, timedelta(0))
    return business_between(hours, start, end)


@dataclass(frozen=True)
class Deadline:
    """A due time whose clock can stand still. `stood_since` is set while it does.

    `warn_at` is when 80 % of the time is over. `calendar_unknown`: days count of which nobody knew
    whether they are public holidays.
    """

    due: datetime | None = None
    stood_since: datetime | None = None
    warn_at: datetime | None = None
    in_business: bool = False
    calendar_unknown: bool = False

    def or_earlier(self, other: "Deadline") -> "Deadline":
        """Of the two the one that is due first; one without a due time is due last."""
        if self.due is None or (other.due is not None and other.due <= self.due):
            return other
        return self

    def stop(self, now: datetime) -> "Deadline":
        """Stand still from `now`, or from when it stopped already."""
        return replace(self, stood_since=self.stood_since or now)

    def run(self, now: datetime, hours: BusinessHours | None = None) -> "Deadline":
        """Run again, with as much time left as when it stopped.

        Around the clock it is due later by as long as it stood. In business time the time left then
        counts from `now`, and what was due before the stop stays so.
        """
        since = self.stood_since
        if since is None or self.due is None:
            return replace(self, stood_since=None)
        # A machine's clock may step back; time that stood is never negative.
        now = max(now, since)
        if not self.in_business or hours is None:
            stood = now - since
            warn_at = self.warn_at and self.warn_at + stood
            return replace(self, due=self.due + stood, warn_at=warn_at, stood_since=None)
        due, warn = (_resumed(at, since, now, hours) for at in (self.due, self.warn_at or self.due))
        unknown = self.calendar_unknown or due.calendar_unknown
        return Deadline(due.at, None, warn.at, in_business=True, calendar_unknown=unknown)


def _resumed(at: datetime, since: datetime, now: datetime, hours: BusinessHours) -> Due:
    if at <= since:
        return Due(at)
    return add_business(hours, now, business_between(hours, since, at))


@dataclass(frozen=True)
class Ran:
    """A stretch in which a clock ran; `end` is None while it runs."""

    start: datetime
    end: datetime | None = None


def due_over(
    terms: Terms, kind: ClockKind, length: timedelta | None, ran: Sequence[Ran], now: datetime
) -> Deadline:
    """A clock of `kind` as if it had run with `length` from the first of `ran` on.

    For an item that gets other times while it is under way.
    """
    if length is None or not ran:
        standing = bool(ran) and ran[-1].end is not None
        return Deadline(None, ran[-1].end if standing else None)
    in_business = kind in terms.times.in_business and terms.hours is not None
    hours = terms.hours if in_business else None
    due = _reached(hours, length, ran, now)
    warn = _reached(hours, length * WARNED_AFTER_PERCENT // 100, ran, now)
    return Deadline(due.at, ran[-1].end, warn.at, in_business, due.calendar_unknown)


def _reached(
    hours: BusinessHours | None, length: timedelta, ran: Sequence[Ran], now: datetime
) -> Due:
    left = length
    for stretch in ran:
        taken = left if stretch.end is None else between(hours, stretch.start, stretch.end)
        if left <= taken:
            return later(hours, stretch.start, left)
        left -= taken
    # It stands: what is left counts from the stop, as a running clock's would.
    return later(hours, ran[-1].end or now, left)
