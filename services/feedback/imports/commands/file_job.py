"""The job that carries feedback files out, a piece of each in turn.

It may die anywhere and begin again: a piece names the ids of its items before it takes them in. It
also ends the files whose time is over.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from services.common import telemetry
from services.common.ids import new_id
from services.common.leased_job import Lease, run_leased
from services.feedback.imports.commands.feedback_files import FilesContext, refused
from services.feedback.imports.domain.feedback_file import (
    WAITS,
    FeedbackFile,
    FileState,
    Piece,
    RowResult,
)
from services.feedback.items.commands.context import FeedbackContext
from services.feedback.items.commands.submit_batch import Result, submit_batch
from services.feedback.items.commands.submit_feedback import ID_PREFIX
from services.feedback.items.domain.item import Submission

ERASED = "MEMBER_ERASED"
_log = telemetry.log("feedback.imports")

StandsFor = Callable[[str, str], str]
"""Who stands for a member of a brand: the survivor of a merge, else the member."""


class FeedbackFileJob:
    """Carries out what was started, on the worker with the lease."""

    def __init__(
        self,
        ctx: FilesContext,
        items: FeedbackContext,
        stands_for: StandsFor,
        lease: Lease,
        pause_s: float,
    ) -> None:
        self._ctx = ctx
        self._items = items
        self._stands_for = stands_for
        self._lease = lease
        self._pause_s = pause_s

    async def run(self) -> None:
        """Go on until cancelled."""
        await run_leased(self.work, self._lease, self._pause_s, _log, "feedback_files_wait")

    async def work(self) -> None:
        """Carry out each file that was started. One that fails waits for the next look, and others
        go on."""
        due = await self._ctx.files.due(self._ctx.clock.now() - WAITS)
        while due:
            going = list[FeedbackFile]()
            for file in due:
                if not await self._lease.acquire():
                    return
                try:
                    if await self._step(file):
                        going.append(file)
                except Exception as error:
                    # Its name only: what a driver says of a row may hold the row.
                    told = type(error).__name__
                    _log.error("feedback_file_waits", brand=file.brand, file=file.id, error=told)
            due = going

    async def _step(self, file: FeedbackFile) -> bool:
        """Take in the next piece, or end the file; whether it waits still."""
        now = self._ctx.clock.now()
        if file.state_at(now) is FileState.EXPIRED:
            await self._ctx.files.end(file.ended(FileState.EXPIRED, now))
            return False
        piece = await self._ctx.files.next_piece(file)
        if piece is None:
            await self._ctx.files.end(file.ended(FileState.DONE, now))
            return False
        ids = [new_id(ID_PREFIX) for _ in piece.rows]
        named = await self._ctx.files.named(file, piece.number, ids)
        if named is not None:
            results = await self._take_in(file, named)
            await self._ctx.files.put_results(file, piece.number, results)
        return True

    async def _take_in(self, file: FeedbackFile, piece: Piece) -> Sequence[RowResult]:
        said = [
            (index, self._standing(file.brand, row.said))
            for index, row in enumerate(piece.rows)
            if row.said is not None
        ]
        told = dict[int, Result]()
        if said:
            brand, by = file.brand, file.started_by
            ids = [piece.ids[index] for index, _ in said]
            found = await submit_batch(self._items, brand, by, [each for _, each in said], ids)
            told = {index: result for (index, _), result in zip(said, found, strict=True)}
        return [self._result(piece, index, told.get(index)) for index in range(len(piece.rows))]

    def _standing(self, brand: str, said: Submission) -> Submission:
        if not said.member_id:
            return said
        return replace(said, member_id=self._stands_for(brand, said.member_id))

    def _result(self, piece: Piece, index: int, told: Result | None) -> RowResult:
        row = piece.rows[index]
        if told is None:
            gone = "the member was erased after the upload"
            erased = RowResult(
                row.line, row.event_id, refusal=ERASED, column="member_id", message=gone
            )
            return row.refused or erased
        if told.refusal is not None:
            return refused(row.line, row.event_id, told.refusal)
        return RowResult(row.line, row.event_id, told.item_id, told.known)
