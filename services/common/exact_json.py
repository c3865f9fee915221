"""JSON whose whole numbers are integers, however they are written, and whose texts are texts.

Documents of ours hold no fractions, yet 5.0 is a valid "integer" of JSON Schema, and a float that
reaches a posting or a message breaks it. JSON may also escape half a surrogate pair, such as
"\\ud800": Python reads it, and nothing can store or send it.
"""

import json
from collections.abc import Mapping
from typing import Any


def read_json(text: str) -> Any:
    """The value that `text` writes, 5.0 and 5e0 being the integer 5. Raises ValueError."""
    return json.loads(text, parse_float=_number)


def spoiled_in(fields: Mapping[str, Any]) -> str | None:
    """The first name in `fields` that has half a pair, or whose value has; None for none."""
    for name, value in fields.items():
        try:
            json.dumps([name, value], ensure_ascii=False).encode()
        except UnicodeEncodeError:
            return name.encode(errors="replace").decode()
    return None


def read_foreign(body: bytes) -> Any:
    """The value of a body that somebody else wrote, in UTF-8: "?" stands for each half of a pair
    and "\ufffd" for what is no UTF-8. It spoils the text that it is in, and no other. Raises
    ValueError, RecursionError."""
    text = body.decode("utf-8-sig", errors="replace")
    found = json.loads(text)
    if "\\u" in text:
        return json.loads(json.dumps(found, ensure_ascii=False).encode(errors="replace"))
    return found


def _number(text: str) -> int | float:
    return exact(float(text))


def exact(value: float) -> int | float:
    """The integer that `value` is, where it is one and stands for no other."""
    return int(value) if value.is_integer() and abs(value) <= 2**53 else value
