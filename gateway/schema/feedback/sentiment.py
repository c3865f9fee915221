"""The sentiment of an item of feedback, as a model reads it from the text."""

from enum import Enum

import strawberry

from gateway.schema.core.fields import column, read
from gateway.schema.core.scalars import enum_value
from tessera.feedback.v1 import feedback_pb2

_THOUSAND = 1_000


@strawberry.enum(description="The sentiment of a text, as far as the model is sure of it.")
class SentimentLabel(Enum):
    """As tessera.feedback.v1.SentimentLabel."""

    POSITIVE = enum_value(feedback_pb2.SENTIMENT_LABEL_POSITIVE, "The text is positive.")
    NEUTRAL = enum_value(
        feedback_pb2.SENTIMENT_LABEL_NEUTRAL,
        "The model is not sure, or the text is hardly Chinese, the one language that it knows.",
    )
    NEGATIVE = enum_value(feedback_pb2.SENTIMENT_LABEL_NEGATIVE, "The text is negative.")


@strawberry.type(description="The sentiment of a text, by a model.")
class FeedbackSentiment:
    """Source: tessera.feedback.v1.Sentiment."""

    label: SentimentLabel = column("Positive, neutral or negative.")
    score: float = read(
        lambda sentiment: sentiment.score_thousandths / _THOUSAND,
        "From -1, negative, to 1, positive; 0 where the model did not read the text.",
    )
    confidence: float = read(
        lambda sentiment: sentiment.confidence_thousandths / _THOUSAND,
        "How probable it is that the score has the right sign: from 0.5, unknown, to 1.",
    )
    model: str = column("The version of the model that read the text.")
