"""An item that is under way gets another category, priority and team."""

from dataclasses import dataclass, replace
from datetime import datetime

from services.feedback.items.domain.item import (
    MOVES_UNTIL,
    Feedback,
    TimelineEntry,
    first_response_due,
    longer,
)
from services.feedback.items.domain.states import CLOCK_STANDS, State
from services.feedback.programme.domain import Text
from services.feedback.routing.domain.response_times import (
    ClockKind,
    Deadline,
    Priority,
    Ran,
    Terms,
    due_over,
)


@dataclass(frozen=True)
class Rerouting:
    """Another category, priority and team for an item that is under way."""

    category: str
    category_name: Text | None
    priority: Priority
    team: str
    actor: str
    note: str = ""


def reroute(item: Feedback, to: Rerouting, terms: Terms, now: datetime) -> Feedback:
    """`item` with the clocks of its new priority, as if it had had them from the beginning. A clock
    that this priority does not set is gone. Raises TimelineFull."""
    state = State.TRIAGED if item.state is State.NEW else item.state
    length = terms.times.resolution
    resolution = due_over(terms, ClockKind.RESOLUTION, length, _ran(item), now)
    entry = TimelineEntry(now, to.actor, state, to.note)
    item = replace(
        item,
        state=state,
        category=to.category,
        category_name=to.category_name,
        priority=to.priority,
        team=to.team,
        resolution=resolution,
        next_response=item.next_response if terms.times.next_response else Deadline(),
        follow_up=item.follow_up if terms.times.follow_up else Deadline(),
        timeline=longer(item, entry, MOVES_UNTIL),
    )
    if item.first_response_at is not None:
        return item
    # A receipt may have been all that was due; a person who looks at it owes an answer or nothing.
    settled = not terms.times.first_response
    return first_response_due(item, terms, settled=settled)


def _ran(item: Feedback) -> list[Ran]:
    """The stretches in which the resolution's clock ran, by the timeline."""
    ran: list[Ran] = [Ran(item.created_at)]
    for entry in item.timeline:
        stands, runs = entry.state in CLOCK_STANDS, ran[-1].end is None
        if stands and runs:
            ran[-1] = Ran(ran[-1].start, max(entry.at, ran[-1].start))
        elif not stands and not runs:
            ran.append(Ran(max(entry.at, ran[-1].end or entry.at)))
    return ran
