"""The section `surveys` of a programme."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from services.feedback.programme.domain import Programme, Text, text_of

RATING = (1, 5)
CHARACTERS_MAX = 500


class SurveyKind(StrEnum):
    """What a survey measures."""

    NPS = "nps"
    CSAT = "csat"
    CES = "ces"
    FORM = "form"


SCORES: Mapping[SurveyKind, tuple[int, int]] = {
    SurveyKind.NPS: (0, 10),
    SurveyKind.CSAT: (1, 5),
    SurveyKind.CES: (1, 7),
}
"""The lowest and highest score of each kind that has one."""


class QuestionKind(StrEnum):
    """What a question asks for."""

    SCORE = "score"
    RATING = "rating"
    CHOICE = "choice"
    CHOICES = "choices"
    TEXT = "text"


class On(StrEnum):
    """The events on which members are asked."""

    ORDER = "order"
    FEEDBACK_CLOSED = "feedback_closed"
    OCCASION = "occasion"
    SCHEDULE = "schedule"


@dataclass(frozen=True, slots=True)
class ShowWhen:
    """A question is shown when an earlier one has a number in these bounds, or such an option."""

    question: str
    at_least: int | None = None
    at_most: int | None = None
    any_of: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Question:
    """`lowest` and `highest` bound numbers, `characters_max` words; `options` are by code."""

    code: str
    kind: QuestionKind
    text: Text
    required: bool = True
    lowest: int = 0
    highest: int = 0
    options: Mapping[str, Text] | None = None
    characters_max: int = CHARACTERS_MAX
    show_when: ShowWhen | None = None

    @property
    def is_number(self) -> bool:
        return self.kind in (QuestionKind.SCORE, QuestionKind.RATING)

    @property
    def values(self) -> tuple[str, ...]:
        """What can be counted of it, in order; nothing of words."""
        if self.is_number:
            return tuple(str(number) for number in range(self.lowest, self.highest + 1))
        return tuple(self.options or ())


@dataclass(frozen=True, slots=True)
class Survey:
    """`opens` and `closes` are local days, both included. `percent` of events lead to an offer, and
    at most `per_month` offers are made in a calendar month. `when` is a condition in CEL."""

    code: str
    name: Text
    kind: SurveyKind
    questions: tuple[Question, ...]
    on: On
    occasions: frozenset[str] = frozenset()
    day: int = 1
    when: str = "true"
    percent: int = 100
    per_month: int = 1000
    anonymous: bool = False
    opens: date | None = None
    closes: date | None = None
    days_to_answer: int = 14
    again_after_days: int | None = None
    thanks: Text | None = None

    def is_open(self, today: date) -> bool:
        """Whether members are asked on the local day `today`."""
        return (self.opens is None or self.opens <= today) and not self.is_closed(today)

    def is_closed(self, today: date) -> bool:
        """Whether no answer is taken any more."""
        return self.closes is not None and today > self.closes

    @property
    def score(self) -> Question | None:
        """The question that asks for the score; None of a form."""
        first = self.questions[0]
        return first if first.kind is QuestionKind.SCORE else None


def surveys(programme: Programme) -> Mapping[str, Survey]:
    """The section by code, in its order. Raises KeyError, TypeError or ValueError where it breaks
    the schema."""
    return {each["code"]: _survey(each) for each in programme.document.get("surveys", ())}


def _survey(written: Mapping[str, Any]) -> Survey:
    kind = SurveyKind(written["kind"])
    trigger, sample = written["trigger"], written.get("sample", {})
    return Survey(
        code=written["code"],
        name=text_of(written["name"]),
        kind=kind,
        questions=tuple(_question(each, kind) for each in written["questions"]),
        on=On(trigger["on"]),
        occasions=frozenset(trigger.get("occasions", ())),
        day=trigger.get("day", 1),
        when=written.get("when", "true"),
        percent=sample.get("percent", 100),
        per_month=sample.get("per_month", 1000),
        anonymous=written.get("anonymous", False),
        opens=_day(written, "opens"),
        closes=_day(written, "closes"),
        days_to_answer=written.get("days_to_answer", 14),
        again_after_days=written.get("again_after_days"),
        thanks=text_of(written["thanks"]) if "thanks" in written else None,
    )


def _day(written: Mapping[str, Any], name: str) -> date | None:
    return date.fromisoformat(written[name]) if name in written else None


def _question(written: Mapping[str, Any], survey: SurveyKind) -> Question:
    kind = QuestionKind(written["kind"])
    lowest, highest = 0, 0
    if kind is QuestionKind.SCORE:
        lowest, highest = SCORES[survey]
    elif kind is QuestionKind.RATING:
        lowest, highest = RATING
    options = {each["code"]: text_of(each["name"]) for each in written.get("options", ())}
    return Question(
        code=written["code"],
        kind=kind,
        text=text_of(written["text"]),
        required=written.get("required", True),
        lowest=lowest,
        highest=highest,
        options=options or None,
        characters_max=written.get("characters_max", CHARACTERS_MAX),
        show_when=_show_when(written["show_when"]) if "show_when" in written else None,
    )


def _show_when(written: Mapping[str, Any]) -> ShowWhen:
    return ShowWhen(
        written["question"],
        written.get("at_least"),
        written.get("at_most"),
        frozenset(written.get("any_of", ())),
    )
