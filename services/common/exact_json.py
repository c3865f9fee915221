"""JSON whose whole numbers are integers, however they are written.

Documents of ours hold no fractions, yet 5.0 is a valid "integer" of JSON Schema, and a float that
reaches a posting or a message breaks it.
"""

import json
from typing import Any


def read_json(text: str) -> Any:
    """The value that `text` writes, 5.0 and 5e0 being the integer 5. Raises ValueError."""
    return json.loads(text, parse_float=_number)


def _number(text: str) -> int | float:
    return exact(float(text))


def exact(value: float) -> int | float:
    """The integer that `value` is, where it is one and stands for no other."""
    return int(value) if value.is_integer() and abs(value) <= 2**53 else value
