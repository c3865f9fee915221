"""What is read out of a programme."""

from datetime import timedelta

import pytest

from services.feedback.programme.domain import Programme, programme_of
from services.feedback.routing.domain.response_clock import Clock, Priority
from tests.unit.feedback.samples import minutes, tea


def test_the_tea_programme_is_read_whole() -> None:
    programme = tea()
    assert programme.language == "zh"
    assert [topic.code for topic in programme.topics] == [
        "taste",
        "service",
        "logistics",
        "price",
        "safety",
        "app",
    ]
    assert [rule.priority for rule in programme.rules] == [
        Priority.URGENT,
        Priority.PUBLIC_COMPLAINT,
        Priority.COMPLEX,
        Priority.GENERAL,
    ]
    assert programme.clock(Priority.GENERAL) == Clock(timedelta(0))
    assert programme.clock(Priority.URGENT) == Clock(minutes(15), minutes(240))
    assert programme.message("resolved", "en").startswith("Your feedback is dealt with")


def test_a_programme_without_feedback_has_the_usual_clocks_and_says_nothing() -> None:
    programme = programme_of({"programme": "retail"})
    assert programme == Programme()
    assert programme.clock(Priority.URGENT) == Clock(minutes(15))
    assert programme.message("received", "zh") == ""


def test_a_language_without_text_falls_back_to_that_of_the_programme() -> None:
    programme = Programme(language="en", messages={"received": {"en": "Thanks."}})
    assert programme.message("received", "zh") == "Thanks."


def test_a_clock_may_leave_the_first_response_to_the_usual_one() -> None:
    document = {"feedback": {"clocks": {"urgent": {"resolution_minutes": 60}}}}
    assert programme_of(document).clock(Priority.URGENT) == Clock(minutes(15), minutes(60))


@pytest.mark.parametrize(
    "section",
    [{"routing": [{"when": "true", "priority": "whenever", "category": "a", "team": "b"}]}, "text"],
)
def test_a_section_that_breaks_the_schema_is_told(section: object) -> None:
    with pytest.raises((ValueError, KeyError, TypeError, AttributeError)):
        programme_of({"feedback": section})
