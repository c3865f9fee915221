"""Feedback files: uploaded and checked, started, discarded."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from services.common.cells import from_cell
from services.common.clock import Clock
from services.common.errors import is_refusal
from services.common.ids import new_id
from services.feedback.imports.commands.store import Change, FeedbackFiles, FilesUnit
from services.feedback.imports.domain.feedback_file import (
    FIRST_REFUSALS,
    OPEN_MAX,
    ROWS_AT_ONCE,
    ROWS_MAX,
    FeedbackFile,
    FeedbackFileNotFound,
    FeedbackFilesFull,
    FileState,
    Piece,
    RowResult,
    WaitingRow,
)
from services.feedback.imports.domain.row_file import (
    Encoding,
    FeedbackFileInvalid,
    Row,
    RowProblem,
    encoding_of,
    opened,
    rows_of,
)
from services.feedback.items.commands.store import Request
from services.feedback.items.commands.submit_feedback import in_form
from services.feedback.programme.commands import Programmes
from services.feedback.programme.domain import Programme

ID_PREFIX = "fbf"
_COLUMNS = {"channel_event_id": "event_id", "said_time": "said_at"}
"""Of fields that have another name than their column."""


@dataclass(frozen=True, slots=True)
class FilesContext:
    """The files, the programmes in force, and the time."""

    files: FeedbackFiles
    programmes: Programmes
    clock: Clock


@dataclass(frozen=True, slots=True)
class Upload:
    """`channel` is of rows that name none; `encoding`: None to find it out."""

    content: bytes
    name: str
    channel: str
    encoding: Encoding | None = None


Moved = tuple[FeedbackFile, bool]
"""A file as it stands, and whether the request was a repeat."""


async def upload(ctx: FilesContext, request: Request, asked: Upload) -> Moved:
    """The file, checked. Raises FeedbackFileInvalid, FeedbackFilesFull and REQUEST_ID_REUSED."""
    programme = await ctx.programmes.of(request.brand) or Programme(request.brand)
    now = ctx.clock.now()
    checked = await asyncio.to_thread(_check, asked, programme.zone, now)
    refusals = [row.refused for row in checked.rows if row.refused is not None]
    file = FeedbackFile(
        id=new_id(ID_PREFIX),
        brand=request.brand,
        name=asked.name,
        channel=asked.channel,
        encoding=checked.encoding,
        rows=len(checked.rows),
        refused_when_checked=len(refusals),
        first_refusals=tuple(refusals[:FIRST_REFUSALS]),
        uploaded_by=request.actor,
        uploaded_at=now,
    )
    starts = range(0, len(checked.rows), ROWS_AT_ONCE)
    pieces = [
        Piece(number, checked.rows[start : start + ROWS_AT_ONCE])
        for number, start in enumerate(starts)
    ]

    async def change(files: FilesUnit) -> str:
        if await files.count_open() >= OPEN_MAX:
            raise FeedbackFilesFull
        await files.add(file, pieces)
        return file.id

    return await _once(ctx, request, change)


async def start(ctx: FilesContext, request: Request, file_id: str) -> Moved:
    """The file, for a worker to carry out. Raises FeedbackFileNotFound, FeedbackFileEnded and
    REQUEST_ID_REUSED."""
    return await _move(ctx, request, file_id, FileState.STARTED)


async def discard(ctx: FilesContext, request: Request, file_id: str) -> Moved:
    """The file, given up, its rows deleted. Raises as `start` does."""
    return await _move(ctx, request, file_id, FileState.DISCARDED)


async def get_file(ctx: FilesContext, brand: str, file_id: str) -> FeedbackFile:
    """A file of the brand. Raises FeedbackFileNotFound."""
    return _known(await ctx.files.get(brand, file_id))


async def _move(ctx: FilesContext, request: Request, file_id: str, state: FileState) -> Moved:
    async def change(files: FilesUnit) -> str:
        file, now = _known(await files.get(file_id)), ctx.clock.now()
        file.check_ready(now)
        starts = state is FileState.STARTED
        await files.put(file.started(request.actor, now) if starts else file.ended(state, now))
        return file_id

    return await _once(ctx, request, change)


async def _once(ctx: FilesContext, request: Request, change: Change) -> Moved:
    file_id, replayed = await ctx.files.once(request, change)
    return await get_file(ctx, request.brand, file_id), replayed


def _known(file: FeedbackFile | None) -> FeedbackFile:
    if file is None:
        raise FeedbackFileNotFound
    return file


class _Checked(NamedTuple):
    encoding: Encoding
    rows: Sequence[WaitingRow]


def _check(asked: Upload, zone: ZoneInfo, now: datetime) -> _Checked:
    """Each row of a file, judged by itself. Raises FeedbackFileInvalid."""
    encoding = encoding_of(asked.content, asked.encoding)
    text = opened(asked.content, encoding)
    read = rows_of(asked.name, text, asked.channel, from_cell, zone, ROWS_MAX)
    rows = [_judged(row, now) for row in read]
    if not rows:
        raise FeedbackFileInvalid("it has no row")
    return _Checked(encoding, rows)


def _judged(row: Row, now: datetime) -> WaitingRow:
    said = row.submission
    if isinstance(said, RowProblem):
        told = RowResult(
            row.line,
            row.event_id,
            refusal="INVALID_ARGUMENT",
            column=said.field,
            message=said.problem,
        )
        return WaitingRow(row.line, row.event_id, refused=told)
    try:
        formed = in_form(said, now)
    except Exception as error:
        if not is_refusal(error):
            raise
        return WaitingRow(row.line, row.event_id, refused=refused(row.line, row.event_id, error))
    # Whom it names: an erasure and a merge find the row by that. The rest is put in form in turn.
    return WaitingRow(row.line, row.event_id, replace(said, member_id=formed.member_id))


def refused(line: int, event_id: str, error: Exception) -> RowResult:
    """The result of a row that was refused with `error`, which repeats no word of it."""
    reason, field = str(getattr(error, "reason", "")), str(getattr(error, "field", ""))
    column = _COLUMNS.get(field, field)
    return RowResult(line, event_id, refusal=reason, column=column, message=str(error))
