"""Lines of a text file that may be gzipped, bounded: a megabyte of gzip can hold a gigabyte."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Self, cast

RECORD_CHARS_MAX = 1 << 18
"""Of one row, however many lines it has; an import's rows have some hundred characters."""


class TooLarge(OSError):
    """A row, or the file once it is unpacked, is larger than an import takes."""


class BoundedLines(Iterator[str]):
    """The lines of `text`. Say `row_done` after each row. Raises TooLarge."""

    def __init__(self, text: io.TextIOWrapper, chars_max: int) -> None:
        self._text = text
        self._chars_max = chars_max
        self._chars_left = chars_max
        self._record_chars_left = RECORD_CHARS_MAX

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        line = self._text.readline(self._record_chars_left + 1)
        if not line:
            raise StopIteration
        self._record_chars_left -= len(line)
        self._chars_left -= len(line)
        if self._record_chars_left < 0:
            raise TooLarge(f"the next row has more than {RECORD_CHARS_MAX:,} characters")
        if self._chars_left < 0:
            raise TooLarge(f"it has more than {self._chars_max:,} characters unpacked: split it")
        return line

    def row_done(self) -> None:
        """The next line begins another row."""
        self._record_chars_left = RECORD_CHARS_MAX


@contextmanager
def bounded_lines(path: Path, *, chars_max: int) -> Iterator[BoundedLines]:
    """The lines of the file, with their ends as they are."""
    # newline="" is what the csv module asks for; utf-8-sig passes over a mark of spreadsheets.
    with (
        gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file,
        io.TextIOWrapper(cast("IO[bytes]", file), encoding="utf-8-sig", newline="") as text,
    ):
        yield BoundedLines(text, chars_max)
