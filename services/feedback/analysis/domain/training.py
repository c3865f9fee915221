"""Trains a sentiment model and measures it. Rules only: texts come in as numbers.

Logistic regression over the places of a text's runs, each text scaled to length 1, by stochastic
gradient descent with a step for each weight (AdaGrad, Duchi et al. 2011). It ends after a few
rounds, which keeps the weights small. The same texts in the same order give the same weights.
"""

import math
import random
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from services.feedback.analysis.domain.sentiment import SIZE, probability

ROUNDS = 4
STEP = 0.5
DAMPING = 0.1
BIAS_STEP = 0.02
SEEN_MIN = 2
"""A place that fewer texts have keeps the weight 0."""
LARGEST = 127
_NEWTON_ROUNDS = 50
_BINS = 10


@dataclass(frozen=True)
class Example:
    """A text as the places of its runs, and whether it is positive."""

    places: Sequence[int]
    positive: bool


@dataclass(frozen=True)
class Weights:
    """Weights by place, and the bias."""

    by_place: Sequence[float]
    bias: float


@dataclass(frozen=True)
class Figures:
    """How good probabilities are for texts of a known label.

    `calibration_error` is the expected one (ECE): the mean distance, over ten bins of the
    probability, between the mean probability and the share of positive texts. `decided` is the
    share of texts that are sure enough for a label, `decided_accuracy` the accuracy among them.
    """

    texts: int
    accuracy: float
    macro_f1: float
    calibration_error: float
    decided: float
    decided_accuracy: float


def train(examples: Sequence[Example], rounds: int = ROUNDS) -> Weights:
    """The weights that tell positive examples from negative ones."""
    seen = [0] * SIZE
    for example in examples:
        for place in example.places:
            seen[place] += 1
    texts = [
        ([place for place in e.places if seen[place] >= SEEN_MIN], 1.0 if e.positive else 0.0)
        for e in examples
        if e.places
    ]
    weights, steps, bias = [0.0] * SIZE, [DAMPING] * SIZE, 0.0
    order = list(range(len(texts)))
    shuffle = random.Random(1).shuffle
    for _ in range(rounds):
        shuffle(order)
        for index in order:
            places, wanted = texts[index]
            scale = 1 / math.sqrt(len(places) or 1)
            error = probability(bias + scale * sum(map(weights.__getitem__, places))) - wanted
            bias -= BIAS_STEP * error
            gradient = error * scale
            square = gradient * gradient
            for place in places:
                steps[place] += square
                weights[place] -= STEP * gradient / math.sqrt(steps[place])
    return Weights(weights, bias)


def quantised(weights: Weights) -> tuple["array[int]", float]:
    """The weights as whole numbers of −127 to 127, and the unit that they count."""
    unit = max(map(abs, weights.by_place), default=0.0) / LARGEST or 1.0
    return array("b", (round(weight / unit) for weight in weights.by_place)), unit


def calibrated(margins: Sequence[float], positive: Sequence[bool]) -> tuple[float, float]:
    """Platt's slope and offset: those that make σ(slope · margin + offset) most likely.

    Newton's method on the likelihood; targets are Platt's, a little inside 0 and 1, so that a
    perfect split has an end.
    """
    many, few = sum(positive), len(positive) - sum(positive)
    high, low = (many + 1) / (many + 2), 1 / (few + 2)
    slope, offset = 1.0, 0.0
    for _ in range(_NEWTON_ROUNDS):
        by_slope = by_offset = slope2 = offset2 = both = 0.0
        for margin, label in zip(margins, positive, strict=True):
            p = probability(slope * margin + offset)
            error, weight = p - (high if label else low), p * (1 - p)
            by_slope += error * margin
            by_offset += error
            slope2 += weight * margin * margin
            offset2 += weight
            both += weight * margin
        scale = slope2 * offset2 - both * both
        if scale <= 0:
            break
        change = (offset2 * by_slope - both * by_offset) / scale
        slope -= change
        offset -= (slope2 * by_offset - both * by_slope) / scale
        if abs(change) < 1e-9:
            break
    return slope, offset


def figures(positives: Sequence[float], labels: Sequence[bool], sure_from: float) -> Figures:
    """How good the probabilities `positives` are. Raises ValueError without a text."""
    if not labels:
        raise ValueError("no text to measure with")
    right = [(p >= 0.5) == label for p, label in zip(positives, labels, strict=True)]
    sure = [max(p, 1 - p) >= sure_from for p in positives]
    among_sure = [hit for hit, is_sure in zip(right, sure, strict=True) if is_sure]
    return Figures(
        texts=len(labels),
        accuracy=sum(right) / len(right),
        macro_f1=(_f1(positives, labels, True) + _f1(positives, labels, False)) / 2,
        calibration_error=_calibration_error(positives, labels),
        decided=len(among_sure) / len(right),
        decided_accuracy=sum(among_sure) / len(among_sure) if among_sure else 0.0,
    )


def _f1(positives: Sequence[float], labels: Sequence[bool], of: bool) -> float:
    said = [(p >= 0.5) is of for p in positives]
    hits = sum(s and label is of for s, label in zip(said, labels, strict=True))
    total = sum(said) + sum(label is of for label in labels)
    return 2 * hits / total if total else 0.0


def _calibration_error(positives: Sequence[float], labels: Sequence[bool]) -> float:
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for p, label in zip(positives, labels, strict=True):
        bins[min(int(p * _BINS), _BINS - 1)].append((p, label))
    apart = (abs(sum(p for p, _ in each) - sum(label for _, label in each)) for each in bins)
    return sum(apart) / len(labels)
