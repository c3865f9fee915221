"""JSON whose whole numbers are integers."""

from typing import Any

import pytest

from services.common.exact_json import read_json


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
