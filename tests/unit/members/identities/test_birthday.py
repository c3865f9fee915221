"""Birthdays as texts and as keys."""

import pytest

from services.members.identities.domain.birthday import Birthday, key_of, parse


@pytest.mark.parametrize(
    ("text", "birthday", "key"),
    [
        ("02-29", Birthday(2, 29), "02-29"),
        ("1990-06-01", Birthday(6, 1, 1990), "06-01"),
        ("L08-15", Birthday(8, 15, lunar=True), "L08-15"),
        ("1990-L12-30", Birthday(12, 30, 1990, lunar=True), "L12-30"),
        ("2025-L06L-01", Birthday(6, 1, 2025, lunar=True, leap_month=True), "L06L-01"),
    ],
)
def test_a_text_is_a_birthday_and_its_text_again(text: str, birthday: Birthday, key: str) -> None:
    assert parse(text) == birthday
    assert str(birthday) == text
    assert key_of(text) == key


def test_a_text_of_no_known_form_has_no_key() -> None:
    assert key_of("") == ""
    assert key_of("1 May") == ""
