"""The approvals of files: ended by the posting that starts the file, or that rejects it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from services.common import approvals, audit
from services.common.approvals import Approval, ApprovalChanged, State, Verdict
from services.points.bulk.commands.store import RowStore
from services.points.bulk.domain.bulk_file import BULK_FILE, BulkFile, FileState
from services.points.bulk.domain.file_posting import asking, moving
from services.points.bulk.domain.progress import Queued
from services.points.context import PointsContext
from services.points.ledger.commands.post_decided import post_decided
from services.points.ledger.domain.posting import PostingRequest, Record
from services.points.ledger.domain.record import RecordChanged, RecordKind, Versioned
from services.points.ledger.domain.repeat import RequestIdReused

KIND = "points.BulkFiles.StartBulkFile"
SEAL = "seal"
APPROVAL: RecordKind[Approval] = RecordKind(
    "bulk_approval", lambda brand, body: approvals.from_body(body)
)
Decide = Callable[[], Awaitable[PostingRequest | Approval]]


class FileApprovals:
    """The approvals of each brand's files. Implements `services.common.approvals_api.Approvals`."""

    def __init__(self, ctx: PointsContext, store: RowStore) -> None:
        self._ctx = ctx
        self._store = store

    async def find(self, brand: str, approval_id: str) -> Approval | None:
        """The approval; None when no file has it."""
        known = await self._ctx.ledger.record(brand, APPROVAL, approval_id)
        return None if known is None else known.value

    async def page(self, brand: str, state: str, before: str, size: int) -> Sequence[Approval]:
        """Those in `state` ("": in any), the newest first."""
        where = {"state": state} if state else {}
        return await self._ctx.ledger.list_records(
            brand, APPROVAL, where=where, before=before, size=size
        )

    async def approve(
        self, brand: str, approval_id: str, verdict: Verdict
    ) -> tuple[Approval, bool]:
        """Start the file. Raises APPROVAL_NOT_FOUND, APPROVAL_OWN and APPROVAL_ENDED."""
        known = await self.find(brand, approval_id)
        if known is not None:
            await self._store.enqueue(Queued(brand, known.subject_id, self._ctx.clock.now()))
        return await self._end(brand, approval_id, verdict, State.APPROVED, _started)

    async def reject(self, brand: str, approval_id: str, verdict: Verdict) -> tuple[Approval, bool]:
        """End the file without an effect. Raises as `approve`."""
        now = self._ctx.clock.now()

        def ended(file: BulkFile, approval: Approval) -> BulkFile:
            return file.ended(FileState.REJECTED, now)

        return await self._end(brand, approval_id, verdict, State.REJECTED, ended)

    async def _end(
        self,
        brand: str,
        approval_id: str,
        verdict: Verdict,
        state: State,
        moved: Callable[[BulkFile, Approval], BulkFile],
    ) -> tuple[Approval, bool]:
        said = f"{verdict.by}/{verdict.request_id}"[:255]
        asked = asking(brand, "decide", approval_id, said)

        async def decide() -> PostingRequest | Approval:
            known = await self._ctx.ledger.record(brand, APPROVAL, approval_id)
            if known is None:
                raise approvals.not_found(approval_id)
            if approvals.is_repeat(known.value, verdict, state):
                return known.value
            ended = approvals.decided(known.value, verdict, state, self._ctx.clock.now())
            file = await self._file(brand, known.value)
            audit.outcome(state.value)
            audit.changed(after={"asked_by": ended.asked_by, "request_id": ended.request_id})
            record = record_of(ended, known.version)
            return moving(asked, moved(file.value, ended), file.version, (record,))

        # A posting that is there already is another operator's, or this verdict's own.
        done = await post_decided(
            self._ctx.ledger, None, decide, retry_on=(RecordChanged, RequestIdReused)
        )
        if isinstance(done, Approval):
            return done, True
        kept = await self.find(brand, approval_id)
        assert kept is not None, "approvals are never dropped"
        if not approvals.is_repeat(kept, verdict, state):
            approvals.decided(kept, verdict, state, self._ctx.clock.now())
        return kept, done.replayed

    async def _file(self, brand: str, approval: Approval) -> Versioned[BulkFile]:
        """The file that waits by the approval, as it was asked."""
        file = await self._ctx.ledger.record(brand, BULK_FILE, approval.subject_id)
        start = asking(brand, "start", approval.request_id, "")
        posting = await self._ctx.ledger.posting(brand, start.request_id)
        if (
            file is None
            or file.value.approval_id != approval.id
            or posting is None
            or posting.metadata.get(SEAL) != approval.seal
        ):
            raise ApprovalChanged(f"approval {approval.id} is not as it was asked")
        return file


def _started(file: BulkFile, approval: Approval) -> BulkFile:
    return replace(file, state=FileState.QUEUED, wait_until=None)


def record_of(approval: Approval, version: int) -> Record:
    """The record of `approval`, over the version that was read."""
    return APPROVAL.record(approval.id, version, approvals.to_body(approval))
