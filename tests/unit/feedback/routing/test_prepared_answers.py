"""Which of a brand's ready answers are offered for an item."""

from services.feedback.analysis.domain.intent import Intent
from services.feedback.programme.domain import Text
from services.feedback.routing.domain.prepared_answers import (
    OFFERED_MAX,
    PreparedAnswer,
    offered,
    prepared_answers,
)
from tests.unit.feedback.samples import tea

NAME = Text("名", "name")


def answer(code: str, intent: Intent | None = None, *issues: str) -> PreparedAnswer:
    return PreparedAnswer(code, NAME, NAME, intent, frozenset(issues))


ANY = answer("any")
SORRY = answer("sorry", Intent.COMPLAINS)
TASTE = answer("taste", None, "taste")
BOTH = answer("both", Intent.COMPLAINS, "taste", "price")


def codes(intent: Intent | None, *issues: str) -> list[str]:
    return [each.code for each in offered([ANY, SORRY, TASTE, BOTH], intent, issues)]


def test_the_narrowest_answer_comes_first() -> None:
    assert codes(Intent.COMPLAINS, "taste") == ["both", "taste", "sorry", "any"]


def test_an_answer_to_something_else_is_not_offered() -> None:
    assert codes(Intent.ASKS, "price") == ["any"]
    assert codes(None) == ["any"]


def test_so_many_are_offered_and_no_more() -> None:
    answers = [answer(f"a{n}") for n in range(OFFERED_MAX + 5)]
    assert offered(answers, None, ()) == answers[:OFFERED_MAX]


def test_the_tea_programme_has_answers_for_a_drink_that_is_too_sweet() -> None:
    ready = offered(tea().section(prepared_answers), Intent.COMPLAINS, ("taste",))
    assert [each.code for each in ready] == ["too_sweet", "which_store"]
    assert ready[0].text.zh.startswith("很抱歉")
