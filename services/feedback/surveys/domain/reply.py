"""Replies of a member: whether they fit their questions, and which questions are shown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from services.feedback.surveys.domain.section import Question, QuestionKind, ShowWhen, Survey

REPLIES_MAX = 30


@dataclass(frozen=True, slots=True)
class Reply:
    """What a member says to one question: a number, options, or words."""

    question: str
    number: int | None = None
    options: tuple[str, ...] = ()
    text: str = ""

    @property
    def is_empty(self) -> bool:
        return self.number is None and not self.options and not self.text

    @property
    def values(self) -> tuple[str, ...]:
        """What is counted of it; nothing of words."""
        return self.options if self.number is None else (str(self.number),)


class ReplyInvalid(Exception):
    """A reply does not fit its question. `field` is its place in the request."""

    reason = "SURVEY_ANSWER_INVALID"

    def __init__(self, index: int, part: str, question: str, expected: str) -> None:
        super().__init__(f"{question}: {expected}")
        self.field = f"replies[{index}].{part}"
        self.metadata = {"question": question, "expected": expected}


class AnswerIncomplete(Exception):
    """A question that is shown and required has no reply."""

    reason = "SURVEY_INCOMPLETE"
    field = "replies"

    def __init__(self, question: str) -> None:
        super().__init__(f"no reply to {question}")
        self.metadata = {"question": question}


def checked_replies(survey: Survey, replies: Sequence[Reply]) -> tuple[Reply, ...]:
    """The replies to questions that are shown, in the order of the questions.

    Raises ReplyInvalid for the first one that fits no question, or is the second one to it.
    """
    questions = {question.code: question for question in survey.questions}
    found: dict[str, Reply] = {}
    for index, reply in enumerate(replies):
        question = questions.get(reply.question)
        if question is None:
            known = ", ".join(questions)
            raise ReplyInvalid(index, "question", reply.question[:48], f"one of {known}")
        if reply.question in found:
            raise ReplyInvalid(index, "question", question.code, "one reply to each question")
        _check(index, question, reply)
        found[question.code] = reply
    shown = (question.code for question in shown_questions(survey, found))
    return tuple(found[code] for code in shown if code in found and not found[code].is_empty)


def check_complete(survey: Survey, replies: Sequence[Reply]) -> None:
    """Nothing, unless a required question that is shown has no reply: AnswerIncomplete."""
    given = {reply.question: reply for reply in replies}
    for question in shown_questions(survey, given):
        if question.required and question.code not in given:
            raise AnswerIncomplete(question.code)


def shown_questions(survey: Survey, replies: Mapping[str, Reply]) -> Iterator[Question]:
    """The questions that a member sees who gave `replies`: a reply to a question that is not shown
    shows no other."""
    shown: set[str] = set()
    for question in survey.questions:
        rule = question.show_when
        if rule is None or (rule.question in shown and _holds(rule, replies.get(rule.question))):
            shown.add(question.code)
            yield question


def _holds(rule: ShowWhen, reply: Reply | None) -> bool:
    if reply is None or reply.is_empty:
        return False
    if rule.any_of and rule.any_of.isdisjoint(reply.options):
        return False
    if rule.at_least is None and rule.at_most is None:
        return True
    if reply.number is None:
        return False
    least = rule.at_least if rule.at_least is not None else reply.number
    most = rule.at_most if rule.at_most is not None else reply.number
    return least <= reply.number <= most


def _check(index: int, question: Question, reply: Reply) -> None:
    if question.is_number:
        _check_number(index, question, reply)
    elif reply.number is not None:
        raise ReplyInvalid(index, "number", question.code, "no number")
    if question.options is not None:
        _check_options(index, question, reply)
    elif reply.options:
        raise ReplyInvalid(index, "options", question.code, "no options")
    if question.kind is QuestionKind.TEXT:
        if len(reply.text) > question.characters_max:
            expected = f"at most {question.characters_max} characters"
            raise ReplyInvalid(index, "text", question.code, expected)
    elif reply.text:
        raise ReplyInvalid(index, "text", question.code, "no words")


def _check_number(index: int, question: Question, reply: Reply) -> None:
    if reply.number is not None and not question.lowest <= reply.number <= question.highest:
        expected = f"a number from {question.lowest} to {question.highest}"
        raise ReplyInvalid(index, "number", question.code, expected)


def _check_options(index: int, question: Question, reply: Reply) -> None:
    known = question.options or {}
    most = 1 if question.kind is QuestionKind.CHOICE else len(known)
    distinct = len(set(reply.options)) == len(reply.options)
    if len(reply.options) > most or not distinct or not set(reply.options) <= set(known):
        count = "one" if most == 1 else "one or more"
        raise ReplyInvalid(index, "options", question.code, f"{count} of {', '.join(known)}")
