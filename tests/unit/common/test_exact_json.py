"""JSON whose whole numbers are integers."""

from typing import Any

import pytest

from services.common.exact_json import read_foreign, read_json, read_row


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5.0", 5),
        ("5e2", 500),
        ("-0.0", 0),
        ("5", 5),
        ("0.5", 0.5),
        ("9007199254740992.0", 2**53),
        ("9007199254740994.0", 9007199254740994.0),
        ("1e400", float("inf")),
        ('{"a": [1.0]}', {"a": [1]}),
    ],
)
def test_a_whole_number_is_an_integer_however_it_is_written(text: str, value: Any) -> None:
    read = read_json(text)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize("text", ['"\\ud800"', '{"\\udfff": 1}', '["a", {"b": "\\ud83c"}]'])
def test_half_a_surrogate_pair_is_no_text(text: str) -> None:
    with pytest.raises(ValueError, match="surrogates"):
        read_row(text)
    written = str(read_foreign(text.encode())).encode()
    assert b"?" in written


def test_a_whole_pair_is_one() -> None:
    assert read_row('"\\ud83c\\udf75"') == "🍵" == read_foreign(b'"\\ud83c\\udf75"')
