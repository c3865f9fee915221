"""What is hidden in the words of an idea, and which words are found."""

import pytest

from services.feedback.analysis.domain.published_words import found_words, hidden


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("打给我13800001234吧", "打给我138****1234吧"),
        ("138-0000-1234", "138****1234"),
        ("+8613800001234", "+86138****1234"),
        ("写信 wang.li@example.com.cn 谢谢", "写信 w***@*** 谢谢"),
        ("身份证11010519491231002X", "身份证110105********002X"),
        ("订单 2026113000012345678901", "订单 2026113000012345678901"),
        ("少糖 50%，价格 12800 元", "少糖 50%，价格 12800 元"),
    ],
)
def test_what_names_a_person_is_hidden_and_other_numbers_stay(text: str, shown: str) -> None:
    assert hidden(text) == shown


def test_a_word_is_found_in_spite_of_signs_and_a_latin_one_as_a_whole_only() -> None:
    forbidden = ("加微信", "casino", "返现")
    assert found_words("请加 微-信！", forbidden) == ("加微信",)
    assert found_words("The CASINO, and 返现", forbidden) == ("casino", "返现")
    assert found_words("occasinos", forbidden) == ()
    assert found_words("加冰，用微信支付", forbidden) == ()
