"""The context in which every command of items works."""

from dataclasses import dataclass

from services.common.clock import Clock
from services.common.errors import Refusal
from services.feedback.items.commands.store import FeedbackStore
from services.feedback.programme.commands import Programmes


@dataclass(frozen=True, slots=True)
class FeedbackContext:
    """The items, the programmes in force and the time."""

    store: FeedbackStore
    programmes: Programmes
    clock: Clock


def feedback_not_found(feedback_id: str) -> Refusal:
    """No such item for this caller."""
    return Refusal("FEEDBACK_NOT_FOUND", f"no item {feedback_id}")
