"""JSON whose whole numbers are integers."""

import json
from typing import Any

import pytest

from services.common.exact_json import read_foreign, read_json, spoiled_in


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


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('{"a": "\\ud800"}', "a"),
        ('{"\\udfff": 1}', "?"),
        ('{"a": 1, "b": [{"c": "\\ud83c"}]}', "b"),
        ('{"a": "\\ud83c\\udf75"}', None),
    ],
)
def test_half_a_surrogate_pair_is_no_text(text: str, name: str | None) -> None:
    assert spoiled_in(json.loads(text)) == name
    assert (b"?" in str(read_foreign(text.encode())).encode()) is (name is not None)
