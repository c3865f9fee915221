"""How far files are, and which of them a worker looks at."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class Progress(NamedTuple):
    """Of the pieces that were carried out: how many there are, and of their rows."""

    pieces: int = 0
    done: int = 0
    refused: int = 0


class Queued(NamedTuple):
    """A file that may have been started, told to the worker at `at`."""

    brand: str
    file_id: str
    at: datetime
