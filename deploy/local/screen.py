"""Output for the terminal: each line with the name of its process, in colour if possible."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

COLOURS = {
    "mongo": 32,
    "redis": 31,
    "members": 36,
    "points": 33,
    "feedback": 35,
    "gateway": 34,
    "console": 34,
}
NAME_WIDTH = 9


def paint(text: str, code: int) -> str:
    """`text` in an ANSI colour; plain if the output is not a terminal or NO_COLOR is set."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return text
    return f"\033[{code}m{text}\033[0m"


def say(name: str, text: str) -> None:
    """Prints each line of `text` after the name of its process.

    Where the output takes nothing, as on a full disk, the line is lost and the runner goes on.
    """
    prefix = paint(f"{name:<{NAME_WIDTH}}|", COLOURS.get(name, 1))
    with suppress(OSError):
        for line in text.splitlines():
            print(f"{prefix} {line}", flush=True)
