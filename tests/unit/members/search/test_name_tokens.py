"""A name is found by its parts, and by no part of another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.members.search.domain.name_tokens import is_in, sought, tokens

NAMES = st.text(alphabet="张三丰欧阳娜安aAnNéE 'ß·-1\u0301", max_size=12)


def test_a_chinese_name_has_each_sign_and_each_two_neighbours() -> None:
    assert tokens("欧阳娜") == {"欧", "阳", "娜", "欧阳", "阳娜"}


def test_a_word_has_its_beginnings_from_three_letters_on() -> None:
    assert tokens("Anna Li") == {"ann", "anna", "li"}


def test_case_width_and_accents_do_not_count() -> None:
    assert tokens("Ｊosé STRAẞE") == tokens("jose strasse")
    assert tokens("Jose\u0301") == tokens("José")


def test_a_mixed_name_has_both() -> None:
    assert {"张", "张三", "tom"} <= tokens("Tom张三")


@pytest.mark.parametrize("name", ["", " ", "·-'", "😀"])
def test_what_has_no_letters_is_found_by_nothing(name: str) -> None:
    assert tokens(name) == frozenset()
    assert sought(name) == ()
    assert not is_in(name, "张三")


def test_tokens_are_bounded_by_the_name() -> None:
    assert len(tokens("a" * 64)) <= 16
    assert len(tokens("".join(map(chr, range(0x4E00, 0x4E40))))) == 64 + 63


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("张", "张三丰"),
        ("三丰", "张三丰"),
        ("张三丰", "张三丰"),
        ("ann", "Anna Li"),
        ("李明", "李 明"),
        ("李 明", "李明"),
        ("山田太", "山田\u3000太郎"),
        ("li anna", "Anna Li"),
        ("Li", "Anna Li"),
        ("阿里木", "阿里木·买买提"),
        ("abcdefghijklmnopqrst", "Abcdefghijklmnopqrstuv"),
    ],
)
def test_what_is_in_a_name_finds_it(text: str, name: str) -> None:
    assert is_in(text, name)
    assert set(sought(text)) <= tokens(name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # All of its neighbours are in the name, and it is not.
        ("三丰三", "丰三丰·三三"),
        ("张丰", "张三丰"),
        ("nna", "Anna"),
        ("an", "Anna"),
        ("anna b", "Anna"),
        ("abcdefghijklmnopqrsz", "Abcdefghijklmnopqrstuv"),
        ("李", "张三"),
    ],
)
def test_what_is_not_in_a_name_does_not_find_it(text: str, name: str) -> None:
    assert not is_in(text, name)


def test_the_token_that_fewest_have_is_sought_first() -> None:
    assert sought("li 张 alexander")[0] == "alexander"
    assert sought("li 三丰")[0] == "三丰"


@given(NAMES, NAMES)
def test_whatever_is_in_a_name_has_no_token_that_the_name_lacks(text: str, name: str) -> None:
    if is_in(text, name):
        assert sought(text)
        assert set(sought(text)) <= tokens(name)


@given(NAMES)
def test_a_name_is_found_by_itself(name: str) -> None:
    assert is_in(name, name) == bool(tokens(name))
