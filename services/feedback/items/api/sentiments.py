"""The sentiment of an item as a message and back."""

from services.feedback.analysis.domain.sentiment import UNREAD, Label, Sentiment
from tessera.feedback.v1 import feedback_pb2 as pb

_LABELS = {label: pb.SentimentLabel.Value(f"SENTIMENT_LABEL_{label.name}") for label in Label}
_LABELS_BACK: dict[int, Label] = {number: label for label, number in _LABELS.items()}
_THOUSAND = 1_000


def sentiment_message(sentiment: Sentiment) -> pb.Sentiment | None:
    """The message of `sentiment`; None where no model has read the text."""
    if not sentiment.model:
        return None
    return pb.Sentiment(
        label=_LABELS[sentiment.label],
        score_thousandths=round(sentiment.score * _THOUSAND),
        confidence_thousandths=round(sentiment.confidence * _THOUSAND),
        model=sentiment.model,
    )


def read_sentiment(message: pb.Feedback) -> Sentiment:
    """The sentiment in an item's message, for which `sentiment_message` gives the same again."""
    if not message.HasField("sentiment"):
        return UNREAD
    said = message.sentiment
    return Sentiment(
        _LABELS_BACK[said.label],
        said.score_thousandths / _THOUSAND,
        said.confidence_thousandths / _THOUSAND,
        said.model,
    )
