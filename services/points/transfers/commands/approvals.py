"""The approvals of points: records of the ledger, ended by the posting that does the wish."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from services.common import approvals, audit
from services.common.approvals import Approval, ApprovalChanged, State, Verdict
from services.points.context import PointsContext
from services.points.ledger.commands.post_decided import post_decided
from services.points.ledger.domain import request_ids
from services.points.ledger.domain.posting import PostingKind, PostingRequest, Record
from services.points.ledger.domain.record import RecordChanged, RecordKind
from services.points.ledger.domain.repeat import RequestIdReused
from services.points.transfers.domain.adjustment import APPROVAL_ID, SEAL, Adjustment, adjusting

KIND = "points.Adjustments.AdjustPoints"
METADATA_CHARS_MAX = 128
APPROVAL: RecordKind[Approval] = RecordKind(
    "approval", lambda brand, body: approvals.from_body(body)
)
Decide = Callable[[], Awaitable[PostingRequest | Approval]]
Read = Callable[[Approval], Adjustment]
"""The adjustment in an approval's content."""


class WishApprovals:
    """The approvals of each brand."""

    def __init__(self, ctx: PointsContext, read: Read) -> None:
        self._ctx = ctx
        self._read = read

    async def find(self, brand: str, approval_id: str) -> Approval | None:
        """The approval; None when there is none."""
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
        """Carry the wish out under the request id of the operator that asked.

        Raises APPROVAL_NOT_FOUND, APPROVAL_OWN, APPROVAL_ENDED, and the refusals of an adjustment.
        """

        async def decide() -> PostingRequest | Approval:
            known = await self._ctx.ledger.record(brand, APPROVAL, approval_id)
            if known is None:
                raise approvals.not_found(approval_id)
            if approvals.is_repeat(known.value, verdict, State.APPROVED):
                return known.value
            now = self._ctx.clock.now()
            ended = approvals.decided(known.value, verdict, State.APPROVED, now)
            adjustment = self._read(known.value)
            await self._check_seal(brand, adjustment, known.value)
            programme = await self._ctx.programmes.get(brand)
            _tell(ended)
            return adjusting(
                adjustment,
                programme,
                now,
                record_of(ended, known.version),
                {APPROVAL_ID: approval_id, "asked_by": ended.asked_by[:METADATA_CHARS_MAX]},
            )

        return await self._end(brand, approval_id, verdict, State.APPROVED, decide)

    async def reject(self, brand: str, approval_id: str, verdict: Verdict) -> tuple[Approval, bool]:
        """End the wish without an effect. Raises as `approve`."""

        async def decide() -> PostingRequest | Approval:
            known = await self._ctx.ledger.record(brand, APPROVAL, approval_id)
            if known is None:
                raise approvals.not_found(approval_id)
            if approvals.is_repeat(known.value, verdict, State.REJECTED):
                return known.value
            now = self._ctx.clock.now()
            ended = approvals.decided(known.value, verdict, State.REJECTED, now)
            _tell(ended)
            return PostingRequest(
                brand=brand,
                request_id=request_ids.REJECTED + approval_id,
                kind=PostingKind.ADJUST,
                metadata={APPROVAL_ID: approval_id},
                records=(record_of(ended, known.version),),
                fingerprint=f"{verdict.by}/{verdict.request_id}"[:255],
            )

        return await self._end(brand, approval_id, verdict, State.REJECTED, decide)

    async def _end(
        self,
        brand: str,
        approval_id: str,
        verdict: Verdict,
        state: State,
        decide: Decide,
    ) -> tuple[Approval, bool]:
        done = await post_decided(
            self._ctx.ledger, None, decide, retry_on=(RecordChanged, RequestIdReused)
        )
        if isinstance(done, Approval):
            return done, True
        kept = await self._ctx.ledger.record(brand, APPROVAL, approval_id)
        assert kept is not None, "approvals are never dropped"
        if not approvals.is_repeat(kept.value, verdict, state):
            # Two decided at once, and the other was first: its posting answered this request too.
            approvals.decided(kept.value, verdict, state, self._ctx.clock.now())
        return kept.value, done.replayed

    async def _check_seal(self, brand: str, adjustment: Adjustment, approval: Approval) -> None:
        asked = await self._ctx.ledger.posting(brand, adjustment.wish_id)
        if asked is None or asked.metadata.get(SEAL) != approval.seal:
            raise ApprovalChanged(f"approval {approval.id} is not as it was asked")


def record_of(approval: Approval, version: int) -> Record:
    """The record of `approval`, over the version that was read."""
    return APPROVAL.record(approval.id, version, approvals.to_body(approval))


def _tell(ended: Approval) -> None:
    audit.outcome(ended.state.value)
    audit.changed(after={"asked_by": ended.asked_by, "request_id": ended.request_id})
