"""Results of a survey: counts, figures, groups; and what of an anonymous one is not told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from services.feedback.surveys.domain.figure import Figure, figure_of
from services.feedback.surveys.domain.section import Question, Survey

SMALLEST_GROUP = 5
"""Of an anonymous survey, smaller groups are not told."""


class Grouping(StrEnum):
    """The ways in which answers are grouped."""

    TIER = "tier"
    STORE = "store"
    SEGMENT = "segment"


_ORDER = tuple(Grouping)


@dataclass(frozen=True, slots=True)
class Tally:
    """The number of answers, and how often each value was given, by question."""

    answers: int = 0
    values: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    replies: Mapping[str, int] = field(default_factory=dict)

    def scores(self, question: Question | None) -> dict[int, int]:
        """How often each score was given; nothing where none is asked for."""
        counted = self.values.get(question.code, {}) if question else {}
        return {int(value): count for value, count in counted.items()}


@dataclass(frozen=True, slots=True)
class Group:
    """The answers of a tier, a store or a segment."""

    grouping: Grouping
    code: str
    answers: int
    figure: Figure | None


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """How many replied, and how often each value was given, in the question's order."""

    question: Question
    replies: int
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Results:
    """`is_hidden`: too few answered an anonymous survey, and nothing more is told."""

    answers: int = 0
    figure: Figure | None = None
    questions: tuple[QuestionResult, ...] = ()
    groups: tuple[Group, ...] = ()
    hidden_groups: int = 0
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Comment:
    """What a member wrote. `day` is the month of an anonymous survey, which has no `member_id`."""

    id: str
    question: str
    text: str
    day: str
    score: int | None = None
    member_id: str = ""


def results_of(
    survey: Survey, total: Tally, by_group: Mapping[tuple[Grouping, str], Tally]
) -> Results:
    """The results of `survey`, as an operator may see them."""
    if survey.anonymous and 0 < total.answers < SMALLEST_GROUP:
        return Results(is_hidden=True)
    groups = [
        Group(grouping, code, tally.answers, figure_of(survey.kind, tally.scores(survey.score)))
        for (grouping, code), tally in by_group.items()
        if code
    ]
    groups.sort(key=lambda each: (_ORDER.index(each.grouping), -each.answers, each.code))
    found = Results(
        answers=total.answers,
        figure=figure_of(survey.kind, total.scores(survey.score)),
        questions=tuple(_question(question, total) for question in survey.questions),
        groups=tuple(groups),
    )
    return _without_small_groups(found) if survey.anonymous else found


def _question(question: Question, total: Tally) -> QuestionResult:
    counted = total.values.get(question.code, {})
    return QuestionResult(
        question,
        total.replies.get(question.code, 0),
        tuple((value, counted.get(value, 0)) for value in question.values),
    )


def _without_small_groups(results: Results) -> Results:
    """Each grouping without its small groups, and without so many more that those who are left out,
    all less the told ones, are no small group either."""
    told: list[Group] = []
    for grouping in Grouping:
        told += _told([g for g in results.groups if g.grouping is grouping], results.answers)
    return replace(results, groups=tuple(told), hidden_groups=len(results.groups) - len(told))


def _told(groups: Sequence[Group], answers: int) -> list[Group]:
    told = [group for group in groups if group.answers >= SMALLEST_GROUP]
    while told and 0 < answers - sum(group.answers for group in told) < SMALLEST_GROUP:
        told.pop()
    return told
