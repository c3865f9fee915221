"""A code's digits, and when the next one may come."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.members.phones.domain.phone_code import (
    PhoneCode,
    PhoneCodeTooSoon,
    PhoneCodeWrong,
)
from services.members.phones.domain.section import parse_phone_codes, phone_codes_of
from services.members.programme.domain.rules import NO_RULES

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
CODE = PhoneCode("phc_1", "+8613800000001", "zh", NOW, NOW + timedelta(minutes=5), 4)
SECRET = b"one"


@given(st.text(max_size=30), st.binary(min_size=1, max_size=40))
def test_digits_are_six_and_only_the_secret_tells_them(code_id: str, secret: bytes) -> None:
    code = replace(CODE, id=code_id)
    digits = code.digits(secret)
    assert len(digits) == 6
    assert digits.isascii()
    assert digits.isdigit()
    code.check(secret, digits)
    wrong = f"{(int(digits) + 1) % 1_000_000:06d}"
    with pytest.raises(PhoneCodeWrong) as refused:
        code.check(secret, wrong)
    assert refused.value.metadata == {"attempts_left": "4"}


def test_each_number_and_each_code_has_digits_of_its_own() -> None:
    others = [replace(CODE, id="phc_2"), replace(CODE, phone="+8613800000002")]
    assert len({CODE.digits(SECRET), CODE.digits(b"two"), *(o.digits(SECRET) for o in others)}) == 4


def test_the_next_code_waits_and_says_how_long() -> None:
    again = timedelta(seconds=60)
    with pytest.raises(PhoneCodeTooSoon) as refused:
        CODE.check_again(again, NOW + timedelta(seconds=59, milliseconds=1))
    assert refused.value.metadata == {"retry_after_s": "1"}
    CODE.check_again(again, NOW + again)


def test_no_code_and_no_number_shows_in_a_log() -> None:
    assert "138" not in repr(CODE)


def test_a_text_has_its_code_and_minutes() -> None:
    written = {"zh": "{code}，{minutes} 分钟", "en": "{code} for {minutes} min"}
    document = {
        "phone_codes": {
            "text": written,
            "life_minutes": 5,
            "attempts": 5,
            "again_seconds": 60,
            "phone_day": 1,
            "address_day": 1,
            "brand_day": 1,
        }
    }
    section = phone_codes_of(replace(NO_RULES, document=document))
    assert section.text("zh", "012345") == "012345，5 分钟"
    assert section.text("en", "012345") == "012345 for 5 min"
    assert parse_phone_codes(NO_RULES).section is None
