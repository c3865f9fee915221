"""The sentiment of a Chinese text: a linear model over its runs of one to three characters.

The probability that a text is positive is σ(slope · m + offset) with
m = bias + scale · Σ w(j) ÷ √n over the n different runs j of the text (logistic regression; slope
and offset are Platt's, fitted to texts that the weights have not seen). A fault that the
text denies is read as "it is all right". Runs share SIZE places by CRC-32, so the weights need no
dictionary. How it was trained and how good it is: `../MODEL.md`.
"""

import math
import re
from array import array
from dataclasses import dataclass
from enum import StrEnum
from zlib import crc32

from services.feedback.analysis.domain.taxonomy import folded
from services.feedback.analysis.domain.wording import denied_faults

SIZE = 1 << 18
"""Places of weights."""
RUN_CHARS_MAX = 3
READ_CHARS_MAX = 1_000
"""Of a longer text the model reads the beginning and the end, half of this each."""
SURE_FROM = 0.7
"""A text is positive or negative where the model is at least so sure of it, else neutral."""
UNDECIDED = 0.5
ALL_RIGHT = "还行"
"""Read in the place of a fault that a text denies."""
READING = 2
"""Part of a model's version: another reading of the same weights reads history again."""

_HAN = re.compile("[\u4e00-\u9fff]")
_LATIN = re.compile("[a-z]")
_NUMBER = re.compile(r"\d+")
_BLANKS = re.compile(r"\s+")
_MASK = SIZE - 1
_BYTES_A_CHARACTER = 2


class Label(StrEnum):
    """What a text says of its subject, as far as the model is sure."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


@dataclass(frozen=True)
class Sentiment:
    """`score` runs from −1, negative, to 1; `confidence`, from 0.5 to 1, is how probable it is that
    the score has the right sign; `model` is the version that said so."""

    label: Label
    score: float
    confidence: float
    model: str


UNREAD = Sentiment(Label.NEUTRAL, 0.0, UNDECIDED, "")
"""Of a text that no model has read."""


def unread(text: str) -> Sentiment:
    """The sentiment of any text where there is no model."""
    return UNREAD


@dataclass(frozen=True)
class SentimentModel:
    """Trained weights, each of −127 to 127 in units of `scale`."""

    version: str
    weights: "array[int]"
    scale: float
    bias: float
    slope: float
    offset: float

    def __post_init__(self) -> None:
        if len(self.weights) != SIZE:
            raise ValueError(f"{len(self.weights)} weights where {SIZE} are due")

    def margin(self, text: str) -> float:
        """m: positive where `text`, in its form, is rather positive. Not calibrated."""
        places = places_of(with_denials_read(text))
        if not places:
            return self.bias
        total = sum(map(self.weights.__getitem__, places))
        return self.bias + self.scale * total / math.sqrt(len(places))

    def sentiment_of(self, text: str) -> Sentiment:
        """The sentiment of `text` as a member wrote it; neutral where it is hardly Chinese."""
        text = in_form(text)
        if not is_read(text):
            return Sentiment(Label.NEUTRAL, 0.0, UNDECIDED, self.version)
        positive = probability(self.slope * self.margin(text) + self.offset)
        return Sentiment(
            label=_label(positive),
            score=round(2 * positive - 1, 3),
            confidence=round(max(positive, 1 - positive), 3),
            model=self.version,
        )


def in_form(text: str) -> str:
    """`text` as the model reads it: one width and case, every number 0, one blank for many."""
    text = _BLANKS.sub(" ", _NUMBER.sub("0", folded(text))).strip()
    if len(text) <= READ_CHARS_MAX:
        return text
    half = READ_CHARS_MAX // 2
    return text[:half] + text[-half:]


def is_read(text: str) -> bool:
    """Whether there is enough Chinese in `text`: two characters, and one for four Latin letters.

    The model has seen no other language.
    """
    chinese = len(_HAN.findall(text))
    return chinese >= 2 and 4 * chinese >= len(_LATIN.findall(text))


def with_denials_read(text: str) -> str:
    """`text` with 还行, "it is all right", for each fault that it says is not there.

    The runs of 没有拉肚子 are those of a complaint: three characters do not reach from the negation
    to the fault.
    """
    read, at = "", 0
    for start, end in denied_faults(text):
        read, at = f"{read}{text[at:start]}{ALL_RIGHT}", end
    return read + text[at:] if at else text


def places_of(text: str) -> set[int]:
    """The places of the runs of one to three characters in `text`, which is in its form."""
    units = text.encode("utf-16-le", "surrogatepass")
    end = len(units) + 1
    return {
        crc32(units[start : start + length]) & _MASK
        for length in range(_BYTES_A_CHARACTER, _BYTES_A_CHARACTER * RUN_CHARS_MAX + 1, 2)
        for start in range(0, end - length, _BYTES_A_CHARACTER)
    }


def probability(log_odds: float) -> float:
    """σ: the probability whose logarithm of odds is `log_odds`; e⁻³⁰ is as good as 0."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


def _label(positive: float) -> Label:
    if positive >= SURE_FROM:
        return Label.POSITIVE
    return Label.NEGATIVE if positive <= 1 - SURE_FROM else Label.NEUTRAL
