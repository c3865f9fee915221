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


@pytest.mark.parametrize(
    "body",
    [
        b'{"a": "\xed\xa0\x80", "b": "tea"}',
        b'{"a": "\xff", "b": "tea"}',
        b'\xef\xbb\xbf{"b": "tea"}',
        b'{"a": "\\ud800\xed\xa0\x80", "b": "tea"}',
    ],
)
def test_bytes_that_are_no_text_spoil_theirs_alone(body: bytes) -> None:
    found = read_foreign(body)
    assert spoiled_in(found) is None
    assert found["b"] == "tea"


@pytest.mark.parametrize("coding", ["utf-16", "utf-16-le", "utf-32-be"])
def test_a_body_in_another_coding_than_utf_8_is_no_json(coding: str) -> None:
    with pytest.raises(ValueError, match="Expecting"):
        read_foreign('{"a": "\\ud800"}'.encode(coding))
