"""An item after its member is erased, and the times after which messages go."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from services.feedback.items.domain.item import SYSTEM, Feedback, TimelineEntry
from services.feedback.items.domain.states import State
from services.feedback.programme.domain import Programme


@dataclass(frozen=True, slots=True)
class Erased:
    """A member of a brand who is erased."""

    brand: str
    member_id: str


def without_words(item: Feedback, now: datetime) -> Feedback:
    """`item` closed, without anything that a person wrote, but with all that is counted."""
    timeline = tuple(replace(entry, note="", message="", said="") for entry in item.timeline)
    if item.state is not State.CLOSED:
        timeline = (*timeline, TimelineEntry(now, SYSTEM, State.CLOSED))
    return replace(
        item,
        submission=replace(item.submission, text="", order_id="", attachment_urls=()),
        attachments=(),
        mentions=(),
        state=State.CLOSED,
        response_due=None,
        resolution=item.resolution.stop(now),
        timeline=timeline,
    )


class Kind(StrEnum):
    """What is kept of messages to members for a time."""

    INBOX = "inbox"
    MESSAGE_DETAILS = "message_details"


class Backlog(NamedTuple):
    """What is past its time and still there: how many, and the oldest of them."""

    left: int = 0
    oldest: datetime | None = None


def parse_retention(programme: Programme) -> Mapping[Kind, timedelta]:
    """The times of a programme; a kind that has none is kept as long as the membership lasts."""
    written = (programme.document.get("privacy") or {}).get("retention", {})
    days = {kind: written.get(f"{kind.value}_days", 0) for kind in Kind}
    return {kind: timedelta(days=int(each)) for kind, each in days.items() if each}
