"""The job that carries member files out, one after the other, piece by piece.

It may die anywhere and begin again: a piece without results is carried out again, and each of its
rows that is done answers as it did. It also ends the files whose time is over.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from services.common import telemetry
from services.members.consent.domain.declaration import Circumstances
from services.members.imports.commands.importing import carry_out
from services.members.imports.commands.member_files import (
    OPERATOR,
    Context,
    FilesUnit,
)
from services.members.imports.domain.member_file import (
    ERASED,
    OPEN,
    FileState,
    MemberFile,
    Piece,
    RowResult,
)
from services.members.imports.domain.row_reader import Row

_log = telemetry.log("member_files")

Lease = Callable[[], Awaitable[bool]]
"""Takes the lease or renews it; False while another worker holds it."""


class MemberFileJob:
    """Carries out what was started. A file that fails waits for the next run; others go on."""

    def __init__(self, ctx: Context, lease: Lease) -> None:
        self._ctx = ctx
        self._lease = lease

    async def work(self) -> None:
        """Carry out each file that was started."""
        for file in await self._ctx.store.member_files.open_files():
            try:
                await self._look_at(file)
            except _LeaseLost:
                return
            except Exception as error:
                # Its name only: what a driver says of a row may hold the row.
                told = type(error).__name__
                _log.error("member_file_waits", brand=file.brand, file=file.id, error=told)

    async def _look_at(self, file: MemberFile) -> None:
        if file.state_at(self._ctx.clock.now()) is FileState.EXPIRED:
            await self._end(file, FileState.EXPIRED)
        elif file.state is FileState.STARTED:
            await self._carry_out(file)

    async def _carry_out(self, file: MemberFile) -> None:
        async for number, piece in self._ctx.store.member_files.waiting(file):
            if not await self._lease():
                raise _LeaseLost
            results = await self._results(file, piece)

            async def keep(
                unit: FilesUnit, number: int = number, results: Sequence[RowResult] = results
            ) -> None:
                await unit.member_files.put_results(file, number, results)

            await self._ctx.store.transact(keep)
        await self._end(file, FileState.DONE)

    async def _results(self, file: MemberFile, piece: Piece) -> list[RowResult]:
        rows = [Row(row.line, row.cells) for row in piece if row.cells is not None]
        how = Circumstances(OPERATOR, file.started_by, f"import {file.id}")
        told = await carry_out(self._ctx, file.brand, file.id, file.channel, how, rows)
        by_line = {result.line: result for result in told}
        return [by_line.get(row.line) or row.refused or _erased(row.line) for row in piece]

    async def _end(self, file: MemberFile, state: FileState) -> None:
        async def work(unit: FilesUnit) -> None:
            known = await unit.member_files.get(file.brand, file.id)
            if known is not None and known.state in OPEN:
                await unit.member_files.put(known.ended(state, self._ctx.clock.now()))

        await self._ctx.store.transact(work)


class _LeaseLost(Exception):
    """Another worker has the lease, and goes on with the file."""


def _erased(line: int) -> RowResult:
    return RowResult(line, refusal=ERASED, message="the person was erased after the upload")
