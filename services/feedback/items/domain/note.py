"""A note of the team in the history of an item: nothing moves with it."""

from dataclasses import replace
from datetime import datetime

from services.feedback.items.domain.item import MOVES_UNTIL, Feedback, TimelineEntry, longer


def note_down(item: Feedback, note: str, actor: str, now: datetime) -> Feedback:
    """`item` with `note` for the team. Raises TimelineFull."""
    entry = TimelineEntry(now, actor, item.state, note)
    return replace(item, timeline=longer(item, entry, MOVES_UNTIL))
