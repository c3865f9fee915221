"""NPS, CSAT and CES, each with its 95 % interval."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from services.feedback.surveys.domain.section import SurveyKind

Z = 1.96
"""The two-sided 95 % quantile of the normal distribution."""
FEW = 30
"""Below so many answers a figure is flagged."""
PROMOTER, PASSIVE = 9, 7
SATISFIED = 4


@dataclass(frozen=True, slots=True)
class Figure:
    """NPS from -100 to 100, CSAT in percent, CES from 1 to 7. An interval needs two answers for
    CES; `low` and `high` are None without one."""

    value: float
    low: float | None
    high: float | None
    answers: int

    @property
    def is_of_few(self) -> bool:
        return self.answers < FEW


def figure_of(kind: SurveyKind, scores: Mapping[int, int]) -> Figure | None:
    """The figure of `scores`, the number of answers by score; None below one answer, and of a
    form."""
    answers = sum(scores.values())
    if answers < 1 or kind is SurveyKind.FORM:
        return None
    if kind is SurveyKind.NPS:
        return _nps(scores, answers)
    if kind is SurveyKind.CSAT:
        satisfied = sum(count for score, count in scores.items() if score >= SATISFIED)
        return _csat(satisfied, answers)
    return _ces(scores, answers)


def _nps(scores: Mapping[int, int], answers: int) -> Figure:
    """100 (p - d) ± z √((p + d - (p - d)²) / n): the variance of a variable that is 1, 0 or -1."""
    promoters = sum(count for score, count in scores.items() if score >= PROMOTER)
    detractors = sum(count for score, count in scores.items() if score < PASSIVE)
    p, d = promoters / answers, detractors / answers
    half = 100 * Z * sqrt(max(0.0, p + d - (p - d) ** 2) / answers)
    # Of whole numbers, so that 60 less 15 of 100 is 45, and not 44.99999999999999.
    value = 100 * (promoters - detractors) / answers
    return Figure(value, max(-100.0, value - half), min(100.0, value + half), answers)


def _csat(satisfied: int, answers: int) -> Figure:
    """The part of those who are satisfied, with Wilson's interval (Wilson 1927, JASA 22): it stays
    within 0 and 1, and is no point where all say the same."""
    p, z2 = satisfied / answers, Z * Z
    middle = (p + z2 / (2 * answers)) / (1 + z2 / answers)
    half = Z * sqrt(p * (1 - p) / answers + z2 / (4 * answers**2)) / (1 + z2 / answers)
    return Figure(100 * p, 100 * max(0.0, middle - half), 100 * min(1.0, middle + half), answers)


def _ces(scores: Mapping[int, int], answers: int) -> Figure:
    """The mean ± z s / √n, with the deviation s of a sample."""
    mean = sum(score * count for score, count in scores.items()) / answers
    if answers == 1:
        return Figure(mean, None, None, answers)
    squares = sum(count * (score - mean) ** 2 for score, count in scores.items())
    half = Z * sqrt(squares / (answers - 1) / answers)
    return Figure(mean, max(1.0, mean - half), min(7.0, mean + half), answers)
