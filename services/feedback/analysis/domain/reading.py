"""A text as the analysis of this release reads it."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.feedback.analysis.domain.intent import Intent, intent_of
from services.feedback.analysis.domain.mentions import (
    Mention,
    complained_of,
    mentions_of,
    praised_in,
)
from services.feedback.analysis.domain.sentiment import Sentiment
from services.feedback.analysis.domain.taxonomy import Issue


@dataclass(frozen=True)
class Reading:
    """The codes that a text complains of and those that it praises, the places that show it, and
    what its writer wants; `sentiment` is that of the text."""

    text: str
    sentiment: Sentiment
    issues: tuple[str, ...]
    praised: tuple[str, ...]
    mentions: tuple[Mention, ...]
    intent: Intent


def read_text(text: str, issues: Sequence[Issue], sentiment: Sentiment) -> Reading:
    """The reading of `text` by the taxonomy `issues`; `sentiment` is that of the text."""
    mentions = mentions_of(text, issues)
    return Reading(
        text,
        sentiment,
        complained_of(mentions, issues),
        praised_in(mentions),
        mentions,
        intent_of(text, mentions, sentiment),
    )
