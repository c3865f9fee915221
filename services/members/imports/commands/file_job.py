"""The job that carries member files out, one after the other, piece by piece.

It may die anywhere and begin again: the members of a piece and its results are one transaction. It
also ends the files whose time is over.
"""

from __future__ import annotations

from functools import partial

from services.common import telemetry
from services.members.consent.domain.declaration import Circumstances
from services.members.due_members import Lease
from services.members.identities.commands.enrolment import Enrolled, enrol_in
from services.members.imports.commands.importing import enrol_rows
from services.members.imports.commands.member_files import OPERATOR, Context, FilesUnit
from services.members.imports.commands.wish import Importing
from services.members.imports.domain.member_file import (
    ERASED,
    OPEN,
    WAITS,
    FileState,
    MemberFile,
    Piece,
    RowResult,
)
from services.members.imports.domain.row_reader import Row
from services.members.programme.domain.rules import Rules
from services.members.referral.commands.inviting import invited_in

_log = telemetry.log("member_files")


class MemberFileJob:
    """Carries out what was started. A file that fails waits for the next run; others go on."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx

    async def work(self, lease: Lease) -> None:
        """Carry out each file that was started, on the worker that holds the lease."""
        for file in await self._ctx.store.member_files.due(self._ctx.clock.now() - WAITS):
            try:
                if not await self._carry_out(file, lease):
                    return
            except Exception as error:
                # Its name only: what a driver says of a row may hold the row.
                told = type(error).__name__
                _log.error("member_file_waits", brand=file.brand, file=file.id, error=told)

    async def _carry_out(self, file: MemberFile, lease: Lease) -> bool:
        """False when another worker has the lease, and goes on with the file."""
        rules = await self._ctx.rulebook.of(file.brand)
        waits = True
        while waits:
            if not await lease.acquire():
                return False
            waits = await self._ctx.store.transact(partial(self._step, file, rules))
        return True

    async def _step(self, file: MemberFile, rules: Rules, unit: FilesUnit) -> bool:
        """Enrol the next piece, or end the file; whether it waits still."""
        now = self._ctx.clock.now()
        known = await unit.member_files.get(file.brand, file.id)
        if known is None or known.state not in OPEN:
            return False
        if known.state_at(now) is FileState.EXPIRED:
            await unit.member_files.put(known.ended(FileState.EXPIRED, now))
            return False
        if known.state is not FileState.STARTED:
            return False
        # Read here: a person who is erased meanwhile makes this transaction begin again.
        found = await unit.member_files.next_piece(known)
        if found is None:
            await unit.member_files.put(known.ended(FileState.DONE, now))
            return False
        number, piece = found
        how = Circumstances(OPERATOR, known.started_by, f"import {known.id}")
        importing = Importing(known.id, known.channel, rules, how, now)
        rows = [Row(row.line, row.cells) for row in piece if row.cells is not None]
        enrol_all = partial(enrol_in, unit, rules, now, known.brand)

        async def invite(enrolled: Enrolled, code: str) -> str:
            brand, member_id = file.brand, enrolled.member_id
            return await invited_in(
                unit, rules, now, brand, member_id, code, created=enrolled.created
            )

        told = {each.line: each for each in await enrol_rows(importing, rows, enrol_all, invite)}
        await unit.member_files.put_results(known, number, _in_order(piece, told))
        return True


def _in_order(piece: Piece, told: dict[int, RowResult]) -> list[RowResult]:
    return [told.get(row.line) or row.refused or _erased(row.line) for row in piece]


def _erased(line: int) -> RowResult:
    return RowResult(line, refusal=ERASED, message="the person was erased after the upload")
