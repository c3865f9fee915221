"""What a text is about."""

import pytest

from services.feedback.analysis.domain.taxonomy import Topic, language_of, topics_of
from tests.unit.feedback.samples import tea

TOPICS = [Topic("taste", ("太甜", "Sweet")), Topic("app", ("app", "闪退"))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今天的奶茶太甜了", ("taste",)),
        ("Too SWEET for me", ("taste",)),
        ("so sweet, and the APP is slow", ("taste", "app")),
        ("app闪退", ("app",)),
        ("你们的app很慢", ("app",)),
        ("what a sweetheart", ()),
        ("I am happy with the wrapping", ()),
        ("", ()),
    ],
)
def test_chinese_words_count_anywhere_and_english_ones_as_whole_words(
    text: str, expected: tuple[str, ...]
) -> None:
    assert topics_of(text, TOPICS) == expected


def test_words_of_a_programme_are_taken_literally() -> None:
    assert topics_of("anything", [Topic("odd", (".*", " ", ""))]) == ()
    assert topics_of("what .* is this", [Topic("odd", (".*",))]) == ("odd",)


def test_a_topic_without_words_is_never_meant() -> None:
    assert topics_of("anything", [Topic("empty", ())]) == ()


def test_the_tea_programme_knows_its_topics() -> None:
    topics = tea().topics
    assert topics_of("喝完拉肚子,态度还差", topics) == ("service", "safety")
    assert topics_of("The delivery was late and expensive", topics) == ("logistics", "price")


@pytest.mark.parametrize(
    ("text", "expected"), [("很好", "zh"), ("good app 好", "zh"), ("good", "en"), ("👍👍", "de")]
)
def test_an_answer_is_in_the_language_of_the_words(text: str, expected: str) -> None:
    assert language_of(text, "de") == expected
