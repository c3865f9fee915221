"""An item after its member is erased."""

from dataclasses import dataclass, replace
from datetime import datetime

from services.feedback.items.domain.item import SYSTEM, Feedback, TimelineEntry
from services.feedback.items.domain.states import State


@dataclass(frozen=True, slots=True)
class Erased:
    """A member of a brand who is erased."""

    brand: str
    member_id: str


def without_words(item: Feedback, now: datetime) -> Feedback:
    """`item` closed, without anything that a person wrote, but with all that is counted."""
    timeline = tuple(replace(entry, note="", message="") for entry in item.timeline)
    if item.state is not State.CLOSED:
        timeline = (*timeline, TimelineEntry(now, SYSTEM, State.CLOSED))
    return replace(
        item,
        submission=replace(item.submission, text="", order_id="", attachment_urls=()),
        mentions=(),
        state=State.CLOSED,
        response_due=None,
        resolution=item.resolution.stop(now),
        timeline=timeline,
    )
