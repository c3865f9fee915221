"""What services answer to operators: the audit log, adjustments and approvals."""

from typing import Any

from tessera.approvals.v1 import approvals_pb2, approvals_pb2_grpc
from tessera.audit.v1 import audit_pb2, audit_pb2_grpc
from tessera.points.v1 import ledger_pb2, transfers_pb2, transfers_pb2_grpc
from tests.gateway.fake_backend import FakeBackend, at, entry

LIMIT = 1_000
SECONDS_APART = {"members": 0, "points": 1, "feedback": 2}
"""The entries of the three services lie between each other's."""


class Audit(audit_pb2_grpc.AuditServicer):
    """Four entries of each service, numbered from 1, three seconds apart."""

    def __init__(self, backend: FakeBackend, service: str) -> None:
        self.backend = backend
        self.service = service

    async def ListAuditEntries(self, request: Any, context: Any) -> Any:
        await self.backend.enter(f"ListAuditEntries/{self.service}", request, context)
        numbers = range(min(request.before_sequence or 5, 5) - 1, 0, -1)
        shown = list(numbers)[: request.page_size]
        return audit_pb2.ListAuditEntriesResponse(
            entries=[
                audit_pb2.AuditEntry(
                    sequence=number,
                    subject="ann",
                    role="operator",
                    action=f"{self.service}.Act",
                    outcome="done",
                    record_time=at(3 * number + SECONDS_APART[self.service]),
                )
                for number in shown
            ],
            has_more=len(numbers) > len(shown),
        )


def approval(state: int = approvals_pb2.APPROVAL_STATE_PENDING) -> approvals_pb2.Approval:
    return approvals_pb2.Approval(
        id="apr_1",
        kind="points.Adjustments.AdjustPoints",
        state=state,  # type: ignore[arg-type]
        asked_by="ann",
        ask_time=at(0),
        expire_time=at(7),
        reason="cup spilt",
        content_json='{"amount": "5000"}',
    )


class Adjustments(transfers_pb2_grpc.AdjustmentsServicer):
    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def AdjustPoints(self, request: Any, context: Any) -> Any:
        await self.backend.enter("AdjustPoints", request, context)
        if abs(request.amount) > LIMIT:
            return transfers_pb2.AdjustPointsResponse(approval=approval())
        posting = ledger_pb2.Posting(id="pst_9", entries=[entry(request.member_id, 9)])
        return transfers_pb2.AdjustPointsResponse(posting=posting)


class Approvals(approvals_pb2_grpc.ApprovalsServicer):
    """Three of each service, numbered from 1, asked three seconds apart from those of the other."""

    def __init__(self, backend: FakeBackend, service: str) -> None:
        self.backend = backend
        self.service = service

    async def ListApprovals(self, request: Any, context: Any) -> Any:
        await self.backend.enter(f"ListApprovals/{self.service}", request, context)
        prefix = {"members": "papr", "points": "apr"}[self.service]
        before = int(request.before_id.rpartition("_")[2] or 4)
        found = []
        for number in range(before - 1, 0, -1):
            one = approval()
            one.id = f"{prefix}_{number}"
            one.ask_time.CopyFrom(at(6 * number + 3 * SECONDS_APART[self.service]))
            found.append(one)
        return approvals_pb2.ListApprovalsResponse(
            approvals=found[: request.page_size],
            next_page_token="more" if len(found) > request.page_size else "",
        )

    async def Approve(self, request: Any, context: Any) -> Any:
        await self.backend.enter("Approve", request, context)
        done = approval(approvals_pb2.APPROVAL_STATE_APPROVED)
        done.kind = self.service
        return approvals_pb2.ApproveResponse(approval=done)

    async def Reject(self, request: Any, context: Any) -> Any:
        await self.backend.enter("Reject", request, context)
        done = approval(approvals_pb2.APPROVAL_STATE_REJECTED)
        done.kind = self.service
        return approvals_pb2.RejectResponse(approval=done)
