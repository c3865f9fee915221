"""The clocks of an item as messages and back."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from google.protobuf.timestamp_pb2 import Timestamp

from services.feedback.calendar.domain.business_hours import BusinessHours
from services.feedback.items.domain.item import Alert, AlertKind, Feedback
from services.feedback.items.domain.keeping_time import Owed, owed
from services.feedback.routing.domain.response_times import ClockKind, Deadline, between
from tessera.feedback.v1 import feedback_pb2 as pb

_KINDS = {kind: pb.ClockKind.Value(f"CLOCK_KIND_{kind.name}") for kind in ClockKind}
_KINDS_BACK: dict[int, ClockKind] = {number: kind for kind, number in _KINDS.items()}
_MISSING = {
    ClockKind.FIRST_RESPONSE: pb.LATE_REASON_NOT_ANSWERED,
    ClockKind.NEXT_RESPONSE: pb.LATE_REASON_NOT_ANSWERED,
    ClockKind.RESOLUTION: pb.LATE_REASON_NOT_RESOLVED,
    ClockKind.FOLLOW_UP: pb.LATE_REASON_NOT_FOLLOWED_UP,
}


def clock_messages(item: Feedback) -> list[pb.FeedbackClock]:
    """What the team owes for `item`."""
    return [_message(item, each) for each in owed(item)]


def alert_message(alert: Alert) -> pb.ClockAlert:
    """A warning or a breach as events tell it."""
    is_late = alert.kind is AlertKind.LATE
    return pb.ClockAlert(clock=_KINDS[alert.clock], is_late=is_late, time=timestamp(alert.since))


def tell_time_left(message: pb.Feedback, hours: BusinessHours | None, now: datetime) -> None:
    """Add to each clock of `message` the time that is left at `now`."""
    for clock in message.clocks:
        until = instant(clock.due_time)
        since = instant(clock.stand_time) if clock.HasField("stand_time") else now
        left = between(hours if clock.in_business_hours else None, since, until)
        clock.left_seconds = left // timedelta(seconds=1)


def restored(item: Feedback, clocks: Iterable[pb.FeedbackClock]) -> Feedback:
    """`item` with the clocks of its message."""
    for clock in clocks:
        kind, deadline = _KINDS_BACK[clock.kind], _deadline(clock)
        item = replace(item, alerts=(*item.alerts, *_alerts(kind, clock)))
        if kind is ClockKind.FIRST_RESPONSE:
            item = replace(
                item,
                response_warn_at=deadline.warn_at,
                response_in_business=deadline.in_business,
                response_calendar_unknown=deadline.calendar_unknown,
            )
        elif kind is ClockKind.NEXT_RESPONSE:
            item = replace(item, next_response=deadline)
        elif kind is ClockKind.RESOLUTION:
            item = replace(item, resolution=deadline)
        else:
            item = replace(item, follow_up=deadline)
    return item


def _message(item: Feedback, each: Owed) -> pb.FeedbackClock:
    clock, deadline = each
    told = {alert.kind: alert.since for alert in item.alerts if alert.clock is clock}
    late_since = told.get(AlertKind.LATE)
    return pb.FeedbackClock(
        kind=_KINDS[clock],
        due_time=timestamp(deadline.due),
        warn_time=timestamp(deadline.warn_at),
        in_business_hours=deadline.in_business,
        calendar_unknown=deadline.calendar_unknown,
        stand_time=timestamp(deadline.stood_since),
        warned_time=timestamp(told.get(AlertKind.WARNING)),
        late_time=timestamp(late_since),
        reason=pb.LATE_REASON_UNSPECIFIED if late_since is None else _reason(item, clock),
    )


def _reason(item: Feedback, clock: ClockKind) -> "pb.LateReason.ValueType":
    if not item.assignee and clock is not ClockKind.FOLLOW_UP:
        return pb.LATE_REASON_NOT_ASSIGNED
    return _MISSING[clock]


def _deadline(clock: pb.FeedbackClock) -> Deadline:
    return Deadline(
        _optional(clock, "due_time"),
        _optional(clock, "stand_time"),
        _optional(clock, "warn_time"),
        clock.in_business_hours,
        clock.calendar_unknown,
    )


def _alerts(kind: ClockKind, clock: pb.FeedbackClock) -> Iterable[Alert]:
    for alert, field in ((AlertKind.WARNING, "warned_time"), (AlertKind.LATE, "late_time")):
        if (since := _optional(clock, field)) is not None:
            yield Alert(kind, alert, since)


def _optional(clock: pb.FeedbackClock, field: str) -> datetime | None:
    return instant(getattr(clock, field)) if clock.HasField(field) else None  # type: ignore[arg-type]


def timestamp(instant: datetime | None) -> Timestamp | None:
    """An instant as messages have it; None stays None."""
    if instant is None:
        return None
    stamp = Timestamp()
    stamp.FromDatetime(instant)
    return stamp


def instant(stamp: Timestamp) -> datetime:
    """The instant of a message."""
    return stamp.ToDatetime(UTC)
