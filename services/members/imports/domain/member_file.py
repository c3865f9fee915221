"""A member file: what became of it so far, and what became of its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from services.members.imports.domain.row_reader import Encoding

BYTES_MAX = 4 * 1024 * 1024
ROWS_MAX = 20_000
"""Of a member file; the command has more."""
WAITS = timedelta(days=7)
"""How long rows wait at most, from the upload on."""
KEPT = timedelta(days=180)
"""How long a file and its results are kept, from the upload on."""
OPEN_MAX = 20
"""Files of a brand that wait at the same time."""
FIRST_REFUSALS = 20
ERASED = "MEMBER_FILE_PERSON_ERASED"


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
    """What became of a row: the member, new or found, or the refusal with its column.

    With a member, the refusal is that of the invite code alone: the enrolment stands.
    """

    line: int
    member_id: str = ""
    created: bool = False
    refusal: str = ""
    column: str = ""
    message: str = ""

    @property
    def state(self) -> str:
        """created, found or refused."""
        if self.refusal and not self.member_id:
            return "refused"
        return "created" if self.created else "found"


class WaitingRow(NamedTuple):
    """A row of a file that waits: its cells by column, or the refusal of the check. One without
    either was that of a person who was erased. `people` are kind and value of its identities."""

    line: int
    cells: Mapping[str, str] | None = None
    people: tuple[tuple[str, str], ...] = ()
    refused: RowResult | None = None


Piece = Sequence[WaitingRow]
"""Rows of one transaction."""


class MemberFileNotFound(Exception):
    """The brand has no such file."""

    reason = "MEMBER_FILE_NOT_FOUND"
    field = "file_id"

    def __init__(self) -> None:
        super().__init__("no such file of members")


class MemberFileEnded(Exception):
    """The state of the file does not allow it."""

    reason = "MEMBER_FILE_ENDED"
    field = "file_id"

    def __init__(self, state: FileState) -> None:
        super().__init__(f"it is {state}")
        self.metadata = {"state": state.value}


class MemberFilesFull(Exception):
    """Too many files of the brand wait."""

    reason = "MEMBER_FILES_FULL"

    def __init__(self) -> None:
        super().__init__(f"{OPEN_MAX} files wait")
        self.metadata = {"most": str(OPEN_MAX)}


@dataclass(frozen=True, slots=True)
class MemberFile:
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
    created: int = 0
    found: int = 0
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
        """Raises MemberFileEnded unless it can be started or discarded now."""
        if (state := self.state_at(now)) is not FileState.READY:
            raise MemberFileEnded(state)

    def started(self, by: str, now: datetime) -> MemberFile:
        """It, for a worker to carry out."""
        return replace(self, state=FileState.STARTED, started_by=by, started_at=now)

    def ended(self, state: FileState, now: datetime) -> MemberFile:
        """It, at its end."""
        return replace(self, state=state, ended_at=now)
