"""The result file: one line for each row, in the order of the file.

It also records where an import stopped.
"""

from __future__ import annotations

import csv
import fcntl
import io
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

from services.common.cells import from_cell, to_cell

COLUMNS = ("row", "request_id", "status", "reason", "message", "import")
HEADER = (",".join(COLUMNS) + "\n").encode()
TAIL_BYTES = 1 << 16
"""Longer than any line."""


class Status(StrEnum):
    OK = "ok"
    REPLAYED = "replayed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Result:
    """The result of one row."""

    row: int
    request_id: str
    status: Status
    reason: str = ""
    message: str = ""


@dataclass
class Tally:
    """Counts of results by status, and of refusals by reason."""

    statuses: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    last_row: int = 0
    last_request_id: str = ""

    @property
    def rows(self) -> int:
        """All of them."""
        return sum(self.statuses.values())

    def add(self, row: int, request_id: str, status: str, reason: str) -> None:
        """One more."""
        self.statuses[status] += 1
        if reason:
            self.reasons[reason] += 1
        self.last_row, self.last_request_id = row, request_id


class ResultsProblem(Exception):
    """The result file belongs to another import, which the text names."""


class Results:
    """The result file of one import: appends results, and knows those already written.

    `target` names brand and kind, since another import must not use the same file. With `again` the
    file is started from the beginning. Raises ResultsProblem.
    """

    def __init__(self, path: Path, target: str, *, again: bool = False) -> None:
        self.path = path
        self._target = target
        self._file = path.open("a+", encoding="utf-8", newline="")
        try:
            self._lock()
            self._check_header()
            _cut_to_whole_lines(self._file.fileno(), empty=again)
            self.before = self._before()
        except BaseException:
            self._file.close()
            raise
        self.tally = Tally(
            Counter(self.before.statuses), Counter(self.before.reasons), self.before.last_row
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def write(self, results: Iterable[Result]) -> None:
        """Append results; when this returns, they are on the disk."""
        lines = io.StringIO()
        writer = csv.writer(lines, lineterminator="\n")
        for one in results:
            self.tally.add(one.row, one.request_id, one.status, one.reason)
            texts = (one.request_id, one.status, one.reason, one.message, self._target)
            writer.writerow((one.row, *map(to_cell, texts)))
        self._file.write(lines.getvalue())
        self._file.flush()

    def _lock(self) -> None:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ResultsProblem(f"another import is writing {self.path} now") from error

    def _check_header(self) -> None:
        # Before anything of the file is changed: it may be somebody's.
        found = os.pread(self._file.fileno(), len(HEADER), 0)
        if not HEADER.startswith(found):
            raise ResultsProblem(f"{self.path} is no result file of an import: move it away")

    def _before(self) -> Tally:
        try:
            return self._read()
        except (ValueError, csv.Error) as error:
            raise ResultsProblem(
                f"{self.path} has a line that no import wrote: take all rows again with --again;"
                " what is in the ledger is not written twice"
            ) from error

    def _read(self) -> Tally:
        tally = Tally()
        self._file.seek(0)
        reader = csv.reader(self._file)
        if next(reader, None) is None:
            self._file.write(HEADER.decode())
        for row, *cells in reader:
            request_id, status, reason, _, target = map(from_cell, cells)
            if target != self._target:
                raise ResultsProblem(
                    f"{self.path} has the results of {target}, this import is {self._target}: move"
                    " it away, or write elsewhere with --results"
                )
            tally.add(int(row), request_id, status, reason)
        return tally


def _cut_to_whole_lines(descriptor: int, *, empty: bool) -> None:
    """Remove a half line, which a process that was stopped while writing may have left."""
    size = 0 if empty else os.fstat(descriptor).st_size
    start = max(0, size - TAIL_BYTES)
    tail = os.pread(descriptor, size - start, start)
    os.ftruncate(descriptor, start + tail.rfind(b"\n") + 1 if tail else 0)
