"""What a person at the terminal sees: who says it, in colour where there are colours."""

from __future__ import annotations

import os
import sys

COLOURS = {
    "mongo": 32,
    "redis": 31,
    "members": 36,
    "points": 33,
    "feedback": 35,
    "gateway": 34,
}
NAME_WIDTH = 9


def paint(text: str, code: int) -> str:
    """`text` in an ANSI colour, or plain where the output is no terminal or NO_COLOR is set."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return text
    return f"\033[{code}m{text}\033[0m"


def say(name: str, text: str) -> None:
    """Prints each line of `text` behind the name of who says it."""
    prefix = paint(f"{name:<{NAME_WIDTH}}|", COLOURS.get(name, 1))
    for line in text.splitlines():
        print(f"{prefix} {line}", flush=True)
