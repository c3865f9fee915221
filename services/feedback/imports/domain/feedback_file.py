"""A feedback file: what became of it so far, and what became of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from services.feedback.imports.domain.row_file import Encoding
from services.feedback.items.domain.item import Submission

BYTES_MAX = 4 * 1024 * 1024
ROWS_MAX = 20_000
"""Of a feedback file; the command has more."""
ROWS_AT_ONCE = 100
WAITS = timedelta(days=7)
"""How long rows wait at most, from the upload on."""
KEPT = timedelta(days=180)
"""How long a file and its results are kept, from the upload on."""
OPEN_MAX = 20
"""Files of a brand that wait at the same time."""
FIRST_REFUSALS = 20


class FileState(StrEnum):
    """Where a file is."""

    READY = "ready"
    STARTED = "started"
    DONE = "done"
    DISCARDED = "discarded"
    EXPIRED = "expired"


OPEN = (FileState.READY, FileState.STARTED)
"""The states in which rows wait."""


class RowResult(NamedTuple):
    """What became of a row: its item, new or known from before, or the refusal with its column.

    `event_id` is the channel's own id, by which a person finds the row again.
    """

    line: int
    event_id: str = ""
    item_id: str = ""
    known: bool = False
    refusal: str = ""
    column: str = ""
    message: str = ""

    @property
    def state(self) -> str:
        """taken_in, known or refused."""
        if self.refusal:
            return "refused"
        return "known" if self.known else "taken_in"


class WaitingRow(NamedTuple):
    """A row that waits: what it says, or the refusal of the check. One without either named a
    member who was erased."""

    line: int
    event_id: str = ""
    said: Submission | None = None
    refused: RowResult | None = None


class Piece(NamedTuple):
    """Rows that are taken in at once. `ids` are those of their items, if they will be new; ()
    until a worker has the piece in hands."""

    number: int
    rows: Sequence[WaitingRow]
    ids: Sequence[str] = ()


class FeedbackFileNotFound(Exception):
    """The brand has no such file."""

    reason = "FEEDBACK_FILE_NOT_FOUND"
    field = "file_id"

    def __init__(self) -> None:
        super().__init__("no such file of feedback")


class FeedbackFileEnded(Exception):
    """The state of the file does not allow it."""

    reason = "FEEDBACK_FILE_ENDED"
    field = "file_id"

    def __init__(self, state: FileState) -> None:
        super().__init__(f"it is {state}")
        self.metadata = {"state": state.value}


class FeedbackFilesFull(Exception):
    """Too many files of the brand wait."""

    reason = "FEEDBACK_FILES_FULL"

    def __init__(self) -> None:
        super().__init__(f"{OPEN_MAX} files wait")
        self.metadata = {"most": str(OPEN_MAX)}


@dataclass(frozen=True, slots=True)
class FeedbackFile:
    """A file as it is kept. `channel`: of rows that name none."""

    id: str
    brand: str
    name: str
    channel: str
    encoding: Encoding
    rows: int
    refused_when_checked: int
    first_refusals: tuple[RowResult, ...]
    uploaded_by: str
    uploaded_at: datetime
    state: FileState = FileState.READY
    started_by: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    taken_in: int = 0
    known: int = 0
    refused: int = 0

    @property
    def wait_until(self) -> datetime:
        """Until when its rows wait at most."""
        return self.uploaded_at + WAITS

    def state_at(self, now: datetime) -> FileState:
        """The state for a caller at `now`."""
        if self.state in OPEN and now >= self.wait_until:
            return FileState.EXPIRED
        return self.state

    def check_ready(self, now: datetime) -> None:
        """Raises FeedbackFileEnded unless it can be started or discarded now."""
        if (state := self.state_at(now)) is not FileState.READY:
            raise FeedbackFileEnded(state)

    def started(self, by: str, now: datetime) -> FeedbackFile:
        """It, for a worker to carry out."""
        return replace(self, state=FileState.STARTED, started_by=by, started_at=now)

    def ended(self, state: FileState, now: datetime) -> FeedbackFile:
        """It, at its end."""
        return replace(self, state=state, ended_at=now)
