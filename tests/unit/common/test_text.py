"""The forms of texts: one form for what looks alike, and nothing invisible in it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.common.errors import Refusal
from services.common.text import are_lines, checked, compared, has_control, line, prose

FORMS = [prose, line, compared]
INVISIBLE = [
    "\u200b",
    "\u200c",
    "\u200d",
    "\u2060",
    "\ufeff",
    "\u202e",
    "\u2066",
    "\u00ad",
    "\u061c",
    "\u3164",
    "\u115f",
    "\U000e0041",
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("invisible", INVISIBLE)
def test_invisible_characters_are_gone(form: type, invisible: str) -> None:
    assert form(f"{invisible}张{invisible}三{invisible}") == "张三"
    assert form(invisible * 3) == ""


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("blank", [" \u3000\u00a0", "\u2800", "\ufe0f", "\t\n", "\u200b \u200b"])
def test_a_text_that_shows_nothing_is_blank(form: type, blank: str) -> None:
    assert form(blank) == ""


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("ＡＰＰ打不开１２３", "APP打不开123"),
        ("Rene\u0301", "René"),
        ("ｶﾞ", "ガ"),
        ("  两端的空白\u3000", "两端的空白"),
    ],
)
def test_letters_and_digits_have_one_width_and_one_composition(
    form: type, sent: str, kept: str
) -> None:
    assert form(sent) == kept


def test_what_people_read_keeps_its_punctuation_and_symbols() -> None:
    said = "①味道不错，谢谢！（大杯）… 25℃ x²"
    assert prose(said) == line(said) == said
    assert compared("ａ＠ｂ．ｃｎ") == "a@b.cn"


@pytest.mark.parametrize(
    "emoji",
    [
        "👩‍🚒",
        "🏳️‍🌈",
        "👩🏽‍🚒",
        "❤️‍🔥",
        "👨‍👩‍👧‍👦",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    ],
)
def test_emoji_stay_whole(emoji: str) -> None:
    assert prose(f"好{emoji}好") == f"好{emoji}好"
    assert prose(f"a\u200db{emoji}\u200d") == f"ab{emoji}"


def test_prose_keeps_its_lines_and_a_line_has_one() -> None:
    said = "第一行\r\n第二行\t完\x00\x1b\u2028第三行"
    assert prose(said) == "第一行\n第二行\t完\n第三行"
    assert line(said) == "第一行 第二行 完 第三行"


def test_control_characters_of_what_is_compared_are_told() -> None:
    assert has_control(compared("oA\x001"))
    assert not has_control(compared(" oA1\n"))


def test_length_is_counted_in_the_form() -> None:
    assert checked("note", "\u200b" * 50 + "ＡＢ", 2) == "AB"
    with pytest.raises(Refusal) as refused:
        checked("text", "\u200b\u200b", 5, least=1)
    assert (refused.value.reason, refused.value.field) == ("INVALID_ARGUMENT", "text")


@pytest.mark.parametrize("form", FORMS)
@given(text=st.text())
def test_a_form_is_its_own_form(form: type, text: str) -> None:
    once = form(text)
    assert form(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.lists(st.text(alphabet=" |ab\t\u00e9\u200b", max_size=3), max_size=4))
def test_texts_that_are_lines_at_one_look_are_lines(texts: list[str]) -> None:
    if are_lines(texts):
        assert [line(text) for text in texts] == texts
    assert are_lines([text for text in texts if text.isalnum() and text.isascii()])
