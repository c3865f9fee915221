"""Nothing in a CSV file runs when a spreadsheet opens it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.common.cells import from_cell, to_cell


@pytest.mark.parametrize("first", "=+-@\t\r\n＝＋－＠")
def test_what_a_spreadsheet_would_run_becomes_a_text(first: str) -> None:
    assert to_cell(f'{first}HYPERLINK("https://evil.cn")').startswith("'")


@pytest.mark.parametrize("text", ["", "open/1/17", "INVALID_ARGUMENT", "字"])
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert to_cell(text) == from_cell(text) == text


@given(st.text(alphabet="'=a-", max_size=5))
def test_a_cell_gives_its_text_back(text: str) -> None:
    assert from_cell(to_cell(text)) == text
