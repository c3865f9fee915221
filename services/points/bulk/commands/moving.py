"""Moving a file: it is uploaded, started, discarded or decided on, each once for its request."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from services.common import audit
from services.common.approvals import Approval
from services.common.errors import Refusal
from services.common.ids import new_id
from services.points.bulk.commands.approvals import KIND, SEAL, record_of
from services.points.bulk.commands.checking import judge, read_rows
from services.points.bulk.commands.store import RowStore
from services.points.bulk.domain.bulk_file import (
    BULK_FILE,
    COLUMNS,
    ID_PREFIX,
    ROWS_KEPT,
    BulkFile,
    FileKind,
    FileState,
    coupons_of,
    sums_of,
)
from services.points.bulk.domain.file_posting import FILE, asking, moving
from services.points.bulk.domain.progress import Queued
from services.points.bulk.domain.row import Row, pieces_of, seal_of
from services.points.bulk.domain.row_file import FileEncoding, FileFormat, RowFile, read_file
from services.points.context import PointsContext
from services.points.grants.domain.operator_limits import (
    NOTHING_USED,
    USED_BY,
    operator_limits,
    use_id,
    use_record,
)
from services.points.ledger.commands.post_decided import first_answer, post_decided
from services.points.ledger.domain.posting import Posted, PostingRequest
from services.points.ledger.domain.record import Versioned
from services.points.ledger.domain.repeat import Asked

APPROVAL_PREFIX = "apr"
"""As of all approvals of points, so that they are in the order of time together."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as an operator sends it."""

    request_id: str
    by: str
    kind: FileKind
    content: bytes
    name: str
    reason: str
    format: FileFormat | None
    encoding: FileEncoding | None

    @property
    def sha256(self) -> str:
        """Of the bytes, in hexadecimal digits."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def fingerprint(self) -> str:
        """What a repeat is compared with."""
        said = (self.by, self.kind, self.sha256, self.name, self.reason)
        written = (self.format or "", self.encoding or "")
        return hashlib.sha256("\0".join((*said, *written)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Moved:
    """The file as it stands, and whether this is a repeat."""

    file: BulkFile
    replayed: bool


async def get_file(ctx: PointsContext, brand: str, file_id: str) -> Versioned[BulkFile]:
    """A file of the brand. Raises BULK_FILE_NOT_FOUND."""
    known = await ctx.ledger.record(brand, BULK_FILE, file_id)
    if known is None:
        raise Refusal("BULK_FILE_NOT_FOUND", "no such file in this brand", field="file_id")
    return known


async def upload(ctx: PointsContext, store: RowStore, brand: str, asked_for: Upload) -> Moved:
    """Read and check a file, and keep it.

    Raises ProgrammeMissing, BulkFileInvalid, REQUEST_ID_REUSED and OVERLOADED.
    """
    asked = asking(brand, "upload", asked_for.request_id, asked_for.fingerprint)
    if (first := await first_answer(ctx.ledger, asked)) is not None:
        return await _moved(ctx, first)
    programme = await ctx.programmes.get(brand)

    def read() -> tuple[RowFile, list[Row]]:
        columns = COLUMNS[asked_for.kind]
        found = read_file(asked_for.content, *columns, asked_for.format, asked_for.encoding)
        return found, read_rows(programme, asked_for.kind, list(found.rows))

    # A large file takes a moment, in which others are answered.
    found, said = await asyncio.to_thread(read)
    rows = await judge(ctx, brand, said)
    pieces = pieces_of(rows)
    same = await ctx.ledger.list_records(
        brand, BULK_FILE, where={"sha256": asked_for.sha256}, size=1
    )
    now = ctx.clock.now()
    file = BulkFile(
        id=new_id(ID_PREFIX),
        kind=asked_for.kind,
        name=asked_for.name,
        reason=asked_for.reason,
        format=found.format,
        encoding=found.encoding,
        sha256=asked_for.sha256,
        seals=tuple(seal_of(piece.rows) for piece in pieces),
        rows=len(rows),
        refused=sum(bool(row.refusal) for row in rows),
        short=sum(row.short for row in rows),
        repeated=len(sound := [r.content for r in rows if not r.refusal]) - len(set(sound)),
        sums=sums_of(rows, await ctx.programmes.worths(brand)),
        coupons=coupons_of(rows),
        uploaded_by=asked_for.by,
        uploaded_at=now,
        same_as=same[0].id if same else "",
    )
    await store.keep(brand, file.id, pieces, now + ROWS_KEPT)
    audit.changed(after={"file_id": file.id, "sha256": file.sha256})
    return await _moved(ctx, await ctx.ledger.post(moving(asked, file, 0)))


async def start(
    ctx: PointsContext,
    store: RowStore,
    brand: str,
    file_id: str,
    request_id: str,
    by: str,
    content_of: Callable[[BulkFile], bytes],
) -> Moved:
    """Start a file, or let it wait for a second operator with the content that `content_of` makes.

    Raises BULK_FILE_NOT_FOUND, BulkFileEnded, ProgrammeMissing, REQUEST_ID_REUSED and OVERLOADED.
    """
    asked = asking(brand, "start", request_id, f"{by}/{file_id}"[:255])

    async def decide() -> PostingRequest:
        known = await get_file(ctx, brand, file_id)
        file, now = known.value, ctx.clock.now()
        file.check_ready(now)
        programme = await ctx.programmes.get(brand)
        limits = operator_limits(programme)
        name = use_id(by, now, programme)
        use = await ctx.ledger.record(brand, USED_BY, name) or NOTHING_USED
        audit.changed(after={"file_id": file.id, "sha256": file.sha256})
        if not file.needs_second(limits, use.value):
            audit.outcome(audit.DONE)
            started = file.started(by, now)
            record = use_record(name, use, limits.with_moved(use.value, file.moved, file.granted))
            return moving(asked, started, known.version, (record,))
        audit.outcome(audit.ASKED)
        approval = Approval(
            id=new_id(APPROVAL_PREFIX),
            kind=KIND,
            request_id=request_id,
            content=content_of(file),
            subject_id=file.id,
            asked_by=by,
            asked_at=now,
            expires_at=now + limits.approval_ttl,
            reason=file.reason,
        )
        audit.changed(after={"approval_id": approval.id, "seal": approval.seal})
        waits = file.waiting(by, now, approval.id, approval.expires_at)
        records = (record_of(approval, 0), use_record(name, use, use.value))
        return moving(asked, waits, known.version, records, {SEAL: approval.seal})

    await store.enqueue(Queued(brand, file_id, ctx.clock.now()))
    return await _post(ctx, asked, decide)


async def discard(ctx: PointsContext, brand: str, file_id: str, request_id: str, by: str) -> Moved:
    """Give a file up. Raises BULK_FILE_NOT_FOUND, BulkFileEnded and REQUEST_ID_REUSED."""
    asked = asking(brand, "discard", request_id, f"{by}/{file_id}"[:255])

    async def decide() -> PostingRequest:
        known = await get_file(ctx, brand, file_id)
        now = ctx.clock.now()
        known.value.check_ready(now)
        audit.changed(after={"file_id": file_id})
        return moving(asked, known.value.ended(FileState.DISCARDED, now), known.version)

    return await _post(ctx, asked, decide)


async def _post(
    ctx: PointsContext, asked: Asked, decide: Callable[[], Awaitable[PostingRequest]]
) -> Moved:
    posted = await post_decided(ctx.ledger, asked, decide)
    return await _moved(ctx, posted)


async def _moved(ctx: PointsContext, posted: Posted) -> Moved:
    posting = posted.posting
    known = await get_file(ctx, posting.brand, posting.metadata[FILE])
    return Moved(known.value, posted.replayed)
