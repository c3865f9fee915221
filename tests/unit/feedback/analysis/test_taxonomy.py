"""The issues of a text, and its language."""

import pytest

from services.feedback.analysis.domain.mentions import issues_of
from services.feedback.analysis.domain.taxonomy import (
    Issue,
    language_of,
    name_of,
    taxonomy,
)
from services.feedback.programme.domain import Text
from tests.unit.feedback.samples import programme, tea


# The programme of before texts had one form may have words in another.
def test_words_of_a_programme_are_compared_in_one_form() -> None:
    assert issues_of("app闪退", [Issue("app", ("ＡＰＰ",))]) == ("app",)


ISSUES = [Issue("taste", ("太甜", "Sweet")), Issue("app", ("app", "闪退"))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今天的奶茶太甜了", ("taste",)),
        ("Too SWEET for me", ("taste",)),
        ("so sweet, and the APP is slow", ("taste", "app")),
        ("app闪退", ("app",)),
        ("ＡＰＰ打不开", ("app",)),
        ("你们的app很慢", ("app",)),
        ("what a sweetheart", ()),
        ("I am happy with the wrapping", ()),
        ("", ()),
    ],
)
def test_chinese_words_count_anywhere_and_english_ones_as_whole_words(
    text: str, expected: tuple[str, ...]
) -> None:
    assert issues_of(text, ISSUES) == expected


def test_words_of_a_programme_are_taken_literally() -> None:
    assert issues_of("anything", [Issue("odd", (".*", " ", ""))]) == ()
    assert issues_of("what .* is this", [Issue("odd", (".*",))]) == ("odd",)


def test_an_issue_without_words_is_in_no_text() -> None:
    assert issues_of("anything", [Issue("empty", ())]) == ()


def test_the_tea_programme_knows_its_issues() -> None:
    issues = tea().section(taxonomy)
    assert [issue.code for issue in issues] == [
        "taste",
        "service",
        "logistics",
        "price",
        "safety",
        "app",
    ]
    assert issues_of("喝完拉肚子,态度还差", issues) == ("service", "safety")
    assert issues_of("The delivery was late and expensive", issues) == ("logistics", "price")
    assert name_of("logistics", issues).en == "Delivery"


def test_an_issue_without_a_name_is_called_by_its_code() -> None:
    issues = programme({"feedback": {"topics": [{"code": "taste"}]}}).section(taxonomy)
    assert issues == (Issue("taste", ()),)
    assert name_of("taste", issues) == Text("taste", "taste")


def test_a_programme_without_feedback_knows_no_issues() -> None:
    assert programme({"programme": "retail"}).section(taxonomy) == ()


@pytest.mark.parametrize(
    ("text", "expected"), [("很好", "zh"), ("good app 好", "zh"), ("good", "en"), ("👍👍", "de")]
)
def test_an_answer_is_in_the_language_of_the_words(text: str, expected: str) -> None:
    assert language_of(text, "de") == expected
