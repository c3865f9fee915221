"""The clocks of an item: which of them run, when the next is due, and what a breach leads to."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from services.feedback.items.domain.item import Alert, AlertKind, Feedback
from services.feedback.items.domain.states import CLOCK_STANDS, State
from services.feedback.routing.domain.response_times import ClockKind, Deadline, EscalationStep


class Owed(NamedTuple):
    """Something that the team owes the member; it stands while `deadline.stood_since` is set."""

    clock: ClockKind
    deadline: Deadline


def owed(item: Feedback) -> Iterator[Owed]:
    """What the team owes the member and has a due time, running or standing."""
    if item.response_due is not None and item.first_response_at is None and _may_answer(item):
        first = Deadline(
            item.response_due,
            None,
            item.response_warn_at,
            item.response_in_business,
            item.response_calendar_unknown,
        )
        yield Owed(ClockKind.FIRST_RESPONSE, first)
    if item.next_response.due is not None:
        yield Owed(ClockKind.NEXT_RESPONSE, item.next_response)
    is_open = item.state not in CLOCK_STANDS or item.state is State.WAITING
    if item.resolution.due is not None and is_open:
        yield Owed(ClockKind.RESOLUTION, item.resolution)
    if item.follow_up.due is not None:
        yield Owed(ClockKind.FOLLOW_UP, item.follow_up)


def _may_answer(item: Feedback) -> bool:
    # Waiting for the member stops the resolution's clock, not that of the first response.
    return item.state not in CLOCK_STANDS or item.state is State.WAITING


def timed(item: Feedback, steps: Sequence[EscalationStep], now: datetime) -> Feedback:
    """`item` at `now` without the alerts of what it does not owe any more, and with its next
    waking."""
    due = {each.clock: each.deadline for each in owed(item)}
    kept = [_kept(alert, due[alert.clock], now) for alert in item.alerts if alert.clock in due]
    item = replace(item, alerts=tuple(alert for alert in kept if alert is not None))
    if all(alert.kind is not AlertKind.LATE for alert in item.alerts):
        item = replace(item, level=0, escalated_to="")
    return replace(item, wake_at=_next_waking(item, steps))


def _kept(alert: Alert, deadline: Deadline, now: datetime) -> Alert | None:
    """The alert of a clock that may have stood since; None when the clock has time again."""
    if deadline.stood_since is not None:
        return alert
    at = _instant(deadline, alert.kind)
    return None if at is None or at > now else replace(alert, since=at)


def look_at_clocks(
    item: Feedback, now: datetime, steps: Sequence[EscalationStep]
) -> tuple[Feedback, tuple[Alert, ...]]:
    """`item` with all that its clocks lead to by `now`, and the alerts that are new.

    A breach raises it to the first level, and each step that is over to the next one. To look twice
    changes nothing.
    """
    new = tuple(
        Alert(clock, kind, at)
        for clock, kind, at in _instants(item)
        if at <= now and not _has(item, clock, kind)
    )
    item = replace(item, alerts=(*item.alerts, *new))
    since = _late_since(item)
    if since is not None:
        over = [step for step in steps if since + step.after <= now]
        teams = [step.team for step in over if step.team]
        item = replace(
            item,
            level=max(item.level, len(over)),
            escalated_to=teams[-1] if teams else item.escalated_to,
        )
    return timed(item, steps, now), new


def _instants(item: Feedback) -> Iterator[tuple[ClockKind, AlertKind, datetime]]:
    for clock, deadline in owed(item):
        if deadline.stood_since is not None:
            continue
        for kind in AlertKind:
            if (at := _instant(deadline, kind)) is not None:
                yield clock, kind, at


def _instant(deadline: Deadline, kind: AlertKind) -> datetime | None:
    return deadline.warn_at if kind is AlertKind.WARNING else deadline.due


def _has(item: Feedback, clock: ClockKind, kind: AlertKind) -> bool:
    return any((alert.clock, alert.kind) == (clock, kind) for alert in item.alerts)


def _late_since(item: Feedback) -> datetime | None:
    """Since when something is late whose clock runs: nobody is hurried while the member is
    awaited."""
    running = {clock for clock, deadline in owed(item) if deadline.stood_since is None}
    late = [
        alert.since
        for alert in item.alerts
        if alert.kind is AlertKind.LATE and alert.clock in running
    ]
    return min(late, default=None)


def next_waking(item: Feedback) -> datetime | None:
    """When `item` is to be looked at, also one that never went through `timed`: at its waking, or
    before it at the next warning or breach that was not told."""
    told = [] if item.wake_at is None else [item.wake_at]
    return min([*told, *_untold(item)], default=None)


def _untold(item: Feedback) -> list[datetime]:
    return [at for clock, kind, at in _instants(item) if not _has(item, clock, kind)]


def _next_waking(item: Feedback, steps: Sequence[EscalationStep]) -> datetime | None:
    instants = _untold(item)
    since = _late_since(item)
    if since is not None and item.level < len(steps):
        instants.append(since + steps[item.level].after)
    return min(instants, default=None)
