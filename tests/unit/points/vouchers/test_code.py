"""Codes of vouchers are read out and typed, so their looks do not count."""

import pytest

from services.points.vouchers.domain.code import ALPHABET, is_code, new_code, normalised

CODE = "2A3B4C5D6E"


@pytest.mark.parametrize(
    "typed",
    [
        "2a3b4c5d6e",
        " 2A3B4 C5D6E ",
        "2A3B-4C5D-6E",
        "２Ａ３Ｂ４Ｃ５Ｄ６Ｅ",
        "2A3B4—C5D6E",
        "2A3B4\u2212C5D6E",
    ],
)
def test_case_spaces_dashes_and_width_do_not_count(typed: str) -> None:
    assert normalised(typed) == CODE


@pytest.mark.parametrize(
    "typed", ["", "2A3B4C5D6", "2A3B4C5D6E7", "0A3B4C5D6E", "2A3B4/5D6E", "2A3B4C5D6é"]
)
def test_what_no_voucher_can_have_is_no_code(typed: str) -> None:
    assert not is_code(normalised(typed))


def test_new_codes_are_codes_and_differ() -> None:
    codes = {new_code() for _ in range(1_000)}
    assert len(codes) == 1_000
    assert all(is_code(code) and normalised(code) == code for code in codes)
    assert set("".join(codes)) == set(ALPHABET)
