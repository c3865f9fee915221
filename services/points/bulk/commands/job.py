"""The job that carries files out, one after the other, piece by piece.

It may die anywhere and begin again: a piece without results is done again, and each of its rows
finds what was said of it under its request id.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from services.common import telemetry
from services.points.bulk.commands.checking import unknown_of
from services.points.bulk.commands.store import RowStore
from services.points.bulk.domain.bulk_file import BULK_FILE, BulkFile, FileKind, FileState
from services.points.bulk.domain.file_posting import (
    adjusting,
    asking,
    granting,
    moving,
    refusal_in,
    refusing,
)
from services.points.bulk.domain.progress import Queued
from services.points.bulk.domain.row import Piece, Result, Row, seal_of
from services.points.context import PointsContext
from services.points.grants.commands import give
from services.points.ledger.commands.import_postings import import_postings
from services.points.ledger.commands.post_decided import post_decided
from services.points.ledger.domain.posting import Posted, PostingRequest, PostingResult, Refused
from services.points.ledger.domain.refusal import is_final
from services.points.ledger.domain.validation import AssetUnknown

QUEUE_AT_ONCE = 50
COUPONS_AT_ONCE = 20
TOLD_IN_VAIN = timedelta(hours=1)
"""A file that nobody started since it was told to the worker is forgotten."""

_log = telemetry.log("bulk")

Lease = Callable[[], Awaitable[bool]]
"""Takes the lease or renews it; False while another worker holds it."""


class BulkJob:
    """Carries out what was started. A file that fails says so, and stops no other."""

    def __init__(self, ctx: PointsContext, store: RowStore, lease: Lease) -> None:
        self._ctx = ctx
        self._store = store
        self._lease = lease

    async def work(self) -> None:
        """Carry out each file that is queued."""
        after = ""
        while queue := await self._store.queue(after, QUEUE_AT_ONCE):
            for queued in queue:
                after = f"{queued.brand}/{queued.file_id}"
                try:
                    await self._look_at(queued)
                except _LeaseLost:
                    return
                except Exception as error:
                    _log.error(
                        "bulk_file_waits", brand=queued.brand, file=queued.file_id, exc_info=error
                    )

    async def _look_at(self, queued: Queued) -> None:
        known = await self._ctx.ledger.record(queued.brand, BULK_FILE, queued.file_id)
        state = known.value.state if known else None
        if known is not None and state is FileState.QUEUED:
            await self._carry_out(queued.brand, known.value)
        elif state in (FileState.READY, FileState.WAITING, None) and (
            self._ctx.clock.now() < queued.at + TOLD_IN_VAIN
        ):
            return  # The call that told the worker may not have written yet.
        await self._store.dequeue(queued)

    async def _carry_out(self, brand: str, file: BulkFile) -> None:
        done = refused = count = 0
        async for piece in self._store.pieces(brand, file.id):
            results: Sequence[Result] | None = piece.results
            if results is None:
                if not _is_sealed(file, piece):
                    _log.error("bulk_file_changed", brand=brand, file=file.id, piece=piece.number)
                    break
                if not await self._lease():
                    raise _LeaseLost
                results = await self._carry_out_piece(brand, file, piece)
                await self._store.put_results(brand, file.id, piece.number, results)
            refused += sum(bool(result.refusal) for result in results)
            done += sum(not result.refusal for result in results)
            count += 1
        # A piece that is missing or was changed is not carried out, and none behind it.
        whole = count == len(file.seals)
        await self._end(brand, file, FileState.DONE if whole else FileState.FAILED, done, refused)

    async def _end(
        self, brand: str, file: BulkFile, state: FileState, done: int, refused: int
    ) -> None:
        asked = asking(brand, "end", file.id, file.id)

        async def decide() -> PostingRequest:
            known = await self._ctx.ledger.record(brand, BULK_FILE, file.id)
            assert known is not None, "files are never dropped"
            ended = known.value.ended(state, self._ctx.clock.now(), done=done, refused=refused)
            return moving(asked, ended, known.version)

        await post_decided(self._ctx.ledger, asked, decide)

    async def _carry_out_piece(self, brand: str, file: BulkFile, piece: Piece) -> Sequence[Result]:
        """What became of each row that was not refused when it was checked. Raises what passes:
        then the piece is done again."""
        rows = [row for row in piece.rows if not row.refusal]
        unknown = await unknown_of(self._ctx, brand, {row.member_id for row in rows})
        sound = [row for row in rows if row.member_id not in unknown]
        found: dict[int, PostingResult] = {
            row.line: Refused(_MemberUnknown()) for row in rows if row.member_id in unknown
        }
        if file.kind is FileKind.ADJUSTMENTS:
            found |= await self._adjusted(brand, file, sound)
        else:
            found |= await self._granted(brand, file, sound)
        refused = []
        for row in rows:
            result = found[row.line]
            if isinstance(result, Refused):
                if not is_final(result.error):
                    raise result.error
                refused.append(_refusing(brand, file, row, result.error))
        # A refusal is written too, so that the row is never tried again. If another worker wrote
        # the row meanwhile, this answers with what that one wrote.
        said = iter(await import_postings(self._ctx.ledger, refused))
        return [
            _result(row, next(said) if isinstance(found[row.line], Refused) else found[row.line])
            for row in rows
        ]

    async def _adjusted(
        self, brand: str, file: BulkFile, rows: Sequence[Row]
    ) -> dict[int, PostingResult]:
        programme, now = await self._ctx.programmes.get(brand), self._ctx.clock.now()
        known = [row for row in rows if row.asset in programme.assets]
        requests = [
            adjusting(file, row, self._ctx.survivors.of(brand, row.member_id), programme, now)
            for row in known
        ]
        written = await import_postings(self._ctx.ledger, requests)
        found = {row.line: result for row, result in zip(known, written, strict=True)}
        return {
            row.line: found.get(row.line) or Refused(AssetUnknown("asset", row.asset))
            for row in rows
        }

    async def _granted(
        self, brand: str, file: BulkFile, rows: Sequence[Row]
    ) -> dict[int, PostingResult]:
        async def one(row: Row) -> PostingResult:
            owner = self._ctx.survivors.of(brand, row.member_id)
            try:
                granted = await give(self._ctx, granting(brand, file, row, owner))
            except Exception as error:
                return Refused(error)
            assert granted.posting is not None, "it was granted"
            return Posted(granted.posting, granted.replayed)

        found: dict[int, PostingResult] = {}
        for start in range(0, len(rows), COUPONS_AT_ONCE):
            some = rows[start : start + COUPONS_AT_ONCE]
            results = await asyncio.gather(*map(one, some))
            found |= {row.line: result for row, result in zip(some, results, strict=True)}
        return found


class _LeaseLost(Exception):
    """Another worker has the lease, and goes on with the file."""


class _MemberUnknown(Exception):
    """Nobody enrolled the member, or the member was erased."""

    reason = "MEMBER_NOT_FOUND"
    field = "member_id"

    def __init__(self) -> None:
        super().__init__("nobody enrolled this member")


def _is_sealed(file: BulkFile, piece: Piece) -> bool:
    """Whether the piece is as it was when the file was checked."""
    return piece.number < len(file.seals) and seal_of(piece.rows) == file.seals[piece.number]


def _refusing(brand: str, file: BulkFile, row: Row, error: Exception) -> PostingRequest:
    reason = str(getattr(error, "reason", ""))
    column = str(getattr(error, "field", "") or "")
    return refusing(brand, file, row, reason, column, str(error))


def _result(row: Row, result: PostingResult) -> Result:
    if isinstance(result, Refused):
        raise result.error
    refusal, column, message = refusal_in(result.posting)
    if refusal:
        return Result(row.line, "", refusal, message, column)
    return Result(row.line, result.posting.id)
