"""Member files: uploaded and checked, started, discarded."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import NamedTuple, Protocol

from services.common.errors import is_refusal
from services.members.consent.domain.declaration import Circumstances
from services.members.context import MembersContext
from services.members.imports.commands.importing import ROWS_AT_ONCE, ImportUnit, refused
from services.members.imports.commands.wish import Importing
from services.members.imports.domain.column import ImportFileInvalid
from services.members.imports.domain.member_file import (
    FIRST_REFUSALS,
    OPEN_MAX,
    ROWS_MAX,
    FileState,
    MemberFile,
    MemberFileNotFound,
    MemberFilesFull,
    Piece,
    RowResult,
    WaitingRow,
)
from services.members.imports.domain.row_reader import Encoding, Row, RowReader, encoding_of
from services.members.transactions import Answered, Asked, Transactions, took_effect

OPERATOR = "operator"


class MemberFilesReader(Protocol):
    """Reads files and their rows."""

    async def get(self, brand: str, file_id: str) -> MemberFile | None:
        """A file of the brand."""

    async def newest(self, brand: str, before: str, size: int) -> Sequence[MemberFile]:
        """Files of the brand behind the place `before` ("": all), the newest first."""

    async def due(self, late: datetime) -> Sequence[MemberFile]:
        """Files of all brands that were started, or wait since before `late`, the oldest first."""

    async def results(self, brand: str, file_id: str, number: int) -> Sequence[RowResult] | None:
        """The results of a piece; None where it has none (yet)."""


class MemberFilesUnit(MemberFilesReader, Protocol):
    """This room's part of a transaction."""

    async def count_open(self, brand: str) -> int:
        """How many files of the brand wait."""

    async def add(self, file: MemberFile, pieces: Sequence[Piece]) -> None:
        """Keep a new file, its rows sealed."""

    async def put(self, file: MemberFile) -> None:
        """Write where the file is; at its end its rows go, and the key that opened them."""

    async def next_piece(self, file: MemberFile) -> tuple[int, Piece] | None:
        """The first piece without results: its number, and its rows opened."""

    async def put_results(
        self, file: MemberFile, number: int, results: Sequence[RowResult]
    ) -> None:
        """Keep what became of a piece in place of its rows."""


class FilesUnit(ImportUnit, Protocol):
    """A transaction on files."""

    @property
    def member_files(self) -> MemberFilesUnit: ...


class FilesStore(Transactions[FilesUnit], Protocol):
    """The storage of files."""

    @property
    def member_files(self) -> MemberFilesReader: ...


Context = MembersContext[FilesStore]


@dataclass(frozen=True, slots=True)
class Upload:
    """Operator `by` uploads `content`."""

    request_id: str
    content: bytes
    name: str
    channel: str
    by: str


@dataclass(frozen=True, slots=True)
class Wish:
    """Operator `by` starts a file, or gives it up."""

    request_id: str
    file_id: str
    by: str


async def upload(ctx: Context, brand: str, asked: Upload) -> tuple[MemberFile, bool]:
    """The file, checked, and whether this request uploaded it before.

    Raises ImportFileInvalid, MemberFilesFull, and a REQUEST_ID_REUSED refusal.
    """
    digest = hashlib.sha256(f"{brand}\n{asked.request_id}".encode()).hexdigest()[:24]
    file_id = f"mfl_{digest}"
    now = ctx.clock.now()
    how = Circumstances(OPERATOR, asked.by, f"import {file_id}")
    reading = Importing(file_id, asked.channel, await ctx.rulebook.of(brand), how, now)
    checked = await asyncio.to_thread(_check, asked.content, reading)
    refusals = [row.refused for row in checked.rows if row.refused is not None]
    file = MemberFile(
        id=file_id,
        brand=brand,
        name=asked.name,
        channel=asked.channel,
        encoding=checked.encoding,
        rows=len(checked.rows),
        refused_when_checked=len(refusals),
        first_refusals=tuple(refusals[:FIRST_REFUSALS]),
        uploaded_by=asked.by,
        uploaded_at=now,
    )
    sha256 = hashlib.sha256(asked.content).hexdigest()
    request = Asked(asked.request_id, ("member file", sha256, asked.name, asked.channel))
    starts = range(0, len(checked.rows), ROWS_AT_ONCE)
    pieces = [checked.rows[start : start + ROWS_AT_ONCE] for start in starts]

    async def work(unit: FilesUnit) -> tuple[MemberFile, bool]:
        if await took_effect(unit, brand, request):
            return await _known(unit.member_files, brand, file_id), True
        if await unit.member_files.count_open(brand) >= OPEN_MAX:
            raise MemberFilesFull
        await unit.member_files.add(file, pieces)
        await unit.answers.remember(brand, [(request, Answered(""))])
        return file, False

    return await ctx.store.transact(work)


async def start(ctx: Context, brand: str, wish: Wish) -> tuple[MemberFile, bool]:
    """The file, for a worker to carry out, and whether this request started it before.

    Raises MemberFileNotFound, MemberFileEnded, and a REQUEST_ID_REUSED refusal.
    """
    return await _move(ctx, brand, wish, FileState.STARTED)


async def discard(ctx: Context, brand: str, wish: Wish) -> tuple[MemberFile, bool]:
    """The file, given up, and whether this request did that before. Raises as `start` does."""
    return await _move(ctx, brand, wish, FileState.DISCARDED)


async def get_file(ctx: Context, brand: str, file_id: str) -> MemberFile:
    """A file of the brand. Raises MemberFileNotFound."""
    return await _known(ctx.store.member_files, brand, file_id)


async def _move(ctx: Context, brand: str, wish: Wish, state: FileState) -> tuple[MemberFile, bool]:
    request = Asked(wish.request_id, ("member file", state.value, wish.file_id))

    async def work(unit: FilesUnit) -> tuple[MemberFile, bool]:
        repeated = await took_effect(unit, brand, request)
        known = await _known(unit.member_files, brand, wish.file_id)
        if repeated:
            return known, True
        now = ctx.clock.now()
        known.check_ready(now)
        starts = state is FileState.STARTED
        moved = known.started(wish.by, now) if starts else known.ended(state, now)
        await unit.member_files.put(moved)
        await unit.answers.remember(brand, [(request, Answered(""))])
        return moved, False

    return await ctx.store.transact(work)


async def _known(files: MemberFilesReader, brand: str, file_id: str) -> MemberFile:
    file = await files.get(brand, file_id)
    if file is None:
        raise MemberFileNotFound
    return file


class _Checked(NamedTuple):
    encoding: Encoding
    rows: list[WaitingRow]


def _check(content: bytes, reading: Importing) -> _Checked:
    """Each row of a file, judged without any member. Raises ImportFileInvalid."""
    encoding = encoding_of([content])
    reader, rows = RowReader(encoding), list[Row]()
    for row in chain(reader.feed(content), reader.end()):
        if len(rows) == ROWS_MAX:
            told = f"it has more than {ROWS_MAX} rows: split it, or use the command import"
            raise ImportFileInvalid(told, row.line)
        rows.append(row)
    return _Checked(encoding, [_judged(row, reading) for row in rows])


def _judged(row: Row, reading: Importing) -> WaitingRow:
    try:
        wish = reading.wish(row)
    except Exception as error:
        if not is_refusal(error):
            raise
        # Of a row that is never carried out nothing else is kept.
        return WaitingRow(row.line, refused=refused(row.line, error))
    people = tuple((each.kind.value, each.value) for each in wish.identities)
    return WaitingRow(row.line, row.cells, people)
