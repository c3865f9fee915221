"""The context in which every command of items works."""

from collections.abc import Callable
from dataclasses import dataclass

from services.common.clock import Clock
from services.common.errors import Refusal
from services.feedback.analysis.domain.sentiment import Sentiment, unread
from services.feedback.fact_store.commands import FactsOfMany
from services.feedback.items.commands.known_stores import NO_STORES, KnownStores
from services.feedback.items.commands.store import FeedbackStore
from services.feedback.items.domain.item import Feedback
from services.feedback.programme.commands import Programmes


@dataclass(frozen=True, slots=True)
class FeedbackContext:
    """The items, the programmes in force, what is known of members, the time, the stores,
    and the model that reads the sentiment of a text."""

    store: FeedbackStore
    programmes: Programmes
    member_facts: FactsOfMany
    clock: Clock
    stores: KnownStores = NO_STORES
    read_sentiment: Callable[[str], Sentiment] = unread


def feedback_not_found(feedback_id: str) -> Refusal:
    """No such item for this caller."""
    return Refusal("FEEDBACK_NOT_FOUND", f"no item {feedback_id}")


def item_with_words(item: Feedback | None, feedback_id: str) -> Feedback:
    """The item that further words are for. An erasure takes the words from an item once: it takes
    no others. Raises FEEDBACK_NOT_FOUND and MEMBER_ERASED refusals."""
    if item is None:
        raise feedback_not_found(feedback_id)
    if not item.submission.text:
        # Nothing but an erasure leaves an item without them.
        raise Refusal("MEMBER_ERASED", "its writer was erased", field="feedback_id")
    return item
